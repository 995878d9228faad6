from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answering.passage_of_text import passage_of
from ranked import Read
from relbot import Relbot
from relbot.answer import Answer, Passage
from relbot.answering.compose import BREADTH, breadth_of, compose, joined
from relbot.answering.items import ItemWeights
from relbot.answering.statements import Quote, in_text_order, make_statements, repeats, sentences_within

TOWN = passage_of("Kim came to Tirana in 1956. He met Hoxha there. The embassy was opened in May.", "town.txt")
RIVER = passage_of(
    "The river Buna is 44 km long. It freezes in hard winters.", "river.txt", url="https://example.org/r"
)
TWO = passage_of("The first mill burned. The second mill fell.", "two.txt", url="https://example.org/t")
WEIGHTS = ItemWeights.load()
KINDS = (*BREADTH, "fact", "first", "last")


def nothing_around(_: str) -> None:
    """No passage has neighbours."""


@pytest.mark.parametrize(("kind", "left_open"), [*((kind, False) for kind in KINDS), ("fact", True)])
@pytest.mark.parametrize(
    "question", ["List all visits between the two countries", "Why did they fall out?", "Hoxha", "zebra"]
)
def test_no_kind_of_answer_is_longer_than_it_may_be_or_says_a_thing_twice(
    kind: str, left_open: bool, question: str, read: Read
) -> None:
    query, passages = read(question)
    best = passages[0].ranked
    breadth = breadth_of(kind, left_open=left_open)  # type: ignore[arg-type]
    composed = compose(kind, breadth, query, best, passages, nothing_around, WEIGHTS)  # type: ignore[arg-type]
    quotes = composed.quotes
    assert 1 <= len(quotes) <= breadth.most
    assert composed.kind == ("fact" if len(quotes) == 1 else "list")
    assert breadth.of_items or quotes[0] == Quote(best.match.record.passage, best.sentence_index)
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


def test_of_what_was_not_read_the_best_sentence_alone_is_shown(read: Read) -> None:
    query, passages = read("Who hosted Kim Il Sung in Tirana?")
    _, others = read("What did Hoxha call the litmus test of the split?")
    kept = [passage for passage in others if passage.ranked.match.record != passages[0].ranked.match.record]
    quotes = compose("why", breadth_of("why"), query, passages[0].ranked, kept, nothing_around, WEIGHTS).quotes
    assert quotes[0].passage == passages[0].ranked.match.record.passage


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
    quotes = compose("list", breadth_of("list"), query, passages[0].ranked, passages, nothing_around, WEIGHTS).quotes
    assert any(year in quote.text for quote in quotes)
    assert len(quotes) <= most


def answered(question: str, *quotes: tuple[Passage, int], confidence: float = 0.9) -> Answer:
    statements, citations = make_statements([Quote(*quote) for quote in quotes])
    text = "\n".join(statement.text for statement in statements)
    kind = "list" if len(statements) > 1 else "fact"
    return Answer(question, True, confidence, text, None, citations, kind, statements)  # type: ignore[arg-type]


def refused(question: str) -> Answer:
    return Answer(question, False, 0.1, None, "The sources do not say.", ())


def test_answers_are_joined_in_order_with_one_citation_for_each_passage() -> None:
    answer = joined([answered("a", (TOWN, 2)), answered("b", (RIVER, 0), confidence=0.6), answered("c", (TOWN, 0))])
    assert [s.text[:10] for s in answer.statements] == ["The embass", "The river ", "Kim came t"]
    assert [s.citation for s in answer.statements] == [1, 2, 1]
    assert [c.document.path for c in answer.citations] == ["town.txt", "river.txt"]
    assert [h.text[:3] for h in answer.citations[0].highlights] == ["Kim", "The"]
    assert (answer.kind, answer.reason, answer.confidence) == ("list", None, 0.6)
    assert answer.text == "\n".join(s.text for s in answer.statements)


def test_what_answers_two_questions_is_said_once() -> None:
    answer = joined([answered("a", (TOWN, 0)), answered("b", (TOWN, 0))])
    assert (answer.kind, answer.text) == ("fact", "Kim came to Tirana in 1956.")
    assert len(answer.citations) == len(answer.citations[0].highlights) == 1
    overlapping = joined([answered("a", (TOWN, 0)), answered("b", (TOWN, 1))])
    assert overlapping.text == "Kim came to Tirana in 1956."
    elsewhere = passage_of("KIM came  to Tirana in 1956. The mill burned.", "m.txt")
    again = joined([answered("a", (TOWN, 0)), answered("b", (elsewhere, 0))])
    assert (again.text, len(again.citations)) == ("Kim came to Tirana in 1956.", 1)


def test_a_link_opens_at_the_first_of_the_joined_highlights() -> None:
    deep, first = passage_of("Lirz is old. Its mill burned down.", "l.txt", url="https://example.org/l"), (TOWN, 0)
    answer = joined([answered("a", (deep, 1)), answered("b", first), answered("c", (RIVER, 0))])
    assert [c.link for c in answer.citations] == [
        "https://example.org/l#:~:text=Lirz%20is%20old.,Its%20mill%20burned%20down.",
        None,
        "https://example.org/r#:~:text=The%20river%20Buna%20is%2044%20km%20long.",
    ]
    again = joined([answered("a", (TWO, 1)), answered("b", (TWO, 0))])
    assert again.citations[0].link == "https://example.org/t#:~:text=The%20first%20mill%20burned."


def test_the_questions_that_are_not_answered_are_named() -> None:
    assert (
        joined([refused("How tall is it?"), answered("b", (TOWN, 0))]).reason
        == "The sources do not say: How tall is it?"
    )
    nothing = joined([refused("How tall is it?"), refused("how deep")])
    assert nothing.reason == "The sources do not say: How tall is it?; how deep"
    assert (nothing.answered, nothing.statements, nothing.citations) == (False, (), ())
