"""Parses Word documents (DOCX, transitional and strict): headings by style, lists, tables, text boxes and notes.

python-docx and mammoth were measured: the former does not see text boxes, content controls or footnotes, and the latter
takes 50 times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats.office.docx_styles import TITLE, Styles, read_styles
from relbot.corpus.formats.office.docx_tables import grid_of, is_layout, members
from relbot.corpus.formats.office.docx_text import TextReader, Words, chosen
from relbot.corpus.formats.office.package import (
    Element,
    Package,
    attribute,
    child,
    damage_named,
    local,
    open_package,
)
from relbot.corpus.formats.table import append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Heading, Rendered
from relbot.corpus.titles.headings import with_titles

_KIND = "Word document"
_OUT = frozenset({"del", "moveFrom", "sdtPr", "sdtEndPr", "sectPr"})
_MAX_LEVEL = 6


def parse(data: bytes) -> Rendered:
    """Render the body of a Word document, without headers and footers. Raises ValueError with the reason if refused."""
    with damage_named(_KIND):
        package = open_package(data, _KIND, ".docx")
        refusal = f"it is no {_KIND} in spite of its name; open it and save it as .docx"
        part, root = package.main_part("word/document.xml", "document", refusal)
        styles_part = package.part_of(part, "styles")
        reader = _Reader(read_styles(package.xml(styles_part) if styles_part else None), _notes(package, part), root)
        reader.read_blocks(root)
        reader.end_section()
        styled = reader.builder.rendered()
        is_titled = any(isinstance(element, Heading) and element.level == 1 for element in styled.elements)
        title = None if is_titled else package.title()
    return replace(with_context(_levelled(with_titles(styled))), title=title, date=package.date())


class _Reader:
    """A reader that appends the blocks of a document to a text. Headings are one level below the title."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], Element], root: Element) -> None:
        marks = [attribute(e, "fldCharType") for e in root.iter() if local(e) == "fldChar"]
        self.builder = TextBuilder()
        self._styles = styles
        self._text = TextReader(styles, marks.count("begin") == marks.count("end"))
        self._notes = notes
        self._pending: list[Element] = []
        self._carried: list[str] = []

    def read_blocks(self, container: Element) -> None:
        for block in container:
            match local(block):
                case "p":
                    self._read_paragraph(block)
                case "tbl":
                    self._read_table(block)
                case "AlternateContent":
                    for branch in chosen(block):
                        self.read_blocks(branch)
                case "sdt" if _is_contents(block):
                    self.builder.non_prose()
                case name if name not in _OUT:
                    self.read_blocks(block)

    def end_section(self) -> None:
        """Append the notes of the section that ends here, as blocks of their own."""
        pending, self._pending = self._pending, []
        for note in pending:
            self.builder.non_prose()
            self.read_blocks(note)
            self.builder.non_prose()

    def _read_paragraph(self, paragraph: Element) -> None:
        words = self._text.read(paragraph)
        words.pieces[:0] = self._carried
        self._carried = []
        if child(paragraph, "pPr", "rPr", "del") is not None:  # the end of the paragraph is deleted
            self._carried = words.pieces
        elif words.text():
            self._append(paragraph, words)
        elif self._styles.is_contents(paragraph):
            self.builder.non_prose()
        self._pending.extend(note for key in words.notes if (note := self._notes.get(key)) is not None)
        for box in words.boxes:
            self.builder.non_prose()
            self.read_blocks(box)
            self.builder.non_prose()

    def _append(self, paragraph: Element, words: Words) -> None:
        level = self._styles.level(paragraph)
        if self._styles.is_contents(paragraph):
            self.builder.non_prose()
        elif level is not None:
            self.end_section()
            self.builder.heading(1 if level == TITLE else min(level + 1, _MAX_LEVEL), words.text())
        elif self._styles.is_item(paragraph):
            self.builder.prose(words.text(), "item", "\n", is_bold=words.is_bold)
        else:
            self.builder.prose(words.text(), is_bold=words.is_bold)

    def _read_table(self, table: Element) -> None:
        if is_layout(table, self._styles):
            for row in members(table, "tr"):
                for cell in members(row, "tc"):
                    self.read_blocks(cell)
                    self.builder.non_prose()
            return
        notes: list[tuple[str, str]] = []
        append_table(self.builder, grid_of(table, self._text, notes))
        self._pending.extend(note for key in notes if (note := self._notes.get(key)) is not None)
        self.builder.non_prose()


def _is_contents(control: Element) -> bool:
    gallery = attribute(child(control, "sdtPr", "docPartObj", "docPartGallery"), "val")
    return gallery in ("Table of Contents", "Table of Figures")


def _notes(package: Package, part: str) -> dict[tuple[str, str], Element]:
    """Return the footnotes and endnotes of a document by (kind, id), without the separators above them."""
    roots = [(kind, package.part_of(part, f"{kind}s")) for kind in ("footnote", "endnote")]
    return {
        (kind, attribute(note, "id") or ""): note
        for kind, name in roots
        if name and (root := package.xml(name)) is not None
        for note in root
        if local(note) == kind and attribute(note, "type") in (None, "normal")
    }


def _levelled(found: Rendered) -> Rendered:
    """Raise the first heading to the title if no style marks one and it is the only heading of the outermost level."""
    levels = [element.level for element in found.elements if isinstance(element, Heading) and element.text]
    if not levels or 1 in levels or levels.count(2) != 1 or levels[0] != 2:
        return found
    raised = (replace(e, level=1) if isinstance(e, Heading) and e.level == 2 else e for e in found.elements)
    return replace(found, elements=tuple(raised))
