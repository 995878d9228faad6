"""Parses presentations (PPTX, transitional and strict) slide by slide: titles, text, tables, diagrams and notes.

Shapes are read in the order of the file, which is the reading order that screen readers follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats.office.docx_text import chosen
from relbot.corpus.formats.office.package import (
    Element,
    Package,
    attribute,
    child,
    damage_named,
    local,
    open_package,
)
from relbot.corpus.formats.office.pptx_text import Paragraph, append_chart, grid_of, paragraphs
from relbot.corpus.formats.table import append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL, Rendered

_KIND = "PowerPoint presentation"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
"""Placeholders for what repeats on every slide (date, footer, number, header), and for the slide image above notes."""
_LISTED = frozenset({None, "body", "obj"})
"""Placeholders whose paragraphs have bullets by default."""
_SLIDE_LEVEL = 2


def parse(data: bytes) -> Rendered:
    """Render the slides of a presentation, each with its notes. Raises ValueError with the reason if it is none."""
    with damage_named(_KIND):
        package = open_package(data, _KIND, ".pptx")
        refusal = f"it is no {_KIND} in spite of its name; open it and save it as .pptx"
        part, root = package.main_part("ppt/presentation.xml", "presentation", refusal)
        builder = TextBuilder()
        first_title = None
        for number, slide in enumerate(_slides(package, part, root), start=1):
            title = _append_slide(builder, package, slide, number)
            first_title = title if number == 1 else first_title
    return replace(with_context(builder.rendered()), title=package.title() or first_title, date=package.date())


def _slides(package: Package, part: str, root: Element) -> Iterator[str]:
    """Yield the part names of the slides in presentation order."""
    links = package.related(part)
    slides = child(root, "sldIdLst")
    for slide in slides if slides is not None else ():
        ids = [str(value) for key, value in slide.attrib.items() if str(key).endswith("}id")]
        link = links.get(ids[0]) if ids else None
        if link and link.kind == "slide":
            yield link.target


def _append_slide(builder: TextBuilder, package: Package, name: str, number: int) -> str | None:
    """Append a slide to a text, and return its title."""
    root = package.xml(name)
    if root is None:
        return None
    hidden = " (hidden)" if root.get("show") in ("0", "false") else ""
    builder.place(f"slide {number}{hidden}")
    shapes = [*_shapes(child(root, "cSld", "spTree"))]
    title = next((words for shape in shapes if _placeholder(shape) in _TITLES and (words := _words(shape))), None)
    builder.heading(_SLIDE_LEVEL, title or "")
    for shape in shapes:
        if _placeholder(shape) not in _TITLES:
            _append_shape(builder, package, name, shape)
            builder.non_prose()
    notes = package.part_of(name, "notesSlide")
    notes_root = package.xml(notes) if notes else None
    if notes_root is not None:
        shapes = [s for s in _shapes(child(notes_root, "cSld", "spTree")) if _placeholder(s) == "body" and _words(s)]
        if shapes:
            builder.place(f"slide {number}{hidden}, notes")
            builder.heading(CONTEXT_LEVEL, "Notes")
        for shape in shapes:
            for paragraph in paragraphs(child(shape, "txBody")):
                builder.prose(paragraph.words, "item" if paragraph.has_bullet else "paragraph")
    return title


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Yield the visible shapes of a slide, with groups expanded."""
    for shape in tree if tree is not None else ():
        match local(shape):
            case "grpSp":
                yield from _shapes(shape)
            case "AlternateContent":
                for branch in chosen(shape):
                    yield from _shapes(branch)
            case "sp" | "graphicFrame" | "cxnSp":
                if _placeholder(shape) not in _FURNITURE and not _is_hidden(shape):
                    yield shape


def _properties(shape: Element) -> Element | None:
    return next((e for e in shape if local(e).startswith("nv")), None)


def _is_hidden(shape: Element) -> bool:
    return attribute(child(_properties(shape), "cNvPr"), "hidden") in ("1", "true")


def _placeholder(shape: Element) -> str | None:
    """Return the type of a placeholder, None if it has no type and takes any content, or "" for another shape."""
    placeholder = child(_properties(shape), "nvPr", "ph")
    return "" if placeholder is None else attribute(placeholder, "type")


def _words(shape: Element) -> str:
    return " ".join(" ".join(p.words for p in paragraphs(child(shape, "txBody"))).split())


def _append_shape(builder: TextBuilder, package: Package, slide: str, shape: Element) -> None:
    if local(shape) == "graphicFrame":
        _append_graphic(builder, package, slide, shape)
        return
    found = [*paragraphs(child(shape, "txBody"))]
    is_list = _placeholder(shape) in _LISTED and len(found) > 1
    for paragraph in found:
        _append_paragraph(builder, paragraph, is_list=is_list)


def _append_paragraph(builder: TextBuilder, paragraph: Paragraph, *, is_list: bool) -> None:
    has_bullet = is_list if paragraph.has_bullet is None else paragraph.has_bullet
    if has_bullet and paragraph.words[-1:] != ":":
        builder.prose(paragraph.words, "item", "\n", is_bold=paragraph.is_bold)
    else:
        builder.prose(paragraph.words, is_bold=paragraph.is_bold)


def _append_graphic(builder: TextBuilder, package: Package, slide: str, frame: Element) -> None:
    """Append a table, a diagram or a chart."""
    graphic = child(frame, "graphic", "graphicData")
    if (table := child(graphic, "tbl")) is not None:
        append_table(builder, grid_of(table))
    for reference in graphic if graphic is not None else ():
        name = {"relIds": "dm", "chart": "id"}.get(local(reference))
        link = package.related(slide).get(attribute(reference, name) or "") if name else None
        root = package.xml(link.target) if link else None
        if root is None:
            continue
        if local(reference) == "chart":
            append_chart(builder, root)
        else:
            for point in root.iter():
                if local(point) == "pt" and attribute(point, "type") not in ("pres", "parTrans", "sibTrans"):
                    for paragraph in paragraphs(child(point, "t")):
                        builder.prose(paragraph.words, "item", "\n")
