"""The elements that a format parser yields, and how they become blocks with section paths.

A parser only distinguishes headings from prose, in the order of the text; the title and section paths are determined
here, the same for every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MAX_HEADING = 200
"""Characters kept of a heading or title: every passage below repeats it, so an overlong line must be cut."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the outermost."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a list item, a table row or a code block: `text[start:end]`, without its markers."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NonProse:
    """Content that is no prose and must not lie within a quote, such as an infobox."""


Element = Heading | Prose | NonProse
FormatParser = Callable[[str, int], Iterable[Element]]
"""Parses `text[start:]`, given (text, start); offsets are into the whole text.

Raises ValueError with the reason where the text is refused.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, `text[start:end]`."""

    start: int
    end: int
    section: tuple[str, ...]
    """Headings above it, outermost first, without the document's title."""
    is_adjacent: bool = False
    """Whether only white space, markers and rules lie between the previous block and this one."""


_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")


def lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """(offset, text) of each line from an offset on. `str.splitlines` would also split at U+2028."""
    return ((line.start(), line.group(1)) for line in _LINE.finditer(text, start))


def one_line(words: str) -> str:
    """A heading or title on one line, of at most `MAX_HEADING` characters."""
    return " ".join(words[: 2 * MAX_HEADING].split())[:MAX_HEADING].rstrip()


def outline(text: str, elements: Iterable[Element], title: str | None) -> tuple[str | None, tuple[Block, ...]]:
    """The title (the given one, else the first top heading) and the blocks.

    The only top heading, or one that repeats the title, names the document and is no part of section paths. A block
    without any letter or digit, such as a row of asterisks, is dropped.
    """
    elements = list(elements)
    tops = [element.text for element in elements if isinstance(element, Heading) and element.level == 1]
    title = title or next(iter(tops), None)
    title_headings = {title, *(tops if len(tops) == 1 else ())}

    blocks: list[Block] = []
    path: list[Heading] = []
    section: tuple[str, ...] = ()
    is_adjacent = False
    for element in elements:
        match element:
            case Heading(level, _):
                path = [*(above for above in path if above.level < level), element]
                section = tuple(h.text for h in path if h.text and not (h.level == 1 and h.text in title_headings))
                is_adjacent = False
            case NonProse():
                is_adjacent = False
            case Prose(start, end) if any(map(str.isalnum, text[start:end])):
                blocks.append(Block(start, end, section, is_adjacent))
                is_adjacent = True
    return title, tuple(blocks)
