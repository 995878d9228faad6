"""Finds and removes page furniture: running headers and footers, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from relbot.corpus.formats.pdf.lines import Line, PageLines

_ZONE = 0.12
"""The top and bottom zones of a page, as a fraction of its height, in which repeated lines are furniture."""
_MARGIN = 0.2
"""The same for lines set apart from the text; larger, because a small page printed on larger paper is inset."""
_MIN_PAGES = 3
"""The number of pages on which furniture repeats; in a shorter document all of them, but at least two."""
T = TypeVar("T", bound=Hashable)

_APART = 1.3
"""The minimum distance between furniture and text, in font sizes. Lines of single-spaced text are 1.2 apart."""
_DIGITS = re.compile(r"\d+")
_MAX_NUMBER = 30
"""The maximum length in characters of a line that is only a page number."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|s\.)?\W*(?:\d{1,4}|(?=[ivxlc])[xlc]{0,5}(?:ix|iv|v?i{0,3}))(?:\W*(?:of|von|/)\W*(?P<total>\d{1,4}))?\W*",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[PageLines], labels: Sequence[str]) -> list[list[Line]]:
    """Return the lines of each page without its furniture.

    Furniture is any line that repeats in the outer zones of several pages. Among the lines set apart from the text, it
    is also a line that repeats with digits masked, a line at the same height as such a line (e.g. a header with the
    name of the section), and the page number, alone or set apart from a title beside it.
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
    """Return the keys that are on at least `needed` pages."""
    counts = Counter(key for page in pages for key in page)
    return {key for key, count in counts.items() if count >= needed}


def _zone(page: PageLines) -> Iterator[Line]:
    edge = _ZONE * page.height
    return (line for line in page.lines if not edge < line.base < page.height - edge and not line.is_row)


def _margin(page: PageLines, direction: int) -> set[Line]:
    """Return the lines below (-1) or above (1) the text that are set apart from it."""
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
    """Return the words with digits masked, and the font size, which tells a title from the headers that repeat it."""
    return _DIGITS.sub("#", line.text.casefold()), line.size


def _height(line: Line) -> tuple[int, float]:
    return round(line.base), line.size


def _numbered(margin: set[Line], label: str) -> set[Line]:
    """Return the lines of a margin with the page number at one end, and other lines with cells of the same size.

    Examples are a header that differs on each page, or the date, title and address that browsers print.
    """
    sizes = {
        line.size
        for line in margin
        if line.cells and any(_is_page_number(line.cells[end][2], label, is_apart=False) for end in (0, -1))
    }
    return {line for line in margin if line.cells and line.size in sizes}


def _is_page_number(words: str, label: str, *, is_apart: bool = True) -> bool:
    """Return whether words are a page number; unless `is_apart`, it must be the page's own or give the total."""
    if words == label:
        return True
    number = _PAGE_NUMBER.fullmatch(words) if len(words) <= _MAX_NUMBER else None
    return number is not None and (is_apart or number["total"] is not None)
