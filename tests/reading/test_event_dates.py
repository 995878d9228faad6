from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ranked import ranked_in
from relbot import Relbot
from relbot.index.engines import open_index
from relbot.reading.event_dates import event_date
from relbot.temporal.interval import reference_day

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


@pytest.mark.parametrize(
    ("event", "year"),
    [("Ada Holm died", 1938), ("the bridge opened", 1961), ("the chapel burned", 1287), ("the castle burned", None)],
)
def test_an_event_has_the_date_of_a_sentence_that_holds_its_words_and_without_one_none(
    event: str, year: int | None, indexed: Callable[[dict[str, str]], Path]
) -> None:
    generation = open_index(indexed({"bridge.md": BRIDGE})).open()
    query, ranked = ranked_in(generation, f"When was it that {event}?")
    date = event_date(query, ranked, generation.lexicon)
    assert (date and reference_day(date).year) == year
