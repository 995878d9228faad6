"""The time a question asks about, and how well the dates of a sentence agree with it.

Dates are parsed as in the corpus; a question adds times relative to today ("ten years ago") and events that only the
corpus can date ("after Hoxha died"). Agreement raises or lowers the score of a sentence; it never excludes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relbot.query.relative_to_today import relative_to_today
from relbot.temporal.calendar import BEGINNING, END, MONTHS, Day
from relbot.temporal.date_mentions import DateMention, extract_dates
from relbot.temporal.date_patterns import FOLD_CASE_VARIANTS, MONTH
from relbot.temporal.interval import Interval, Modifier, a_month, hull, overlap, with_modifier, years
from relbot.temporal.year_detection import is_year

_ONGOING_AGREEMENT = 0.7
"""Agreement of "since 1990" with "today"; 1 put a wrong passage first on SQuAD 2.0. Set by hand."""
_OF_THE_BEST = 0.5
"""Share of the best agreement above which a sentence is about the time asked about. Set by hand."""


EventResolver = Callable[[str], Interval | None]
"""Returns the date of an event, given its words, from the corpus, or None."""


@dataclass(frozen=True, slots=True)
class Timeframe:
    """The time asked about, from the words `question[start:end]`."""

    interval: Interval
    start: int
    end: int
    is_present: bool = False
    """True for "today" and the like: an undated sentence may be about it, and an older date is no contradiction."""
    is_to_come: bool = False
    """True for the next event of its kind, which is the first from today on; an older source may have none."""


_SHORT_YEAR = re.compile(
    rf"(?:\b(?:in|on|during|since|before|after)\s)?\b(?P<month>{MONTH})\s['’]?(?P<year>3[2-9]|[4-9]\d)\b(?!\s[^\W\d])",
    re.IGNORECASE,
)
"""Two-digit years from 32 on, since a lower number may be a day."""
_BARE_YEAR = re.compile(r"(?:^|\s)(?P<year>\d{4})(?=\s?\??\s?$)|^(?P<first>\d{4})(?=\s)")
_EVENT_CLAUSE = re.compile(
    r"\b(?P<relation>after|before|since|until|till|during|following|prior\sto)\s(?P<event>[^\W\d][^,;?!]{2,100}?)\s?(?=[,;?!]|$)",
    re.IGNORECASE,
)
_EVENT_RELATIONS: dict[str, Modifier] = {
    "after": "after",
    "following": "after",
    "before": "before",
    "prior to": "before",
    "since": "since",
    "until": "until",
    "till": "until",
    "during": "in",
}
_EXTREME_EVENT = re.compile(
    r"\b(?:last|latest|final|most\srecent|(?P<first>first|earliest|oldest))\s(?:dated\s|known\s|recorded\s)?"
    r"(?:events?|things?|dates?|developments?|news)\b|\bhappened\s(?:last|most\srecently|(?P<first2>first|earliest))\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^\W*(?:(?:when(?:['’]?s)?|what\s(?:time|day|date)|which\s(?:day|date)|date\sof|(?:is|are)\sthere|how\slong\suntil)\b"
    r"(?!.*\b(?:did|was|were|had)\b).{0,60}?)?(?:\bthe\s|\byour\s|\bour\s)?\b(?P<word>next|upcoming)\s(?!to\b)[^\W\d_]",
    re.IGNORECASE,
)
_COMING_DAYS = 366
"""How many days ahead the next event is looked for, so that a yearly one is found."""
_BEFORE_CHRIST = re.compile(r"\bbefore\s(?:christ|our\sera|the\scommon\sera)\b", re.IGNORECASE)
_LIST_SEPARATOR = re.compile(r",?\s(?:and|or)\s(?:in\s)?|,\s", re.IGNORECASE)

_MODEL = re.compile(r"(?<=\bthe\s)\d{4}(?=\W*$|\s(?:is|does|has|can|will|costs?|do|have)\b)", re.IGNORECASE)
"""A number that names a thing: "and the 1200?" asks about a model, not a year."""
_UNITS = r"(?:year|month|day|date|century|centurie|decade|era)"
_WHEN_OPENS = r"^\W*(?:and\s|so\s|but\s)?when"
_AFTER_WHEN = "did do does was were is are has have had will would can could should might must exactly"
_ASKS_WHEN = re.compile(
    "|".join(
        (
            rf"{_WHEN_OPENS}(?:['’]s|\s(?:{'|'.join(_AFTER_WHEN.split())})(?:n['’]t)?)\b",
            rf"{_WHEN_OPENS}\s?:|\bwhen\s?\W*$|\b(?:since|until|till|by|from)\swhen\b",
            rf"\b(?:what|which)\s(?!modern|present)(?:\w+\s)?{_UNITS}s?\b(?!['’])",
            rf"\bwhat\s(?:was|is|were|are)\sthe\s(?:exact\s)?(?:{_UNITS})s?\b",
            r"\bhow\s(?:long\sago|many\s(?:year|month|day|decade|centurie)s\sago|recently)\b|\bwhat\stime\s(?:period|frame)\b",
        )
    ),
    re.IGNORECASE,
)


def extract_timeframe(question: str, today: date, resolve_event: EventResolver | None = None) -> Timeframe | None:
    """Return the time a question is about; None if it names none. "When did X happen?" names none, see `asks_when`.

    `resolve_event` dates an event from its words ("Hoxha died"); without it event clauses are ignored.
    """
    question = _MODEL.sub("####", question.translate(FOLD_CASE_VARIANTS))
    return (
        _dates(question)
        or _relative_to_today(question, today)
        or _short_year(question)
        or _bare_year(question)
        or _before_christ(question)
        or _event(question, resolve_event)
    )


def to_come(question: str, today: date) -> Timeframe | None:
    """Return the time ahead, if a question asks for the next event of a kind: "when's the next meeting"."""
    match = _NEXT.match(question)
    if match is None:
        return None
    ahead = Interval(Day.of(today), Day.of(today + timedelta(days=_COMING_DAYS)))
    return Timeframe(ahead, match.start("word"), match.end("word"), is_present=True, is_to_come=True)


def event_clause(question: str) -> tuple[int, int] | None:
    """Return the character range of a clause such as "after Hoxha died"; in a question for the last or first event, the
    range from there to its end.
    """
    if match := _EVENT_CLAUSE.search(question):
        return match.span()
    extreme = _EXTREME_EVENT.search(question)
    return (extreme.start(), len(question)) if extreme else None


@dataclass(frozen=True, slots=True)
class ExtremeEvent:
    """The last or first of the events that match some words, or of all events without words."""

    is_last: bool
    words: str


def extreme_event(event: str) -> ExtremeEvent | None:
    """Parse "last event at the bridge"; None if the text does not begin so."""
    match = _EXTREME_EVENT.match(event)
    return ExtremeEvent(not (match["first"] or match["first2"]), event[match.end() :]) if match else None


def asks_when(question: str) -> bool:
    """Return whether a question asks for a date."""
    return _ASKS_WHEN.search(question) is not None


def temporal_agreement(timeframe: Timeframe, mentions: Sequence[DateMention]) -> float:
    """Return how well the dates of a sentence agree with a timeframe, -1 to 1: the best `overlap`.

    -1 if all dates lie elsewhere; 0 without dates, and if a date may reach the timeframe: "until 1999" does not exclude
    the Middle Ages.
    """
    best = max((_agreement(timeframe, mention.interval) for mention in mentions), default=0.0)
    if best or not mentions or timeframe.is_present:
        return best
    asked = timeframe.interval
    return 0.0 if any(m.interval.first <= asked.last and m.interval.last >= asked.first for m in mentions) else -1.0


def is_of_another_time(agreement: float, best: float) -> bool:
    """Return whether a sentence agrees so much less with a timeframe than the best one that it is about another time:
    "until 1985" says little about 1956.
    """
    return best > 0 and agreement < _OF_THE_BEST * best


def _agreement(timeframe: Timeframe, date: Interval) -> float:
    """Return the overlap of a date with a timeframe. What began in the past usually still holds, but agrees less with
    the present than a recent date.
    """
    is_ongoing = timeframe.is_present and date.last == END
    return _ONGOING_AGREEMENT if is_ongoing else overlap(date, timeframe.interval)


def _dates(question: str) -> Timeframe | None:
    """Return the first date of a question, merged with those listed after it: "in 1960 or 1961", "after 1960 and before
    1970".
    """
    mentions = extract_dates(question)
    if not mentions:
        return None
    last = mentions[0]
    interval = last.interval
    for mention in mentions[1:]:
        if not _LIST_SEPARATOR.fullmatch(question, last.end, mention.start):
            break
        merged = _merge(interval, mention.interval)
        if merged is None:
            break
        interval, last = merged, mention
    return Timeframe(interval, mentions[0].start, last.end)


def _merge(one: Interval, other: Interval) -> Interval | None:
    """Return the hull of two listed dates; if one is open, their intersection, or None if that is empty or open."""
    if not (one.is_open or other.is_open):
        return hull(one, other)
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Interval(first, last) if BEGINNING < first <= last < END else None


def _relative_to_today(question: str, today: date) -> Timeframe | None:
    found = relative_to_today(question, today)
    return Timeframe(found.interval, found.start, found.end, found.is_present) if found else None


def _short_year(question: str) -> Timeframe | None:
    """Return a month with a two-digit year ("march '62"), taken as one of the 20th century."""
    match = _SHORT_YEAR.search(question)
    if match is None:
        return None
    month = next(n for n, name in enumerate(MONTHS, start=1) if match["month"].lower().startswith(name[:3].lower()))
    return Timeframe(a_month(1900 + int(match["year"]), month), match.start(), match.end())


def _bare_year(question: str) -> Timeframe | None:
    """Return a year without a preposition, as in a keyword query: "hoxha 1959"."""
    match = _BARE_YEAR.search(question)
    if match is None:
        return None
    start, end = match.span(match.lastgroup or 0)
    is_standard = re.search(r"\b[A-Z]{2,}\s$", question[:start])  # "ISO 1234"
    if is_standard or not is_year(question, start, end, with_month=True):
        return None
    return Timeframe(years(int(question[start:end])), start, end)


def _before_christ(question: str) -> Timeframe | None:
    match = _BEFORE_CHRIST.search(question)
    return Timeframe(with_modifier(years(1), "before"), *match.span()) if match else None


def _event(question: str, resolve_event: EventResolver | None) -> Timeframe | None:
    """Return the timeframe of an event clause. "After" an event of 1985 begins in 1986, to exclude the event itself."""
    match = _EVENT_CLAUSE.search(question) or _EXTREME_EVENT.search(question)
    if match is None or resolve_event is None:
        return None
    if match.re is _EXTREME_EVENT:
        interval = resolve_event(question[match.start() :])
        return Timeframe(interval, *match.span()) if interval else None
    interval = resolve_event(match["event"])
    if interval is None or interval.is_open:
        return None
    relation = _EVENT_RELATIONS[" ".join(match["relation"].lower().split())]
    return Timeframe(interval if relation == "in" else with_modifier(interval, relation), match.start(), match.end())
