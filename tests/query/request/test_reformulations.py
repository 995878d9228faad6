from __future__ import annotations

import pytest

from relbot.index.protocol import Generation
from relbot.query.request.intent import read_intent
from relbot.query.request.reformulations import reformulations_of

TITLE = "Albania–North Korea relations"


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("when did it end?", ["when did it end?", f"when did {TITLE} end?"]),
        ("when did it cool over Berlin", ["when did it cool over Berlin", f"when did {TITLE} cool over Berlin"]),
        ("how old is it?", ["how old is it?", f"how old is {TITLE}?", f"when did {TITLE} begin?"]),
        (
            "how long has it existed",
            ["how long has it existed", f"how long has {TITLE} existed", f"when did {TITLE} begin?"],
        ),
        ("how old was he then?", ["how old was he then?", f"how old was he then: {TITLE}?"]),
        ("who started", ["who started", f"who started: {TITLE}?"]),
        ("who is Hoxha", ["who is Hoxha", "Hoxha"]),
        ("When did Kim visit Tirana?", ["When did Kim visit Tirana?"]),
    ],
)
def test_a_question_is_put_with_its_subject_or_by_its_topic_where_it_needs_to(
    question: str, put: list[str], generation: Generation
) -> None:
    assert [one.text for one in reformulations_of(question, read_intent(question), generation)] == put


def test_of_a_completed_question_it_is_known_what_was_typed(generation: Generation) -> None:
    question = "why did it cool down"
    typed, completed = reformulations_of(question, read_intent(question), generation)
    assert typed.typed_stems is None
    assert completed.typed_stems == frozenset(("cool", "down"))


def test_when_a_thing_began_tells_its_age_only_where_that_is_sure(generation: Generation) -> None:
    *_, begun = reformulations_of("how old is it", read_intent("how old is it"), generation)
    assert begun.is_fallback
    assert begun.least_confidence > 0.8
