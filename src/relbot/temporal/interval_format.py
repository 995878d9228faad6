"""Formats intervals as people write them: "29 June 1956", "since 1990", "the 1970s", "12–3 BC"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relbot.temporal.calendar import MONTHS, Day

if TYPE_CHECKING:
    from relbot.temporal.interval import Interval


def format_interval(interval: Interval) -> str:
    """The interval with its modifier."""
    match interval.modifier:
        case "since":
            return f"since {_format_first(interval.first)}"
        case "after":
            return f"after {_format_last(Day.numbered(interval.first.number - 1))}"
        case "before":
            return f"before {_format_first(Day.numbered(interval.last.number + 1))}"
        case "until":
            return f"until {_format_last(interval.last)}"
        case "about" | "by":
            article = "the " if interval.precision in ("decade", "century") else ""
            return f"{interval.modifier} {article}{_format_closed(interval)}"
    return _format_closed(interval)


def _format_closed(interval: Interval) -> str:
    """A closed interval, without its modifier."""
    first, last = interval.first, interval.last
    match interval.precision:
        case "day":
            return _format_day(first)
        case "month":
            return _format_month(first)
        case "year":
            return _format_year(first.year)
        case "decade" if first.year > 0:
            return f"{first.year}s"
        case "century" if first.year > 0 and first.year % 100 == 0:
            return f"{first.year}s"
        case "century" if first.year % 100 == 1:
            return (
                f"{_format_ordinal(last.year // 100)} century"
                if first.year > 0
                else f"{_format_ordinal(-first.year // 100 + 1)} century BC"
            )
    if interval.whole_years:
        if last.year < 1:
            return f"{1 - first.year}–{1 - last.year} BC"
        return f"{first.year}–{last.year}" if first.year > 0 else f"{_format_year(first.year)} – AD {last.year}"
    if first.begins("month") and last.ends("month"):
        same_year = first.year == last.year
        return f"{MONTHS[first.month - 1] if same_year else _format_month(first)} – {_format_month(last)}"
    if first[:2] == last[:2]:
        return f"{first.day}–{_format_day(last)}"
    same_year = first.year == last.year
    return f"{f'{first.day} {MONTHS[first.month - 1]}' if same_year else _format_day(first)} – {_format_day(last)}"


def _format_first(day: Day) -> str:
    """The first day, as the year or month that begins with it."""
    if day.begins("year"):
        return _format_year(day.year)
    return _format_month(day) if day.begins("month") else _format_day(day)


def _format_last(day: Day) -> str:
    """The last day, as the year or month that ends with it."""
    if day.ends("year"):
        return _format_year(day.year)
    return _format_month(day) if day.ends("month") else _format_day(day)


def _format_day(day: Day) -> str:
    return f"{day.day} {_format_month(day)}"


def _format_month(day: Day) -> str:
    return f"{MONTHS[day.month - 1]} {_format_year(day.year)}"


def _format_year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 1000 else str(year)


def _format_ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
