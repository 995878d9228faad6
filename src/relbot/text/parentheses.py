"""Asides in parentheses, in which no sentence begins: "He left (was it a surprise? Hardly.) and came back."."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARENTHESIS = re.compile(r"[()]")
_MAX_ASIDE = 300
"""Characters of an aside within which no sentence begins; a longer one may be a paragraph."""
_GOES_ON = re.compile(r"[,;:]|\s?[a-z]")
_ENDED = re.compile(r"[.!?…:][\"'”’)\]]*\s*$")


def ranges_without_start(text: str) -> Iterator[tuple[int, int]]:
    """The first and last offset of each range in which no sentence begins: what an aside holds, and its opening
    parenthesis too where the sentence before it goes on after it.
    """
    for opening, closing in _asides(text):
        yield (opening if _goes_on(text, opening, closing) else opening + 1), closing


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of each pair of parentheses with no more than `_MAX_ASIDE` characters between them."""
    open_parentheses: list[int] = []
    for match in _PARENTHESIS.finditer(text):
        if match.group() == "(":
            open_parentheses.append(match.start())
        elif open_parentheses and match.start() - (opening := open_parentheses.pop()) <= _MAX_ASIDE:
            yield opening, match.start()


def _goes_on(text: str, opening: int, closing: int) -> bool:
    """Whether the sentence before an aside goes on after it: "Princess (Prinsesu?) is a game"."""
    return _GOES_ON.match(text, closing + 1) is not None and not _ENDED.search(text[max(0, opening - 4) : opening])
