"""Renders the markup of MediaWiki: removes references, files, categories and notices, and keeps prose and values.

Wiki parsers (mwparserfromhell, wikitextparser) were considered: they parse templates and links, but treat lines such as
`- item` as plain text and leave tables to the caller.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from relbot.corpus.formats.text_builder import row
from relbot.corpus.formats.wiki_templates import box, word

_MARKUP = re.compile(r"\[\[[^\[\]\n]+\]\]|\{\{[^{}]+\}\}|^\{\||'''[^'\n]+'''|<ref[\s>/]", re.MULTILINE)
_MIN_MARKS = 2
"""The number of marks that make a plain text wikitext; a single one may be quoted."""
_REF = re.compile(r"<ref\b[^>/]{0,300}/>|<ref\b[^>]{0,300}>.{0,3000}?</ref>", re.DOTALL | re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{([^{}]{0,20000})\}\}")
_FILE_OR_CATEGORY = re.compile(
    r"\[\[:?(?:File|Image|Category|Datei|Bild|Kategorie):[^\[\]]{0,500}(?:\[\[[^\[\]]{0,300}\]\][^\[\]]{0,300}){0,5}\]\]",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,300}\|)?([^\[\]|]{1,300})\]\]")
_OTHER_LANGUAGE = re.compile(r"^\[\[[a-z]{2,3}(?:-[a-z]{2,10}){0,2}:[^\[\]|\n]{1,300}\]\][ \t]*$", re.MULTILINE)
"""A link to the same page in another language, which stands alone on its line and is shown in the margin."""
_ADDRESS = re.compile(r"\[(?:https?:)?//[^\s\]]{1,500}\s?([^\]\n]{0,300})\]")
_STRUCK = re.compile(r"<(s|del|strike)\b[^<>]{0,200}>.{0,2000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
"""Struck-through words, which are no longer valid."""
_QUOTES = re.compile(r"'{2,5}")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_CELL_ATTRIBUTES = re.compile(r"^\s*(?:\w+\s*=\s*(?:\"[^\"]*\"|\S+)\s*)+\|(?!\|)")
_MAX_DEPTH = 12
"""The maximum depth of templates within templates."""
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*\"?(\d{1,3})", re.IGNORECASE)
_MAX_SPAN = 100
"""The maximum number of columns that a cell may span."""
_LIST_MARK = re.compile(r"^[*#]+[ \t]*(?=\S)", re.MULTILINE)
_EMPTY_ITEM = re.compile(r"^[*#]+[ \t]*\n", re.MULTILINE)
_TERM_MARK = re.compile(r"^[;:]+[ \t]*(?=\S)", re.MULTILINE)


def is_wikitext(text: str) -> bool:
    """Return whether a plain text is written in the markup of MediaWiki."""
    marks = _MARKUP.finditer(text[:200_000])
    return sum(1 for _ in zip(marks, range(_MIN_MARKS), strict=False)) == _MIN_MARKS


def render(text: str) -> str:
    """Return the prose of a wiki page, with its headings (`== History ==`) and lists (`- item`) as lines.

    A table row becomes a line `- Year: 1304; Owner: Otto of Harn`.
    """
    text = _STRUCK.sub("", _REF.sub("", _replaced(text, "<!--", "-->", lambda _: "")))
    text = _LINK.sub(r"\1", _FILE_OR_CATEGORY.sub("", _OTHER_LANGUAGE.sub("", text)))  # before "|" splits templates
    boxes: list[str] = []
    for _ in range(_MAX_DEPTH):
        text, count = _TEMPLATE.subn(partial(_shown, lead=_lead(text), boxes=boxes), text)
        if not count:
            break
    text = "\n\n".join([text[: _lead(text)], *boxes, text[_lead(text) :]])
    text = _replaced("\n" + _FILE_OR_CATEGORY.sub("", text), "\n{|", "\n|}", lambda table: f"\n{_rows(table[1:])}\n")
    text = _QUOTES.sub("", _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text)))
    text = html.unescape(_TAG.sub("", text))
    text = "\n".join(_with_terms_apart(text.split("\n")))
    text = _TERM_MARK.sub("", _LIST_MARK.sub("- ", _EMPTY_ITEM.sub("", text)))
    text = re.sub(r"\(\s*[,;]?\s*\)|[ \t]+(?=[,.;)]|$)", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<=\S) {2,}", " ", text)).strip()


def _with_terms_apart(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with a blank one before each term of a definition list, and around indented blocks."""
    was_indented = False
    for line in lines:
        is_indented = line.startswith((":", ";"))
        if line.startswith(";") or is_indented != was_indented:
            yield ""
        yield line
        was_indented = is_indented


def _lead(text: str) -> int:
    """Return the offset at which the text above the first heading ends."""
    heading = text.find("\n==")
    return len(text) if heading < 0 else heading


def _shown(template: re.Match[str], lead: int, boxes: list[str]) -> str:
    """Return what a template shows in its place.

    An infobox beside the lead is added to `boxes`, to be placed below the lead, as on small screens: the first words of
    a page say what it is about.
    """
    if (values := box(template)) and template.start() < lead:
        boxes.append(values)
        return ""
    return f"\n{values}\n\n" if values else word(template)


def _replaced(text: str, opening: str, closing: str, replacement: Callable[[str], str]) -> str:
    """Replace what lies between two marks, including the marks; an unclosed mark stays. Takes linear time."""
    parts, done = [], 0
    while (start := text.find(opening, done)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        end += len(closing)
        parts += [text[done:start], replacement(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _rows(table: str) -> str:
    headers: list[str] = []
    cells: list[_Cell] = []
    said: list[str] = []
    spanning: dict[int, _Cell] = {}
    is_head = False

    def end_row() -> None:
        nonlocal headers
        if not cells:
            return
        shown = _laid_out(cells, spanning)
        if is_head and not said and len(shown) >= len(headers):
            headers = shown
        else:
            said.append("- " + row(headers, shown))

    for line in table.split("\n")[1:-1]:
        words = line.strip()
        if words.startswith("|-"):
            end_row()
            cells, is_head = [], False
        elif words.startswith(("|", "!")) and not words.startswith("|+"):
            is_head = words.startswith("!")
            marks = r"!!|\|\|" if is_head else r"\|\|"
            cells = [*cells, *map(_cell, re.split(marks, words[1:]))]
    end_row()
    return "\n".join(said)


@dataclass(frozen=True, slots=True)
class _Cell:
    words: str
    rows: int = 1
    """The number of rows that the cell spans."""
    columns: int = 1


def _cell(written: str) -> _Cell:
    attributes = _CELL_ATTRIBUTES.match(written)
    spans = {name.lower(): int(number) for name, number in _SPAN.findall(attributes.group())} if attributes else {}
    return _Cell(_CELL_ATTRIBUTES.sub("", written).strip(), spans.get("rowspan", 1), spans.get("colspan", 1))


def _laid_out(cells: Sequence[_Cell], spanning: dict[int, _Cell]) -> list[str]:
    """Return the words in each column of a row, given the cells that span it from above; updates `spanning`."""
    shown: list[str] = []
    pending = list(reversed(cells))
    while (above := spanning.pop(len(shown), None)) or pending:
        cell = above or pending.pop()
        for _ in range(min(cell.columns, _MAX_SPAN)):
            if cell.rows > 1:
                spanning[len(shown)] = _Cell(cell.words, cell.rows - 1)
            shown.append(cell.words)
    return shown
