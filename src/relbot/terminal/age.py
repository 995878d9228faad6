"""How long ago something was, in words. humanize does this and far more; these few lines are all that is needed."""

from __future__ import annotations

from datetime import datetime

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def ago(then: datetime, now: datetime) -> str:
    """The largest unit that fits, such as "2 hours ago"; "just now" under a minute, and for clocks that disagree."""
    seconds = int((now - then).total_seconds())
    for size, unit in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
