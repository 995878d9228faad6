"""Parses plain text, with wiki headings (`= Title =`, `== Section ==`) or none.

Wiki parsers (mwparserfromhell, wikitextparser) were considered: they parse templates and links, which extracted
articles no longer have, and treat lines such as `- item` as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relbot.corpus.outline import Element, Heading, NonProse, Prose, lines, one_line

_BULLET = re.compile(r"\s*[-*•]\s+(?=\S)")
_MAX_LEVEL = 6
"""Of headings in MediaWiki."""


def parse(text: str, start: int) -> Iterator[Element]:
    """The headings, paragraphs and list items of `text[start:]`.

    Paragraphs are separated by blank lines. A line `Infobox` and the `- Key: value` lines right below it are the
    remains of a template, and no prose.
    """
    paragraph: Prose | None = None
    in_infobox = False
    for offset, line in lines(text, start):
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
            yield NonProse()
        elif words:
            indent = bullet.end() if bullet else line.index(words)
            paragraph = Prose(paragraph.start if paragraph else offset + indent, offset + len(line.rstrip()))
    if paragraph:
        yield paragraph


def _heading(words: str) -> Heading | None:
    level = len(words) - len(words.lstrip("="))
    name = one_line(words.strip("="))
    closed = level == len(words) - len(words.rstrip("="))
    return Heading(level, name) if 1 <= level <= _MAX_LEVEL and closed and name else None
