"""Writes small office documents: ZIP archives of hand-written XML, in the transitional or the strict namespaces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:r="{R}" xmlns:a="{A}" xmlns:p="{P}" xmlns:m="urn:m" xmlns:v="urn:v" xmlns:wps="urn:wps" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:c="urn:c" xmlns:dgm="urn:dgm"'
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relations(links: Mapping[str, str]) -> str:
    """A part of relationships: the kind of each target, whose id is its own name."""
    items = "".join(f'<Relationship Id="{t}" Type="{R}/{kind}" Target="{t}"/>' for t, kind in links.items())
    return f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'


def core(title: str, modified: str = "") -> str:
    return (
        '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="urn:dcterms">'
        f"<dc:title>{title}</dc:title><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )


def word(
    body: str,
    *,
    styles: str = "",
    footnotes: str = "",
    title: str = "",
    modified: str = "",
    namespace: str = W,
    extra: str = "",
) -> bytes:
    """A Word document with the XML of its body, styles and footnotes, in the prefix `w`."""

    def root(name: str, content: str) -> str:
        return f'<w:{name} xmlns:w="{namespace}" {_NAMESPACES}>{content}</w:{name}>'

    return package(
        {
            "_rels/.rels": relations({"word/document.xml": "officeDocument", "docProps/core.xml": "core-properties"}),
            "word/_rels/document.xml.rels": relations({"styles.xml": "styles", "footnotes.xml": "footnotes"}),
            "word/document.xml": extra + root("document", root("body", body)),
            "word/styles.xml": root("styles", styles),
            "word/footnotes.xml": root("footnotes", footnotes),
            "docProps/core.xml": core(title, modified),
        }
    )


def p(words: str, style: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of the XML of its runs."""
    runs = words if words.startswith("<") else f"<w:r><w:t>{words}</w:t></w:r>"
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(words: str, properties: str = "") -> str:
    content = words if words.startswith("<") else p(words)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def presentation(*slides: str, notes: Mapping[int, str] | None = None, parts: Mapping[str, str] | None = None) -> bytes:
    """A presentation with the XML of the shapes of each slide, and of the notes of some, numbered from 1."""
    written: dict[str, str | bytes] = {
        "_rels/.rels": relations({"ppt/presentation.xml": "officeDocument"}),
        "ppt/_rels/presentation.xml.rels": relations({f"slides/{n}.xml": "slide" for n in range(1, len(slides) + 1)}),
    }
    order = "".join(f'<p:sldId id="{n}" r:id="slides/{n}.xml"/>' for n in range(1, len(slides) + 1))
    written["ppt/presentation.xml"] = f"<p:presentation {_NAMESPACES}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>"
    for number, slide in enumerate(slides, start=1):
        show, _, shapes = slide.rpartition("|")
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        written[f"ppt/slides/{number}.xml"] = f"<p:sld {show} {_NAMESPACES}>{tree}</p:sld>"
        links = {f"n{number}.xml": "notesSlide"} | dict.fromkeys(parts or {}, "chart")
        written[f"ppt/slides/_rels/{number}.xml.rels"] = relations(links)
        if number in (notes or {}):
            tree = f"<p:cSld><p:spTree>{(notes or {})[number]}</p:spTree></p:cSld>"
            written[f"ppt/slides/n{number}.xml"] = f"<p:notes {_NAMESPACES}>{tree}</p:notes>"
    for name, content in (parts or {}).items():
        written[f"ppt/slides/{name}"] = f"<c:chartSpace {_NAMESPACES}>{content}</c:chartSpace>"
    return package(written)


def sp(*paragraphs: str, kind: str | None = None) -> str:
    """A shape; `kind` is the type of a placeholder."""
    placeholder = "" if kind is None else f'<p:ph type="{kind}"/>'
    words = "".join(q if q.startswith("<") else f"<a:p><a:r><a:t>{q}</a:t></a:r></a:p>" for q in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody>{words}</p:txBody></p:sp>"


def workbook(sheets: Mapping[str, str], *, styles: str = "", hidden: str = "", merged: str = "") -> bytes:
    """A workbook with the XML of the rows of each sheet."""
    names, states = [*sheets], ("visible", "hidden")
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{states[name == hidden]}" r:id="worksheets/sheet{n}.xml"/>'
        for n, name in enumerate(names, start=1)
    )
    links = {f"worksheets/sheet{n}.xml": "worksheet" for n in range(1, len(names) + 1)} | {"styles.xml": "styles"}
    written: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/_rels/workbook.xml.rels": relations(links),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), start=1):
        content = f"<sheetData>{rows}</sheetData>{merged}"
        written[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{S}">{content}</worksheet>'
    return package(written)


def rows(*table_rows: list[object], first: int = 1) -> str:
    """The XML of rows of words and numbers; a (number, style) has a style."""
    return "".join(
        f'<row r="{y}">' + "".join(_cell(f"{chr(65 + x)}{y}", cell) for x, cell in enumerate(cells)) + "</row>"
        for y, cells in enumerate(table_rows, start=first)
    )


def _cell(reference: str, cell: object) -> str:
    match cell:
        case None:
            return ""
        case (value, style):
            return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
        case str():
            return f'<c r="{reference}" t="inlineStr"><is><t>{cell}</t></is></c>'
    return f'<c r="{reference}"><v>{cell}</v></c>'


def strict(document: bytes) -> bytes:
    """The same spreadsheet or presentation in the namespaces of strict OOXML."""
    names = {
        "http://schemas.openxmlformats.org/officeDocument/2006": "http://purl.oclc.org/ooxml/officeDocument",
        S: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        P: "http://purl.oclc.org/ooxml/presentationml/main",
        A: "http://purl.oclc.org/ooxml/drawingml/main",
    }
    written: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        for part in archive.namelist():
            content = archive.read(part).decode()
            for name, other in names.items():
                content = content.replace(name, other)
            written[part] = content
    return package(written)
