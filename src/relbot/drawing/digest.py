"""Many events in few rows: how many fall into each step of time, and which of them tell most."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbot.answering.timeline import Event
from relbot.drawing.timescale import Timescale, fitting
from relbot.temporal.interval import anchor, held
from relbot.text.terms import fold
from relbot.text.terms import read as read_terms

ROWS = 16
"""At most, without the two for what lies far before and after."""
NAMED = 16
"""Events named in all, or one in each row where there are more rows."""
OUTLYING = 0.05
"""Share of the events at either end that may be gathered in one row: a few of 3000 BC must not press all of a century
into another. Set by hand."""

_LEANING = frozenset(("he", "she", "it", "they", "his", "her", "its", "their", "this", "that", "these", "those"))
"""How a sentence begins that does not stand alone."""
_TELLING_WORDS, _FITTING_WORDS = 5, 30
"""Fewer say little, and for more there is no room."""
_FAULTY = 0.4
"""What each fault leaves of how telling a sentence is. Set by hand, on a picture of 39 encyclopedia articles."""
_A_YEAR = 366
_READ = 2_000
"""Letters of a sentence whose words are counted, so that no sentence takes long."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step of time and what falls into it."""

    label: str
    count: int
    telling: tuple[Event, ...]
    """The events to name, in order of time."""


def digest(events: Sequence[Event]) -> list[Row]:
    """Rows in order of time, empty steps included. An event is counted where it begins."""
    if not events:
        return []
    days = [anchor(event.interval) for event in events]
    spared = math.floor(len(days) * OUTLYING)
    scale = fitting(days[spared], days[-1 - spared], ROWS)
    numbers = [scale.number(day) for day in days]
    last = max(number for number in numbers if number < numbers[spared] + ROWS)
    first = min(number for number in numbers if number > last - ROWS)
    groups: dict[int, list[Event]] = {number: [] for number in range(first, last + 1)}
    for event, number in zip(events, numbers, strict=True):
        groups.setdefault(min(max(number, first - 1), last + 1), []).append(event)
    stems = {event.sentence: _stems(event.sentence) for event in events}
    spoken = Counter(stem for event in events for stem in stems[event.sentence])
    each = max(1, NAMED // sum(map(bool, groups.values())))
    return [
        Row(_label(scale, number, first, last), len(group), _telling(group, stems, spoken, each))
        for number, group in sorted(groups.items())
    ]


def _label(scale: Timescale, number: int, first: int, last: int) -> str:
    if number < first:
        return str(held(scale.step(first), "before"))
    if number > last:
        return str(held(scale.step(last), "after"))
    step = scale.step(number)
    if scale.length == 100 and step.first.year > 0:  # "1900s" would be ten years
        return f"{step.first.year}–{step.last.year}"
    return str(step)


def _telling(
    group: Sequence[Event], stems: Mapping[str, frozenset[str]], spoken: Mapping[str, int], limit: int
) -> tuple[Event, ...]:
    """The events whose words are those of their time: many sentences of the row have them, and few of the others."""
    here = Counter(stem for event in group for stem in stems[event.sentence])
    scores: dict[str, tuple[float, int]] = {}
    for place, event in enumerate(group):
        said = stems[event.sentence]
        typical = sum(here[stem] / spoken[stem] * math.log1p(here[stem]) for stem in said) / (len(said) + 1)
        score = (typical * _FAULTY ** _faults(event), -place)
        scores[event.sentence] = max(score, scores.get(event.sentence, score))
    best = heapq.nlargest(limit, scores.values())
    return tuple(group[place] for place in sorted(-place for _, place in best))


def _faults(event: Event) -> int:
    """How many things speak against naming an event."""
    words = event.sentence.split(None, _FITTING_WORDS)
    return sum(
        (
            event.inferred,
            event.interval.days > _A_YEAR,
            len(words) > _FITTING_WORDS,
            len(words) < _TELLING_WORDS,
            bool(words) and fold(words[0]) in _LEANING,
        )
    )


def _stems(sentence: str) -> frozenset[str]:
    return frozenset(term.stem for term in read_terms(sentence[:_READ]) if not term.is_stopword)
