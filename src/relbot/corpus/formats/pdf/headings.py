"""Finds the headings of a PDF by its bookmarks, else by its tags, and by type that is bold or larger than the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relbot.corpus.formats.pdf.blocks import Block, BodyType

_MAX_LEVEL = 6
_MAX_LINES, _MAX_CHARACTERS = 3, 200
_LARGER = 1.08
"""The minimum font size of a heading, relative to the text."""
_MAX_BOLD_RUN = 2
"""The maximum number of consecutive bold blocks that can be headings; more are a form or a cover."""
_MAX_NUMBERING = 12
"""The maximum length in characters of a heading's prefix that its bookmark lacks: "Chapter 3.2"."""

_MAX_PAGE_NUMBER = 5
"""The maximum length in characters of a page number in a table of contents."""
_SIGNS = re.compile(r"[\W_]+")
_CONTENTS = re.compile(r"(?:\s?\.){4,}\s*\S{0,8}$")
_ENDS = re.compile(r"[.,;]$")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline that viewers show beside the pages."""

    title: str
    level: int
    """The level, with 1 as the outermost."""
    page: int
    """The page, counted from 0."""


def is_contents_line(words: str, page: int, bookmarks: Mapping[str, Bookmark]) -> bool:
    """Return whether a line is of a table of contents: dots and a page, or a bookmark of this or a later page."""
    if _CONTENTS.search(words):
        return True
    name, _, number = words.rpartition(" ")
    if not bookmarks or len(number) > _MAX_PAGE_NUMBER:
        return False
    bookmark = bookmarks.get(letters(name)) or bookmarks.get(letters(name.partition(" ")[2]))
    return bookmark is not None and bookmark.page >= page


def levels(blocks: Sequence[Block], bookmarks: Iterable[Bookmark], body: BodyType) -> dict[int, int]:
    """Return the level of each block that is a heading, by its index."""
    by_type = _by_type(blocks, body)
    marked = _by_bookmarks(blocks, bookmarks) or {
        index: block.first.level for index, block in enumerate(blocks) if block.first.level and block.kind != "row"
    }
    styles = sorted({_style(blocks[index]) for index in by_type}, reverse=True)
    ranks = {style: rank for rank, style in enumerate(styles, start=1)}
    if not marked:
        return {index: min(ranks[_style(blocks[index])], _MAX_LEVEL) for index in by_type}
    level_of_style: dict[tuple[float, bool], int] = {}
    for index, level in marked.items():
        style = _style(blocks[index])
        level_of_style[style] = min(level, level_of_style.get(style, level))
    largest, deepest = max(level_of_style), max(marked.values()) + 1
    unmarked = {
        index: 1 if style > largest else min(level_of_style.get(style, deepest), _MAX_LEVEL)
        for index in by_type
        if (style := _style(blocks[index]))
    }
    return dict(sorted((unmarked | marked).items()))


def letters(words: str) -> str:
    """Return words in the form in which they are compared: only letters and digits, in lower case."""
    return _SIGNS.sub("", words.casefold())


def _style(block: Block) -> tuple[float, bool]:
    return round(2 * block.first.size) / 2, block.first.is_bold


def _by_type(blocks: Sequence[Block], body: BodyType) -> list[int]:
    large, bold = [], []
    for index, block in enumerate(blocks):
        if not _is_short(block):
            continue
        if block.first.size >= _LARGER * body.size:
            large.append(index)
        elif all(at.line.is_bold for at in block.lines) and not body.is_bold and block.first.size > 0.9 * body.size:
            bold.append(index)
    runs: list[list[int]] = []
    for index in bold:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return sorted([*large, *(index for run in runs if len(run) <= _MAX_BOLD_RUN for index in run)])


def _is_short(block: Block) -> bool:
    words = block.words
    is_short = len(block.lines) <= _MAX_LINES and len(words) <= _MAX_CHARACTERS and any(map(str.isalpha, words))
    return is_short and block.kind in ("text", "item") and not _ENDS.search(words)


def _by_bookmarks(blocks: Sequence[Block], bookmarks: Iterable[Bookmark]) -> dict[int, int]:
    on_page: dict[int, dict[str, int]] = {}
    for bookmark in bookmarks:
        on_page.setdefault(bookmark.page, {}).setdefault(letters(bookmark.title), bookmark.level)
    marked = {}
    for index, block in enumerate(blocks):
        wanted = on_page.get(block.lines[0].page)
        if not wanted or len(block.lines) > _MAX_LINES:
            continue
        words = letters(block.words)
        for name, level in wanted.items():
            rest = len(words) - len(name)
            is_numbered = 0 < rest <= _MAX_NUMBERING and words.endswith(name) and any(map(str.isdigit, words[:rest]))
            if name and (words == name or is_numbered):
                marked[index] = min(level, _MAX_LEVEL)
                del wanted[name]
                break
    return marked
