"""Builds a rendered text block by block, with the elements that stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from relbot.answer import Place
from relbot.corpus.outline import MAX_TEXT, Element, Heading, Kind, NonProse, Prose, Rendered, one_line


@dataclass(slots=True)
class TextBuilder:
    """Appends blocks to a text, each on lines of its own. Raises ValueError where they exceed `MAX_TEXT`."""

    parts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    length: int = 0
    _next_places: dict[int, tuple[str, str, str | None]] = field(default_factory=dict)

    def place(self, label: str, fragment: str = "", url: str | None = None, *, offset: int = 0) -> None:
        """Say that what is appended next stands, from an offset on, at another place: a page, a slide, a row."""
        self._next_places[offset] = label, fragment, url

    def heading(self, level: int, words: str, gap: str = "\n\n") -> None:
        """Append a heading; one without words only ends the sections of its level."""
        words = one_line(words)
        start, end = self._append(words, gap) if words else (-1, -1)
        self.elements.append(Heading(level, words, start, end))

    def prose(self, words: str, kind: Kind = "paragraph", gap: str = "\n\n", *, is_emphasised: bool = False) -> None:
        """Append a block, unless it has no words."""
        words = words.strip()
        if words:
            self.elements.append(Prose(*self._append(words, gap), kind, is_emphasised))

    def non_prose(self) -> None:
        """Mark that something is left out here, so that no quote spans it."""
        self.elements.append(NonProse())

    def rendered(self) -> Rendered:
        return Rendered("".join(self.parts), tuple(self.elements), tuple(self.places))

    def _append(self, words: str, gap: str) -> tuple[int, int]:
        if self.length:
            self.parts.append(gap)
            self.length += len(gap)
        start = self.length
        self.places.extend(Place(start + offset, *place) for offset, place in self._next_places.items())
        self._next_places = {}
        self.parts.append(words)
        self.length += len(words)
        if self.length > MAX_TEXT:
            raise ValueError(f"it has more than {MAX_TEXT // 1024 // 1024} MB of text; split it")
        return start, self.length


def row(headers: list[str], cells: list[str]) -> str:
    """A table row as a screen reader says it: "Country: Mongolia; Recognised in: 1948"."""
    said = [
        f"{header.rstrip(':')}: {cell}" if header and header != cell else cell
        for header, cell in zip([*headers, *[""] * len(cells)], cells, strict=False)
        if cell
    ]
    return "; ".join(said)
