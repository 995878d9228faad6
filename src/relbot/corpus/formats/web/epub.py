"""Parses EPUB books: the text of their chapters in reading order, each chapter a place.

EPUB 2 lists the chapters in an NCX file, EPUB 3 in a page with a `nav` element; old books only in the pages. Only the
package, tables of contents and spine pages are unpacked. Bytes are counted as they are read; the sizes that an archive
declares are not trusted.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from relbot.corpus.context import with_context
from relbot.corpus.formats.office.package import MAX_UNPACKED
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.formats.web.content import UNSEEN
from relbot.corpus.formats.web.rendering import PageRenderer
from relbot.corpus.formats.web.tree import Node, attribute, decode_page, parse_tree, words_of
from relbot.corpus.outline import Rendered, one_line
from relbot.corpus.titles.headings import with_titles
from relbot.temporal.stated_date import first_stated_date

_MAX_FILES = 20_000
_MAX_CHAPTERS = 10_000
_CHUNK = 64 * 1024
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_ALGORITHMS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Algorithms that encrypt only fonts, so that the text can be read."""
_PROTECTIONS = {
    "META-INF/rights.xml": "Adobe's",
    "META-INF/sinf.xml": "Apple's",
    "META-INF/license.lcpl": "Readium's LCP",
}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError, ValueError)
"""The exceptions that the standard library raises for archives that are damaged, by accident or on purpose."""


@dataclass(slots=True)
class Archive:
    """The files of a book. Unpacked bytes are counted as they are read."""

    files: zipfile.ZipFile
    names: frozenset[str]
    left: int
    """The number of bytes that may still be unpacked."""

    @classmethod
    def open(cls, data: bytes) -> Archive:
        """Open an archive. Raises ValueError if it is none or contains too many files."""
        try:
            files = zipfile.ZipFile(BytesIO(data))
            names = files.namelist()
        except _BROKEN:
            raise ValueError("it is damaged: no ZIP archive; get it again") from None
        if len(names) > _MAX_FILES:
            raise ValueError(f"it holds more than {_MAX_FILES:,} files")
        return cls(files, frozenset(names), MAX_UNPACKED)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file, empty if there is none. Raises ValueError if it is unreadable or too much."""
        if path not in self.names:
            return b""
        parts: list[bytes] = []
        try:
            with self.files.open(path) as stream:
                while part := stream.read(_CHUNK):
                    self.left -= len(part)
                    if self.left < 0:
                        break
                    parts.append(part)
        except _BROKEN as error:
            if "encrypted" in str(error):
                raise ValueError("it needs a password; put a copy without one here") from None
            raise ValueError(f"it is damaged at {_shown(path)}; get it again") from None
        if self.left < 0:
            raise ValueError(f"it unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB")
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Package:
    """The title, pages, table of contents and date of a book."""

    title: str | None
    pages: tuple[str, ...]
    """The paths of its pages within the archive, in reading order."""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """Chapter titles by page, and then by the id of the element at which they begin, "" for the start of the page."""
    date: str | None = None
    """The date of publication, in the form of `stated_date`."""


def _read_package(archive: Archive) -> Package:
    """Read the package of a book. Raises ValueError with the reason if there is none, or the text is encrypted."""
    _check_protection(archive)
    container = _parse_xml(archive, _CONTAINER)
    path = next((_value(e, "full-path") for e in _named(container, "rootfile")), "")
    if not path:
        raise ValueError("it is no EPUB book: its container names no package")
    package = _parse_xml(archive, path)
    items = {_value(item, "id"): item for item in _named(package, "item")}
    chapters = [items[_value(ref, "idref")] for ref in _named(package, "itemref") if _value(ref, "idref") in items]
    pages = [
        _resolved(path, _value(item, "href")) for item in chapters if "nav" not in _value(item, "properties").split()
    ]
    titles = [text for e in _named(package, "title") if (text := _text(e))]
    labels: dict[str, dict[str, str]] = {}
    for target, label in _chapters(archive, path, items):
        page, _, id_ = target.partition("#")
        labels.setdefault(page, {}).setdefault(id_, label)
    date = first_stated_date(map(_text, _named(package, "date")))
    return Package(one_line(titles[0]) if titles else None, tuple(dict.fromkeys(pages)), labels, date)


def _check_protection(archive: Archive) -> None:
    if _ENCRYPTION not in archive.names:
        return
    algorithms = {_value(e, "Algorithm") for e in _named(_parse_xml(archive, _ENCRYPTION), "EncryptionMethod")}
    if algorithms - _FONT_ALGORITHMS:
        whose = next((name for file, name in _PROTECTIONS.items() if file in archive.names), "a seller's")
        raise ValueError(f"it is encrypted by {whose} copy protection (DRM); put a copy without it here")


def _chapters(archive: Archive, package: str, items: dict[str, etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield (path with id, title) of each chapter, from the book's table of contents."""
    found: list[tuple[str, str]] = []
    for item in items.values():
        path = _resolved(package, _value(item, "href"))
        if "nav" in _value(item, "properties").split() and (data := archive.read(path)).strip():
            root = parse_tree(decode_page(data), is_xml=True)
            for nav in root.css("nav"):
                if attribute(nav, "epub:type") in ("", "toc"):
                    found += [
                        (_resolved(path, attribute(a, "href")), one_line(words_of(a))) for a in nav.css("a[href]")
                    ]
        elif _value(item, "media-type") == "application/x-dtbncx+xml" and not found and path in archive.names:
            for point in _named(_parse_xml(archive, path), "navPoint"):
                label = next((_text(e) for e in _named(point, "text")), "")
                target = next((_value(e, "src") for e in _named(point, "content")), "")
                found.append((_resolved(path, target), one_line(label)))
    yield from ((target, label) for target, label in found[:_MAX_CHAPTERS] if label)


def _parse_xml(archive: Archive, path: str) -> etree._Element:
    """Return the root of an XML file. Raises ValueError if it is missing, damaged or declares entities."""
    data = archive.read(path)
    if not data.strip():
        raise ValueError(f"it is no EPUB book: {_shown(path)} is missing")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ValueError(f"it is damaged at {_shown(path)}; get it again") from None
    declared: Any = root.getroottree().docinfo.internalDTD  # the stubs lack `iterentities`
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ValueError(f"{_shown(path)} declares entities, which are not read")
    return root


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements with a name, in any namespace."""
    return (e for e in root.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name)


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _value(element: etree._Element, name: str) -> str:
    """Return the value of an attribute, or "" if there is none."""
    return str(element.get(name) or "")


def _resolved(base: str, href: str) -> str:
    """Return the archive path, with fragment, of a link in the file `base`, or "" if it leads out of the archive."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path


def _shown(path: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in path[:100])


def parse(data: bytes) -> Rendered:
    """Render a book, with its chapters as places.

    Raises ValueError with the reason if it is damaged, protected, too large, or not a book.
    """
    archive = Archive.open(data)
    package = _read_package(archive)
    builder = TextBuilder()
    for path in package.pages:
        _append_page(path, archive, package, builder)
    rendered = builder.rendered()
    if not rendered.text:
        raise ValueError("it has no text; its pages may be pictures")
    return replace(with_context(with_titles(rendered)), title=package.title, date=package.date)


def _append_page(path: str, archive: Archive, package: Package, builder: TextBuilder) -> None:
    page = archive.read(path)
    if not page.strip():
        return
    root = parse_tree(decode_page(page), is_xml=True)
    labels = package.labels.get(path, {})
    if label := labels.get(""):
        builder.place(label)
    builder.non_prose()
    PageRenderer(builder, _leaves_out, labels).render(root)


def _leaves_out(node: Node) -> bool:
    """Return whether a node is left out: a table of contents, hidden, or without words."""
    is_contents = node.tag == "nav" or attribute(node, "role") == "doc-toc"
    return is_contents or node.tag in UNSEEN or "hidden" in node.attributes
