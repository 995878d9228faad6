from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot

BRIDGE = """# Bridge

In 1923 the engineer Ada Holm proposed the bridge. She died in 1938 without seeing it built, and her drawings were lost
in the fire of 12 March 1940.

The chapel was founded in 1187 and burned in 1287.

The bridge was opened on 28 September 1961. A second one was refused in December 2021.
"""


@pytest.fixture
def bot(indexed: Callable[[dict[str, str]], Path]) -> Relbot:
    return Relbot.open(indexed({"bridge.md": BRIDGE}))


def test_an_event_has_the_date_nearest_to_its_words_and_a_later_sentence_answers(bot: Relbot) -> None:
    answer = bot.ask("What happened after Ada Holm died?")
    assert answer.answered
    assert "12 March 1940" in (answer.text or "")


def test_the_last_and_the_first_event_are_those_of_the_corpus(bot: Relbot) -> None:
    assert "December 2021" in (bot.ask("What was the last event?").text or "")
    assert "1187" in (bot.ask("What happened first?").text or "")
