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
from relbot.answering.standalone import is_consequence, refers_back
from relbot.answering.statement_time import at_time_asked
from relbot.answering.statements import MOST_SHOWN, Quote, in_text_order, sentences_within, without_copies
from relbot.query.answer_constraints.times.dated_heading import tells_of_another
from relbot.query.query import Query
from relbot.query.request.intent import Kind as Intent
from relbot.query.request.question_kinds import asks_for_steps
from relbot.reading.attempt import Attempt
from relbot.reading.passage_reading import LEAST_READ, READ_FOR_LISTS, ReadPassage
from relbot.retrieval.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many sentences an intent may take, and how far each may be behind the best."""

    most: int
    behind: float = 0.0
    """The greatest distance from the best, in log-odds of the reader."""
    least: int = 1
    """The fewest sentences to show, if there are so many."""
    read: int = LEAST_READ
    """The fewest passages to read."""
    of_items: bool = False
    """Whether the sentences are items, judged independently and not as rivals; the probable ones are shown."""


_USEFUL_BEYOND = 0.2
"""By how much the probability that a list is right exceeds the mean probability of its sentences. Of 86 lists and
sections about thirty articles, in quartiles by that mean (0.42, 0.54, 0.63 and 0.72), 0.73, 0.64, 0.81 and 0.86 are
right: at least half of what they show is what a person would have quoted."""
_FACT = Breadth(1)
_LEFT_OPEN = Breadth(3, 3.0)
"""For a question that leaves its subject open: "when was it over", "who won"."""
_DOUBTFUL = Breadth(2, 2.0)
"""For a fact of low confidence."""
DOUBTFUL_CONFIDENCE = 0.77
"""Confidence below which a fact may take a second sentence. Set, as the two above, with an earlier reader on 65 answers
to people's questions about thirteen articles: 0.70 then, which is 0.77 as the verdict is now fitted. With this reader
and 0.70, 159 of 248 questions about seven articles were answered rightly; with one sentence for each fact, 152."""
_MOST_SENTENCES = 4
"""The most sentences of such an answer, including those that its sentences refer to."""
_OPEN = Breadth(3, 2.5)
"""For intents that may have several reasons or aspects."""
BREADTH: Mapping[Intent, Breadth] = MappingProxyType(
    {
        "list": Breadth(MOST_SHOWN, read=READ_FOR_LISTS, of_items=True),
        "section": Breadth(8, read=READ_FOR_LISTS, of_items=True),
        "comparison": Breadth(4, 3.5, least=2, read=READ_FOR_LISTS),
        "change": Breadth(8, read=READ_FOR_LISTS, of_items=True),
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
"""How far, in log-odds of the reader, a sentence that says the same of the time asked about may be behind. Set by hand
on the minutes of four bodies."""
_ANNOUNCED = 3
"""The most sentences shown after a lead-in."""
_IN_CONVERSATION = 3
"""The most sentences in the answer to a follow-up."""


class Composed(NamedTuple):
    """The sentences chosen for an answer."""

    kind: Kind
    quotes: list[Quote]
    left_out: int = 0
    """The number of items of a list that are not shown."""
    confidence: float = 1.0
    """The upper bound of the answer's confidence, whatever that of the best sentence."""


def breadth_of(intent: Intent, *, left_open: bool = False, confidence: float = 1.0) -> Breadth:
    """Return the breadth of an intent. That of a fact depends on whether the question leaves its subject open, and on
    the confidence.
    """
    if intent in BREADTH:
        return BREADTH[intent]
    return _LEFT_OPEN if left_open else _DOUBTFUL if confidence < DOUBTFUL_CONFIDENCE else _FACT


def compose(
    attempt: Attempt,
    intent: Intent,
    breadth: Breadth,
    around: Callable[[str], Surroundings | None],
    weights: ItemWeights,
) -> Composed:
    """Return the kind and the sentences of an answered attempt, in the order to show: the best passage's sentence
    first, unless they are items, or steps of one passage. `around` finds the neighbours of a passage.

    Follow-ups get few sentences. A list leaves out the sentences of the previous answer if others are asked for (then
    none may be left) or are as likely.
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
    is_sure = attempt.verdict.confidence >= DOUBTFUL_CONFIDENCE  # else there is to be room for other sentences
    told = _with_cause(first) if intent == "why" and is_sure else first
    quotes = _few(without_copies([told, *_close(breadth, first, query, passages)])[: breadth.most])
    if asks_for_steps(query.text) and len({quote.passage.id for quote in quotes}) == 1:
        quotes = in_text_order(quotes)
    return Composed("list" if len(quotes) > 1 else "fact", quotes)


def pair_of(best: RankedPassage) -> Quote | None:
    """Return the whole answer of an FAQ pair, if it is short enough to show and no lead-in to the next passage."""
    whole = Quote(best.match.record.passage, 0, len(best.match.sentences))
    is_whole = whole.sentences <= _MOST_SENTENCES and not whole.text.rstrip().endswith(":")
    return whole if best.match.question is not None and is_whole else None


def _with_cause(quote: Quote) -> Quote:
    """Return a consequence ("As a result, …") with the sentences before it that tell why, as far back as these refer;
    any other sentence alone.
    """
    if not is_consequence(quote.passage.texts[quote.sentence]):
        return quote
    first, texts = quote.sentence, quote.passage.texts
    while first and quote.sentence - first < _MOST_SENTENCES - 1 and refers_back(texts[first]):
        first -= 1
    return Quote(quote.passage, first, quote.sentence - first + quote.sentences)


def _items(intent: Intent, most: int, shown: Sequence[tuple[float, Quote]], *, in_conversation: bool) -> Composed:
    """Compose at most `most` of some items with their probabilities, in text order."""
    quotes = without_copies(quote for _, quote in shown)
    left_out = len(quotes) - most if intent == "list" and not in_conversation else 0
    quotes = quotes[:most]
    mean = sum(probability for probability, _ in shown) / max(1, len(shown))
    kind: Kind = "list" if len(quotes) > 1 else "fact"
    return Composed(kind, in_text_order(quotes), max(0, left_out), min(1.0, mean + _USEFUL_BEYOND))


def _close(breadth: Breadth, first: Quote, query: Query, passages: Sequence[ReadPassage]) -> list[Quote]:
    """Return the sentences within `breadth` of the first, best first."""
    scored = sorted(_scored(query, passages), key=lambda pair: -pair[0])
    own = next((score for score, quote in scored if quote == first), None)
    top = own if own is not None else scored[0][0] if scored else 0.0
    least = 1 if query.timeframe else breadth.least  # those of a time may be few
    close = [quote for number, (score, quote) in enumerate(scored) if number < least or score >= top - breadth.behind]
    return [quote for quote in close if quote != first]


def _near(first: Quote, passages: Sequence[ReadPassage]) -> list[Quote]:
    """Return the sentences that the reader finds nearly as likely as the first, best first, whatever their rank."""
    read = [
        (score, Quote(passage.ranked.match.record.passage, number))
        for passage in passages
        for number, score in passage.reading.log_odds
    ]
    read.sort(key=lambda pair: -pair[0])
    own = next((score for score, quote in read if quote == first), None)
    return [] if own is None else [quote for score, quote in read if quote != first and score >= own - _RIVALS_BEHIND]


def _few(quotes: list[Quote]) -> list[Quote]:
    """Return the first quotes that have at most `_MOST_SENTENCES` together."""
    sentences = list(accumulate(sentences_within(quote) for quote in quotes))
    return [quote for quote, count in zip(quotes, sentences, strict=True) if count <= _MOST_SENTENCES] or quotes[:1]


def _led_to(quote: Quote, around: Callable[[str], Surroundings | None]) -> list[Quote]:
    """Return the sentences that a lead-in such as "in three stages:" announces: those after it, in the next passage if
    it ends its own.
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
    """Yield each sentence that was read with its log-odds, reduced by its passage's rank; without those under a dated
    heading that are about something else.
    """
    for passage in passages:
        record, reading = passage.ranked.match.record, passage.reading
        offset = passage.score - reading.answers - reading.none
        is_of_another = tells_of_another(query.text, record)
        for number, logit in enumerate(reading.sentences, reading.first):
            if not is_of_another[number]:
                yield float(logit) + offset, Quote(record.passage, number)
