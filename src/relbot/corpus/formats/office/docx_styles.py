"""The styles of a Word document: which paragraphs are headings, list items, contents or bold, and which runs hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relbot.corpus.formats.office.package import Element, attribute, child, is_on, local

TITLE = 0
"""The level of the title style."""
_HEADING = re.compile(
    r"(?:heading|head|überschrift|berschrift|titre|título|titulo|titolo|kop|rubrik|nagłówek|заголовок|标题|見出し)"
    r"[\s_]?([1-9])",
    re.IGNORECASE,
)
"""Names of heading styles. Word names the built-in ones "heading 1" in every language; converters translate them."""
_TITLE = frozenset({"title", "titel", "titre", "título", "titolo"})
_CONTENTS = re.compile(r"toc (?:heading|\d)|contents (?:heading|\d)|table of figures|index \d", re.IGNORECASE)
_BODY_LEVEL = 9
"""The deepest outline level of a heading, counted from 1; higher values mean body text."""
_MAX_DEPTH = 20
"""The maximum length of a chain of styles based on each other; a longer one is a cycle."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids, and what they say about its paragraphs and runs."""

    styles: Mapping[str, Element]

    def level(self, paragraph: Element) -> int | None:
        """Return the level of a heading, with 1 as the outermost, or `TITLE`; None for other paragraphs."""
        own = _outline_level(child(paragraph, "pPr"))
        if own is not None:
            return own if own <= _BODY_LEVEL else None
        style_id = attribute(child(paragraph, "pPr", "pStyle"), "val")
        for style in self._chain(style_id):
            name = attribute(child(style, "name"), "val") or ""
            if name.lower() in _TITLE:
                return TITLE
            if (level := _outline_level(child(style, "pPr"))) is not None:
                return level if level <= _BODY_LEVEL else None
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        found = _HEADING.fullmatch(style_id) if style_id and style_id not in self.styles else None
        return int(found[1]) if found else None

    def is_item(self, paragraph: Element) -> bool:
        """Return whether a paragraph has a bullet or a number."""
        properties = [child(paragraph, "pPr"), *(child(style, "pPr") for style in self._of(paragraph))]
        numberings = [attribute(child(p, "numPr", "numId"), "val") for p in properties if child(p, "numPr") is not None]
        return next((number != "0" for number in numberings if number is not None), False)

    def is_contents(self, paragraph: Element) -> bool:
        """Return whether a paragraph is an entry of a table of contents or an index."""
        return any(_CONTENTS.match(attribute(child(s, "name"), "val") or "") for s in [*self._of(paragraph)][:1])

    def is_switched(self, properties: Element | None, name: str) -> bool:
        """Return whether a run is bold ("b"), hidden ("vanish") or struck ("strike"), by its properties or style."""
        own = child(properties, name)
        if own is not None:
            return is_on(own)
        styles = self._chain(attribute(child(properties, "rStyle"), "val"))
        return next((is_on(e) for s in styles if (e := child(s, "rPr", name)) is not None), False)

    def is_bold(self, paragraph: Element) -> bool:
        """Return whether the style of a paragraph is bold."""
        return next((is_on(e) for s in self._of(paragraph) if (e := child(s, "rPr", "b")) is not None), False)

    def _of(self, paragraph: Element) -> Iterator[Element]:
        return self._chain(attribute(child(paragraph, "pPr", "pStyle"), "val"))

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        for _ in range(_MAX_DEPTH):
            style = self.styles.get(style_id or "")
            if style is None:
                return
            yield style
            style_id = attribute(child(style, "basedOn"), "val")


def read_styles(root: Element | None) -> Styles:
    """Return the styles that a part defines."""
    styles = [e for e in (root if root is not None else ()) if local(e) == "style"]
    return Styles({attribute(style, "styleId") or "": style for style in styles})


def _outline_level(properties: Element | None) -> int | None:
    """Return the level in paragraph properties, with 1 as the outermost; over `_BODY_LEVEL` for body text."""
    value = attribute(child(properties, "outlineLvl"), "val")
    return int(value) + 1 if value and value.isdecimal() and len(value) == 1 else None
