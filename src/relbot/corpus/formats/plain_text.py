"""Reads plain text, with the headings of a wiki (`= Title =`, `== Section ==`) or without any.

Wiki parsers (mwparserfromhell, wikitextparser) were looked at: they read templates and links, which extracted articles
no longer have, and take lines such as `- item` for plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relbot.corpus.outline import Element, Heading, Prose, Residue, lines, one_line

_BULLET = re.compile(r"\s*[-*•]\s+(?=\S)")
_DEEPEST = 6
"""Levels of headings that MediaWiki knows."""


def read(text: str, start: int) -> Iterator[Element]:
    """The headings, paragraphs and list items of `text[start:]`.

    Blank lines part paragraphs, the lines of one are taken together. A line `Infobox` and the `- Key: value` lines
    right under it are what is left of a template, and residue.
    """
    paragraph: Prose | None = None
    in_infobox = False
    for place, line in lines(text, start):
        words = line.strip()
        heading = _heading(words)
        bullet = _BULLET.match(line)
        in_infobox = words == "Infobox" or (in_infobox and words.startswith("-"))
        if paragraph and (not words or heading or bullet or in_infobox):
            yield paragraph
            paragraph = None
        if heading:
            yield heading
        elif in_infobox:
            yield Residue()
        elif words:
            indent = bullet.end() if bullet else line.index(words)
            paragraph = Prose(paragraph.start if paragraph else place + indent, place + len(line.rstrip()))
    if paragraph:
        yield paragraph


def _heading(words: str) -> Heading | None:
    level = len(words) - len(words.lstrip("="))
    name = one_line(words.strip("="))
    closed = level == len(words) - len(words.rstrip("="))
    return Heading(level, name) if 1 <= level <= _DEEPEST and closed and name else None
