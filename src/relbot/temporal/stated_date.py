"""Parses the dates in document metadata, in any notation, to ISO 8601 with day, month or year precision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from relbot.temporal.date_mentions import extract_dates

_MAX_CHARACTERS = 80
"""Number of characters of a value that are read; no date is longer."""
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d.*)?)?)?", re.ASCII | re.DOTALL)
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:\d{4}|\d{6})?(?:[TZ+-].*)?", re.ASCII | re.DOTALL)
"""A date in a PDF, D:20240305101500+01'00' (ISO 32000-2, 7.9.4), or in the basic format of ISO 8601."""
_UNSET = "1970-01-01"
"""The date written by programs whose clock is not set."""
_FIRST_YEAR = 1000
"""Earliest valid year; earlier ones are placeholders that programs write for an unknown date."""


def stated_date(value: str | None) -> str | None:
    """Return the date in a value such as "2024-03-05T10:15:00Z", "5 March 2024" or "Tue, 05 Mar 2024 10:15:00 +0000".

    If the day or month is uncertain, as in "03/05/2024", the result is a month or year. None if there is no date, only
    a span such as "1956–1961", or a placeholder: 1970-01-01 or a year before 1000.
    """
    text = (value or "").strip()[:_MAX_CHARACTERS]
    written = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    parts = [int(part) for part in written.groups() if part] if written else _parts_in(text)
    try:
        date(*(*parts, 1, 1)[:3])
    except (TypeError, ValueError):  # no date, or no such day
        return None
    stated = "-".join(f"{part:02}" for part in parts)
    return None if parts[0] < _FIRST_YEAR or stated == _UNSET else stated


def first_stated_date(values: Iterable[str | None]) -> str | None:
    """Return the first date stated in the given values; None if there is none."""
    return next(filter(None, map(stated_date, values)), None)


def _parts_in(words: str) -> Sequence[int]:
    """Return the year, month and day of a date in words, as far as they are certain; empty if there is no date."""
    found = extract_dates(words)
    return found[0].stated_parts if found else ()
