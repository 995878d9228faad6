"""Reads what a question says about the rows it asks for: words that name them or their columns, bounds of numbers, a
time, and whether it asks for the least or the most of something.

Only a table can tell which words are values and which are columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from relbot.answering.tables.amounts import NUMBER, Amount, amount, in_digits, is_unit
from relbot.answering.tables.measures import DEGREES, ENDS, PRICE, VERBS, End, Measure
from relbot.query.answer_constraints.times.asked_day import AskedDay, day_asked
from relbot.query.request.phrasing import spelt_out
from relbot.query.timeframe import extract_timeframe
from relbot.query.weekdays import without_weekdays
from relbot.query.wording.present import without_present
from relbot.temporal.calendar import MONTHS
from relbot.temporal.interval import Interval
from relbot.text.english import word_set
from relbot.text.terms import Term, fold, stems, tokenize

_ASKING = word_set("""
give get got show need want find tell send exactly please do does ok there currently still list lists all every each
entire full complete many few offer sell provide exist available use using only both name names one ones thing things
kind kinds type types amount total count overall people person anybody somebody like go actually really again without
needs require requires include includes allow allows fit fits option options stuff buy afford
""")
"""Words of a request that need not be in any row."""
_OCCURRING = frozenset(stems("scheduled planned taking takes place calendar"))
"""Stems of words that only say that something is on a day."""
_DENYING = re.compile(r"(?:is|are|was|were|do|does|did|have|has|had)n['’]t", re.IGNORECASE)
_UNREAD = re.compile(
    r"\b(?:never|except|besides|neither|nor|why|average|sum|together|than (?!\W*[€$£¥]?\d)|per cent|difference)\b",
    re.IGNORECASE,
)
"""Words of questions that no selection of rows answers."""
_BEYOND_MONTH = re.compile(rf"\b(?:after|before|since|until|till|from|by)\s(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
"""A range of months without a year, which rows cannot be compared with."""
_WITHIN = r"(?P<sign>[€$£¥])?\s?(?P<number>" + NUMBER + r")(?![\d:/.-]*\d)(?:\s?(?P<unit>[€$£¥%]|[^\W\d_]+))?"
_MORE, _LESS = (
    r"(?P<as>more|bigger|larger|higher|heavier|longer|older|greater)",
    r"(?P<as>less|fewer|smaller|lower|lighter|shorter|cheaper)",
)
_BOUNDS = tuple(
    (re.compile(rf"\b{words}\s+(?:an?\s+|the\s+)?{_WITHIN}", re.IGNORECASE), low, high)
    for words, low, high in (
        (r"(?:at least|from|min(?:imum)?(?: of)?|no (?:less|fewer) than)", 0, math.inf),
        (r"(?:at most|up to|max(?:imum)?(?: of)?|no more than|within)", -math.inf, 0),
        (rf"(?:over|above|{_MORE} than)", 1, math.inf),
        (rf"(?:under|below|{_LESS} than)", -math.inf, -1),
    )
)
"""Words before a number, and the low and high end they set: 0 at the number, 1 just above, -1 just below it."""
_EQUAL = re.compile(rf"(?<![\w.,:/€$£¥-]){_WITHIN}", re.IGNORECASE)
_AND = re.compile(r"\s?(?:,|&|and|or|,\s?and|,\s?or)\s", re.IGNORECASE)
_FITS = re.compile(r"\bfor\s+$", re.IGNORECASE)
_GUESTS = frozenset(stems("people persons person guests adults players children kids"))


@dataclass(frozen=True, slots=True)
class Bound:
    """A number in a question, as the inclusive ends of the range it allows, and the words around it."""

    low: float
    high: float
    dimension: str
    text: str
    at: int
    """Its offset in the question."""
    before: str
    """The stem before it; "" if there is none. Likewise `after`."""
    after: str
    measure: Measure | None
    """The measure that a comparative is about: "cheaper than 30"."""
    is_fit: bool
    """Whether it says how many people something should be for."""

    @property
    def is_equal(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question, as read for the rows of a table."""

    text: str
    terms: tuple[Term, ...]
    """The content words that must be found in a table, in order."""
    bounds: tuple[Bound, ...]
    time: Interval | None
    time_words: str
    """The year in the time, as written."""
    day: AskedDay | None
    """A day that leaves its year open, or the like; `time` is None then."""
    extreme: tuple[Measure | None, End] | None
    """The measure whose least or most is asked for, and which; a measure of None means a column that it names."""
    measures: tuple[Measure, ...]
    """The measures whose degree it asks for: "how heavy"."""

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(term.stem for term in self.terms)

    @property
    def sought(self) -> frozenset[str]:
        """The stems by which tables are searched: those of its words, its numbers, its day, and of the columns that it
        compares.
        """
        columns = [self.extreme[0]] if self.extreme else []
        columns += [PRICE for bound in self.bounds if bound.dimension == PRICE[1]]
        names = frozenset[str]().union(*(measure[0] for measure in columns if measure))
        return self.stems | names | {bound.text for bound in self.bounds} | (self.day.stems if self.day else set())

    @property
    def selects_alone(self) -> bool:
        """Whether it selects rows without a word for them: "anything under 10 euros", "what's on on october 6"."""
        is_bound = any(bound.dimension and not bound.is_equal for bound in self.bounds)
        return is_bound or self.day is not None or bool(self.extreme and self.extreme[0])


def read_table_question(question: str, today: date) -> TableQuestion | None:
    """Return what a question says about rows; None if no selection of rows could answer it."""
    text = without_present(in_digits(spelt_out(question)))
    if _UNREAD.search(text):
        return None
    day = day_asked(text, today)
    if day and (alone := without_weekdays(text)) != text:  # "on tuesday october 6"
        text, day = alone, day_asked(alone, today)
    frame = None if day else extract_timeframe(text, today)
    year = re.search(r"\d{4}", text[frame.start : frame.end]) if frame else None
    if year is None and _BEYOND_MONTH.search(text):
        return None
    taken = [(frame.start, frame.end)] if frame and year else []
    time = frame.interval if frame and taken else None
    taken += [(day.start, day.end)] if day else []
    bounds, spans = _bounds(text, taken)
    taken += spans
    left = [t for t in tokenize(text) if not t.is_stopword and not _is_in(t, taken)]
    words = [term.word.lower() for term in left]
    extreme: tuple[Measure | None, End] | None = None
    measures, used = list[Measure](), set[int]()
    for number, word in enumerate(words):
        if word in DEGREES and re.search(r"\bhow\s+$", text[: left[number].start], re.IGNORECASE):
            measures.append(DEGREES[word][0])
            used.add(number)
        elif word in DEGREES and (word.endswith("st") or word.startswith("recent") or "most" in words[:number]):
            extreme = DEGREES[word]
            used |= {number, *(n for n in range(number) if words[n] == "most")}
            if "least" in words[:number]:
                extreme = (extreme[0], -1 if extreme[1] == 1 else 1)
                used.add(words.index("least"))
        elif word in ENDS and extreme is None and words[number + 1 : number + 2] != []:
            extreme = (None, ENDS[word])
            used.add(number)
        elif word in ENDS and extreme is None and number and words[number - 1] in VERBS:
            extreme = (VERBS[words[number - 1]], ENDS[word])
            used |= {number, number - 1}
    used |= {number for number, term in enumerate(left) if day and term.stem in _OCCURRING}
    used |= {number for number, word in enumerate(words) if _DENYING.fullmatch(word)}
    terms = tuple(term for number, term in enumerate(left) if number not in used and fold(term.word) not in _ASKING)
    time_words = year.group() if year else ""
    return TableQuestion(text, terms, tuple(bounds), time, time_words, day, extreme, tuple(measures))


def _is_in(term: Term, taken: list[tuple[int, int]]) -> bool:
    return any(start <= term.start < end for start, end in taken)


def _bounds(text: str, taken: list[tuple[int, int]]) -> tuple[list[Bound], list[tuple[int, int]]]:
    """Return the numbers that a question bounds or states, and their offsets, including the bounding words."""
    found, spans = list[Bound](), list[tuple[int, int]]()
    for pattern, low, high in (*_BOUNDS, (_EQUAL, 0, 0)):
        for match in pattern.finditer(text):
            if any(match.start("number") < end and start < match.end("number") for start, end in (*taken, *spans)):
                continue
            unit = match["unit"] or ""
            stated = amount(match["number"], match["sign"] or unit)
            is_of_unit = bool(match["sign"]) or is_unit(unit)
            after = "" if is_of_unit or not unit else stems(unit)[0] if stems(unit) else ""
            compared = match.groupdict().get("as") or ""
            is_fit = after in _GUESTS or (low == high and _FITS.search(text[: match.start()]) is not None)
            before = stems(text[: match.start()])
            found.append(
                Bound(
                    _end(stated, low),
                    _end(stated, high),
                    stated.dimension if is_of_unit else "",
                    match["number"],
                    match.start("number"),
                    before[-1] if before else "",
                    after,
                    DEGREES[compared.lower()][0] if compared.lower() in DEGREES else None,
                    is_fit,
                )
            )
            is_consumed = is_of_unit or after in _GUESTS
            spans.append((match.start(), match.end() if is_consumed else match.end("number")))
    return _enumerated(sorted(found, key=lambda bound: bound.at), text), spans


def _enumerated(bounds: Sequence[Bound], text: str) -> list[Bound]:
    """Return the bounds, with enumerated ones assigned to the same column: "rooms 1 and 4", "8 or 12 seats"."""
    found = [*bounds]
    for number in range(1, len(found)):
        one, other = found[number - 1 : number + 1]
        if _AND.fullmatch(text[one.at + len(one.text) : other.at]):
            found[number - 1], found[number] = replace(one, after=other.after), replace(other, before=one.before)
    return found


def _end(stated: Amount, offset: float) -> float:
    if math.isinf(offset):
        return offset
    return math.nextafter(stated.number, math.inf * offset) if offset else stated.number
