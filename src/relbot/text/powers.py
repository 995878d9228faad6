"""Raised digits: a power of ten is another number without them, "10⁶" and not "106"."""

from __future__ import annotations

import re

RAISED_DIGITS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_TEN = re.compile(r"(?<![\d.,])10$")
_EXPONENT = re.compile(r"[-+−]?\d{1,3}")


def power_of_ten(before: str, raised: str) -> str:
    """Raised words as a text shows them where they make a power of the ten before them; "" where they do not."""
    return raised.translate(RAISED_DIGITS) if _TEN.search(before[-4:]) and _EXPONENT.fullmatch(raised) else ""
