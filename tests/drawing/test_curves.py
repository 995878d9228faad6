from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from relbot.drawing.canvas import ACCENT, BACKGROUND, BAR
from relbot.drawing.curves import picture
from relbot.evaluation.outcomes import Outcome
from relbot.evaluation.questions import EvaluationQuestion

FACT = EvaluationQuestion(1, "When?", ("1961",), "fact")


def outcome(confidence: float, *, answered: bool = True, held: bool = True) -> Outcome:
    return Outcome(FACT, answered, None, confidence, held, None, 1.0)


CASES = {
    "one right": [outcome(0.9)],
    "five right": [outcome(0.9)] * 5,
    "five wrong": [outcome(0.9, held=False)] * 5,
    "no answer": [outcome(0.1, answered=False)] * 5,
    "the extremes": [outcome(0.0, held=False), outcome(1.0)],
    "hardly any answer": [outcome(0.9), *[outcome(0.1, answered=False)] * 99],
    "very many": [outcome(number % 100 / 100, held=number % 7 > 0) for number in range(20_000)],
}


def drawn(outcomes: list[Outcome]) -> Image.Image:
    return Image.open(BytesIO(picture(outcomes)))


@pytest.mark.parametrize("case", CASES)
def test_any_evaluation_is_drawn_within_the_margins(case: str) -> None:
    image = drawn(CASES[case])
    assert (image.format, image.width) == ("PNG", 1_100)
    edges = [image.crop((0, 0, 20, image.height)), image.crop((1_080, 0, 1_100, image.height))]
    assert all(edge.getcolors() == [(20 * image.height, rgb(BACKGROUND))] for edge in edges)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(outcome, st.floats(0, 1), answered=st.booleans(), held=st.booleans()), min_size=1))
def test_no_evaluation_is_too_odd_to_be_drawn(outcomes: list[Outcome]) -> None:
    assert drawn(outcomes).height < 1_500


def test_what_was_answered_stands_out_from_what_was_refused() -> None:
    refused = [outcome(0.1, answered=False, held=False)] * 20
    assert holds(drawn([outcome(0.9)] * 5), ACCENT)
    assert not holds(drawn(refused), ACCENT)
    assert holds(drawn([outcome(0.9), outcome(0.9), *refused]), BAR)


def test_answers_as_sure_as_they_are_right_lie_on_the_line() -> None:
    apart = [outcome(0.75)] * 4
    fitting = [*apart[:3], outcome(0.75, held=False)]
    assert not holds(drawn(fitting), BAR)
    assert holds(drawn(apart), BAR)


def holds(image: Image.Image, colour: str) -> bool:
    return any(found == rgb(colour) for _, found in image.getcolors(1 << 24) or [])


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
