"""Chooses the sentences to show for an intent: one for a fact, a few for an open question, all items of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from relbot.answer import Kind, Passage, Surroundings
from relbot.answering.items import ItemWeights, number_to_show, probable_items, untold_items
from relbot.answering.lines.text_below import with_text_below
from relbot.answering.statement_time import at_time_asked
from relbot.answering.statements import MOST_SHOWN, Quote, in_text_order, sentences_within, without_copies
from relbot.query.answer_constraints.dated_heading import tells_of_another
from relbot.query.query import Query
from relbot.query.request.intent import Kind as Intent
from relbot.query.request.question_kinds import asks_for_steps
from relbot.reading.attempt import Attempt
from relbot.reading.passage_reading import FIRST, MAX_PASSAGES, ReadPassage
from relbot.retrieval.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many sentences an intent may take, and how far each may stay behind the best."""

    most: int
    behind: float = 0.0
    """In log-odds of the reader."""
    least: int = 1
    """Shown in any case, where there are so many."""
    read: int = FIRST
    """Passages read in any case."""
    of_items: bool = False
    """Whether each sentence is judged by itself, and not as a rival of the others: the probable ones are shown."""


_USEFUL_BEYOND = 0.2
"""By how much more often a list is right than one of its sentences is probable to be an item. Of 86 lists and sections
about thirty articles, in quarters by the mean probability of their sentences (0.42, 0.54, 0.63 and 0.72), 0.73, 0.64,
0.81 and 0.86 have what a person would have quoted, and no more else than that."""
FACT = Breadth(1)
_LEFT_OPEN = Breadth(3, 3.0)
"""For a question that says only in part what it asks about: "when was it over", "who won"."""
_DOUBTFUL = Breadth(2, 2.0)
"""For a fact that is little more likely than the next."""
DOUBTFUL_CONFIDENCE = 0.77
"""Of an answer, below which it may take a second sentence. Set, as the two above, with an earlier reader on 65 answers
to people's questions for a fact about thirteen articles: 0.70 then, which is 0.77 as the verdict is now fitted. With
this reader and 0.70, 159 of 248 questions about seven articles were rightly answered, 152 where a fact has one
sentence."""
_MOST_SENTENCES = 4
"""In such an answer, with those that it needs before it to stand alone."""
_OPEN = Breadth(3, 2.5)
"""For what may have several reasons or sides."""
BREADTH: Mapping[Intent, Breadth] = MappingProxyType(
    {
        "list": Breadth(MOST_SHOWN, read=MAX_PASSAGES, of_items=True),
        "section": Breadth(8, read=MAX_PASSAGES, of_items=True),
        "comparison": Breadth(4, 3.5, least=2, read=MAX_PASSAGES),
        "change": Breadth(8, read=MAX_PASSAGES, of_items=True),
        "why": _OPEN,
        "how": _OPEN,
        "yesno": _OPEN,
        "now": _OPEN,
        "who": Breadth(2, 1.5),
        "definition": Breadth(2, 1.5),
    }
)
"""Set by hand on the people's questions about six articles, with an earlier reader."""
_RIVALS_BEHIND = 3.0
"""How far, in log-odds of the reader, what says the same of the time asked about may stay behind. Set by hand on the
minutes of four bodies."""
_ANNOUNCED = 3
"""Sentences shown after a lead-in."""
_IN_CONVERSATION = 3
"""Sentences at most in answer to a question that depends on the one before."""


class Composed(NamedTuple):
    """The sentences chosen for an answer."""

    kind: Kind
    quotes: list[Quote]
    left_out: int = 0
    """Items of a list that are too many to show."""
    confidence: float = 1.0
    """At most, whatever speaks for the best sentence."""


def breadth_of(intent: Intent, *, left_open: bool = False, confidence: float = 1.0) -> Breadth:
    """What an intent may take; of a fact, whether the question left open what it is about, and how sure it is."""
    if intent in BREADTH:
        return BREADTH[intent]
    return _LEFT_OPEN if left_open else _DOUBTFUL if confidence < DOUBTFUL_CONFIDENCE else FACT


def compose(
    attempt: Attempt,
    intent: Intent,
    breadth: Breadth,
    around: Callable[[str], Surroundings | None],
    weights: ItemWeights,
) -> Composed:
    """The kind of answer that an answered attempt gives and its sentences, in the order to show; the best passage's
    sentence is the first, unless they are items, or steps of one passage. `around` finds the neighbours of a passage.

    In a conversation they are few. Of a list none is among the sentences of the answer before where others are asked
    for, so that none may be left, or where others are as likely.
    """
    query, passages, best = attempt.query, attempt.passages, attempt.verdict.supporting[0]
    seen = attempt.reformulation.previous_answer
    if seen:
        breadth = replace(breadth, most=min(breadth.most, _IN_CONVERSATION), least=min(breadth.least, 2))
    if pair := pair_of(best):
        return Composed("fact", [pair])
    first = Quote(best.match.record.passage, best.sentence_index)
    if not breadth.of_items:
        first = at_time_asked(first, _near(first, passages), query.text, query.timeframe)
    led_to = _led_to(first, around)
    if not led_to and (whole := with_text_below(first, query.idf)):
        return Composed("fact", [whole])
    if breadth.most == 1 or led_to:
        return Composed("list" if led_to else "fact", [first, *led_to])
    if breadth.of_items:
        items = probable_items(query, passages, weights)
        shown = items[: number_to_show([probability for probability, _ in items])]
        if seen and intent == "list":
            shown = untold_items(shown, seen, is_sure=attempt.reformulation.asks_for_others)
        return _items(intent, breadth.most, shown, in_conversation=bool(seen))
    quotes = _few(without_copies([first, *_close(breadth, first, query, passages)])[: breadth.most])
    if asks_for_steps(query.text) and len({quote.passage.id for quote in quotes}) == 1:
        quotes = in_text_order(quotes)
    return Composed("list" if len(quotes) > 1 else "fact", quotes)


def pair_of(best: RankedPassage) -> Quote | None:
    """All that stands below a question of an FAQ, where that is no more than may be shown of a passage, and no lead-in
    to what is in the next.
    """
    whole = Quote(best.match.record.passage, 0, len(best.match.sentences))
    is_whole = whole.sentences <= _MOST_SENTENCES and not whole.text.rstrip().endswith(":")
    return whole if best.match.question is not None and is_whole else None


def _items(intent: Intent, most: int, shown: Sequence[tuple[float, Quote]], *, in_conversation: bool) -> Composed:
    """Some items with their probabilities, in the order of the text, no more than `most`."""
    quotes = without_copies(quote for _, quote in shown)
    left_out = len(quotes) - most if intent == "list" and not in_conversation else 0
    quotes = quotes[:most]
    mean = sum(probability for probability, _ in shown) / max(1, len(shown))
    kind: Kind = "list" if len(quotes) > 1 else "fact"
    return Composed(kind, in_text_order(quotes), max(0, left_out), min(1.0, mean + _USEFUL_BEYOND))


def _close(breadth: Breadth, first: Quote, query: Query, passages: Sequence[ReadPassage]) -> list[Quote]:
    """The sentences that stay no more behind the first than they may, best first."""
    scored = sorted(_scored(query, passages), key=lambda pair: -pair[0])
    own = next((score for score, quote in scored if quote == first), None)
    top = own if own is not None else scored[0][0] if scored else 0.0
    least = 1 if query.timeframe else breadth.least  # those of a time may be few
    close = [quote for number, (score, quote) in enumerate(scored) if number < least or score >= top - breadth.behind]
    return [quote for quote in close if quote != first]


def _near(first: Quote, passages: Sequence[ReadPassage]) -> list[Quote]:
    """The sentences that the reader finds nearly as likely to answer as the first, best first, whatever their rank."""
    read = [
        (score, Quote(passage.ranked.match.record.passage, number))
        for passage in passages
        for number, score in passage.reading.log_odds
    ]
    read.sort(key=lambda pair: -pair[0])
    own = next((score for score, quote in read if quote == first), None)
    return [] if own is None else [quote for score, quote in read if quote != first and score >= own - _RIVALS_BEHIND]


def _few(quotes: list[Quote]) -> list[Quote]:
    """The first quotes, as far as they make no more than `_MOST_SENTENCES` together."""
    sentences = list(accumulate(sentences_within(quote) for quote in quotes))
    return [quote for quote, count in zip(quotes, sentences, strict=True) if count <= _MOST_SENTENCES] or quotes[:1]


def _led_to(quote: Quote, around: Callable[[str], Surroundings | None]) -> list[Quote]:
    """The sentences that a lead-in such as "in three stages:" announces, which is no answer alone: those after it, from
    the next passage of the source where it ends its own.
    """
    if not quote.text.rstrip().endswith(":"):
        return []
    if rest := _first_sentences(quote.passage, quote.sentence + 1):
        return rest
    found = around(quote.passage.id)
    follows = found.after if found else None
    return _first_sentences(follows, 0) if follows and follows.source == quote.passage.source else []


def _first_sentences(passage: Passage, first: int) -> list[Quote]:
    return [Quote(passage, number) for number in range(first, min(first + _ANNOUNCED, len(passage.sentences)))]


def _scored(query: Query, passages: Sequence[ReadPassage]) -> Iterator[tuple[float, Quote]]:
    """Each sentence that was read, but those of other things than a heading says the time or version of, with its
    log-odds and what its passage's rank takes from them.
    """
    for passage in passages:
        record, reading = passage.ranked.match.record, passage.reading
        offset = passage.score - reading.answers - reading.none
        is_of_another = tells_of_another(query.text, record)
        for number, logit in enumerate(reading.sentences, reading.first):
            if not is_of_another[number]:
                yield float(logit) + offset, Quote(record.passage, number)
