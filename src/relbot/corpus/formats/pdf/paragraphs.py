"""Divides the lines of pages into paragraphs, items, captions and footnotes, and joins them across columns and pages.

A line ends its paragraph if the first word of the next line would have fitted into it, in justified and in ragged text.
If that does not decide, the line spacing, an indent and the type do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from relbot.corpus.formats.pdf import tables
from relbot.corpus.formats.pdf.blocks import Block, BodyType, Kind, PageLine
from relbot.corpus.formats.pdf.lines import IDEOGRAPH, LINE_END_HYPHEN, Line
from relbot.corpus.formats.pdf.tables import Header

FOOTNOTE_MARK = re.compile(r"(?:\d{1,2}|[*†‡§]{1,2})\s?(?=[^\W\d_a-z]|[“\"'(])")
_CLOSE_MARK = re.compile(r"(?:\d{1,2}|[*†‡§])(?=[^\W\d_])")
BULLET = re.compile(r"[•‣◦▪▫●○■□◆➢➤✓–—*-]\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\(\w{1,3}\)|[a-zA-Z][.)])\s+(?=\S)")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_a-z])")
"""The number of a section."""
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|listing|box|chart|plate|abbildung|abb\.|tabelle|tab\.|figura|tableau|tabla)\s?"
    r"[A-Z]?\d[\w.-]*[.:]?\s",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:;。！？][)\]”’\"'»]*\d{0,2}$")
_INITIALS = re.compile(r"\b[A-Z]\.\n[A-Z]\.\s")
"""Initials broken over two lines, of which the second looks like the start of a list item."""
_MARK = re.compile(r"[\d*†‡§]|\[\d")
_LONE_MARK = re.compile(r"\d{1,3}|\W{1,2}")
_WIDER = 1.3
"""The ratio of line spacing to the usual one above which a paragraph ends."""
_INDENT = 0.7
"""The minimum indent of a paragraph's first line, in font sizes."""
_FAR = 6.0
"""An indent larger than that of any first line, in font sizes: e.g. of a date on the right or a centred title."""
_RAGGED = 0.2
"""The free share of the text width that a line within a sentence may leave, e.g. if lines are broken by their number of
characters; lines of addresses and poems leave more."""
_SAME_SIZE = 0.12
"""The maximum relative difference of font sizes within a paragraph, e.g. that of a word in a fixed-width font."""
_SMALL = 0.93
"""The font size below which a block can be a footnote, relative to the text."""


def divide(pages: Sequence[Sequence[Line]], body: BodyType) -> list[Block]:
    """Return the blocks of all pages, in order."""
    blocks: list[Block] = []
    regions = ((page, region) for page, lines in enumerate(pages) for region in _regions(lines))
    header: Header | None = None
    for number, (page, lines) in enumerate(regions):
        region: list[Block] = []
        of_body = [line for line in lines if abs(line.size - body.size) <= _SAME_SIZE * body.size]
        edge = _right_edge(of_body or lines)
        for is_table, run in tables.split(lines):
            if is_table:
                rows, header = tables.say_rows(run, None if region else header)
                region += (Block((PageLine(page, said),), "row", said.right, number) for said in rows)
            else:
                header = None
                region += _blocks_of(run, page, number, edge, body)
        blocks += _with_footnotes(region, body.size)
    return blocks


def join_over_regions(blocks: Sequence[Block], is_heading: Sequence[bool]) -> Iterator[tuple[int, Block]]:
    """Yield the blocks with their indices, with those joined that continue in the next column or on the next page.

    Blocks in between, such as a footnote or a figure caption, come after the joined block.
    """
    joined: dict[int, Block] = {}
    open_index, region = -1, 0
    for index, block in enumerate(blocks):
        if block.kind not in ("text", "item") and not is_heading[index]:
            joined[index] = block
            continue
        is_prose = open_index >= 0 and not is_heading[open_index] and not is_heading[index]
        if is_prose and block.region > region and _goes_on(joined[open_index], block):
            lines = (*joined[open_index].lines, *block.lines)
            joined[open_index] = replace(joined[open_index], lines=lines, edge=block.edge)
        else:
            joined[index] = block
            open_index = index
        region = block.region
    return iter(joined.items())


def _goes_on(open_block: Block, block: Block) -> bool:
    before, after = open_block.last, block.first
    if block.kind == "item" or not _is_same_type(before, after) or _ENDS.search(before.text):
        return False
    is_full = len(open_block.lines) > 1 and not _would_fit(before, after, open_block.edge)
    return after.text[0].islower() or is_full


def _regions(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield runs of lines that go down the page: its columns, or the whole page."""
    region: list[Line] = []
    for line in lines:
        if region and line.base > region[-1].base + max(line.size, region[-1].size) / 2:
            yield region
            region = []
        region.append(line)
    if region:
        yield region


def _blocks_of(lines: Sequence[Line], page: int, number: int, edge: float, body: BodyType) -> Iterator[Block]:
    gaps = [above.base - below.base for above, below in pairwise(lines)]
    sizes = [max(above.size, below.size) for above, below in pairwise(lines)]
    usual = median([gap / size for gap, size in zip(gaps, sizes, strict=True) if 0.5 < gap / size < 2.5] or [1.2])
    current: list[Line] = []
    is_close = False
    for line in lines:
        is_code = line.is_fixed and not body.is_fixed
        if current and (is_code or _begins(current, line, edge, usual)):
            yield _block(current, page, edge, number, is_close)
            gap = current[-1].base - line.base
            is_close = gap <= _WIDER * usual * line.size and _is_same_type(current[-1], line)
            current = []
        current.append(line)
    if current:
        yield _block(current, page, edge, number, is_close)


def _block(lines: Sequence[Line], page: int, edge: float, region: int, is_close: bool) -> Block:
    words = lines[0].text
    kind: Kind = "text"
    if BULLET.match(words) or _NUMBER.match(words):
        kind = "item"
    elif _CAPTION.match(f"{words} "):
        kind = "caption"
    return Block(tuple(PageLine(page, line) for line in lines), kind, edge, region, is_close)


def _right_edge(lines: Sequence[Line]) -> float:
    """Return the right edge of the text: the furthest one that two lines come near."""
    rights = sorted((line.right for line in lines), reverse=True)
    near = 0.02 * (rights[0] - min(line.left for line in lines))
    return next((first for first, second in pairwise(rights) if first - second <= near), rights[0])


def _begins(block: Sequence[Line], line: Line, edge: float, usual: float) -> bool:
    """Return whether a line begins a new block instead of continuing the block above."""
    above = block[-1]
    gap = above.base - line.base
    if abs(gap) < 0.5 * above.size:  # beside it
        return line.left > above.right + 3 * above.size
    is_name = _INITIALS.search(f"{above.text[-3:]}\n{line.text[:3]}") is not None
    is_short, is_ended = _would_fit(above, line, edge), _ENDS.search(above.text) is not None and not is_name
    is_far = edge - above.right > _RAGGED * (edge - above.left)
    is_item = bool(BULLET.match(block[0].text) or _NUMBER.match(block[0].text))
    left = min(other.left for other in block if abs(other.base - above.base) < 0.5 * above.size)  # parts of one line
    indent = (line.left - left) / line.size
    return bool(
        line.level != above.level
        or abs(line.size - above.size) > _SAME_SIZE * above.size
        or gap > _WIDER * usual * max(line.size, above.size)
        or (line.is_bold != above.is_bold and is_short)
        or BULLET.match(line.text) is not None
        or ((is_ended or is_short) and (_NUMBER.match(line.text) or _CAPTION.match(f"{line.text} ")) is not None)
        or (is_short and line.is_bold and _SECTION.match(line.text) is not None)
        or (is_short and (is_ended or _CLOSE_MARK.match(line.text) or (is_far and not line.text[0].islower())))
        or (indent > _INDENT and is_ended and not (is_item and len(block) == 1))
        or (indent < -_INDENT and (is_item or len(block) > 1))
        or indent < -_FAR
    )


def _would_fit(line: Line, following: Line, edge: float) -> bool:
    """Return whether the first word of the following line would have fitted into a line."""
    if line.text.endswith((LINE_END_HYPHEN, "-")):
        return False
    first = following.text.split(maxsplit=1)[0].rstrip(LINE_END_HYPHEN)
    length = 1 if IDEOGRAPH.match(first) else len(first) + 1
    width = (following.right - following.left) / len(following.text) * length
    return line.right + width < edge


def _is_same_type(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * line.size and line.is_bold == other.is_bold


def _with_footnotes(blocks: Sequence[Block], body_size: float) -> list[Block]:
    """Return the blocks of a region, with small ones at its foot as footnotes, except those that are only a mark."""
    feet = len(blocks)
    while feet and blocks[feet - 1].kind in ("text", "item") and blocks[feet - 1].first.size < _SMALL * body_size:
        feet -= 1
    while feet < len(blocks) and not _MARK.match(blocks[feet].words):
        feet += 1
    notes = [replace(block, kind="footnote") for block in blocks[feet:] if not _LONE_MARK.fullmatch(block.words)]
    return [*blocks[:feet], *notes]
