"""The elements of a rendered text that a format parser yields, and how they become blocks with section paths.

A parser distinguishes headings from prose, in the order of the text; the title and section paths are determined here,
the same for every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from relbot.answer import Place, Span

MAX_TEXT = 20 * 1024 * 1024
"""Characters of a rendered text. The longest novels have ten million; the text of an archive can be of any length."""

MAX_HEADING = 200
"""Characters kept of a heading or title: every passage below repeats it, so an overlong line must be cut."""

CONTEXT_LEVEL = 10
"""Level of what is no heading but says what the blocks below are about: a question of an FAQ, a label ("Trade:")."""

_LEAST_WIDTH = 50
"""Characters of a column of text; shorter lines end where their author ended them."""

_MAX_SHORT_LINE_WORDS = 4
"""A section of one line of so few words without a sentence's end is quoted with its heading: "Licence / MIT"."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, `text[start:end]`; level 1 is the outermost. An empty one ends the sections of its level."""

    level: int
    text: str
    start: int = -1
    end: int = -1


Kind = Literal["paragraph", "item", "row", "pair", "code"]
"""A list item, a table row with its headers, a key with its value, a code block; else a paragraph."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of words, `text[start:end]`, without its markers."""

    start: int
    end: int
    kind: Kind = "paragraph"
    is_emphasised: bool = False
    """Whether it stands out as a whole, as by bold print or italics."""
    is_bold: bool = False
    """Whether it does by bold print, as titles do that no markup names."""


@dataclass(frozen=True, slots=True)
class NonProse:
    """Content that is no prose and must not lie within a quote, such as an infobox."""


Element = Heading | Prose | NonProse


@dataclass(frozen=True, slots=True)
class Rendered:
    """A source as a reader of the rendered document sees it."""

    text: str
    elements: tuple[Element, ...]
    """In order, without overlap, with offsets into the text."""
    places: tuple[Place, ...] = ()
    """In order: the pages, slides, rows or the like, of a format that has them."""
    title: str | None = None
    """As the document's own metadata give it."""
    url: str | None = None
    """The address that the document itself says is its own."""
    added: tuple[Span, ...] = ()
    """In order: ranges that the document does not show as such, and that no link may name: what lies between blocks,
    and the headers and separators that are said with the cells of a table."""
    date: str | None = None
    """When it was written or last changed, as it says itself: as `stated_date` gives it."""


FormatParser = Callable[[str, int], Rendered]
"""Renders `source[start:]`, given (source, start). Raises ValueError with the reason where the source is refused."""
BytesParser = Callable[[bytes], Rendered]
"""Renders the bytes of a file whose format is no text, or says its own encoding. Raises ValueError as above."""
OnPage = Callable[[int, int], None]
"""Called with the number of pages read, and of all."""
PagedParser = Callable[[bytes, OnPage], Rendered]
"""The same for a format with pages, which take their time."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, `text[start:end]`."""

    start: int
    end: int
    section: tuple[str, ...]
    """Headings above it, outermost first, without the document's title."""
    is_adjacent: bool = False
    """Whether only white space, markers and rules lie between the previous block and this one."""
    is_unit: bool = False
    """Whether it is quoted as a whole, like one sentence: a table row, a list with its lead-in."""
    is_alone: bool = False
    """Whether it is a passage of its own: a table row, which says all that it says."""


_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")


def lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """(offset, text) of each line from an offset on. `str.splitlines` would also split at U+2028."""
    return ((line.start(), line.group(1)) for line in _LINE.finditer(text, start))


def width(paragraph: Sequence[str]) -> int:
    """Up to where the lines of a paragraph go, in characters."""
    return max(_LEAST_WIDTH, *map(len, paragraph))


def is_full(line: str, below: str, width: int) -> bool:
    """Whether a line of a paragraph so wide was broken for its length: with the next word it would be longer than the
    others. There is no telling of a short one.
    """
    return len(line) + 1 + len(below.split(maxsplit=1)[0]) > width


def one_line(words: str) -> str:
    """A heading or title on one line, of at most `MAX_HEADING` characters."""
    return " ".join(words[: 2 * MAX_HEADING].split())[:MAX_HEADING].rstrip()


def outline(text: str, elements: Iterable[Element], title: str | None) -> tuple[str | None, tuple[Block, ...]]:
    """The title (the given one, else the first top heading) and the blocks.

    The only top heading, or one that repeats the title, names the document and is no part of section paths. A block
    without any letter or digit, such as a row of asterisks, is dropped.
    """
    elements = _without_idle_ends(list(elements))
    tops = [element.text for element in elements if isinstance(element, Heading) and element.level == 1]
    title = title or next(iter(tops), None)
    title_headings = {title, *(tops if len(tops) == 1 else ())}

    blocks: list[Block] = []
    path: list[Heading] = []
    section: tuple[str, ...] = ()
    is_adjacent = False
    for index, element in enumerate(elements):
        match element:
            case Heading(level, _):
                path = [*(above for above in path if above.level < level), element]
                section = tuple(h.text for h in path if h.text and not (h.level == 1 and h.text in title_headings))
                is_adjacent = False
            case NonProse():
                is_adjacent = False
            case Prose(start, end, kind) if any(map(str.isalnum, text[start:end])):
                is_unit = kind in ("row", "pair")
                if _is_short_section(text, elements, index):
                    heading = elements[index - 1]
                    start, is_unit = (heading.start, True) if isinstance(heading, Heading) else (start, is_unit)
                blocks.append(Block(start, end, section, is_adjacent, is_unit, kind == "row"))
                is_adjacent = True
    return title, tuple(blocks)


def _without_idle_ends(elements: list[Element]) -> list[Element]:
    """The elements but for the ends of sections that a heading has ended before, so that its block comes next to it."""
    return [*elements[:1], *(element for before, element in pairwise(elements) if not _is_idle_end(before, element))]


def _is_idle_end(before: Element, element: Element) -> bool:
    if not (isinstance(before, Heading) and isinstance(element, Heading)) or element.text:
        return False
    return before.level < element.level or (before.level == element.level and not before.text)


def _is_short_section(text: str, elements: list[Element], index: int) -> bool:
    """Whether a block is the only one under its heading, and so short that it says nothing without it."""
    element, heading = elements[index], elements[index - 1] if index else None
    following = elements[index + 1] if index + 1 < len(elements) else None
    if not (isinstance(element, Prose) and isinstance(heading, Heading) and 1 < heading.level < CONTEXT_LEVEL):
        return False
    if element.kind == "row":
        return False
    words = text[element.start : element.end]
    is_line = "\n" not in words and len(words.split()) <= _MAX_SHORT_LINE_WORDS and words[-1:] not in ".!?。"
    is_shown = heading.start >= 0 and text[heading.start : heading.end] == heading.text  # not `== Licence ==`
    return is_line and is_shown and not heading.text.endswith("?") and not isinstance(following, Prose)
