"""The time a question asks about, and how well the dates of a sentence fit it.

Dates are read as in the corpus; a question adds what hangs on today ("ten years ago") and events that only the corpus
can date ("after Hoxha died"). A fit raises or lowers a sentence; it never hides one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relbot.temporal.date_mentions import DateMention, read
from relbot.temporal.date_patterns import MONTH, PLAIN
from relbot.temporal.interval import BEGINNING, END, MONTHS, Day, Interval, Manner, a_day, a_month, held, overlap, years
from relbot.temporal.year_detection import is_a_year

NOWADAYS_YEARS = 10
"""How far back "today" and "nowadays" reach, since sources are written before they are asked. Set by hand."""


_STILL = 0.7
"""How well "since 1990" fits "today"; 1 put a wrong passage first on SQuAD 2.0. Set by hand."""


@dataclass(frozen=True, slots=True)
class Timeframe:
    """The time asked about, from the words `question[start:end]`."""

    interval: Interval
    start: int
    end: int
    present: bool = False
    """True for "today" and the like: an undated sentence may speak of it, and an older date is no contradiction."""

    @property
    def relation(self) -> Manner:
        """How the words hold the time: "in" for a date or a span itself, else "before", "since" …"""
        return self.interval.manner


NUMBERS = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"
COUNTS = dict(zip(NUMBERS.split("|"), (1, 1, *range(1, 13), 20, 30, 40, 50, 100), strict=True))
UNIT = r"(?P<unit>day|week|month|year|decade|century|centuries)s?"

AGO = re.compile(rf"\b(?P<n>\d{{1,4}}|{NUMBERS})\s{UNIT}\sago\b", re.IGNORECASE)
PAST = re.compile(
    rf"\b(?:in|over|during|for|within)\sthe\s(?:last|past)\s(?:(?P<n>\d{{1,4}}|{NUMBERS})\s)?{UNIT}\b(?!\sof\b)",
    re.IGNORECASE,
)
BESIDE_NOW = re.compile(
    r"(?<!\bthe\s)\b(?P<which>last|this|next)\s(?P<unit>month|year|decade|century)\b(?!\sof\b)", re.IGNORECASE
)
YESTERDAY = re.compile(r"\byesterday\b", re.IGNORECASE)
NOWADAYS = re.compile(
    r"\b(?:nowadays|today|currently|these\sdays|at\spresent|at\sthe\smoment|right\snow|now(?=\s?\??$))\b(?!['’])",
    re.IGNORECASE,
)
SHORT_YEAR = re.compile(
    rf"(?:\b(?:in|on|during|since|before|after)\s)?\b(?P<month>{MONTH})\s['’]?(?P<year>3[2-9]|[4-9]\d)\b(?!\s[^\W\d])",
    re.IGNORECASE,
)
"""From 32 on, as what is less may be a day."""
BARE_YEAR = re.compile(r"(?:^|\s)(?P<year>\d{4})(?=\s?\??\s?$)|^(?P<first>\d{4})(?=\s)")
EVENT = re.compile(
    r"\b(?P<relation>after|before|since|until|till|during|following|prior\sto)\s(?P<event>[^\W\d][^,;?!]{2,100}?)\s?(?=[,;?!]|$)",
    re.IGNORECASE,
)
EVENT_MANNERS: dict[str, Manner] = {
    "after": "after",
    "following": "after",
    "before": "before",
    "prior to": "before",
    "since": "since",
    "until": "until",
    "till": "until",
    "during": "in",
}
EXTREME = re.compile(
    r"\b(?:last|latest|final|most\srecent|(?P<first>first|earliest|oldest))\s(?:dated\s|known\s|recorded\s)?"
    r"(?:events?|things?|dates?|developments?|news)\b|\bhappened\s(?:last|most\srecently|(?P<first2>first|earliest))\b",
    re.IGNORECASE,
)
BEFORE_CHRIST = re.compile(r"\bbefore\s(?:christ|our\sera|the\scommon\sera)\b", re.IGNORECASE)
LISTED = re.compile(r",?\s(?:and|or)\s(?:in\s)?|,\s", re.IGNORECASE)

UNITS = r"(?:year|month|day|date|century|centurie|decade|era)"
ASKS_WHEN = re.compile(
    r"^\W*(?:and\s|so\s|but\s)?when(?:['’]s|\s(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|should|might|must|exactly)(?:n['’]t)?)\b"
    r"|^\W*(?:and\s|so\s|but\s)?when\s?:|\bwhen\s?\W*$|\b(?:since|until|till|by|from)\swhen\b"
    rf"|\b(?:what|which)\s(?!modern|present)(?:\w+\s)?{UNITS}s?\b(?!['’])|\bwhat\s(?:was|is|were|are)\sthe\s(?:exact\s)?(?:{UNITS})s?\b"
    r"|\bhow\s(?:long\sago|many\s(?:year|month|day|decade|centurie)s\sago|recently)\b|\bwhat\stime\s(?:period|frame)\b",
    re.IGNORECASE,
)


def asked(question: str, today: date, resolve: Callable[[str], Interval | None] | None = None) -> Timeframe | None:
    """The time a question is about; None where it names none. "When did X happen?" names none, see `asks_when`.

    `resolve` dates an event from its words ("Hoxha died") out of the corpus; without it such a clause says nothing.
    """
    question = question.translate(PLAIN)
    return (
        _dated(question)
        or _from_today(question, today)
        or _short_year(question)
        or _bare_year(question)
        or _before_christ(question)
        or _event(question, resolve)
    )


def event_clause(question: str) -> tuple[int, int] | None:
    """Where a question says an event that it is asked before or after, such as "after Hoxha died", or asks for the last
    or first of all.
    """
    if match := EVENT.search(question):
        return match.span()
    furthest = EXTREME.search(question)
    return (furthest.start(), len(question)) if furthest else None


@dataclass(frozen=True, slots=True)
class Extreme:
    """The last or first of all events, or of those that the rest of the words tells."""

    last: bool
    rest: str


def extreme(event: str) -> Extreme | None:
    """What "last event at the bridge" asks for; None where it is no such thing."""
    match = EXTREME.match(event)
    return Extreme(not (match["first"] or match["first2"]), event[match.end() :]) if match else None


def asks_when(question: str) -> bool:
    """Whether the answer is to be a date."""
    return ASKS_WHEN.search(question) is not None


def fit(asked_for: Timeframe, mentions: Sequence[DateMention]) -> float:
    """How well a sentence's dates fit, -1 to 1: the best `overlap`, -1 where all lie elsewhere, 0 without any and where
    one may reach so far: "until 1999" does not deny the Middle Ages.
    """
    best = max((_overlap(asked_for, mention.interval) for mention in mentions), default=0.0)
    if best or not mentions or asked_for.present:
        return best
    within = asked_for.interval
    return 0.0 if any(m.interval.first <= within.last and m.interval.last >= within.first for m in mentions) else -1.0


def _overlap(asked_for: Timeframe, said: Interval) -> float:
    """What is so since a day is mostly still so now, which fits less than a date of these years."""
    return _STILL if asked_for.present and said.last == END else overlap(said, asked_for.interval)


def _dated(question: str) -> Timeframe | None:
    """The first date of the question, with those listed beside it: "in 1960 or 1961", "after 1960 and before 1970"."""
    mentions = read(question)
    if not mentions:
        return None
    last = mentions[0]
    interval = last.interval
    for mention in mentions[1:]:
        if not LISTED.fullmatch(question, last.end, mention.start):
            break
        together = _together(interval, mention.interval)
        if together is None:
            break
        interval, last = together, mention
    return Timeframe(interval, mentions[0].start, last.end)


def _together(one: Interval, other: Interval) -> Interval | None:
    """What two listed dates span; of two with an open end what lies between these; None where that is nothing."""
    if not (one.is_open or other.is_open):
        return Interval(min(one.first, other.first), max(one.last, other.last))
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Interval(first, last) if BEGINNING < first <= last < END else None


def _short_year(question: str) -> Timeframe | None:
    """A month with the end of a year, as in "march '62": of the last century, as what is asked so mostly is."""
    match = SHORT_YEAR.search(question)
    if match is None:
        return None
    month = next(n for n, name in enumerate(MONTHS, start=1) if match["month"].lower().startswith(name[:3].lower()))
    return Timeframe(a_month(1900 + int(match["year"]), month), match.start(), match.end())


def _bare_year(question: str) -> Timeframe | None:
    """A year that nothing leads to but the haste of a query: "hoxha 1959"."""
    match = BARE_YEAR.search(question)
    if match is None:
        return None
    start, end = match.span(match.lastgroup or 0)
    number_of_a_name = re.search(r"\b[A-Z]{2,}\s$", question[:start])  # "ISO 1234"
    if number_of_a_name or not is_a_year(question, start, end, beside_a_month=True):
        return None
    return Timeframe(years(int(question[start:end])), start, end)


def _before_christ(question: str) -> Timeframe | None:
    match = BEFORE_CHRIST.search(question)
    return Timeframe(held(years(1), "before"), *match.span()) if match else None


def _event(question: str, resolve: Callable[[str], Interval | None] | None) -> Timeframe | None:
    """After an event of 1985 begins with 1986, so that the event itself is no answer."""
    match = EVENT.search(question) or EXTREME.search(question)
    if match is None or resolve is None:
        return None
    if match.re is EXTREME:
        dated = resolve(question[match.start() :])
        return Timeframe(dated, *match.span()) if dated else None
    dated = resolve(match["event"])
    if dated is None or dated.is_open:
        return None
    manner = EVENT_MANNERS[" ".join(match["relation"].lower().split())]
    return Timeframe(dated if manner == "in" else held(dated, manner), match.start(), match.end())


def _from_today(question: str, today: date) -> Timeframe | None:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Interval]], ...] = (
        (AGO, _ago),
        (PAST, _past),
        (BESIDE_NOW, _beside_now),
        (YESTERDAY, lambda _, day: a_day(*Day.of(day - timedelta(days=1)))),
        (NOWADAYS, lambda _, day: Interval(Day(day.year - NOWADAYS_YEARS, 1, 1), Day.of(day))),
    )
    for pattern, when in readers:
        if match := pattern.search(question):
            return Timeframe(when(match, today), match.start(), match.end(), present=pattern is NOWADAYS)
    return None


def _ago(match: re.Match[str], today: date) -> Interval:
    """So precise as its unit: ten years ago is that year, three days ago that day."""
    unit, count = _counted(match)
    then = _back(today, unit, count)
    if unit == "day":
        return Interval(then, then)
    if unit == "week":
        return Interval(Day.numbered(then.number - 3), Day.numbered(then.number + 3))
    return a_month(then.year, then.month) if unit == "month" else years(then.year)


def _past(match: re.Match[str], today: date) -> Interval:
    return Interval(_back(today, *_counted(match)), Day.of(today))


def _counted(match: re.Match[str]) -> tuple[str, int]:
    words = (match["n"] or "one").lower()
    unit = match["unit"].lower().replace("centuries", "century")
    return unit, int(words) if words.isdigit() else COUNTS[words]


def _back(today: date, unit: str, count: int) -> Day:
    if unit in ("day", "week"):
        return Day.numbered(Day.of(today).number - count * (7 if unit == "week" else 1))
    if unit == "month":
        months = today.year * 12 + today.month - 1 - count
        return Day(months // 12, months % 12 + 1, 1)
    return Day(today.year - count * {"year": 1, "decade": 10, "century": 100}[unit], 1, 1)


def _beside_now(match: re.Match[str], today: date) -> Interval:
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    match match["unit"].lower():
        case "month":
            months = today.year * 12 + today.month - 1 + shift
            return a_month(months // 12, months % 12 + 1)
        case "year":
            return years(today.year + shift)
        case "decade":
            first = (today.year // 10 + shift) * 10
            return years(first, first + 9)
    first = ((today.year - 1) // 100 + shift) * 100 + 1
    return years(first, first + 99)
