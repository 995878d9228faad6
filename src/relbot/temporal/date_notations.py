"""Parses compact date notations of logs, tables and reports: 2015/03/21, 7-Aug-2018, 2021Q3, FY23, 2022-W15.

Also parses years that are not written with four digits: "July '98", "nineteen eighty-four".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from relbot.temporal.calendar import Day
from relbot.temporal.date_patterns import MONTH, NUMBERS, SEASONS, parse_month, whole_word
from relbot.temporal.interval import Interval, a_day, a_month, years
from relbot.temporal.relative_dates import Season
from relbot.temporal.year_detection import COUNTED, MEASURES, is_counted_plural

_FIRST_SHORT_YEAR = 1930
"""The year that '30 denotes; '29 is 2029. Set by hand: two-digit years are used for times within living memory."""

_BEFORE = (
    *("in", "on", "of", "by", "to", "for", "and", "from", "since", "until", "till", "during", "before", "after"),
    *("through", "around", "about", "early", "mid", "late", "year", "between", "back"),
)
_AFTER_PREPOSITION = "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in _BEFORE) + ")"
_YEAR = r"1\d{3}|20\d{2}"
_SHORT = r"['’]\d{2}(?!['’]?s)"
_NO_MORE_DIGITS = r"(?![-/.]?\d)"

_YEAR_FIRST = whole_word(
    rf"(?<![-/])(?P<y>{_YEAR})(?:/(?P<m>0?[1-9]|1[0-2])/(?P<d>\d{{1,2}})|\.(?P<m2>0[1-9]|1[0-2])\.(?P<d2>\d{{2}}))"
    rf"{_NO_MORE_DIGITS}"
)
_NAMED_MONTH = whole_word(
    rf"(?:(?P<d>\d{{1,2}})[-/.])?(?P<m>{MONTH})[-/](?P<y>{_YEAR})"
    rf"|(?P<y2>{_YEAR})[-/](?P<m2>{MONTH})(?:[-/](?P<d2>\d{{1,2}}))?"
)
_MONTHS = whole_word(
    rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?:\s?[–—/]\s?|\s(?:to|until|till|through|and|-)\s)"
    rf"(?P<y2>{_YEAR})-(?P<m2>0[1-9]|1[0-2])(?!-?\d)"
)
_MONTH_OF_YEAR = whole_word(
    rf"(?=\d)(?:(?<=\()|{_AFTER_PREPOSITION})(?P<m>0?[1-9]|1[0-2])[/.](?P<y>(?:1[5-9]|20)\d{{2}}){_NO_MORE_DIGITS}"
)
_SHORT_YEAR_OF_MONTH = whole_word(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?P<m>{MONTH})(?:\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,?\s|\sof\s)"
    rf"(?P<y>{_SHORT})"
)
_SHORT_YEAR_OF_SEASON = whole_word(rf"(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s|in\s)?(?P<y>{_SHORT})")
_SHORT_YEAR = re.compile(rf"(?=['’]\d){_AFTER_PREPOSITION}(?P<y>{_SHORT})(?!\w)", re.IGNORECASE)
_PART_OF_YEAR = whole_word(
    rf"(?P<y>{_YEAR})[-\s]?(?P<unit>[QH])(?P<n>[1-4])|(?P<n2>[1-4])(?P<unit2>[QH])[-\s/]?(?P<y2>{_YEAR}|{_SHORT})"
    rf"|(?P<unit3>[QH])(?P<n3>[1-4])(?:[-/]|,?\s|\sof\s)?(?P<y3>{_YEAR}|{_SHORT})"
)
_FISCAL_YEAR = whole_word(
    r"(?:(?:Q[1-4]|[1-4]Q|H[12]|[12]H)[-\s/,]{0,2}(?:of\s)?)?(?-i:FY)[-\s]?['’]?(?P<y>20\d{2}|19\d{2}|\d{2})"
    r"(?:[/–-](?P<y2>\d{4}|\d{2}))?(?:[-\s]?(?:Q[1-4]|H[12]))?"
)
"""A fiscal year, optionally with a quarter or half. Only the year is certain, as each company defines its quarters."""
_WEEK = whole_word(
    rf"(?P<y>{_YEAR})-?W(?P<w>\d{{2}})(?:-?(?P<d>[1-7]))?"
    rf"|(?:calendar\sweek|week|CW|KW)\s?(?P<w2>\d{{1,2}})(?:,?\s|\sof\s|/)(?P<y2>{_YEAR})"
)

_UNITS = "|".join(NUMBERS[:9])
_TEENS = "|".join(NUMBERS[9:19])
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS_WORDS)})(?:[-\s](?:{_UNITS}))?|{_TEENS})"
_WRITTEN_YEAR = whole_word(
    rf"(?=[efnst][a-z]{{2,8}}[-\s]){_AFTER_PREPOSITION}(?:(?P<thousand>two\sthousand)(?:(?:\sand)?\s(?P<rest>{_BELOW_HUNDRED}|{_UNITS}))?"
    rf"|(?P<century>eleven|twelve|{_TEENS}|twenty)(?:[-\s](?P<years>{_BELOW_HUNDRED}|(?:oh|o)[-\s](?:{_UNITS}))"
    rf"|\shundred(?:(?:\sand)?\s(?P<years2>{_BELOW_HUNDRED}|{_UNITS}))?))"
)
_NEXT_WORD = re.compile(r"[-\s](?P<word>[A-Za-z]+)(?:\s(?P<second>[a-z]+))?")


def _year_first(match: re.Match[str]) -> Interval | None:
    return a_day(int(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))


def _named_month(match: re.Match[str]) -> Interval | None:
    year, month = int(match["y"] or match["y2"]), parse_month(match["m"] or match["m2"])
    day = match["d"] or match["d2"]
    return a_day(year, month, int(day)) if day else a_month(year, month)


def _months(match: re.Match[str]) -> Interval | None:
    first, last = a_month(int(match["y"]), int(match["m"])), a_month(int(match["y2"]), int(match["m2"]))
    return Interval(first.first, last.last)


def _month_of_year(match: re.Match[str]) -> Interval | None:
    return a_month(int(match["y"]), int(match["m"]))


def _short_year_of_month(match: re.Match[str]) -> Interval | None:
    year, month, day = _full_year(match["y"]), parse_month(match["m"]), match["d"] or match["d2"]
    if match["m"].islower():
        return None
    return a_day(year, month, int(day)) if day else a_month(year, month)


def _short_year_of_season(match: re.Match[str]) -> Interval | None:
    return Season(SEASONS[match["season"].lower()], 0).in_year(_full_year(match["y"]))


def _short_year(match: re.Match[str]) -> Interval | None:
    return years(_full_year(match["y"]))


def _full_year(words: str) -> int:
    """Return the year of "1998" or "'98"."""
    if words.isdigit() and len(words) == 4:
        return int(words)
    return _FIRST_SHORT_YEAR + (int(words[-2:]) - _FIRST_SHORT_YEAR) % 100


def _part_of_year(match: re.Match[str]) -> Interval | None:
    """Return a quarter or half of a year."""
    unit = (match["unit"] or match["unit2"] or match["unit3"]).upper()
    number = int(match["n"] or match["n2"] or match["n3"])
    year = _full_year(match["y"] or match["y2"] or match["y3"])
    months = 3 if unit == "Q" else 6
    if number * months > 12:
        return None
    return Interval(a_month(year, months * (number - 1) + 1).first, a_month(year, months * number).last)


def _fiscal_year(match: re.Match[str]) -> Interval | None:
    first = _full_year(match["y"])
    last = first if not match["y2"] else first // 100 * 100 + int(match["y2"][-2:])
    return years(first, last) if last >= first else None


def _week(match: re.Match[str]) -> Interval | None:
    """Return an ISO 8601 week, beginning on Monday, or a day of it. Raises ValueError if the year has no such week."""
    year, week = int(match["y"] or match["y2"]), int(match["w"] or match["w2"])
    first = date.fromisocalendar(year, week, int(match["d"] or 1))
    last = date.fromisocalendar(year, week, int(match["d"] or 7))
    return Interval(Day.of(first), Day.of(last))


def _written_year(match: re.Match[str]) -> Interval | None:
    """Return a year written in words; None if the number counts the following noun: "in two thousand cases"."""
    following = _NEXT_WORD.match(match.string, match.end())
    word = following["word"] if following else ""
    if is_counted_plural(word) or word in COUNTED or word.lower() in MEASURES or word in ("thousand", "hundred"):
        return None
    if match["thousand"]:
        return years(2000 + _number(match["rest"] or ""))
    century = 100 * _number(match["century"])
    return years(century + _number(match["years"] or match["years2"] or ""))


def _number(words: str) -> int:
    """Return the number below 100 that is written in words: 84 for "eighty-four", 5 for "oh five", 0 for ""."""
    total = 0
    for word in re.split(r"[-\s]", words.lower()):
        if word in _TENS_WORDS:
            total += 10 * (_TENS_WORDS.index(word) + 2)
        elif word in NUMBERS:
            total += NUMBERS.index(word) + 1
    return total


NOTATIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Interval | None]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_MONTHS, _months),
    (_WEEK, _week),
    (_NAMED_MONTH, _named_month),
    (_FISCAL_YEAR, _fiscal_year),
    (_PART_OF_YEAR, _part_of_year),
    (_MONTH_OF_YEAR, _month_of_year),
    (_SHORT_YEAR_OF_MONTH, _short_year_of_month),
    (_SHORT_YEAR_OF_SEASON, _short_year_of_season),
    (_SHORT_YEAR, _short_year),
    (_WRITTEN_YEAR, _written_year),
)
"""Patterns, each with a function that returns the interval of a match, or None if it is not a date, and that raises
ValueError if there is no such day."""
