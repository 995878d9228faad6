"""Parses plain text and chat logs, with headings by wiki marks (`== Section ==`), rules, chapters and capitals.

The text is rendered unchanged, character by character, unless it is wikitext.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats import wikitext
from relbot.corpus.formats.records import chat_log
from relbot.corpus.outline import CONTEXT_LEVEL, Element, Heading, NonProse, Prose, Rendered, lines, one_line
from relbot.corpus.titles.headings import with_titles

_BULLET = re.compile(r"\s*[-*•]\s+(?=\S)")
_STEP = re.compile(r"\s*(?P<number>\d{1,2})[.)]\s+(?=\S)")
_ABOVE_STEP = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*[01][.)][ \t]+")
_MAX_LEVEL = 6
"""The deepest level of headings in MediaWiki."""
_CHAPTER = re.compile(
    r"(?:chapter|part|section|appendix|kapitel|teil)\s+[\dIVXLC]{1,6}\b(?:[^\n]*|[.:]?\s*\n[^\n]*)", re.IGNORECASE
)
_MAX_HEADING_WORDS = 10
_RULE = re.compile(r"([=*-])\1{3,}")
"""A rule under a heading, or between two parts."""
_ROW = re.compile(r"[^:;\n]{1,60}: [^;\n]{1,300}(?:; [^:;\n]{1,60}: [^;\n]{1,300}){1,40}")


def parse(source: str, start: int) -> Rendered:
    """Parse `source[start:]` into headings, paragraphs and list items. Wikitext is rendered, without front matter."""
    return parse_wikitext(source, start) if wikitext.is_wikitext(source[start:]) else _rendered(source, start)


def parse_wikitext(source: str, start: int) -> Rendered:
    """Render `source[start:]`, which is in the markup of MediaWiki."""
    return _rendered(wikitext.render(source[start:]), 0)


def _rendered(text: str, start: int) -> Rendered:
    if messages := chat_log.elements(text, start):
        return Rendered(text, messages)
    elements = _with_chapters(text, [_as_row(text, element) for element in _elements(text, start)])
    titled = with_titles(Rendered(text, tuple(elements)))
    return with_context(replace(titled, elements=tuple(_with_step_titles(text, titled.elements))))


def _elements(text: str, start: int) -> Iterator[Element]:
    """Yield the headings, paragraphs and list items of `text[start:]`.

    Paragraphs are separated by blank lines and rules; a short line directly above a rule is a heading. A line `Infobox`
    and the `- Key: value` lines directly below it are the remains of a template, not prose.
    """
    steps = _steps(text, start)
    paragraph: Prose | None = None
    in_infobox = False
    for offset, line in lines(text, start):
        words = line.strip()
        heading = _heading(words, offset + line.index(words))
        bullet = _BULLET.match(line) or steps.get(offset)
        in_infobox = words == "Infobox" or (in_infobox and words.startswith("-"))
        if _RULE.fullmatch(words):
            if paragraph:
                yield _underlined(text, paragraph) or paragraph
            paragraph = None
            continue
        if paragraph and (not words or heading or bullet or in_infobox):
            yield paragraph
            paragraph = None
        if heading:
            yield heading
        elif in_infobox:
            yield NonProse()
        elif words:
            indent = bullet.end() if bullet else line.index(words)
            kind = paragraph.kind if paragraph else "item" if bullet else "paragraph"
            paragraph = Prose(paragraph.start if paragraph else offset + indent, offset + len(line.rstrip()), kind)
    if paragraph:
        yield paragraph


def _steps(text: str, start: int) -> dict[int, re.Match[str]]:
    """Return the numbered lines, by their offsets, that are consecutive with another one in the same paragraph.

    A lone number may belong to a wrapped sentence ("on the / 12. of May").
    """
    found = dict[int, re.Match[str]]()
    last: tuple[int, re.Match[str]] | None = None
    for offset, line in lines(text, start):
        if step := _STEP.match(line):
            if last and int(step["number"]) == int(last[1]["number"]) + 1:
                found |= {last[0]: last[1], offset: step}
            last = offset, step
        elif not line.strip():
            last = None
    return found


def _as_row(text: str, element: Element) -> Element:
    """Return an item with several keys and values ("- Year: 1304; Owner: Otto") as a table row."""
    is_row = isinstance(element, Prose) and element.kind == "item" and _ROW.fullmatch(text, element.start, element.end)
    return replace(element, kind="row") if isinstance(element, Prose) and is_row else element


def _with_chapters(text: str, elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements, with chapter lines, whose titles may be on the next line, turned into headings."""
    for element, following in zip(elements, [*elements[1:], None], strict=False):
        words = text[element.start : element.end] if isinstance(element, Prose) and element.kind == "paragraph" else ""
        is_short = 0 < len(words.split()) <= _MAX_HEADING_WORDS and words[-1] not in ".?!:;,"
        if following and is_short and isinstance(element, Prose) and _CHAPTER.fullmatch(words):
            yield Heading(2, one_line(words), element.start, element.end)
        else:
            yield element


def _with_step_titles(text: str, elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements, with the titles of steps turned into headings whose sections end with the steps."""
    is_titled = False
    for element, following in zip(elements, [*elements[1:], None], strict=False):
        if is_titled and isinstance(element, Prose) and element.kind != "item":
            yield Heading(CONTEXT_LEVEL, "")
            is_titled = False
        if (
            isinstance(element, Prose)
            and element.kind == "paragraph"
            and following
            and _is_title_of_steps(text, element, following)
        ):
            yield Heading(CONTEXT_LEVEL, one_line(text[element.start : element.end]), element.start, element.end)
            is_titled = True
        else:
            yield element


def _is_title_of_steps(text: str, element: Prose, following: Element) -> bool:
    """Return whether a short line without end punctuation stands directly above a first step."""
    if not isinstance(following, Prose) or not _ABOVE_STEP.fullmatch(text, element.end, following.start):
        return False
    words = text[element.start : element.end]
    return "\n" not in words and len(words.split()) <= _MAX_HEADING_WORDS and words[-1:] not in ".?!:;,"


def _underlined(text: str, paragraph: Prose) -> Heading | None:
    words = text[paragraph.start : paragraph.end]
    is_line = paragraph.kind == "paragraph" and "\n" not in words and len(words.split()) <= _MAX_HEADING_WORDS
    is_title = is_line and words[-1:] not in ".,;"  # a sentence may stand above a rule that only separates two
    return Heading(2, one_line(words), paragraph.start, paragraph.end) if is_title else None


def _heading(words: str, start: int) -> Heading | None:
    level = len(words) - len(words.lstrip("="))
    name = one_line(words.strip("="))
    closed = level == len(words) - len(words.rstrip("="))
    return Heading(level, name, start, start + len(words)) if 1 <= level <= _MAX_LEVEL and closed and name else None
