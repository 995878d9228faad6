"""Struck-through words: a document shows them as no longer valid, so the rendered text leaves them out.

A parser of inline markup puts `STRUCK` in their place, and `TextBuilder` removes it with the space that it leaves.
"""

from __future__ import annotations

from relbot.answer import Span

STRUCK = "\ue0d2"
"""The placeholder for struck-through words, a private use character, which no script uses."""

STRUCK_ELEMENTS = frozenset({"del", "s", "strike"})
"""HTML elements whose words are struck through."""
_CLOSING = frozenset(".,;:!?)")


def without(words: str) -> str:
    """Return words without those that are struck through."""
    return without_and_gaps(words)[0]


def without_and_gaps(words: str) -> tuple[str, list[Span]]:
    """Return the same as `without`, and the gaps between remaining words that the document does not show adjacent."""
    if STRUCK not in words:
        return words, []
    kept: list[str] = []
    gaps: list[Span] = []
    length, spaces = 0, ""
    for number, part in enumerate(words.split(STRUCK)):
        left = part.strip()
        spaces += part[: len(part) - len(part.lstrip())]
        if not left:
            continue
        if number and length:
            is_closing = left[0] in _CLOSING
            gap = "\n" if "\n" in spaces else " " if spaces and not is_closing else ""
            gaps.append(Span(length, length + len(gap) + is_closing))
            kept.append(gap)
            length += len(gap)
        kept.append(left)
        length += len(left)
        spaces = part[len(part.rstrip()) :]
    return "".join(kept), gaps
