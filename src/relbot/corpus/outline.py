"""What a reader finds in a source, and how that becomes blocks with section paths.

A reader only says what is a heading and what is prose, in the order of the text; paths and the title are worked out
here, alike for every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MAX_HEADING = 200
"""Characters kept of a heading or title. Every passage below repeats it, so a runaway line must not pass for one."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    """1 is the outermost."""
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a list item, a table row or a code block: `text[start:end]`, without its markers."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Residue:
    """Something that is no prose and must not be quoted across, such as an infobox."""


Element = Heading | Prose | Residue
Reader = Callable[[str, int], Iterable[Element]]
"""Reads `text` from the offset on that is given with it; what it yields has offsets into the whole text.

Raises ValueError with what is wrong with it.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, `text[start:end]`."""

    start: int
    end: int
    section: tuple[str, ...]
    """Headings above it, outermost first, without the document's title."""
    follows: bool = False
    """Whether nothing but white space, markers and rules lies between the block before and this one."""


_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")


def lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Each line from an offset on: where it starts, and its words. `str.splitlines` would part at U+2028 as well."""
    return ((line.start(), line.group(1)) for line in _LINE.finditer(text, start))


def one_line(words: str) -> str:
    """Words as a heading or title shows them: on one line and at most `MAX_HEADING` characters long."""
    return " ".join(words[: 2 * MAX_HEADING].split())[:MAX_HEADING].rstrip()


def outline(text: str, elements: Iterable[Element], title: str | None) -> tuple[str | None, tuple[Block, ...]]:
    """The title (the given one, else the first top heading) and the blocks that say something.

    A top heading that stands alone or repeats the title names the document, so it is no part of section paths. A
    block without any letter or digit, such as a row of asterisks, says nothing and is dropped.
    """
    elements = list(elements)
    tops = [element.text for element in elements if isinstance(element, Heading) and element.level == 1]
    title = title or next(iter(tops), None)
    unnamed = {title, *(tops if len(tops) == 1 else ())}

    blocks: list[Block] = []
    path: list[Heading] = []
    section: tuple[str, ...] = ()
    follows = False
    for element in elements:
        match element:
            case Heading(level, _):
                path = [*(above for above in path if above.level < level), element]
                section = tuple(h.text for h in path if h.text and not (h.level == 1 and h.text in unnamed))
                follows = False
            case Residue():
                follows = False
            case Prose(start, end) if any(map(str.isalnum, text[start:end])):
                blocks.append(Block(start, end, section, follows))
                follows = True
    return title, tuple(blocks)
