from __future__ import annotations

import pytest

from relbot.query.wording.present import present_wordings


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("how many members have they got now", ["how many members have they got"]),
        ("how much is in the fund by now?", ["how much is in the fund?"]),
        ("who runs the shop these days", ["who runs the shop"]),
        ("right now who is the chair", ["who is the chair"]),
        ("do people still use the old port", ["do people use the old port", "do people no longer use the old port"]),
        ("is the sauna still open?", ["is the sauna open?", "is the sauna no longer open?"]),
        ("do they make these anymore", ["do they make these"]),
    ],
)
def test_a_question_about_the_present_is_put_without_its_words_and_with_no_longer(
    question: str, put: list[str]
) -> None:
    assert present_wordings(question) == put


@pytest.mark.parametrize("question", ["who is the chair", "when did it end?", "what is a still-life", "is it now?"])
def test_another_question_and_one_of_nothing_else_are_put_as_typed_only(question: str) -> None:
    assert present_wordings(question) == []
