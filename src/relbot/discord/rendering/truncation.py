"""Fitting text into the limits of a message: a passage is truncated at sentence boundaries, never dropped. Pure.

Limits count UTF-16 units of the text as it is sent, including escapes and markup.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from relbot.discord.rendering.escape import break_mentions, clean, escape_markdown, utf16_length

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
ELLIPSIS = "…"

Range = tuple[int, int]
"""Start and end of a part of a text."""


def truncate(text: str, limit: int) -> str:
    """Return the text on one line, escaped and cut to the limit: after a word, or within a first one too long."""
    whole = escape_markdown(text).strip()
    if utf16_length(whole) <= limit:
        return whole

    def cut(end: int) -> str:
        return escape_markdown(text[:end]).strip() + ELLIPSIS

    text = text.lstrip()[: limit + 1]
    for ends in ([m.start() for m in _WORD_END.finditer(text)], range(1, len(text))):
        fitting = bisect_right(ends, limit, key=lambda end: utf16_length(cut(end)))
        if fitting:
            return cut(ends[fitting - 1])
    return ELLIPSIS


def excerpt(quote: str, marks: Sequence[Range], limit: int, newline: str = "\n") -> str:
    """Return a passage, escaped, with its marked ranges in bold, paragraph by paragraph.

    If the whole exceeds the limit, as many whole sentences as fit are kept around the marks; if the marks do not fit,
    around the first one; and if that does not fit, only its beginning is kept. An empty mark keeps the sentences
    nearest to its offset. `marks` holds at least one; `newline` separates paragraphs.
    """
    marks = _merged(quote, marks)

    def rendered(low: int, high: int) -> str:
        """Return `quote[low:high]` as shown, with an ellipsis where something is left out."""
        parts: list[str] = []
        at = low
        for start, end in marks:
            if start < high:
                bold = [_bold(line) for line in _paragraphs(quote[start : min(end, high)])]
                parts += [newline.join(_paragraphs(quote[at:start])), newline.join(bold)]
                at = min(end, high)
        parts.append(newline.join(_paragraphs(quote[at:high])))
        opening, closing = f"{ELLIPSIS} " if low > 0 else "", f" {ELLIPSIS}" if high < len(quote) else ""
        return opening + break_mentions("".join(parts).strip()) + closing

    if len(quote) <= limit and utf16_length(whole := rendered(0, len(quote))) <= limit:
        return whole
    start = marks[0][0]
    for _, end in reversed(marks):
        windows = [*_sentence_windows(quote, start, end, limit)]
        fitting = bisect_right(windows, limit, key=lambda window: utf16_length(rendered(*window)))
        if fitting:
            return rendered(*windows[fitting - 1])
    return _bold(truncate(quote[start : marks[0][1]], limit - 4))


def fair_shares(demands: Sequence[int], total: int) -> list[int]:
    """Divide the total max-min fairly: no share exceeds its demand, and what one leaves goes to the others."""
    shares = [0] * len(demands)
    for rank, (index, demand) in enumerate(sorted(enumerate(demands), key=lambda pair: pair[1])):
        shares[index] = min(demand, total // (len(demands) - rank))
        total -= shares[index]
    return shares


def _sentence_windows(quote: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield growing windows around `quote[start:end]`: the span, then one more sentence after and before it in turn."""
    from relbot.text.sentences import split  # imported here: it takes 0.1 s, and most passages fit

    first, last = max(0, start - limit), min(len(quote), end + limit)  # no more could fit
    starts = [span.start for span in split(quote, first, start)]
    ends = [span.end for span in split(quote, end, last)]
    if first > 0:
        starts = starts[1:]  # the window may begin in the middle of a sentence
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


def _merged(quote: str, marks: Sequence[Range]) -> list[Range]:
    """Return the marks in order, merged if they overlap or nothing visible separates them: `**a****b**` is not bold."""
    merged: list[Range] = []
    for start, end in sorted(marks):
        if merged and (start <= merged[-1][1] or not clean(quote[merged[-1][1] : start])):
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs, escaped."""
    return [escape_markdown(paragraph) for paragraph in _PARAGRAPH_BREAK.split(text)]


def _bold(line: str) -> str:
    """Return the line in bold: Discord allows no white space just within the asterisks."""
    return re.sub(r"\S(?:.*\S)?", r"**\g<0>**", line, count=1)
