"""Writes the blocks of a PDF into one text, with the pages as places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.corpus.formats.pdf.blocks import Block, BodyType
from relbot.corpus.formats.pdf.headings import letters
from relbot.corpus.formats.pdf.hyphenation import Hyphenation
from relbot.corpus.formats.pdf.paragraphs import BULLET, FOOTNOTE_MARK
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Kind, one_line
from relbot.temporal.date_mentions import extract_dates

_IS_SENTENCE = re.compile(r"[.!?。][)\]”’\"']*$")
_MAX_TITLE_SEARCH = 1_000
"""The number of characters at the start of a document that are searched for its title."""


class Writer:
    """A writer of blocks; consecutive single lines become one paragraph of several lines, e.g. an address or a poem."""

    def __init__(self, labels: Sequence[str], hyphenation: Hyphenation, body: BodyType) -> None:
        self.builder = TextBuilder()
        self._labels = labels
        self._hyphenation = hyphenation
        self._body = body
        self._page = -1
        self._group: list[Block] = []
        self._headings: list[tuple[float, str]] = []
        """The (size, words) of the headings on the first page."""

    def add(self, block: Block, level: int | None) -> None:
        """Append a block, as a heading if it has a level."""
        if level is None and self._continues(block):
            self._group.append(block)
            return
        self.flush()
        if level is not None:
            words = self._joined(block)
            self.builder.heading(level, words)
            if block.lines[0].page == 0:
                self._headings.append((block.first.size, one_line(words)))
        elif block.kind in ("caption", "footnote"):
            self.builder.non_prose()
            self.builder.prose(self._joined(block))
            self.builder.non_prose()
        elif block.kind in ("item", "row"):
            self.builder.prose(self._joined(block), "row" if block.kind == "row" else "item", "\n")
        else:
            self._group = [block]

    def flush(self) -> None:
        """Append the single lines that are still held back."""
        if self._group:
            parts = []
            length = 0
            for block in self._group:
                parts.append(self._joined(block, length))
                length += len(parts[-1]) + 1
            is_code = not self._body.is_fixed and all(at.line.is_fixed for block in self._group for at in block.lines)
            kind: Kind = "code" if is_code else "paragraph"
            self.builder.prose("\n".join(parts), kind)
        self._group = []

    def title(self, named: str) -> str | None:
        """Return the title in the metadata if the start of the text contains it, else a heading on the first page.

        The metadata often hold a file name or the title of a template. The heading is the one that is larger than all
        others, or the first.
        """
        begin = letters("".join(self.builder.parts)[:_MAX_TITLE_SEARCH])
        if letters(named) and letters(named) in begin:
            return one_line(named)
        size = max((size for size, _ in self._headings), default=0.0)
        largest = [words for own_size, words in self._headings if own_size == size]
        return largest[0] if len(largest) == 1 else next((words for _, words in self._headings), None)

    def _continues(self, block: Block) -> bool:
        """Return whether a single line belongs to the single lines held back above it."""
        if not self._group or block.kind != "text" or not block.is_close:
            return False
        both = (self._group[-1], block)
        is_code = all(other.first.is_fixed for other in both) and not self._body.is_fixed
        return all(len(other.lines) == 1 and (is_code or not _IS_SENTENCE.search(other.words)) for other in both)

    def _joined(self, block: Block, offset: int = 0) -> str:
        """Return the words of a block without bullet or mark; pages that begin in it become places, after `offset`."""
        first, *others = (at.line.text for at in block.lines)
        marks = {"item": BULLET, "footnote": FOOTNOTE_MARK}.get(block.kind)
        mark = marks.match(first) if marks and not _begins_with_date(first) else None
        words, starts = self._hyphenation.join([first[mark.end() :] if mark else first, *others])
        for at, start in zip(block.lines, starts, strict=True):
            if at.page != self._page:
                self._page = at.page
                self.builder.place(f"p. {self._labels[at.page]}", f"page={at.page + 1}", offset=offset + start)
        return words


def _begins_with_date(words: str) -> bool:
    """Return whether words begin with a date, whose day could be taken for a footnote mark: "2 October 2024"."""
    return any(date.start == 0 for date in extract_dates(words[:40]))
