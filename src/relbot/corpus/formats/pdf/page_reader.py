"""Reads the lines of a PDF page in PDFium's order, with their position and type.

PDFium ends a line with CR LF, and reports a hyphen there as U+FFFE. A call for each character would take most of the
reading time, so the font of only a few characters per line is requested.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from relbot.corpus.formats.pdf.lines import LINE_END_HYPHEN, Line, PageLines
from relbot.corpus.formats.pdf.tagged import TaggedRow, Tagging, marked_content, read_tags
from relbot.corpus.raised_digits import RAISED_DIGITS

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_UNTOLD: Final = "\ufffd"
"""A character that the font does not map to a letter."""
MAX_CHARACTERS: Final = 1_000_000
"""The maximum number of characters on a page; a whole novel has fewer."""

_LINE = re.compile(rf"[^\r\n{LINE_END_HYPHEN}]{{1,1000}}{LINE_END_HYPHEN}?|{LINE_END_HYPHEN}")
"""A line; one over 1,000 characters, which no real page has, is cut, to read a file in linear time."""
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
_T1 = dict(zip(range(0x10, 0x17), "“”„«»–—", strict=True)) | {0x17: "", 0x19: "ı", 0x1A: "ȷ"}
_MENDED = {
    **_T1,
    **{first + index: words for first in (0x0B, 0x1B, 0xFB00) for index, words in enumerate(_LIGATURES)},
    **dict.fromkeys((0xFB05, 0xFB06), "st"),
    **dict.fromkeys((0xAD, 0x200B, 0xFEFF), ""),
    0xA0: " ",
    0xF0B7: "•",
    0xF0A7: "▪",
}
"""Replacements for LaTeX's encodings OT1 and T1 in Type 3 fonts without a Unicode map, for presentation forms and for
Symbol's bullets. Soft hyphens and the like are dropped."""
_BLANK = " \t\xa0"
"""White space; `str.isspace` is also true for ligatures of T1."""
_UNSEEN = re.compile(r"[\x00-\x08\x18\x7f-\x9f\ud800-\udfff\ufffd\uffff]")
_BOLD = re.compile(rb"bold|black|heavy|demi|-medi|cmbx|sfbx|ecbx", re.IGNORECASE)
_BOLD_WEIGHT = 600
"""The minimum weight of a bold font: semi-bold on the scale of OpenType, on which 400 is regular."""
_FIXED = re.compile(rb"courier|mono|consolas|menlo|typewriter|cmtt|sftt|ectt", re.IGNORECASE)
_MARK = re.compile(r"(?<=[^\W_])[.,;:!?)”’\"]{0,2} ?(?P<mark>\d{1,2}|[*†‡])(?=[\s.,;:)]|$)")
"""A possible footnote mark: digits or a sign after a word or number, which PDFium may separate by a space."""
_POWER = re.compile(r"(?:(?<![^\W\d_])(?:[cdkmnµμ]?m|ft|yd|mi)|/s) ?[23]|(?<![\d.,])10 ?\d{1,2}")
"""A unit or ten with superscript digits that are not a footnote mark, such as square metres or a million."""
_RAISED = 0.2
"""The minimum height of a footnote mark above the baseline, as a fraction of the font size."""
_WIDE_GAP = 1.0
"""The minimum gap between the cells of a row, in font sizes. Most gaps of a justified line are narrower."""
_LOOSE, _NARROW_LOOSE = 0.6, 0.53
"""The mean character width, in font sizes, from which on a line may have wide gaps, and the same for a narrow line.
Prose has 0.4 to 0.55. Searching all lines for gaps would take a fifth of the time."""
_NARROW = 0.6
"""The width below which a line is narrow, as a fraction of the page width; a line of single-column prose is wider."""


def read_page(page: PdfPage, *, is_tagged: bool) -> PageLines:
    """Return the lines of a page, with what its tags say about them. Raises ValueError if it is too long."""
    text_page = page.get_textpage()
    try:
        return _PageReader(page, text_page, is_tagged).read()
    finally:
        text_page.close()


class _PageReader:
    """A reader that queries PDFium about the characters of a page, by their index in its text."""

    def __init__(self, page: PdfPage, text_page: PdfTextPage, is_tagged: bool) -> None:
        import pypdfium2.raw

        self._pdfium = pypdfium2.raw
        self._pdf_page, self._page, self._is_tagged = page, text_page, is_tagged
        self._rotation = page.get_rotation()
        self._left, self._bottom, right, top = page.get_cropbox()
        self._width, self._height = right - self._left, top - self._bottom
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._matrix = self._pdfium.FS_MATRIX()
        self._tagging = Tagging()
        self._name, self._flags = ctypes.create_string_buffer(100), ctypes.c_int()

    def read(self) -> PageLines:
        text = self._text()
        self._tagging = read_tags(self._pdf_page, self._page, text) if self._is_tagged else Tagging()
        rows = self._tagging.rows
        rest = list(text)
        for index in (index for row in rows for index in row.characters):
            rest[index] = "\n"
        by_start = {row.characters[0]: self._row(row) for row in rows if row.words}
        prose = "".join(rest)
        for match in _LINE.finditer(prose):
            if line := self._line(prose, match.start(), match.end()):
                by_start[match.start()] = line
        lines = [by_start[start] for start in sorted(by_start)]
        height = self._width if self._rotation in (90, 270) else self._height
        return PageLines(tuple(lines), height, sum(map(len, text.split())), len(_UNSEEN.findall(text)))

    def _text(self) -> str:
        """Return the text of the page, one character for each that PDFium counts."""
        count = self._page.count_chars()
        if count > MAX_CHARACTERS:
            raise ValueError(f"a page has more than {MAX_CHARACTERS:,} characters; split it")
        text = self._page.get_text_range() if count > 0 else ""
        if len(text) != count:
            text = "".join(map(self._character, range(count)))
        return re.sub(r"\r(?=[aeiouy])", "\x1d", text)  # OT1's ligature of f and l

    def _character(self, index: int) -> str:
        code = self._pdfium.FPDFText_GetUnicode(self._page, index)
        if code == 2 and self._pdfium.FPDFText_IsHyphen(self._page, index) == 1:
            return LINE_END_HYPHEN
        return _UNTOLD if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)

    def _line(self, text: str, start: int, end: int) -> Line | None:
        while start < end and text[start] in _BLANK:
            start += 1
        while start < end and text[end - 1] in _BLANK:
            end -= 1
        words = _mended(text[start:end])
        if not words:
            return None
        left, base = self._origin(start)
        right = max(self._right(end - 1), left)
        middle = (start + end) // 2
        sampled = (start, middle - (text[middle] in _BLANK), end - 1)
        size = self._usual_size(sampled)
        parts = list[str]()
        begin = start
        for mark in _MARK.finditer(text, start, end):
            line = base + _RAISED * size
            raised = (at for at in range(*mark.span("mark")) if self._origin(at)[1] > line)
            if (first := next(raised, None)) is not None:
                while first > begin and text[first - 1].isdecimal() and self._origin(first - 1)[1] > line:
                    first -= 1
                is_power = any(power.end() == mark.end() for power in _POWER.finditer(text, start, mark.end()))
                shown = text[first : mark.end()].translate(RAISED_DIGITS) if is_power else ""
                parts += (text[begin:first].rstrip(), shown)
                begin = mark.end("mark")
        parts.append(text[begin:end])
        looseness = (right - left) / (size * (end - start))
        is_loose = looseness > (_NARROW_LOOSE if right - left < _NARROW * self._width else _LOOSE)
        cells = tuple(self._cells(text, start, end, size)) if end - start > 2 and is_loose else ()
        is_bold, is_fixed = self._font_of_all(sampled)
        levels = self._tagging.levels
        level = levels.get(marked_content(self._page, start)) if levels else None
        return Line(_mended("".join(parts)), left, right, base, size, is_bold, is_fixed, cells, level=level)

    def _row(self, row: TaggedRow) -> Line:
        first, last = row.characters[0], row.characters[-1]
        left, base = self._origin(first)
        is_bold, is_fixed = self._font(first)
        size = self._size(first)
        return Line(_mended(row.words), left, self._right(last), base, size, is_bold, is_fixed, is_row=True)

    def _cells(self, text: str, start: int, end: int, size: float) -> list[tuple[float, float, str]]:
        """Return the parts of a line between wide gaps, or nothing if it has no such gaps."""
        cells = []
        begin = start
        for space in re.finditer(r"\s+", text[start:end]):
            before, after = start + space.start(), start + space.end()
            if self._origin(after)[0] - self._right(before - 1) > _WIDE_GAP * size:
                cells.append((self._origin(begin)[0], self._right(before - 1), _mended(text[begin:before])))
                begin = after
        cells.append((self._origin(begin)[0], self._right(end - 1), _mended(text[begin:end])))
        return cells if len(cells) > 1 else []

    def _origin(self, index: int) -> tuple[float, float]:
        x, y, *_ = self._numbers
        self._pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return self._as_seen(x.value, y.value)

    def _right(self, index: int) -> float:
        left, right, bottom, top = self._numbers
        self._pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        return max(self._as_seen(left.value, bottom.value)[0], self._as_seen(right.value, top.value)[0])

    def _as_seen(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        match self._rotation:
            case 90:
                return y, self._width - x
            case 180:
                return self._width - x, self._height - y
            case 270:
                return self._height - y, x
        return x, y

    def _usual_size(self, indices: tuple[int, int, int]) -> float:
        """Return the median size of three characters."""
        first, second = map(self._size, indices[:2])
        return first if first == second else sorted((first, second, self._size(indices[2])))[1]

    def _font_of_all(self, indices: Iterable[int]) -> tuple[bool, bool]:
        """Return whether the fonts of all of these characters are bold, and whether all have a fixed width."""
        is_bold = is_fixed = True
        for index in indices:
            own_bold, own_fixed = self._font(index)
            is_bold, is_fixed = is_bold and own_bold, is_fixed and own_fixed
            if not is_bold and not is_fixed:
                break
        return is_bold, is_fixed

    def _size(self, index: int) -> float:
        size = self._pdfium.FPDFText_GetFontSize(self._page, index)
        self._pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        return float(max(0.1, round(size * max(abs(self._matrix.d), abs(self._matrix.b)), 1)))

    def _font(self, index: int) -> tuple[bool, bool]:
        """Return whether the font of a character is bold, and whether it has a fixed width."""
        self._pdfium.FPDFText_GetFontInfo(self._page, index, self._name, len(self._name), self._flags)
        name = self._name.value
        is_bold = _BOLD.search(name) or self._pdfium.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
        return bool(is_bold), bool(self._flags.value & 1 or _FIXED.search(name))


def _mended(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text.translate(_MENDED)).split())
