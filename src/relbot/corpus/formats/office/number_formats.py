"""Reads the number formats of spreadsheets: percentages, decimals, and the currency or unit beside a number."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = 15
"""The number of significant digits that spreadsheets keep."""
_BUILT_IN: Mapping[str, str] = {
    "5": "$0", "6": "$0", "7": "$0.00", "8": "$0.00", "9": "0%", "10": "0.00%", "42": "$0", "44": "$0.00",
}  # fmt: skip
"""Built-in formats, which a file need not define (ECMA-376 part 1, 18.8.30)."""
_TOKEN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<number>[#0?.,]+)|(?P<sign>.)"
)
_SCALED = re.compile(r",(?![#0?])")
"""A comma that scales a number by thousands: "4" for 4,000."""
_PLAIN = re.compile(r"[$€£¥₤₹ +()-]")
"""Characters that stand for themselves without quotes; a minus and parentheses only mark negative numbers."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell shows its number: the words around it, its decimals, and whether it is a percentage."""

    before: str
    behind: str
    decimals: int
    is_percent: bool

    def shown(self, value: float) -> str:
        """Return a number with its currency, unit or percent sign; no digit is dropped."""
        words = number(value * 100 if self.is_percent else value)
        if self.decimals and not self.is_percent and words.lstrip("-").replace(".", "", 1).isdecimal():
            whole, _, fraction = words.partition(".")
            words = f"{whole}.{fraction.ljust(self.decimals, '0')}"
        sign = "-" if words.startswith("-") else ""
        return f"{sign}{self.before}{words.removeprefix('-')}{'%' if self.is_percent else ''}{self.behind}".strip()


def read_format(number_of_format: str, code: str | None) -> NumberFormat | None:
    """Return a format by its number and code, or None if it shows the number alone, a date or another form of it."""
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
    """Return a number as a reader would write it: 13.0 is "13"."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    shown = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
