"""Weekdays, holidays and months by which headings separate sentences: what stands under "Saturday" does not apply to
Wednesday if the same document has a heading for that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from relbot.answer import Passage
from relbot.query.answer_constraints.times.seasons import months_asked, months_told
from relbot.query.named_document import day_in
from relbot.query.weekdays import weekdays, weekdays_named

_HOLIDAY = 7
"""Public holidays, counted as an eighth day of the week."""
_HOLIDAYS = re.compile(r"\b(?:public|bank|national)\s?holidays?\b|\bholidays\b", re.IGNORECASE)
_ON_HOLIDAYS = re.compile(r"\bon\s(?:an?\s)?(?:(?:public|bank|national)\s)?holidays?\b", re.IGNORECASE)
"""Without "on", holidays may be somebody's leave."""
_SUN = re.compile(r"\b(?:Sun|Sat|Wed)\b\.?(?=\s(?!(?:and|or|to|till?|until|through)\b)[^\W\d_])")
"""A short form before a word that is no day, where it usually means something else: "Sun protection"."""

Occasion = frozenset[int]
"""Days of the week, 0 for Monday, or months, 1 for January."""


def days_above(section: Sequence[str], *, dated: bool = True) -> Occasion:
    """Return the weekdays of the innermost heading that names any. Without `dated`, a heading with a date counts as
    naming none, since it is about that one day.
    """
    named = next(((heading, days) for heading in reversed(section) if (days := _weekdays_in(heading))), None)
    if named is None or (not dated and _has_date(named[0])):
        return frozenset()
    return named[1]


def _weekdays_in(heading: str) -> Occasion:
    """Return the weekdays that a heading names."""
    return weekdays(_SUN.sub(" ", heading))


def of_other_occasions(question: str, passages: Sequence[Passage]) -> list[list[bool]]:
    """Return for each sentence of each passage whether it applies to other days or months than those asked about.

    These are the sentences under a heading for other days that do not name the right ones themselves, provided that a
    heading beside it is for the right ones.
    """
    others = [[False] * len(passage.sentences) for passage in passages]
    for asked, told_by, told_in in (
        (_days_asked(question), _days_told, _days_told),
        (months_asked(question), _months_told, months_told),
    ):
        above = [_innermost(passage, told_by) for passage in passages] if asked else []
        beside = defaultdict[tuple[str, ...], Occasion](frozenset)
        for place, told in above:
            beside[place] |= told & asked
        for number, (place, told) in enumerate(above):
            if told and asked.isdisjoint(told) and asked == beside[place]:
                passage = passages[number]
                own = [asked.isdisjoint(told_in(text)) for text in passage.texts]
                others[number] = [one or other for one, other in zip(others[number], own, strict=True)]
    return others


def _innermost(passage: Passage, told_by: Callable[[str], Occasion]) -> tuple[tuple[str, ...], Occasion]:
    """Return the location (the source and the headings above) and the days or months of the innermost heading that
    states any.
    """
    for depth, heading in reversed([*enumerate(passage.section)]):
        if told := told_by(heading):
            return (passage.source.path, *passage.section[:depth]), told
    return (), frozenset()


def _days_asked(question: str) -> Occasion:
    holiday = {_HOLIDAY} if _ON_HOLIDAYS.search(question) else set[int]()
    return weekdays_named(question) | holiday


def _days_told(text: str) -> Occasion:
    holiday = {_HOLIDAY} if _HOLIDAYS.search(text) else set[int]()
    return _weekdays_in(text) | holiday


def _months_told(text: str) -> Occasion:
    return frozenset() if _has_date(text) else months_told(text)


def _has_date(heading: str) -> bool:
    """Return whether a heading states a day of a month or a year, and so is about that time alone."""
    day = day_in(heading)
    return day is not None and bool(day.day or day.year)
