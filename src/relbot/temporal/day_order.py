"""Determines whether the day or the month comes first in a document's numeric dates.

Only the year of "03/11/2025" is certain by itself, but another date in the document, e.g. "28/10/2025", or the order of
the messages in a log may settle the order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from relbot.temporal.date_patterns import whole_word
from relbot.temporal.interval import Interval, a_day, years

DASHED = whole_word(r"(?<!-)(?P<a>\d{1,2})(?P<sep>-)(?P<b>\d{1,2})-(?P<y>1\d{3}|20\d{2})(?![-/.]?\d)")
NUMERIC = whole_word(r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})")
STAMPED = whole_word(r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>\d\d)(?=,?\s{1,2}\d{1,2}[:.]\d\d(?!\d))")
"""A date with a two-digit year, recognised by the time of day that follows it: "3.11.25, 18:02"."""
_SHORT_YEARS = 2000
_AT_LINE = re.compile(r"(?:^|\n)[\s\[(\u200e\u200f]{0,4}$")
_FEWEST = 3
"""Minimum number of distinct dates at the beginnings of lines for their order to count as evidence."""


def in_order(match: re.Match[str], *, is_day_first: bool | None) -> Interval:
    """Return the day of a numeric date, given the order in its document, or its year if the day is uncertain.

    Raises ValueError if there is no such day.
    """
    a, b, year = int(match["a"]), int(match["b"]), _year(match)
    if match["sep"] == "." or a > 12 or (is_day_first and b <= 12):
        return a_day(year, b, a)
    is_certain = b > 12 or a == b or is_day_first is False
    return a_day(year, a, b) if is_certain else years(year)


def is_day_first(text: str) -> bool | None:
    """Return whether the day comes first in the numeric dates of a text.

    None if there is no evidence or it is contradictory.
    """
    found = [m for form in (NUMERIC, DASHED, STAMPED) for m in form.finditer(text) if m["sep"] != "."]
    told = {int(match["a"]) > 12 for match in found if (int(match["a"]) > 12) != (int(match["b"]) > 12)}
    if told:
        return told.pop() if len(told) == 1 else None
    in_log = [m for m in found if _AT_LINE.search(text, max(0, m.start() - 6), m.start())]
    in_log.sort(key=re.Match[str].start)
    rises = [_rises([_key(match, day_first=order) for match in in_log]) for order in (True, False)]
    return rises[0] if rises[0] != rises[1] else None


def _year(match: re.Match[str]) -> int:
    return int(match["y"]) + (_SHORT_YEARS if len(match["y"]) == 2 else 0)


def _key(match: re.Match[str], *, day_first: bool) -> tuple[int, int, int]:
    a, b = int(match["a"]), int(match["b"])
    return (_year(match), b, a) if day_first else (_year(match), a, b)


def _rises(days: Sequence[tuple[int, int, int]]) -> bool:
    """Return whether days are in ascending order, as in a log."""
    return len({*days}) >= _FEWEST and all(one <= other for one, other in pairwise(days))
