"""A sheet to draw on, its colours and its letters.

Drawn with Pillow: small, typed, MIT-CMU. matplotlib was looked at; it is made for curves, and text that wraps, is cut
and pushes its neighbours aside would be ours to lay out all the same. Pillow's own scalable font cannot spell Shqipëri,
so DejaVu Sans Condensed 2.37 comes along in fonts/ (its licence beside it): Latin, Greek, Cyrillic, Armenian, Georgian,
Hebrew and Arabic. What it lacks is drawn as □.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1100
"""Pixels: twice the 550 that Discord gives a picture, so that it is sharp there."""
MARGIN = 40

GROUND, INK, FAINT, LINE, ACCENT, BAND = "#1e1f24", "#eceef2", "#a3a8b4", "#5b6070", "#6fd0e0", "#33788a"
"""Light on a dark ground of its own, which stands out alike on a light page and a dark one. Contrast with the ground:
letters 14.2, faint ones 6.9, accent 9.2, where WCAG asks for 4.5; bars 3.3, where it asks for 3."""

TITLE, TEXT, SMALL = 36, 26, 21
"""Sizes of letters, in pixels; half of that in Discord."""
LEADING = 34
"""From one line of TEXT to the next."""

_FONT = Path(__file__).parent / "fonts" / "DejaVuSansCondensed.ttf"
_FINER = 2
"""Drawn so much larger and then reduced, since Pillow does not smooth lines and dots."""
_LONGEST = 1_000
"""Letters of a text that are looked at; more never fit."""
_STACKED = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")


class Paper:
    """A picture in the making. All places and sizes are in pixels of the finished picture."""

    def __init__(self, height: float) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINER, round(height) * _FINER), GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, words: str, size: int, colour: str, *, right: bool = False) -> None:
        """One line of text whose base line is at y; x is its left end, or its right."""
        self._draw.text((x * _FINER, y * _FINER), words, colour, _font(size), anchor="rs" if right else "ls")

    def line(self, *points: tuple[float, float], colour: str = LINE, width: float = 1.5) -> None:
        at = [(x * _FINER, y * _FINER) for x, y in points]
        self._draw.line(at, colour, round(width * _FINER), joint="curve")

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A bar with round ends."""
        radius = min(right - left, bottom - top) / 2 * _FINER
        box = (left * _FINER, top * _FINER, right * _FINER, bottom * _FINER)
        self._draw.rounded_rectangle(box, radius, colour)

    def dot(self, x: float, y: float, *, hollow: bool = False) -> None:
        radius = 7 * _FINER
        self._draw.circle(
            (x * _FINER, y * _FINER), radius, GROUND if hollow else ACCENT, ACCENT if hollow else GROUND, 2 * _FINER
        )

    def arrow(self, x: float, y: float, *, down: bool) -> None:
        """Where something begins or ends that is open to the other side."""
        tip = y + (11 if down else -11)
        base = y - (5 if down else -5)
        corners = ((x - 9, base), (x + 9, base), (x, tip))
        self._draw.polygon([(a * _FINER, b * _FINER) for a, b in corners], ACCENT)

    def png(self) -> bytes:
        """The finished picture."""
        file = BytesIO()
        self._image.reduce(_FINER).save(file, "PNG", optimize=True)
        return file.getvalue()


def clean(text: str) -> str:
    """The text on one line, without characters that cannot be seen or that turn the order of others.

    Nothing in a picture can steer a terminal or call somebody, so that less is needed than front doors do.
    """
    text = _STACKED.sub(r"\1", unicodedata.normalize("NFC", text[:_LONGEST]))
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


def length(words: str, size: int) -> float:
    """How wide a line of text is, in pixels."""
    return _font(size).getlength(words) / _FINER


def cut(text: str, width: float, size: int) -> str:
    """The text, cut with "…" where it is wider."""
    return lines(text, width, size, 1)[0]


def lines(text: str, width: float, size: int, at_most: int) -> list[str]:
    """The text in lines of no more than a width, the last cut with "…" where there are too many; at least one."""
    words, set_ = clean(text).split(), [""]
    while words:
        longer = f"{set_[-1]} {words[0]}".lstrip()
        if length(longer, size) <= width:
            set_[-1] = longer
            words.pop(0)
        elif len(set_) == at_most:
            set_[-1] = _shortened(longer, width, size)
            break
        elif set_[-1]:
            set_.append("")
        else:  # a word wider than a line
            fits = _fitting(words[0], width, size)
            set_[-1], words[0] = words[0][:fits], words[0][fits:]
            set_.append("")
    return set_


def _shortened(text: str, width: float, size: int) -> str:
    kept = text[: _fitting(text, width - length("…", size), size)]
    whole_words = kept.rpartition(" ")[0]
    # Half a word is shown only where its line would else be left half empty.
    return (whole_words if len(whole_words) > len(kept) / 2 else kept).rstrip(" ,;:") + "…"


def _fitting(text: str, width: float, size: int) -> int:
    """How many of its letters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(text[:middle], size) <= width else (low, middle - 1)
    return low


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size * _FINER)
