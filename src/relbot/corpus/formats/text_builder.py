"""Builds a rendered text block by block, with the elements that stand in it."""

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
"""Of a definition that is quoted in one unit with its term; a longer one is a passage below it."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row."""

    words: tuple[str, ...]
    """On one line each: several where it holds several paragraphs or list items."""
    is_repeated: bool = False
    """Whether it stands in another row or column, and spans this one."""
    is_name: bool = False
    """Whether it is the header of the row, and the cell behind it what it names."""


@dataclass(slots=True)
class TextBuilder:
    """Appends blocks to a text, each on lines of its own. Raises ValueError where they exceed `MAX_TEXT`."""

    parts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    added: list[Span] = field(default_factory=list)
    length: int = 0
    _next_places: dict[int, tuple[str | None, str, str | None]] = field(default_factory=dict)
    _is_defining: bool = False
    """Whether the last heading is a term, which says nothing of the terms below."""

    def place(self, label: str | None, fragment: str = "", url: str | None = None, *, offset: int = 0) -> None:
        """Say that what is appended next stands, from an offset on, at another place: a page, a slide, a row."""
        self._next_places[offset] = label, fragment, url

    def heading(self, level: int, words: str, gap: str = "\n\n") -> None:
        """Append a heading; one without words only ends the sections of its level."""
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
        """Append a block, unless it has no words. `shows_lines` says that its line ends are seen, as those of code."""
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
        """Say that what comes next is none of what defines the term above, where that is a heading."""
        if self._is_defining:
            self.heading(CONTEXT_LEVEL, "")

    def definition(self, words: str) -> None:
        """Append a definition, whose term is the block before: in one unit with it, or below it as its heading. It is
        empty where other blocks follow that define the term.
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
        """Append a table row as `row` says it, unless it has no words."""
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
        if gap := gap if self.length else gap.lstrip("\n"):  # the number of a list item is left of the first
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
    """Whether a paragraph or item only leads about its own page, given its words outside of links and their targets."""
    within = [target for target in targets if target.startswith("#")]
    return 2 * len(within) >= len(targets) > 0 and not any(map(str.isalnum, outside))


def is_short_definition(words: str) -> bool:
    """Whether a definition is quoted in one unit with its term: it is not long, and one sentence at most."""
    return 0 < len(words.split()) <= _MAX_PAIR_WORDS and not _SENTENCE_END.search(words.strip())


def row(headers: Sequence[str], cells: Sequence[str]) -> str:
    """A table row as a screen reader says it: "Country: Mongolia; Recognised in: 1948"."""
    return "".join(words for words, _ in _row_parts(headers, [Cell((cell,)) for cell in cells]))


def _row_parts(headers: Sequence[str], cells: Sequence[Cell]) -> list[tuple[str, bool]]:
    """The words of a row in order, and whether the document has them there."""
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
