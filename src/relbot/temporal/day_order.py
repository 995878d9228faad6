"""Which comes first in a document's numeric dates, the day or the month: of "03/11/2025" alone only the year is
certain, but another date of the document may tell, "28/10/2025", or the order of the messages of a log.
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
"""With a short year, which a time of day behind it shows to be a date: "3.11.25, 18:02"."""
_SHORT_YEARS = 2000
_AT_LINE = re.compile(r"(?:^|\n)[\s\[(\u200e\u200f]{0,4}$")
_FEWEST = 3
"""Dates at the beginnings of lines, from which on their order tells."""


def in_order(match: re.Match[str], *, is_day_first: bool | None) -> Interval:
    """The day of a numeric date, in the order of its document, or the year, where that is not known. Raises ValueError
    where there is no such day.
    """
    a, b, year = int(match["a"]), int(match["b"]), _year(match)
    if match["sep"] == "." or a > 12 or (is_day_first and b <= 12):
        return a_day(year, b, a)
    is_certain = b > 12 or a == b or is_day_first is False
    return a_day(year, a, b) if is_certain else years(year)


def is_day_first(text: str) -> bool | None:
    """Whether the day comes first in the numeric dates of a text that may be read both ways; None where nothing tells,
    or both are there.
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
    """Whether days follow one another as those of a log do."""
    return len({*days}) >= _FEWEST and all(one <= other for one, other in pairwise(days))
