"""The date that the metadata of a document state, in whatever notation, as ISO 8601: to the day, month or year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from relbot.temporal.date_mentions import extract_dates

_MAX_CHARACTERS = 80
"""Of a value; no date is longer."""
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d.*)?)?)?", re.ASCII | re.DOTALL)
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:\d{4}|\d{6})?(?:[TZ+-].*)?", re.ASCII | re.DOTALL)
"""As in a PDF, D:20240305101500+01'00' (ISO 32000-2, 7.9.4), and in the basic format of ISO 8601."""
_UNSET = "1970-01-01"
"""What a program writes whose clock has no time."""
_FIRST_YEAR = 1000
"""Earlier ones are placeholders of programs that know no date."""


def stated_date(value: str | None) -> str | None:
    """The date in a value such as "2024-03-05T10:15:00Z", "5 March 2024" or "Tue, 05 Mar 2024 10:15:00 +0000".

    What leaves the day or the month open, such as "03/05/2024", is a month or a year; None where there is no date, or
    a span such as "1956–1961", or a year before 1000, which programs write where they know none.
    """
    text = (value or "").strip()[:_MAX_CHARACTERS]
    written = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    parts = [int(part) for part in written.groups() if part] if written else _parts_in(text)
    try:
        date(*(*parts, 1, 1)[:3])
    except (TypeError, ValueError):  # there is none, or no such day
        return None
    stated = "-".join(f"{part:02}" for part in parts)
    return None if parts[0] < _FIRST_YEAR or stated == _UNSET else stated


def first_stated_date(values: Iterable[str | None]) -> str | None:
    """The date in the first of some values that states one."""
    return next(filter(None, map(stated_date, values)), None)


def _parts_in(words: str) -> Sequence[int]:
    """Year, month and day, as far as they are certain, of a date in words; none where there is none."""
    found = extract_dates(words)
    return found[0].stated_parts if found else ()
