"""Bins events into equal steps of time with round boundaries, and selects the most representative ones of each bin."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from relbot.answering.timeline import Event
from relbot.temporal.calendar import MONTHS, Day
from relbot.temporal.interval import Interval, reference_day, with_modifier
from relbot.text.terms import content_stems, fold

MAX_BINS = 16
"""The most bins, not counting the two that collect outliers before and after."""
MAX_QUOTED = 16
"""The most events quoted in total, unless there are more bins; then it is one per bin."""
_MAX_OUTLIERS = 0.05
"""The share of the events at either end that may be collected in one bin: a few events of 3000 BC must not squeeze a
whole century into another bin. Set by hand."""
_DEPENDENT_OPENINGS = frozenset(
    ("he", "she", "it", "they", "his", "her", "its", "their", "this", "that", "these", "those")
)
"""First words of sentences that cannot be understood without the previous one."""
_MIN_WORDS, _MAX_WORDS = 5, 30
"""The range of a good sentence's length; shorter ones say little, and longer ones do not fit."""
_FAULT_FACTOR = 0.4
"""The factor for the score of a sentence per fault. Set by hand, on a picture of 39 encyclopedia articles."""
_DAYS_OF_A_YEAR = 366
_MAX_CHARACTERS = 2_000
"""The characters of a sentence whose terms are counted, which bounds the time."""


@dataclass(frozen=True, slots=True)
class Timescale:
    """Time divided into numbered steps of equal length; steps of years start with a round year: 1950, AD 1, 100 BC."""

    unit: Literal["day", "month", "year"]
    length: int = 1
    """Units per step; 1 for days and months."""

    def number(self, day: Day) -> int:
        """Return the number of the step that contains a day."""
        match self.unit:
            case "day":
                return day.number
            case "month":
                return day.year * 12 + day.month - 1
        # There was no year 0, so a step begins with AD 1, and 100 BC is the astronomical year -99.
        return (day.year if day.year > 0 or self.length == 1 else day.year - 1) // self.length

    def start(self, number: int) -> Day:
        """Return the first day of a step."""
        match self.unit:
            case "day":
                return Day.numbered(number)
            case "month":
                return Day(number // 12, number % 12 + 1, 1)
        year = number * self.length
        return Day(year if year > 0 or self.length == 1 else year + 1, 1, 1)

    def step(self, number: int) -> Interval:
        """Return the interval of a step."""
        return Interval(self.start(number), Day.numbered(self.start(number + 1).number - 1))

    def tick(self, number: int) -> str:
        """Return a short label for the start of a step."""
        day = self.start(number)
        match self.unit:
            case "day":
                return f"{day.day} {MONTHS[day.month - 1][:3]}"
            case "month":
                return f"{MONTHS[day.month - 1][:3]} {_year(day.year)}"
        return _year(day.year)


def finest_scale(first: Day, last: Day, max_steps: int) -> Timescale:
    """Return the finest scale that divides the days from first to last into at most `max_steps` steps (1 or more)."""
    return next(scale for scale in _scales() if scale.number(last) - scale.number(first) < max(1, max_steps))


def _scales() -> Iterator[Timescale]:
    yield Timescale("day")
    yield Timescale("month")
    for power in count():
        for factor in (1, 2, 5):
            yield Timescale("year", factor * 10**power)


def _year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 100 else str(year)


@dataclass(frozen=True, slots=True)
class TimeBin:
    """A step of time and the events in it."""

    label: str
    count: int
    quoted: tuple[Event, ...]
    """The most representative events, in order of time."""


def bin_events(events: Sequence[Event]) -> list[TimeBin]:
    """Return the bins, including empty ones, of events in order of time; an event counts in the bin where it begins."""
    if not events:
        return []
    days = [reference_day(event.interval) for event in events]
    outliers = math.floor(len(days) * _MAX_OUTLIERS)
    scale = finest_scale(days[outliers], days[-1 - outliers], MAX_BINS)
    numbers = [scale.number(day) for day in days]
    last = max(number for number in numbers if number < numbers[outliers] + MAX_BINS)
    first = min(number for number in numbers if number > last - MAX_BINS)
    groups: dict[int, list[Event]] = {number: [] for number in range(first, last + 1)}
    for event, number in zip(events, numbers, strict=True):
        groups.setdefault(min(max(number, first - 1), last + 1), []).append(event)
    stems = {event.sentence: _stems(event.sentence) for event in events}
    total_counts = Counter(stem for event in events for stem in stems[event.sentence])
    quoted_per_bin = max(1, MAX_QUOTED // sum(map(bool, groups.values())))
    return [
        TimeBin(
            _label(scale, number, first, last), len(group), _representative(group, stems, total_counts, quoted_per_bin)
        )
        for number, group in sorted(groups.items())
    ]


def _label(scale: Timescale, number: int, first: int, last: int) -> str:
    if number < first:
        return str(with_modifier(scale.step(first), "before"))
    if number > last:
        return str(with_modifier(scale.step(last), "after"))
    step = scale.step(number)
    if scale.length == 100 and step.first.year > 0:  # "1900s" would be read as a decade
        return f"{step.first.year}–{step.last.year}"
    return str(step)


def _representative(
    group: Sequence[Event], stems: Mapping[str, frozenset[str]], total_counts: Mapping[str, int], limit: int
) -> tuple[Event, ...]:
    """Return the events whose words are typical of the bin, i.e. frequent in its sentences and rare in the others."""
    counts = Counter(stem for event in group for stem in stems[event.sentence])
    scores: dict[str, tuple[float, int]] = {}
    for index, event in enumerate(group):
        own = stems[event.sentence]
        typicality = sum(counts[stem] / total_counts[stem] * math.log1p(counts[stem]) for stem in own) / (len(own) + 1)
        score = (typicality * _FAULT_FACTOR ** _faults(event), -index)
        scores[event.sentence] = max(score, scores.get(event.sentence, score))
    best = heapq.nlargest(limit, scores.values())
    return tuple(group[index] for index in sorted(-negative for _, negative in best))


def _faults(event: Event) -> int:
    """Return the number of reasons not to quote an event."""
    words = event.sentence.split(None, _MAX_WORDS)
    return sum(
        (
            event.inferred,
            event.interval.days > _DAYS_OF_A_YEAR,
            len(words) > _MAX_WORDS,
            len(words) < _MIN_WORDS,
            bool(words) and fold(words[0]) in _DEPENDENT_OPENINGS,
        )
    )


def _stems(sentence: str) -> frozenset[str]:
    return frozenset(content_stems(sentence[:_MAX_CHARACTERS]))
