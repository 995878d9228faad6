"""The words of a page between the ends of two blocks, with the elements by which they stand out."""

from __future__ import annotations

from dataclasses import dataclass, field

BOLD = frozenset({"b", "strong"})
EMPHASISED = BOLD | {"em", "i"}


@dataclass(slots=True)
class CollectedWords:
    """The words collected since the last block began."""

    parts: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """With the elements by which they stand out."""

    def lines(self, *, is_code: bool = False) -> str:
        return _folded("".join(words for words, _ in self.parts), is_code=is_code)

    def opening(self, by: frozenset[str] = EMPHASISED) -> str:
        """The words at the beginning that stand out by some elements, all or only some."""
        opening = []
        for words, elements in self.parts:
            if words.strip() and elements.isdisjoint(by):
                break
            opening.append(words)
        return _folded("".join(opening))


def _folded(words: str, *, is_code: bool = False) -> str:
    lines = words.split("\n")
    if is_code:
        return "\n".join(line.rstrip() for line in lines).strip("\n")
    return "\n".join(folded for line in lines if (folded := " ".join(line.split())))
