"""The words of a page from one block boundary to the next, with the elements that emphasise them."""

from __future__ import annotations

from dataclasses import dataclass, field

BOLD = frozenset({"b", "strong"})
EMPHASISED = BOLD | {"em", "i"}


@dataclass(slots=True)
class CollectedWords:
    """The words collected since the last block began."""

    parts: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """The words, each with the elements that emphasise them."""

    def lines(self, *, is_code: bool = False) -> str:
        return _folded("".join(words for words, _ in self.parts), is_code=is_code)

    def opening(self, by: frozenset[str] = EMPHASISED) -> str:
        """Return the leading words that are emphasised by any element in `by`; they may be all of the words."""
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
