"""Of some texts the one that answers is found, wherever in it, and none where none does."""

from __future__ import annotations

import pytest

from relbot.reading.best_text import best_text
from relbot.reading.reader import Reader

QUESTION = "Where is the key to the boiler room?"
ANSWER = "The key to the boiler room hangs behind the door of the porter's lodge."
CHATTER = (
    "I have been looking for that as well, good luck.",
    "What a nice day we have today.",
    "Try the kitchen sink?",
)


@pytest.mark.parametrize("place", range(4))
def test_the_text_that_answers_is_found(reader: Reader, place: int) -> None:
    texts = [*CHATTER[:place], ANSWER, *CHATTER[place:]]
    assert best_text(QUESTION, texts, reader) == place


def test_it_is_found_behind_more_than_the_reader_sees_at_once(reader: Reader) -> None:
    long = "Before you go there, mind that the stairs are steep and dark. " * 40 + ANSWER
    assert best_text(QUESTION, [CHATTER[0], long], reader) == 1


@pytest.mark.parametrize("texts", [[], [""], ["\n"], CHATTER])
def test_where_none_answers_none_is_found(reader: Reader, texts: list[str]) -> None:
    assert best_text(QUESTION, texts, reader) is None
