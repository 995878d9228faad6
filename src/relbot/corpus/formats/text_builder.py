"""Builds a rendered text block by block, with its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from relbot.answer import Place, Span
from relbot.corpus.formats import struck
from relbot.corpus.outline import (
    CONTEXT_LEVEL,
    MAX_TEXT,
    Element,
    Heading,
    Kind,
    NonProse,
    Prose,
    Rendered,
    one_line,
)

_MAX_PAIR_WORDS = 20
"""The maximum length in words of a definition that forms a unit with its term; a longer one is a passage below it."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row."""

    words: tuple[str, ...]
    """The words, on one line each: several if the cell holds several paragraphs or list items."""
    is_repeated: bool = False
    """Whether the cell belongs to another row or column, and spans this one."""
    is_name: bool = False
    """Whether the cell is the header of the row, and names the cell after it."""


@dataclass(slots=True)
class TextBuilder:
    """A text under construction, each block on lines of its own. Raises ValueError if it exceeds `MAX_TEXT`."""

    parts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    added: list[Span] = field(default_factory=list)
    length: int = 0
    _next_places: dict[int, tuple[str | None, str, str | None]] = field(default_factory=dict)
    _is_defining: bool = False
    """Whether the last heading is a term, which does not apply to later terms."""

    def place(self, label: str | None, fragment: str = "", url: str | None = None, *, offset: int = 0) -> None:
        """Set the place (a page, slide or row) of the next block, from an offset within it on."""
        self._next_places[offset] = label, fragment, url

    def heading(self, level: int, words: str, gap: str = "\n\n") -> None:
        """Append a heading; one without words only ends the current section of its level."""
        self._is_defining = False
        words = one_line(struck.without(words))
        start, end = self._append(words, gap) if words else (-1, -1)
        self.elements.append(Heading(level, words, start, end))

    def prose(
        self,
        words: str,
        kind: Kind = "paragraph",
        gap: str = "\n\n",
        *,
        is_emphasised: bool = False,
        is_bold: bool = False,
        shows_lines: bool = False,
    ) -> None:
        """Append a block, unless it has no words. `shows_lines` says that its line ends are visible, as in code."""
        words, gaps = struck.without_and_gaps(words.strip())
        if any(map(str.isalnum, words)) or (words and not gaps):
            start, end = self._append(words, gap)
            self.elements.append(Prose(start, end, kind, is_emphasised or is_bold, is_bold))
            if shows_lines or kind == "code":
                gaps += (Span(*at.span()) for at in re.finditer(r"\s*\n\s*", words))
            self.added += sorted((Span(start + at.start, start + at.end) for at in gaps), key=lambda at: at.start)

    def term(self, words: str) -> None:
        """Append a term as the heading of the blocks that define it."""
        self.heading(CONTEXT_LEVEL, words)
        self._is_defining = True

    def end_term(self) -> None:
        """End the blocks that define the last term, if that is a heading."""
        if self._is_defining:
            self.heading(CONTEXT_LEVEL, "")

    def definition(self, words: str) -> None:
        """Append a definition of the previous block, the term: as a unit with it, or below it as its heading.

        Without words, the blocks that follow define the term.
        """
        term, name = self.elements[-1] if self.elements else None, self.parts[-1] if self.parts else ""
        at = len(self.elements) - 1
        self.prose(words, gap="\n")
        if not isinstance(term, Prose):
            return
        if is_short_definition(words) and not name.endswith("?"):
            self.elements[at:] = []
            self.end_term()
            self.elements.append(Prose(term.start, self.length, "pair"))
        else:
            self.elements[at] = Heading(CONTEXT_LEVEL, one_line(name), term.start, term.end)
            self._is_defining = True

    def row(self, headers: Sequence[str], cells: Sequence[Cell], gap: str = "\n") -> None:
        """Append a table row in the form of `row`, unless it has no words."""
        parts = _row_parts(headers, cells)
        if not parts:
            return
        at, end = self._append("".join(words for words, _ in parts), gap)
        self.elements.append(Prose(at, end, "row"))
        for words, is_there in parts:
            if words and not is_there:
                self.added.append(Span(at, at + len(words)))
            at += len(words)

    def non_prose(self) -> None:
        """Mark that something is left out here, so that no quote spans it."""
        self.elements.append(NonProse())

    def rendered(self) -> Rendered:
        return Rendered("".join(self.parts), tuple(self.elements), tuple(self.places), added=tuple(self.added))

    def _append(self, words: str, gap: str) -> tuple[int, int]:
        if gap := gap if self.length else gap.lstrip("\n"):  # leaves the number of a leading list item
            self.parts.append(gap)
            self.added.append(Span(self.length, self.length + len(gap)))
            self.length += len(gap)
        start = self.length
        self.places.extend(Place(start + offset, *place) for offset, place in self._next_places.items())
        self._next_places = {}
        self.parts.append(words)
        self.length += len(words)
        if self.length > MAX_TEXT:
            raise ValueError(f"it has more than {MAX_TEXT // 1024 // 1024} MB of text; split it")
        return start, self.length


def is_navigation(outside: str, targets: Sequence[str]) -> bool:
    """Return whether a paragraph or item only navigates its page, given its words outside links and the targets."""
    within = [target for target in targets if target.startswith("#")]
    return 2 * len(within) >= len(targets) > 0 and not any(map(str.isalnum, outside))


def is_short_definition(words: str) -> bool:
    """Return whether a definition is quoted as a unit with its term: it is short and at most one sentence."""
    return 0 < len(words.split()) <= _MAX_PAIR_WORDS and not _SENTENCE_END.search(words.strip())


def row(headers: Sequence[str], cells: Sequence[str]) -> str:
    """Return a table row as a screen reader reads it out: "Country: Mongolia; Recognised in: 1948"."""
    return "".join(words for words, _ in _row_parts(headers, [Cell((cell,)) for cell in cells]))


def _row_parts(headers: Sequence[str], cells: Sequence[Cell]) -> list[tuple[str, bool]]:
    """Return the parts of a row in order, each with whether it stands there in the document."""
    parts: list[tuple[str, bool]] = []
    separator = ""
    for header, cell in zip_longest(map(struck.without, headers), cells, fillvalue=None):
        shown = tuple(filter(None, map(struck.without, cell.words))) if isinstance(cell, Cell) else ()
        if not isinstance(cell, Cell) or not shown:
            continue
        said = ", ".join(shown)
        parts.append((separator, False))
        separator = ": " if cell.is_name else "; "
        if isinstance(header, str) and header and header != said:
            parts.append((f"{header.rstrip(':')}: ", False))
        for number, words in enumerate(shown):
            parts += [(", " if number else "", False), (words, not cell.is_repeated)]
    return parts
