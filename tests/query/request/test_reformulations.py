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
