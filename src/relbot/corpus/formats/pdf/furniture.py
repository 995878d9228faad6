"""Finds the furniture of pages: running headers and footers, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from relbot.corpus.formats.pdf.lines import Line, PageLines

_ZONE = 0.12
"""Of the height of a page, at its top and at its bottom: where lines that repeat are furniture."""
_MARGIN = 0.2
"""The same for lines that are apart from the text: that of a small page printed on larger paper is set in."""
_MIN_PAGES = 3
"""On which a line repeats; of a document with fewer, all (but at least two)."""
T = TypeVar("T", bound=Hashable)

_APART = 1.3
"""Between furniture and text, in sizes of type. Lines of single-spaced text are 1.2 apart."""
_DIGITS = re.compile(r"\d+")
_MAX_NUMBER = 30
"""Characters of a line that is nothing but the number of its page."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|s\.)?\W*(?:\d{1,4}|(?=[ivxlc])[xlc]{0,5}(?:ix|iv|v?i{0,3}))(?:\W*(?:of|von|/)\W*(?P<total>\d{1,4}))?\W*",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[PageLines], labels: Sequence[str]) -> list[list[Line]]:
    """The lines of each page but its furniture.

    That is what repeats in the outer zones of several pages and, of what is apart from the text: what repeats with
    digits masked, what stands as high as such a line (a header that names the section), and the page's number, alone
    or set apart from a title beside it.
    """
    needed = max(2, min(_MIN_PAGES, len(pages)))
    zones = [list(_zone(page)) for page in pages]
    margins = [_margin(page, -1) | _margin(page, 1) for page in pages]
    repeated = _on_pages(needed, [{(line.text, line.size) for line in zone} for zone in zones])
    masked = _on_pages(needed, [{_masked(line) for line in margin} for margin in margins])
    heights = _on_pages(needed, [{_height(line) for line in margin if _masked(line) in masked} for margin in margins])
    kept = []
    for page, zone, margin, label in zip(pages, zones, margins, labels, strict=True):
        dropped = {line for line in zone if (line.text, line.size) in repeated} | {
            line
            for line in margin
            if _masked(line) in masked or _height(line) in heights or _is_page_number(line.text, label)
        }
        dropped |= _numbered(margin, label)
        kept.append([line for line in page.lines if line not in dropped])
    return kept


def _on_pages(needed: int, pages: Sequence[set[T]]) -> set[T]:
    """What is on as many pages as needed."""
    counts = Counter(key for page in pages for key in page)
    return {key for key, count in counts.items() if count >= needed}


def _zone(page: PageLines) -> Iterator[Line]:
    edge = _ZONE * page.height
    return (line for line in page.lines if not edge < line.base < page.height - edge and not line.is_row)


def _margin(page: PageLines, direction: int) -> set[Line]:
    """The lines below (-1) or above (1) the text that are apart from it."""
    ordered = sorted(page.lines, key=lambda line: -direction * line.base)
    margin: set[Line] = set()
    for line, following in zip(ordered, [*ordered[1:], None], strict=False):
        if (line.base - page.height / 2) * direction < (0.5 - _MARGIN) * page.height or line.is_row:
            break
        margin.add(line)
        if following is None:
            return margin if len(margin) == 1 else set()
        if abs(line.base - following.base) > _APART * max(line.size, following.size):
            return margin
    return set()


def _masked(line: Line) -> tuple[str, float]:
    """What repeats: the words with digits masked, in the same size; a title that headers repeat is larger than they."""
    return _DIGITS.sub("#", line.text.casefold()), line.size


def _height(line: Line) -> tuple[int, float]:
    return round(line.base), line.size


def _numbered(margin: set[Line], label: str) -> set[Line]:
    """The lines of a margin with the page's number at one end, and those like them at the other edge of the page.

    Such as a header of which each page has another, or the date, title and address that browsers print.
    """
    sizes = {
        line.size
        for line in margin
        if line.cells and any(_is_page_number(line.cells[end][2], label, is_apart=False) for end in (0, -1))
    }
    return {line for line in margin if line.cells and line.size in sizes}


def _is_page_number(words: str, label: str, *, is_apart: bool = True) -> bool:
    """Whether words are the number of a page; beside others they must be its own, or say of how many."""
    if words == label:
        return True
    number = _PAGE_NUMBER.fullmatch(words) if len(words) <= _MAX_NUMBER else None
    return number is not None and (is_apart or number["total"] is not None)
