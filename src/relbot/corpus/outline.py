"""The elements of a rendered text that a format parser yields, and how they become blocks with section paths.

A parser only tells headings from prose, in text order; the title and section paths are determined here in the same way
for every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from relbot.answer import Place, Span

MAX_TEXT = 20 * 1024 * 1024
"""The most characters of a rendered text. The longest novels have ten million; an archive's text has no limit."""

MAX_HEADING = 200
"""The most characters of a heading or title: every passage below repeats it, so an overlong line must be cut."""

CONTEXT_LEVEL = 10
"""Level of an element that is no heading but says what the blocks below are about: an FAQ question, or a label
("Trade:")."""

_LEAST_WIDTH = 50
"""The least width, in characters, at which lines are wrapped; shorter ones end where their author ended them."""

_MAX_SHORT_LINE_WORDS = 4
"""A section that is a single line of so few words, not a sentence, is quoted with its heading: "Licence / MIT"."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, `text[start:end]`; level 1 is the outermost. An empty one ends the sections of its level."""

    level: int
    text: str
    start: int = -1
    end: int = -1


Kind = Literal["paragraph", "item", "row", "pair", "code"]
"""An ordinary paragraph, a list item, a table row with its headers, a key with its value, or a code block."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of words, `text[start:end]`, without its markers."""

    start: int
    end: int
    kind: Kind = "paragraph"
    is_emphasised: bool = False
    """Whether all of it is emphasised, e.g. in bold or italics."""
    is_bold: bool = False
    """Whether all of it is in bold, as titles without heading markup are."""


@dataclass(frozen=True, slots=True)
class NonProse:
    """Content that is not prose and must not lie within a quote, such as an infobox."""


Element = Heading | Prose | NonProse


@dataclass(frozen=True, slots=True)
class Rendered:
    """A source as a reader of the rendered document sees it."""

    text: str
    elements: tuple[Element, ...]
    """The elements in order and without overlap, with offsets into the text."""
    places: tuple[Place, ...] = ()
    """The pages, slides, rows or the like in order, if the format has them."""
    title: str | None = None
    """The title in the document's own metadata."""
    url: str | None = None
    """The address that the document gives as its own."""
    added: tuple[Span, ...] = ()
    """Ranges, in order, that the document does not show as such, so that no link may quote them: the text between
    blocks, and the headers and separators that are repeated with the cells of a table."""
    date: str | None = None
    """When it was written or last changed by its own account, as `stated_date` gives it."""


FormatParser = Callable[[str, int], Rendered]
"""Renders `source[start:]`, given (source, start). Raises ValueError with the reason if the source is refused."""
BytesParser = Callable[[bytes], Rendered]
"""Renders the bytes of a file in a binary format, or one that declares its own encoding. Raises ValueError as above."""
OnPage = Callable[[int, int], None]
"""Called with the number of pages read so far, and of all pages."""
PagedParser = Callable[[bytes, OnPage], Rendered]
"""The same for a format with pages, which reports its progress."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, `text[start:end]`."""

    start: int
    end: int
    section: tuple[str, ...]
    """The headings above it, outermost first, without the document's title."""
    is_adjacent: bool = False
    """Whether only white space, markers and rules lie between the previous block and this one."""
    is_unit: bool = False
    """Whether it is quoted as a whole, like one sentence: e.g. a table row, or a list with its lead-in."""
    is_alone: bool = False
    """Whether it is a passage of its own: a table row, which is complete by itself."""


_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")


def lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of each line from an offset on. `str.splitlines` would also split at U+2028."""
    return ((line.start(), line.group(1)) for line in _LINE.finditer(text, start))


def width(paragraph: Sequence[str]) -> int:
    """Return the width of a paragraph: the characters of its longest line, at least `_LEAST_WIDTH`."""
    return max(_LEAST_WIDTH, *map(len, paragraph))


def is_full(line: str, below: str, width: int) -> bool:
    """Return whether a line was wrapped: with the first word from below, it would exceed the paragraph's width."""
    return len(line) + 1 + len(below.split(maxsplit=1)[0]) > width


def one_line(words: str) -> str:
    """Return a heading or title on one line, of at most `MAX_HEADING` characters."""
    return " ".join(words[: 2 * MAX_HEADING].split())[:MAX_HEADING].rstrip()


def outline(text: str, elements: Iterable[Element], title: str | None) -> tuple[str | None, tuple[Block, ...]]:
    """Return the title (the given one, else the first top-level heading) and the blocks.

    A top-level heading that is the only one, or repeats the title, names the document and is no part of section paths.
    A block without any letter or digit, such as a row of asterisks, is dropped.
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
    """Return the elements without the section ends that the heading before them makes redundant."""
    return [*elements[:1], *(element for before, element in pairwise(elements) if not _is_idle_end(before, element))]


def _is_idle_end(before: Element, element: Element) -> bool:
    if not (isinstance(before, Heading) and isinstance(element, Heading)) or element.text:
        return False
    return before.level < element.level or (before.level == element.level and not before.text)


def _is_short_section(text: str, elements: list[Element], index: int) -> bool:
    """Return whether a block is the only one under its heading, and so short that it says nothing without it."""
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
