"""Keeps the exponent of a power of ten in superscript digits; otherwise "10⁶" would become "106"."""

from __future__ import annotations

import re

RAISED_DIGITS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_TEN = re.compile(r"(?<![\d.,])10$")
_EXPONENT = re.compile(r"[-+−]?\d{1,3}")


def power_of_ten(before: str, raised: str) -> str:
    """Return superscript text as raised digits if it is the exponent of a preceding 10, else ""."""
    return raised.translate(RAISED_DIGITS) if _TEN.search(before[-4:]) and _EXPONENT.fullmatch(raised) else ""
