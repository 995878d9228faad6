"""Parses the date expressions in a sentence, with one function per pattern, the most explicit pattern first.

Expressions that depend on other dates stay unresolved, e.g. "6 June" or "that month"; `date_mentions` resolves them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from relbot.temporal.date_notations import NOTATIONS
from relbot.temporal.date_patterns import (
    CENTURY,
    DAY_FIRST,
    DECADE,
    DECADE_BEFORE,
    DECADE_WORD,
    ERA_YEARS,
    ISO,
    LONE_MONTH,
    MONTH_FIRST,
    MONTH_YEAR,
    NUMBERS,
    OFFSET,
    SEASON,
    SEASONS,
    TENS,
    THAT_SEASON,
    THAT_UNIT,
    YEARS,
    astronomical_year,
    is_before_christ,
    parse_digits,
    parse_month,
    parse_ordinal,
    parse_year,
)
from relbot.temporal.day_order import DASHED, NUMERIC, STAMPED, in_order
from relbot.temporal.interval import Interval, a_day, a_month, with_modifier, years
from relbot.temporal.relative_dates import UNITS, DateOffset, MonthDay, RelativeDate, Season, Unit
from relbot.temporal.year_detection import is_year

DateValue = Interval | RelativeDate


class ParsedDate(NamedTuple):
    """A date expression, `sentence[start:end]`, and its value."""

    start: int
    end: int
    value: DateValue


_HALVES: dict[Unit, tuple[int, Unit]] = {"year": (6, "month"), "decade": (5, "year"), "century": (50, "year")}
_LEAP_YEAR = 2000
"""The year in which a day and month without a year are validated."""


def parse_dates(sentence: str, *, is_day_first: bool | None) -> list[ParsedDate]:
    """Return the date expressions in a sentence, in order and without overlap.

    `is_day_first` says whether numeric dates in its document begin with the day; None if that is unknown.
    """
    taken = bytearray(len(sentence))  # 1 for each character of a date found so far
    found = []
    for pattern, parse in _PARSERS:
        for match in pattern.finditer(sentence):
            try:
                value = parse(match) if parse else in_order(match, is_day_first=is_day_first)
            except ValueError:  # e.g. 31 June
                continue
            if value is None:
                continue
            date = ParsedDate(*_span(match, value), value)
            if not any(taken[date.start : date.end]):
                found.append(date)
                taken[date.start : date.end] = b"\1" * (date.end - date.start)
    return sorted([*found, *_bare_years(sentence, taken)], key=lambda date: date.start)


def _span(match: re.Match[str], value: DateValue) -> tuple[int, int]:
    """Return the span of the date, without the "year" if it is not one ("October 19, 1500 soldiers")."""
    if not isinstance(value, MonthDay):
        return match.span()
    spans = [match.span(name) for name in ("d", "d2", "m") if match.groupdict().get(name)]
    return min(spans)[0], max(spans)[1]


def _iso(match: re.Match[str]) -> DateValue | None:
    return a_day(int(match["y"]), int(match["m"]), int(match["d"]))


def _month_day(match: re.Match[str]) -> DateValue | None:
    groups = match.groupdict()
    d, d2, y = groups.get("d"), groups.get("d2"), groups.get("y")
    date = MonthDay(parse_month(match["m"]), parse_digits(d) if d else None, parse_digits(d2) if d2 else None)
    if date.first and date.last and date.last < date.first:
        return None
    date.in_year(_LEAP_YEAR)
    if y and (not y.isdigit() or is_year(match.string, *match.span("y"), with_month=True)):
        return date.in_year(parse_year(y))
    if match["m"].islower() or (y and not date.first):  # "25 may" die; "May 1500 soldiers"
        return None
    return date


def _season(match: re.Match[str]) -> DateValue | None:
    """Return a season of a year; a winter is the one that begins in the year."""
    return Season(SEASONS[match["season"].lower()], 0).in_year(int(match["y"]))


def _century(match: re.Match[str]) -> DateValue | None:
    number = parse_ordinal(match["n"])
    is_lone_word = not match["unit"] and not match["n"][0].isdigit()
    if number == 0 or (is_lone_word and not _follows_the(match)):
        return None  # "First, the 19th century": a lone word counts only as in "the first and second centuries"
    length = 1000 if (match["unit"] or match["unit2"]).lower().startswith("m") else 100
    last = (1 - number) * length if is_before_christ(match["era"] or match["era2"] or "") else number * length
    return years(last - length + 1, last)


def _decade(match: re.Match[str]) -> DateValue | None:
    if match["short"]:
        previous = DECADE_BEFORE.search(match.string, max(0, match.start() - 16), match.start())
        first = 100 * int(previous["century"] if previous else 19) + int(match["short"])
        if previous and int(match["short"]) < int(previous["tens"]):  # "the 1990s and 10s"
            first += 100
        return years(first, first + 9) if previous or int(match["short"]) > 10 else None
    first = int(match["century"] + match["tens"])
    if first < 200 and not _follows_the(match):
        return None
    # The 1700s are a century, the 2000s a decade.
    return years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))


def _decade_word(match: re.Match[str]) -> DateValue | None:
    first = 1920 + 10 * TENS.index(match["word"].lower())
    return years(first, first + 9)


def _era_years(match: re.Match[str]) -> DateValue | None:
    if match["ad"]:
        return years(astronomical_year(match["ad"], before_christ=False))
    before_christ = is_before_christ(match["era"])
    first, last = (astronomical_year(match[group] or match["y2"], before_christ) for group in ("y", "y2"))
    return years(first, last)


def _bare_years(sentence: str, taken: bytearray) -> Iterator[ParsedDate]:
    """Yield bare years and ranges of years outside the dates already taken, and mark them as taken."""
    for match in YEARS.finditer(sentence):
        start, end = match.span()
        if any(taken[start:end]) or not (
            match["early"] or match["three"] or match["circa"] or is_year(sentence, start, end, taken=taken)
        ):
            continue
        first = int(match["y"] or match["three"] or match["circa"] or match["early"])
        last = match["y2"] or match["late"] or ""
        interval = _year_range(first, last)
        if interval is None:
            continue
        taken[start:end] = b"\1" * (end - start)
        yield ParsedDate(start, end, interval)


def _year_range(first: int, last: str) -> Interval | None:
    """Return the range from a year to an end as written: 1939–45, 1999–03, 1991–present; but 2021-05 is a month."""
    if last.isalpha():
        return with_modifier(years(first), "since")
    if len(last) == 2:
        next_century = int(last) < first % 100
        if next_century and first % 100 < 90:
            return a_month(first, int(last)) if 1 <= int(last) <= 12 else None
        last = str(first // 100 * 100 + int(last) + 100 * next_century)
    return years(first, int(last or first)) if int(last or first) >= first else None


def _that_unit(match: re.Match[str]) -> DateValue | None:
    if match["unit2"]:  # "the year after, …"
        return DateOffset(UNITS[match["unit2"].lower()], 1 if match["way"].lower() == "after" else -1)
    return DateOffset(UNITS[match["unit"].lower()], _shift(match))


def _that_season(match: re.Match[str]) -> DateValue | None:
    return Season(SEASONS[match["season"].lower()], _shift(match))


def _shift(match: re.Match[str]) -> int:
    return 1 if match["next"] else -1 if match["previous"] else 0


def _offset(match: re.Match[str]) -> DateValue | None:
    words, unit = match["n"].lower(), UNITS[match["unit"].lower()]
    number = int(words) if words.isdigit() else NUMBERS.index(words) + 1 if words in NUMBERS else 1
    if words.startswith("half"):
        if unit not in _HALVES:
            return None
        number, unit = _HALVES[unit]
    is_later = match["way"].lower() in ("later", "afterwards", "on")
    return DateOffset.counted(number if is_later else -number, unit)


def _follows_the(match: re.Match[str]) -> bool:
    return match.string[max(0, match.start() - 4) : match.start()].lower() == "the "


_PARSERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateValue | None] | None], ...] = (
    (ISO, _iso),
    *NOTATIONS,
    (DASHED, None),
    (NUMERIC, None),
    (STAMPED, None),
    (DAY_FIRST, _month_day),
    (MONTH_FIRST, _month_day),
    (SEASON, _season),
    (MONTH_YEAR, _month_day),
    (CENTURY, _century),
    (DECADE, _decade),
    (DECADE_WORD, _decade_word),
    (ERA_YEARS, _era_years),
    (OFFSET, _offset),
    (THAT_UNIT, _that_unit),
    (THAT_SEASON, _that_season),
    (LONE_MONTH, _month_day),
)
"""Patterns, each with a function that returns the value of a match; None if it depends on the document's day order."""
