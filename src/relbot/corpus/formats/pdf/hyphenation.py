"""Joins the lines of a paragraph and undoes hyphenation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from relbot.corpus.formats.pdf.lines import IDEOGRAPH, LINE_END_HYPHEN
from relbot.text.english import frequent_words

_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+|[^\W\d_]+")
_LAST_PART = re.compile(r"(?:[^\W_]+-)*[^\W_]+$")
_FIRST_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

_BROKEN_PATH = re.compile(r"[\w:/.]/")
"""The end of a line at which a path, an address or a phrase such as "and/or" continues in the next line."""
_CLOSING = re.compile(r"[.,)](?:\s|$)")
"""A punctuation mark that never begins a line."""
_MAX_WORD = 100
"""The number of characters that are inspected on either side of a line end."""
_MIN_WORD = 4
"""The minimum length in letters of the parts of a compound; too many shorter words are syllables."""


class Hyphenation:
    """A judge of whether a hyphen at a line end belongs to the word, by how the document writes the word elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            if "-" in line or line.endswith(LINE_END_HYPHEN):
                words = _COMPOUND.findall(line.rstrip("-" + LINE_END_HYPHEN))
                self._words.update(word.casefold() for word in words[: -1 if _ends_with_hyphen(line) else None])
            else:
                self._words.update(map(str.casefold, _COMPOUND.findall(line)))

    def join(self, lines: Sequence[str]) -> tuple[str, list[int]]:
        """Return the lines joined, and the offset at which each begins in the result."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            starts.append(length)
            parts.append(self._with_end(line, following))
            length += len(parts[-1])
        return "".join(parts).replace(LINE_END_HYPHEN, "-"), starts

    def _with_end(self, line: str, following: str) -> str:
        """Return a line as it stands before the following one, with or without a hyphen or space."""
        if _CLOSING.match(following):  # after a superscript mark, at which PDFium splits the line
            return line
        if not following or _BROKEN_PATH.search(line[-2:]):
            return line
        if IDEOGRAPH.match(line[-1]) and IDEOGRAPH.match(following):
            return line
        if not _ends_with_hyphen(line):
            return f"{line} "
        return line[:-1] + ("-" if self._keeps_hyphen(line[:-1], following) else "")

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        last, first = _LAST_PART.search(before[-_MAX_WORD:]), _FIRST_PART.match(after[:_MAX_WORD])
        if not last or not first:
            return True
        joined, compound = f"{last.group()}{first.group()}".casefold(), f"{last.group()}-{first.group()}".casefold()
        if self._words[joined] or self._words[compound]:
            return self._words[compound] > self._words[joined]
        if not first.group()[0].islower() or not before[-1].isalpha():  # "Anglo-American", "20-page"
            return True
        if joined in frequent_words():
            return False
        parts = (last.group().rpartition("-")[2].casefold(), first.group().partition("-")[0].casefold())
        return all(len(part) >= _MIN_WORD and (self._words[part] or part in frequent_words()) for part in parts)


def _ends_with_hyphen(line: str) -> bool:
    return line.endswith(LINE_END_HYPHEN) or (line.endswith("-") and line[-2:-1].isalnum())
