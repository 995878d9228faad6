"""A canvas for pictures, with their colours and font, and functions that measure, wrap and truncate text to fit.

Pictures are drawn with Pillow, which is small and typed, under the MIT-CMU licence. matplotlib was considered; it is
made for curves, and text that wraps, is truncated and pushes its neighbours aside would still have to be laid out here.
Pillow's own scalable font lacks letters of Shqipëri, so DejaVu Sans Condensed 2.37 is included in fonts/ with its
licence: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic. Characters that it lacks are drawn as □.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1100
"""The width in pixels: twice the 550 at which Discord shows a picture, so that it is sharp there."""
MARGIN = 40

BACKGROUND, FOREGROUND, MUTED, LINE, ACCENT, BAR = "#1e1f24", "#eceef2", "#a3a8b4", "#5b6070", "#6fd0e0", "#33788a"
"""Colours, light on dark, which stands out equally on light and dark pages. Contrast ratios with the background: text
14.2, muted text 6.9 and accent 9.2 (WCAG requires 4.5); bars 3.3 (WCAG requires 3)."""

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 36, 26, 21
"""Font sizes in pixels; Discord shows them at half the size."""
LINE_HEIGHT = 34
"""Pixels between the baselines of two lines in TEXT_SIZE."""

_FONT = Path(__file__).parent / "fonts" / "DejaVuSansCondensed.ttf"
_SUPERSAMPLING = 2
"""The factor by which the picture is drawn larger and then reduced, as Pillow does not antialias lines and circles."""
_MAX_CHARACTERS = 1_000
"""The characters of a text that are processed; more never fit."""
_STACKED_MARKS = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")


class Canvas:
    """A picture being drawn. All positions and sizes are in pixels of the finished picture."""

    def __init__(self, height: float) -> None:
        self._image = Image.new("RGB", (WIDTH * _SUPERSAMPLING, round(height) * _SUPERSAMPLING), BACKGROUND)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, text: str, size: int, colour: str, *, align_right: bool = False) -> None:
        """Draw one line of text with its baseline at y; x is its left end, or its right end with `align_right`."""
        anchor = "rs" if align_right else "ls"
        self._draw.text((x * _SUPERSAMPLING, y * _SUPERSAMPLING), text, colour, _font(size), anchor=anchor)

    def line(self, *points: tuple[float, float], colour: str = LINE, width: float = 1.5) -> None:
        """Draw a line through (x, y) points."""
        scaled = [(x * _SUPERSAMPLING, y * _SUPERSAMPLING) for x, y in points]
        self._draw.line(scaled, colour, round(width * _SUPERSAMPLING), joint="curve")

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a bar with round ends."""
        radius = min(right - left, bottom - top) / 2 * _SUPERSAMPLING
        box = (left * _SUPERSAMPLING, top * _SUPERSAMPLING, right * _SUPERSAMPLING, bottom * _SUPERSAMPLING)
        self._draw.rounded_rectangle(box, radius, BAR)

    def dot(self, x: float, y: float, *, hollow: bool = False) -> None:
        """Draw a round marker, or a ring if `hollow`."""
        radius = 7 * _SUPERSAMPLING
        fill, outline = (BACKGROUND, ACCENT) if hollow else (ACCENT, BACKGROUND)
        self._draw.circle((x * _SUPERSAMPLING, y * _SUPERSAMPLING), radius, fill, outline, 2 * _SUPERSAMPLING)

    def arrow(self, x: float, y: float, *, down: bool) -> None:
        """Draw a triangle that marks the bound of an interval which is open on the side it points to."""
        tip = y + (11 if down else -11)
        base = y - (5 if down else -5)
        corners = ((x - 9, base), (x + 9, base), (x, tip))
        self._draw.polygon([(a * _SUPERSAMPLING, b * _SUPERSAMPLING) for a, b in corners], ACCENT)

    def png(self) -> bytes:
        """Return the finished picture as PNG."""
        file = BytesIO()
        self._image.reduce(_SUPERSAMPLING).save(file, "PNG", optimize=True)
        return file.getvalue()


def sanitize(text: str) -> str:
    """Return the text on one line, without unprintable characters and with at most two stacked combining marks.

    Text in a picture can neither control a terminal nor ping anybody, so less is removed than elsewhere.
    """
    text = _STACKED_MARKS.sub(r"\1", unicodedata.normalize("NFC", text[:_MAX_CHARACTERS]))
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


def text_width(text: str, size: int) -> float:
    """Return the width of one line of text, in pixels."""
    return _font(size).getlength(text) / _SUPERSAMPLING


def truncate(text: str, width: float, size: int) -> str:
    """Sanitize the text, and cut it with "…" if it is wider than `width` pixels."""
    return wrap(text, width, size, 1)[0]


def wrap(text: str, width: float, size: int, max_lines: int) -> list[str]:
    """Sanitize the text and break it into 1 to `max_lines` lines of at most `width` pixels; the last line is cut with
    "…" if needed.
    """
    words, wrapped = sanitize(text).split(), [""]
    while words:
        longer = f"{wrapped[-1]} {words[0]}".lstrip()
        if text_width(longer, size) <= width:
            wrapped[-1] = longer
            words.pop(0)
        elif len(wrapped) == max_lines:
            wrapped[-1] = _cut(longer, width, size)
            break
        elif wrapped[-1]:
            wrapped.append("")
        else:  # a word wider than a line
            fits = _fitting_characters(words[0], width, size)
            wrapped[-1], words[0] = words[0][:fits], words[0][fits:]
            wrapped.append("")
    return wrapped


def _cut(text: str, width: float, size: int) -> str:
    kept = text[: _fitting_characters(text, width - text_width("…", size), size)]
    whole_words = kept.rpartition(" ")[0]
    # Cut within a word only if the line would otherwise be half empty.
    return (whole_words if len(whole_words) > len(kept) / 2 else kept).rstrip(" ,;:") + "…"


def _fitting_characters(text: str, width: float, size: int) -> int:
    """Return how many characters from the start fit into the width, at least one, by binary search."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(text[:middle], size) <= width else (low, middle - 1)
    return low


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size * _SUPERSAMPLING)
