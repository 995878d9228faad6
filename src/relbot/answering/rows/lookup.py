"""Finds the rows that have all words of a question: "who is in room 118", "email of the treasurer", "price of a
filling", "are you open on sundays".

A reader trained on prose makes little of such rows, and they all resemble the question alike, so they are chosen by
their words. A word of the question is matched by the row, by the headings above it, by another word for the same kind
of value (one calls a phone number, and is open at certain hours), or by the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from relbot.answer import Answer
from relbot.answering.rows.values import (
    CLOCK,
    HOURS,
    KINDS,
    MONEY_ASKED,
    Shape,
    is_of_days,
    is_row,
    may_name,
)
from relbot.answering.statements import Quote, quoted, quotes_of, without_copies
from relbot.answering.tables.amounts import Amount, amounts_in, in_digits
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.answer_type import asks_the_same
from relbot.query.answer_constraints.times.dated_heading import OF_THE_PAST
from relbot.query.answer_constraints.times.seasons import months_from_to, season_asked
from relbot.query.dialogue.previous_question import asks_who
from relbot.query.identifiers import identifiers
from relbot.query.named_document import StatedDay, day_at
from relbot.query.request.intent import Kind as Intent
from relbot.query.request.phrasing import phrased
from relbot.query.weekdays import weekdays, weekdays_asked, without_weekdays
from relbot.temporal.calendar import WEEKDAYS
from relbot.text.table_rows import cells
from relbot.text.terms import stems, tokenize

_FILLERS = frozenset(
    stems("give get got show need want find tell send exactly please do does ok day days at there currently still")
)
"""Stems of words of a request that rows do not contain."""
_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'?clock|h)?", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"\W*(?:when(?:['’]?s)?|what (?:time|hours)|how (?:long|late|early)|(?:(?:un)?till?|from|up to) when)\b",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    r"(?:\b(?:in\sthe|at)\s|(?<=day\s)|(?<=days\s))(?:mornings?|afternoons?|evenings?|nights?)\b", re.IGNORECASE
)
"""A part of a day, which is ignored, as a row has all hours of the day."""
_HOW_MUCH = re.compile(r"\bhow\s+much\b", re.IGNORECASE)
_DEGREE = re.compile(r"\W*how\s(?!(?:much|do|does|did|can|could|to|is|are|was|were|about|come)\b)\w", re.IGNORECASE)
"""A question for a degree, such as "how many" or "how hot"; a row with that word is about something else."""
_ASKS_FOR_SIZE = re.compile(
    r"\W*how\s(?:big|large|small|long|short|wide|high|tall|deep|heavy|thick|fast|old|good|strong)\san?\s(?=\w)",
    re.IGNORECASE,
)
"""A question for the size or the like of a thing, which the row names: "how big a lawn"."""
_REACHES = re.compile(
    r"\W*how\s(?:do|can|could)\s(?:i|we|you|one)\s(?:reach|contact|call|phone|write|e-?mail|get hold of)\b",
    re.IGNORECASE,
)
_ROW_INTENTS: frozenset[Intent] = frozenset({"fact", "yesno", "now", "who", "definition"})
_PRICED = re.compile(
    r"(?<![^\W\d_])(?P<word>[^\W\d_]+)(?:\s(?:is|are|costs?|at|for))?[\s:=–-]{1,3}[€$£¥]?\s?\d+(?:[.,]\d\d)?\b"
)
LOOKED_AT = 80
"""The most passages with a weekday or a word of the task that are searched."""
_MOST_PASSAGES = 30
"""The most passages with words of a question that are searched, 0.1 ms each; one with all of them and little else is
among the first."""
_MOST_WORDS = 6
"""The most content words of a question that names a row; sentences answer longer ones."""
_MOST_ROWS = 3
"""The most rows shown; if more contain all words, the words do not choose."""
CONFIDENCE = 0.85
"""The confidence of rows found by their words. Set by hand."""


class _Value(NamedTuple):
    """A kind of value that a question asks for."""

    called: frozenset[str]
    """The stems by which the question calls it."""
    shape: Shape
    names: frozenset[str]
    """All stems by which it may be called."""


_PRICE = _Value(*MONEY_ASKED, MONEY_ASKED[0])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks for: the stems that must be found, the values that they may stand for, and the days."""

    stems: frozenset[str]
    values: tuple[_Value, ...]
    days: frozenset[int]
    is_hours: bool
    is_time: bool
    """Whether the question asks when, without naming a day."""
    season: frozenset[str]
    """The stems of a season; its months are `months`."""
    months: frozenset[int]
    amounts: tuple[tuple[Amount, str], ...]
    """The amounts that the row must state, in any unit ("60 min" for one hour), with their words."""


def rows_named(question: str, kind: Intent, generation: Generation, today: date) -> Answer | None:
    """Return the rows with all words of a question, those of the newest document first; None if there are none or too
    many, or if the question asks for more than a row. A yes-no question is answered only if it names a day.
    """
    if kind not in _ROW_INTENTS and not _REACHES.match(question):
        return None
    put = _ASKS_FOR_SIZE.sub("what ", question, count=1)
    asked, named = _read(in_digits(phrased(put)), today), identifiers(question)
    if _DEGREE.match(put) and not asked.is_hours:
        return None
    if not (asked.days or asked.stems.isdisjoint(HOURS)) and OF_THE_PAST.search(question):
        return None
    if not (asked.stems or (asked.days and asked.is_hours)) or len(asked.stems) > _MOST_WORDS:
        return None
    called = frozenset[str]().union(*(value.called for value in asked.values))
    if not all(generation.lexicon.frequencies(asked.stems - called - asked.season).values()):
        return None
    if (kind == "yesno" and not asked.days) or (kind == "definition" and not asked.values):
        return None
    found: list[tuple[int, Quote]] = []
    for record, quote in _rows(asked, generation):
        text = "\n".join((record.passage.source.title, *record.passage.section, quote.text))
        if asks_the_same(question, quote.text):
            continue
        if asks_who(question) and is_row(quote.text) and not may_name([v for _, v in cells(quote.text)], asked.stems):
            continue
        if all(identifier.stands_in(text) for identifier in named) and (score := _score(asked, record, quote)):
            found.append((score, quote))
    best = max((score for score, _ in found), default=0)
    quotes = without_copies(quote for score, quote in found if score == best)
    if not 0 < len(quotes) <= _MOST_ROWS:
        return None
    days = {id(q): _day(q, generation) for q in quotes}
    quotes.sort(key=lambda quote: days[id(quote)], reverse=True)
    return _with_name(quoted(question, quotes, CONFIDENCE), quotes[0])


def _with_name(answer: Answer, row: Quote) -> Answer:
    """Return the answer with the value of the row's first column as its span, to which "her" then refers."""
    values = cells(row.text)
    return replace(answer, span=values[0][1]) if values else answer


def _day(quote: Quote, generation: Generation) -> StatedDay:
    text = generation.document(quote.passage.source.path).text
    return day_at(quote.span.start, quote.passage, text) or StatedDay(0)


def _read(question: str, today: date) -> _Asked:
    days = weekdays_asked(question, today)
    rest = without_weekdays(_PART_OF_DAY.sub(" ", question)) if days else question
    season, months = season_asked(question)
    amounts = amounts_in(rest)
    for _, stated in amounts:
        rest = rest.replace(stated, " ")
    words = [t for t in tokenize(rest) if t.stem not in _FILLERS and not (days and _TIME.fullmatch(t.word))]
    content = frozenset(term.stem for term in words if not term.is_stopword)
    values = tuple(_Value(names & content, shape, names) for names, shape in KINDS if names & content)
    if _HOW_MUCH.search(question):
        values = (*values, _PRICE)
    asks_when = _ASKS_WHEN.match(question) is not None
    is_hours = bool(days) and (bool(content & HOURS) or asks_when)
    return _Asked(content, values, days, is_hours, asks_when and not days, season, months, tuple(amounts))


def _rows(asked: _Asked, generation: Generation) -> Iterator[tuple[PassageRecord, Quote]]:
    """Yield the rows that may hold what is asked, and the lines with days or prices if these are asked for."""
    words = {*asked.stems, *(stem for _, stated in asked.amounts for stem in stems(stated))}
    if asked.days:
        words |= {form for day in asked.days for form in stems(f"{WEEKDAYS[day]} {WEEKDAYS[day][:3]}")}
        words |= set(stems("mon sat weekday weekdays weekend daily hours open opening"))
    for record in generation.matching(sorted(words), LOOKED_AT if asked.days else _MOST_PASSAGES):
        for quote in quotes_of(record.passage):
            is_dated = asked.days and asked.days <= weekdays(quote.text) and CLOCK.search(quote.text)
            is_priced = _PRICE in asked.values and _is_priced(asked, quote.text)
            if is_row(quote.text) or is_dated or is_priced:
                yield record, quote


def _is_priced(asked: _Asked, text: str) -> bool:
    """Return whether a price follows a word that is asked for: "coffee 1.50, beer 3.00"."""
    words = (match["word"] for match in _PRICED.finditer(text))
    return any(stem in asked.stems for word in words for stem in stems(word))


def _score(asked: _Asked, record: PassageRecord, quote: Quote) -> int:
    """Return how well a row fits; 0 if a word of the question is not matched."""
    if asked.days and not asked.days <= weekdays(quote.text):
        return 0
    if asked.is_time and not (
        record.sentences[quote.sentence].dates or CLOCK.search(quote.text) or weekdays(quote.text)
    ):
        return 0
    own, above = quote.words, frozenset(record.heading_terms)
    left, met = asked.stems - own - above, 0
    if not {stated for stated, _ in asked.amounts} <= {stated for stated, _ in amounts_in(quote.text)}:
        return 0
    if told := asked.months and months_from_to("\n".join((*record.passage.section, quote.text))):
        if told.isdisjoint(asked.months):
            return 0
        left -= asked.season
    for value in asked.values:
        # "When can I call" asks for the hours in the row or column "Phone" rather than for a number.
        is_column = (asked.is_hours or asked.is_time) and not value.names.isdisjoint(own)
        if is_column or value.shape.search(quote.text):
            left, met = left - value.called, met + 1
        elif value.called & left or not value.called & asked.stems:
            return 0
    if left or not (asked.days or met or (asked.stems & own) - {*stems(record.passage.source.title)}):
        return 0  # words of the document's title alone ask for no row of it
    if not asked.is_hours:
        return 1 + met + len(asked.stems & own)
    if not _tells_hours(asked, quote):
        return 0
    return 1 + len((asked.stems - HOURS) & own) + 2 * (not HOURS.isdisjoint(above)) + 2 * is_of_days(quote.text)


def _tells_hours(asked: _Asked, quote: Quote) -> bool:
    """Return whether a line tells opening hours (not e.g. those of a break), or has another word that is asked for."""
    if CLOCK.search(quote.text) is None:
        return False
    named = (asked.stems - HOURS) & quote.words
    return is_of_days(quote.text) or not HOURS.isdisjoint(quote.words) or bool(named)
