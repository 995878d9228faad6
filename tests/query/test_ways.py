from __future__ import annotations

import pytest

from relbot.index.generation import Generation
from relbot.query.request.intent import read_intent
from relbot.query.request.ways import ways_to_put

TITLE = "Albania–North Korea relations"


def ways(question: str, generation: Generation) -> list[str]:
    return [way.text for way in ways_to_put(question, read_intent(question), generation)]


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("when was it over?", ["when did it end?", f"when did {TITLE} end?"]),
        ("when's the embargo all over", ["when did the embargo end"]),
        ("who started the bakery", ["who started the bakery", "who was the founder of the bakery"]),
        ("when did it cool over Berlin", ["when did it cool over Berlin", f"when did {TITLE} cool over Berlin"]),
        ("who started", ["who started", f"who started: {TITLE}?"]),
    ],
)
def test_an_end_and_a_beginning_are_asked_for_as_a_source_puts_them(
    question: str, put: list[str], generation: Generation
) -> None:
    assert ways(question, generation)[: len(put)] == put


def test_of_a_completed_question_it_is_known_what_was_typed(generation: Generation) -> None:
    typed, completed = ways_to_put("why did it cool down", read_intent("why did it cool down"), generation)
    assert typed.typed_stems is None
    assert completed.typed_stems == frozenset(("cool", "down"))
