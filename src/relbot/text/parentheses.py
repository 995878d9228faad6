"""Finds asides in parentheses, in which no sentence begins: "He left (was it a surprise? Hardly.) and came back."."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARENTHESIS = re.compile(r"[()]")
_MAX_ASIDE = 300
"""The longest aside, in characters; what a longer pair of parentheses holds may be a paragraph."""
_GOES_ON = re.compile(r"[,;:]|\s?[a-z]")
_ENDED = re.compile(r"[.!?…:][\"'”’)\]]*\s*$")


def ranges_without_start(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last offset of each range in which no sentence begins: the content of each aside, and its
    opening parenthesis too if the sentence before the aside continues after it.
    """
    for opening, closing in _asides(text):
        yield (opening if _goes_on(text, opening, closing) else opening + 1), closing


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each pair of parentheses at most `_MAX_ASIDE` characters apart."""
    open_parentheses: list[int] = []
    for match in _PARENTHESIS.finditer(text):
        if match.group() == "(":
            open_parentheses.append(match.start())
        elif open_parentheses and match.start() - (opening := open_parentheses.pop()) <= _MAX_ASIDE:
            yield opening, match.start()


def _goes_on(text: str, opening: int, closing: int) -> bool:
    """Return whether the sentence before an aside continues after it: "Princess (Prinsesu?) is a game"."""
    return _GOES_ON.match(text, closing + 1) is not None and not _ENDED.search(text[max(0, opening - 4) : opening])
