"""From the words of a date to what they mean, one small reader for each pattern, the most explicit first.

`written` leaves open what only the words around can say: the year of "6 June", the month meant by "that month".
`dates` completes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

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
    NUMERIC,
    ORDINALS,
    QUARTER,
    SEASON,
    STEPS,
    TENS,
    THIS_ONE,
    THIS_SEASON,
    YEARS,
)
from relbot.temporal.interval import MONTHS, Interval, a_day, a_month, held, years
from relbot.temporal.relative_dates import Leaning, MonthDay, Season, Step, Unit
from relbot.temporal.year_detection import is_a_year

Meaning = Interval | Leaning


class Written(NamedTuple):
    """A date as written, `sentence[start:end]`."""

    start: int
    end: int
    meaning: Meaning


PLURALS: dict[Unit, str] = {
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "decade": "decades",
    "century": "centuries",
}
UNITS = {name: unit for unit, plural in PLURALS.items() for name in (unit, plural)}
LEAP_YEAR = 2000
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def written(sentence: str) -> list[Written]:
    """The dates of a sentence, in order, none overlapping another."""
    taken = bytearray(len(sentence))
    found = []
    for pattern, meaning_of in STYLES:
        for match in pattern.finditer(sentence):
            try:
                meaning = meaning_of(match)
            except ValueError:  # 31 June is no date, whatever it is
                continue
            if meaning is None:
                continue
            date = Written(*_place(match, meaning), meaning)
            if not any(taken[date.start : date.end]):
                found.append(date)
                taken[date.start : date.end] = b"\1" * (date.end - date.start)
    return sorted([*found, *_years(sentence, taken)], key=lambda date: date.start)


def _place(match: re.Match[str], meaning: Meaning) -> tuple[int, int]:
    """Where the date stands: without the year where that proved to be none ("October 19, 1500 soldiers")."""
    if not isinstance(meaning, MonthDay):
        return match.span()
    spans = [match.span(name) for name in ("d", "d2", "m") if match.groupdict().get(name)]
    return min(spans)[0], max(spans)[1]


def _iso(match: re.Match[str]) -> Meaning | None:
    return a_day(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str]) -> Meaning | None:
    """28/11/1948 and 11/28/1948 are one day; of 6/5/1959 only the year is sure, while 6.5.1959 is always day first."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == "." or a > 12:
        return a_day(year, b, a)
    return a_day(year, a, b) if b > 12 or a == b else years(year)


def _month_day(match: re.Match[str]) -> Meaning | None:
    groups = match.groupdict()
    d, d2, y = groups.get("d"), groups.get("d2"), groups.get("y")
    date = MonthDay(_month(match["m"]), _digits(d) if d else None, _digits(d2) if d2 else None)
    if date.first and date.last and date.last < date.first:
        return None
    date.of(LEAP_YEAR)
    if y and (not y.isdigit() or is_a_year(match.string, *match.span("y"), beside_a_month=True)):
        return date.of(_year(y))
    if match["m"].islower() or (y and not date.first):  # "25 may" die; "May 1500 soldiers"
        return None
    return date


def _season(match: re.Match[str]) -> Meaning | None:
    """Of the north; a winter is the one that begins in the year."""
    return Season(SEASONS[match["season"].lower()], 0).of(int(match["y"]))


def _quarter(match: re.Match[str]) -> Meaning | None:
    year, month = int(match["y"]), 3 * int(match["q"])
    return Interval(a_month(year, month - 2).first, a_month(year, month).last)


def _century(match: re.Match[str]) -> Meaning | None:
    number = _ordinal(match["n"])
    alone = not match["unit"] and not match["n"][0].isdigit()
    if number == 0 or (alone and not _after_the(match)):
        return None  # "First, the 19th century": a word alone counts only as "the first and second centuries"
    length = 1000 if (match["unit"] or match["unit2"]).lower().startswith("m") else 100
    last = (1 - number) * length if _before_christ(match["era"] or match["era2"] or "") else number * length
    return years(last - length + 1, last)


def _decade(match: re.Match[str]) -> Meaning | None:
    if match["short"]:
        beside = DECADE_BEFORE.search(match.string, max(0, match.start() - 16), match.start())
        first = 100 * int(beside["century"] if beside else 19) + int(match["short"])
        if beside and int(match["short"]) < int(beside["tens"]):  # "the 1990s and 10s"
            first += 100
        return years(first, first + 9) if beside or int(match["short"]) > 10 else None
    first = int(match["century"] + match["tens"])
    if first < 200 and not _after_the(match):
        return None
    # The 1700s are a century, the 2000s still a decade.
    return years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))


def _decade_word(match: re.Match[str]) -> Meaning | None:
    first = 1920 + 10 * TENS.index(match["word"].lower())
    return years(first, first + 9)


def _era_years(match: re.Match[str]) -> Meaning | None:
    if match["ad"]:
        return years(_count(match["ad"], before_christ=False))
    sign = _before_christ(match["era"])
    first, last = (_count(match[group] or match["y2"], sign) for group in ("y", "y2"))
    return years(first, last)


def _years(sentence: str, taken: bytearray) -> Iterator[Written]:
    """Bare years and spans of years, where nothing more explicit was read."""
    for match in YEARS.finditer(sentence):
        start, end = match.span()
        if any(taken[start:end]) or not (
            match["early"] or match["three"] or match["circa"] or is_a_year(sentence, start, end, taken=taken)
        ):
            continue
        first = int(match["y"] or match["three"] or match["circa"] or match["early"])
        last = match["y2"] or match["late"] or ""
        interval = _spanned(first, last)
        if interval is None:
            continue
        taken[start:end] = b"\1" * (end - start)
        yield Written(start, end, interval)


def _spanned(first: int, last: str) -> Interval | None:
    """From a year to the end that is written: 1939–45, 1999–03, 1991–present; 2021-05 is a month."""
    if last.isalpha():
        return held(years(first), "since")
    if len(last) == 2:
        turns = int(last) < first % 100
        if turns and first % 100 < 90:
            return a_month(first, int(last)) if 1 <= int(last) <= 12 else None
        last = str(first // 100 * 100 + int(last) + 100 * turns)
    return years(first, int(last or first)) if int(last or first) >= first else None


def _this_one(match: re.Match[str]) -> Meaning | None:
    if match["unit2"]:  # "the year after, …"
        return Step(UNITS[match["unit2"].lower()], 1 if match["way"].lower() == "after" else -1)
    return Step(UNITS[match["unit"].lower()], _shift(match))


def _this_season(match: re.Match[str]) -> Meaning | None:
    return Season(SEASONS[match["season"].lower()], _shift(match))


def _shift(match: re.Match[str]) -> int:
    return 1 if match["next"] else -1 if match["previous"] else 0


def _steps(match: re.Match[str]) -> Meaning | None:
    words = match["n"].lower()
    count = int(words) if words.isdigit() else NUMBERS.index(words) + 1 if words in NUMBERS else 1
    shift = count if match["way"].lower() in ("later", "afterwards", "on") else -count
    unit = UNITS[match["unit"].lower()]
    # "A century later" tells a year; "the following century" would be all of it.
    each = {"decade": 10, "century": 100}.get(unit)
    if words.startswith("half"):
        return Step("year", shift * each // 2) if each else Step("month", 6 * shift) if unit == "year" else None
    return Step("year", shift * each) if each else Step(unit, shift)


def _after_the(match: re.Match[str]) -> bool:
    return match.string[max(0, match.start() - 4) : match.start()].lower() == "the "


def _month(words: str) -> int:
    """Raises ValueError where the word only begins like a month: Mars, decided."""
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(words.rstrip(".").capitalize()):
            return number
    raise ValueError(f"{words} is no month.")


def _ordinal(words: str) -> int:
    return _digits(words) if words[0].isdigit() else ORDINALS.index(words.lower()) + 1


def _digits(words: str) -> int:
    return int("".join(filter(str.isdigit, words)))


def _year(words: str) -> int:
    return _count("".join(filter(str.isdigit, words)), _before_christ(words))


def _count(digits: str, before_christ: bool) -> int:
    """A year as people count it, to the astronomical one. Raises ValueError: there is no year 0."""
    number = int(digits.replace(",", ""))
    if number == 0:
        raise ValueError("There is no year 0.")
    return 1 - number if before_christ else number


def _before_christ(era: str) -> bool:
    return "B" in era.upper()


STYLES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Meaning | None]], ...] = (
    (ISO, _iso),
    (NUMERIC, _numeric),
    (DAY_FIRST, _month_day),
    (MONTH_FIRST, _month_day),
    (SEASON, _season),
    (QUARTER, _quarter),
    (MONTH_YEAR, _month_day),
    (CENTURY, _century),
    (DECADE, _decade),
    (DECADE_WORD, _decade_word),
    (ERA_YEARS, _era_years),
    (STEPS, _steps),
    (THIS_ONE, _this_one),
    (THIS_SEASON, _this_season),
    (LONE_MONTH, _month_day),
)
