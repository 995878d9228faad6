"""Fitting text into the room that a message has: a passage is shortened at its sentences, never dropped. Pure.

Room is counted in UTF-16 units of the text as it is sent, escapes and marks included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from relbot.discord.rendering.escape import inert, length, uncalling

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
LEFT_OUT = "…"


def shortened(text: str, room: int) -> str:
    """Text on one line, escaped; cut after a word where it does not fit, and within one where the first is too long."""
    whole = inert(text).strip()
    if length(whole) <= room:
        return whole

    def cut(end: int) -> str:
        return inert(text[:end]).strip() + LEFT_OUT

    text = text.lstrip()[: room + 1]
    for ends in ([m.start() for m in _WORD_END.finditer(text)], range(1, len(text))):
        fitting = bisect_right(ends, room, key=lambda end: length(cut(end)))
        if fitting:
            return cut(ends[fitting - 1])
    return LEFT_OUT


def excerpt(quote: str, start: int, end: int, room: int, newline: str = "\n") -> str:
    """A passage, escaped, with `quote[start:end]` in bold, paragraph by paragraph.

    Where the whole does not fit, as many whole sentences as do are kept around what is marked; where even that does
    not fit, its beginning. `start == end` marks nothing and keeps the sentences nearest to that place. `newline` goes
    between paragraphs.
    """

    def shown(low: int, high: int) -> str:
        """`quote[low:high]`, with an ellipsis where something is left out."""
        parts = (_lines(quote[low:start]), [_bold(line) for line in _lines(quote[start:end])], _lines(quote[end:high]))
        opening, closing = f"{LEFT_OUT} " if low > 0 else "", f" {LEFT_OUT}" if high < len(quote) else ""
        return opening + uncalling("".join(newline.join(lines) for lines in parts).strip()) + closing

    if len(quote) <= room and length(whole := shown(0, len(quote))) <= room:
        return whole
    windows = [*_windows(quote, start, end, room)]
    fitting = bisect_right(windows, room, key=lambda window: length(shown(*window)))
    return shown(*windows[fitting - 1]) if fitting else _bold(shortened(quote[start:end], room - 4))


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """Divide room among those who want some: nobody gets more than wanted, what one leaves goes to the others."""
    given = [0] * len(wanted)
    for place, (index, want) in enumerate(sorted(enumerate(wanted), key=lambda pair: pair[1])):
        given[index] = min(want, room // (len(wanted) - place))
        room -= given[index]
    return given


def _windows(quote: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    """What to keep of a passage, from the marked sentence outwards, a sentence after and one before it in turn."""
    from relbot.text.sentences import split  # takes 0.1 s to import, and most passages fit

    first, last = max(0, start - room), min(len(quote), end + room)  # no more could fit
    starts = [span.start for span in split(quote, first, start)]
    ends = [span.end for span in split(quote, end, last)]
    if first > 0:
        starts = starts[1:]  # it may begin in the middle of a sentence
    if last < len(quote):
        ends = ends[:-1]
    low, high = start, end
    yield low, high
    for before, after in zip_longest(reversed(starts), ends):
        if after is not None:
            high = after
            yield low, high
        if before is not None:
            low = before
            yield low, high


def _lines(text: str) -> list[str]:
    """The paragraphs, escaped."""
    return [inert(paragraph) for paragraph in _PARAGRAPH.split(text)]


def _bold(line: str) -> str:
    """Discord takes no white space just within the marks."""
    return re.sub(r"\S(?:.*\S)?", r"**\g<0>**", line, count=1)
