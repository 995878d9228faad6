"""Reads how many sentences a request asks for: "three facts about the war", "in two sentences", "a fun fact"."""

from __future__ import annotations

import re

from relbot.temporal.date_patterns import NUMBERS, lowered

COUNT = rf"(?:{'|'.join(NUMBERS[:10])}|\d{{1,2}})"
"""The pattern of a small number, in words or digits."""
_UNITS = r"(?:sentences?|lines?|facts?|factoids?|(?:bullet\s?)?points?|things?|takeaways?|highlights|tidbits?|more)"
_COUNTED = re.compile(
    rf"(?<![\w.,-])(?P<count>{COUNT})\s(?:(?!(?:and|or|to)\b)[a-z]+\s){{0,2}}?{_UNITS}\b", re.IGNORECASE
)
_SINGLE = re.compile(
    r"\b(?:fact|factoid|tidbit)\b|\b(?:a|an|single|another)\s(?:\w+\s)?(?:sentence|line|thing)\b|\bsomething\b|\bsurprise\b",
    re.IGNORECASE,
)
_MOST = 12


def sentences_asked_for(request: str) -> int | None:
    """Return the number of sentences that a request for an overview names, 1 to 12; None if it names none."""
    if match := _COUNTED.search(request):
        count = lowered(match["count"])
        return min(_MOST, max(1, int(count) if count.isdigit() else NUMBERS.index(count) + 1))
    return 1 if _SINGLE.search(request) else None
