"""Reads the parts of an office document: a ZIP archive of XML parts that are related to each other.

The format is the Open Packaging Conventions (ECMA-376 part 2). Documents are untrusted: unpacked bytes are counted as
they are read, document type definitions are refused, no entity is resolved and no address is opened.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from relbot.temporal.stated_date import first_stated_date

MAX_UNPACKED = 256 * 1024 * 1024
"""The maximum number of bytes read from all parts of a document or book. A file of 2 MB can unpack to 1.9 GB."""
MAX_XML = 64 * 1024 * 1024
"""The maximum size in bytes of an XML part; it is parsed as a whole, which takes about six times its size in memory."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The signature of the container of Office 97, and of newer encrypted documents ([MS-CFB], [MS-OFFCRYPTO])."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, EOFError, IndexError, KeyError,
    NotImplementedError, OSError, OverflowError, RuntimeError, UnicodeError,
)  # fmt: skip
"""The exceptions that `zipfile` and lxml raise for damaged files, including RecursionError."""

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another."""

    kind: str
    """The last segment of the type's URI, such as "styles", "footnotes" or "slide"."""
    target: str
    """The name of the part that is linked to."""


@contextmanager
def damage_named(kind: str) -> Iterator[None]:
    """Raise ValueError if a document turns out to be damaged while it is read; `kind` is e.g. "Word document"."""
    try:
        yield
    except _DAMAGED:
        raise ValueError(f"it is damaged and cannot be read as a {kind}; open and save it again") from None


@dataclass(slots=True)
class Package:
    """The parts of an office document."""

    archive: zipfile.ZipFile
    names: Mapping[str, str]
    """The names in the archive, by the lower-case names of the parts."""
    left: int
    """The number of bytes that may still be unpacked."""
    relations: dict[str, Mapping[str, Relationship]] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None. Raises ValueError if all reads together exceed `MAX_UNPACKED`."""
        member = self.names.get(name.lower())
        if member is None:
            return None
        chunks = []
        with self.archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise ValueError(f"it unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; split it")
                chunks.append(chunk)
        return b"".join(chunks)

    def xml(self, name: str) -> Element | None:
        """Return the root element of a part, or None if there is none.

        Raises ValueError if it has a document type definition, or is longer than `MAX_XML`.
        """
        data = self.read(name)
        if data is None:
            return None
        if len(data) > MAX_XML:
            raise ValueError(f"it has more than {MAX_XML // 1024 // 1024} MB in one part; split it")
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise ValueError("it has a document type definition, which is not safe to read; save it again")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("it has a document type definition, which is not safe to read; save it again")
        return root

    def related(self, part: str) -> Mapping[str, Relationship]:
        """Return the links of a part by their ids, without links out of the document."""
        if part not in self.relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self.relations[part] = {
                link.get("Id", ""): Relationship(link.get("Type", "").rpartition("/")[2], _resolve(folder, link))
                for link in (root if root is not None else ())
                if link.get("TargetMode") != "External"
            }
        return self.relations[part]

    def part_of(self, part: str, kind: str) -> str | None:
        """Return the name of the first part of a kind that a part links to, or None."""
        return next((link.target for link in self.related(part).values() if link.kind == kind), None)

    def main_part(self, default: str, root_name: str, refusal: str) -> tuple[str, Element]:
        """Return the name and root of the main part. Raises ValueError with `refusal` if its root has another name."""
        part = self.part_of("", "officeDocument") or default
        root = self.xml(part)
        if root is None or local(root) != root_name:
            raise ValueError(refusal)
        return part, root

    def date(self) -> str | None:
        """Return the date of the last change, else of creation, by the core properties, in `stated_date`'s form."""
        return first_stated_date(map(self._property, ("modified", "created")))

    def title(self) -> str | None:
        """Return the title in the core properties, unless it is that of an empty template."""
        title = " ".join(self._property("title").split())
        return None if not title or title.lower() in _TEMPLATE_TITLES or title.startswith("Microsoft ") else title

    def _property(self, name: str) -> str:
        """Return a core property, or "" if it is missing or the properties are damaged."""
        root = None
        with suppress(etree.XMLSyntaxError):
            root = self.xml(self.part_of("", "core-properties") or "docprops/core.xml")
        return next((e.text for e in (root if root is not None else ()) if local(e) == name and e.text), "")


_TEMPLATE_TITLES = frozenset(
    {"powerpoint presentation", "powerpoint-präsentation", "présentation powerpoint", "presentación de powerpoint",
     "word document", "document", "dokument", "untitled", "title", "slide 1"}
)  # fmt: skip


def open_package(data: bytes, kind: str, suffix: str) -> Package:
    """Open a document. Raises ValueError with the reason if it is none; `kind` is e.g. "Word document"."""
    if is_old_container(data):
        raise ValueError(f"it is a {kind} of an old version; save it as {suffix}")
    if not data.startswith(b"PK"):
        raise ValueError(f"it is no {kind} in spite of its name; save it as {suffix}")
    archive = zipfile.ZipFile(BytesIO(data))
    names: dict[str, str] = {}
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise ValueError("it is protected by a password; save it without one")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"it is packed in an unusual way; open it and save it again as {suffix}")
        names[member.filename.replace("\\", "/").lstrip("/").lower()] = member.filename
    return Package(archive, names, MAX_UNPACKED)


def is_old_container(data: bytes) -> bool:
    """Return whether a document is in the container of Office 97. Raises ValueError if it is empty or encrypted."""
    if not data.strip():
        raise ValueError("it is empty")
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ValueError("it is protected by a password; save it without one")
    return data.startswith(_OLE)


def local(element: Element) -> str:
    """Return an element's name without namespace, because transitional and strict documents use different ones."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return the value of an attribute by its name without namespace."""
    if element is None:
        return None
    found = (value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return next((str(value) for value in found), None)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the descendant along a path of names, taking the first child of each name, or None."""
    for name in names:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def is_on(element: Element | None) -> bool:
    """Return whether a toggle property is present and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def _resolve(folder: str, link: Element) -> str:
    target = unquote(link.get("Target", "")).replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")
