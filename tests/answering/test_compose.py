from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ranked import Read
from relbot import Relbot
from relbot.answering.compose import BREADTH, breadth_of, compose
from relbot.answering.items import ItemWeights
from relbot.answering.statements import Quote, in_text_order, repeats, sentences_within
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.query.request.intent import Kind
from relbot.reading.attempt import Attempt
from relbot.reading.passage_reading import ReadPassage
from relbot.reading.verdict import Verdict
from relbot.retrieval.ranking import RankedPassage

WEIGHTS = ItemWeights.load()
KINDS: tuple[Kind, ...] = (*BREADTH, "fact")


def nothing_around(_: str) -> None:
    """No passage has neighbours."""


def answered(query: Query, best: RankedPassage, passages: Sequence[ReadPassage]) -> Attempt:
    verdict = Verdict(answered=True, confidence=0.9, reason=None, signals=(), supporting=(best,), runners_up=())
    return Attempt(Reformulation(query.text), query, tuple(passages), verdict)


@pytest.mark.parametrize(("kind", "left_open"), [*((kind, False) for kind in KINDS), ("fact", True)])
@pytest.mark.parametrize(
    "question", ["List all visits between the two countries", "Why did they fall out?", "Hoxha", "zebra"]
)
def test_no_kind_of_answer_is_longer_than_it_may_be_or_says_a_thing_twice(
    kind: Kind, left_open: bool, question: str, read: Read
) -> None:
    query, passages = read(question)
    best = passages[0].ranked
    breadth = breadth_of(kind, left_open=left_open)
    composed = compose(answered(query, best, passages), kind, breadth, nothing_around, WEIGHTS)
    quotes = composed.quotes
    assert 1 <= len(quotes) <= breadth.most
    assert composed.kind == ("fact" if len(quotes) == 1 else "list")
    first = quotes[0]
    ends_with_best = first.sentence + first.sentences - 1 == best.sentence_index
    assert breadth.of_items or (first.passage == best.match.record.passage and ends_with_best)
    assert 0 < composed.confidence <= 1
    assert not any(repeats(one, other) or repeats(other, one) for n, one in enumerate(quotes) for other in quotes[:n])
    if kind in ("list", "section", "change"):
        assert quotes == in_text_order(quotes)
    else:
        assert len(quotes) == 1 or sum(sentences_within(quote) for quote in quotes) <= 4


@pytest.mark.parametrize(("left_open", "confidence", "most"), [(False, 0.9, 1), (False, 0.6, 2), (True, 0.9, 3)])
def test_a_fact_is_one_sentence_unless_it_is_doubtful_or_was_not_said_in_full(
    left_open: bool, confidence: float, most: int
) -> None:
    assert breadth_of("fact", left_open=left_open, confidence=confidence).most == most


def test_steps_are_shown_in_the_order_in_which_they_are_done(indexed: Callable[[dict[str, str]], Path]) -> None:
    steps = ["Sit down and strap in both feet.", "Press the menu button.", "Pull the handle, which starts the clock."]
    text = "Starting the ergometer\n" + "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    bot = Relbot.open(indexed({"manual.txt": text}))
    for question in ("How do I start the ergometer?", "how to start the clock of the ergometer"):
        shown = [statement.text for statement in bot.ask(question).statements]
        assert len(shown) > 1
        assert shown == sorted(shown, key=text.index)


def test_of_what_was_not_read_the_best_sentence_is_shown_first(read: Read) -> None:
    query, passages = read("Who hosted Kim Il Sung in Tirana?")
    _, others = read("What did Hoxha call the litmus test of the split?")
    kept = [passage for passage in others if passage.ranked.match.record != passages[0].ranked.match.record]
    best = passages[0].ranked
    quotes = compose(answered(query, best, kept), "why", breadth_of("why"), nothing_around, WEIGHTS).quotes
    assert quotes[0] == Quote(best.match.record.passage, best.sentence_index)


@pytest.mark.parametrize(
    ("question", "year", "most"),
    [
        ("What happened in 1956?", "1956", 1),
        ("Which visits took place in 1956?", "1956", 1),
        ("List the events of 1961", "1961", 4),
        ("What happened in June 1959?", "1959", 1),
    ],
)
def test_a_list_of_what_happened_at_a_time_has_nothing_of_another_time(
    question: str, year: str, most: int, read: Read
) -> None:
    query, passages = read(question)
    attempt = answered(query, passages[0].ranked, passages)
    quotes = compose(attempt, "list", breadth_of("list"), nothing_around, WEIGHTS).quotes
    assert any(year in quote.text for quote in quotes)
    assert len(quotes) <= most


NOTES = """# Clay club

The club is open to all. It is in the old mill.

My pot exploded in the kiln

You pay nothing for your own. If it took out others you buy them a bag of clay.

A wet pot

Tea is served at four.

Lost your key? It is 3 euros. Lessons cost more, ask Hanna about them.

Free tea in the yard
"""
WITH_WHAT_IS_BELOW = {
    "pot exploded": (
        "My pot exploded in the kiln\n\nYou pay nothing for your own. If it took out others you buy them a bag of clay."
    ),
    "i lost my key": "Lost your key? It is 3 euros.",
    "is there free tea": "Free tea in the yard",
}


@pytest.mark.parametrize("question", WITH_WHAT_IS_BELOW)
def test_what_only_names_the_topic_is_shown_with_what_is_said_of_it(
    question: str, bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    assert bot_of({"notes.md": NOTES}).ask(question).statements[0].text == WITH_WHAT_IS_BELOW[question]


MILL = """# The Mill at Orsa

The mill at Orsa ground rye for three villages.

In 1902 the miller Nils Ferm quarrelled with the river board over the height of his weir. He lost the case and with it
his water. As a result, the mill closed in 1904.

As a result of the war, the price of flour doubled in 1915.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("why did the mill close", ("quarrelled with the river board", "He lost the case", "closed in 1904")),
        ("when did the mill close", ("As a result, the mill closed in 1904.",)),
        ("why did the price of flour double", ("As a result of the war, the price of flour doubled in 1915.",)),
    ],
)
def test_a_consequence_is_told_with_what_it_follows_from_where_the_question_asks_why(
    question: str, said: tuple[str, ...], bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    told = " ".join(bot_of({"mill.md": MILL}).ask(question).statements[0].text.split())
    assert all(part in told for part in said)
    assert told.startswith("As a result") == (len(said) == 1)
