"""The number formats of spreadsheets: percentages, and the currency or unit that a format shows beside a number."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = 15
"""Significant digits of a number that spreadsheets keep."""
_BUILT_IN: Mapping[str, str] = {
    "5": "$0", "6": "$0", "7": "$0.00", "8": "$0.00", "9": "0%", "10": "0.00%", "42": "$0", "44": "$0.00",
}  # fmt: skip
"""Formats that a file need not define (ECMA-376 part 1, 18.8.30)."""
_TOKEN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<number>[#0?.,]+)|(?P<sign>.)"
)
_SCALED = re.compile(r",(?![#0?])")
"""Thousands that are not shown: "4" for 4,000."""
_PLAIN = re.compile(r"[$€£¥₤₹ +()-]")
"""What stands for itself without quotes; a minus and parentheses only show what is negative."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a cell shows around its number."""

    before: str = ""
    behind: str = ""
    decimals: int = 0
    is_percent: bool = False

    def shown(self, value: float) -> str:
        """A number with what its format says that it is of; no digit is dropped."""
        words = number(value * 100 if self.is_percent else value)
        if self.decimals and not self.is_percent and words.lstrip("-").replace(".", "", 1).isdecimal():
            whole, _, fraction = words.partition(".")
            words = f"{whole}.{fraction.ljust(self.decimals, '0')}"
        sign = "-" if words.startswith("-") else ""
        return f"{sign}{self.before}{words.removeprefix('-')}{'%' if self.is_percent else ''}{self.behind}".strip()


def read_format(number_of_format: str, code: str | None) -> NumberFormat | None:
    """A format by its number and code; None where it shows the number alone, or a date or another form of it."""
    sides, numbers, is_percent = ["", ""], "", False
    for token in _TOKEN.finditer(code if code is not None else _BUILT_IN.get(number_of_format, "")):
        words = next(filter(None, token.group("quoted", "escaped", "currency")), "")
        sign = token["sign"] or ""
        if sign == ";":
            break
        if token["number"]:
            numbers += token["number"]
        elif sign == "%":
            is_percent = True
        elif sign and not _PLAIN.match(sign):
            return None
        else:
            sides[bool(numbers)] += words or sign.strip("+()-")
    if not numbers or _SCALED.search(numbers.rstrip(".")) or not (is_percent or any(map(str.strip, sides))):
        return None
    decimals = numbers.partition(".")[2].count("0")
    return NumberFormat(sides[0].lstrip(), sides[1].rstrip(), decimals, is_percent)


def number(value: float) -> str:
    """A number as a reader writes it down: 13.0 is "13"."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    shown = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
