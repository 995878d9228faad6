"""Headings that say when, or in what version: of minutes, news and changelogs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.named_document import day_in
from relbot.query.weekdays import weekdays

_PERIOD = re.compile(r"\bQ[1-4]\b|\b(?:week|quarter)\s\d|\b(?:spring|summer|autumn|fall|winter)\s\d{4}", re.IGNORECASE)
_VERSION = re.compile(r"(?<![\w.])v?\d+(?:\.\d+)+|\b(?:version|release)\s\d", re.IGNORECASE)


def is_record(section: Sequence[str]) -> bool:
    """Whether what stands under some headings tells what happened: the innermost says when, or in what version."""
    return bool(section) and (says_day(section[-1]) or says_version(section[-1]))


def says_version(words: str) -> bool:
    """Whether a heading says a version."""
    return _VERSION.search(words) is not None


def says_day(words: str) -> bool:
    """Whether it says a day, a month, or another part of a year."""
    day = day_in(words)
    return bool(weekdays(words) or _PERIOD.search(words)) or (day is not None and day.month > 0)
