"""Reads the parts of an office document: a ZIP archive of XML parts that are related to each other.

The format is the Open Packaging Conventions (ECMA-376 part 2). Documents are untrusted: what is unpacked is counted
while it is read, document type definitions are refused, no entity is resolved and no address is opened.
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
"""Bytes of all parts that are read. A file of 2 MB can unpack to 1.9 GB."""
MAX_XML = 64 * 1024 * 1024
"""Bytes of one part of XML that is parsed as a whole, which takes about six times its size in memory."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Office 97, and of a newer document that is encrypted ([MS-CFB], [MS-OFFCRYPTO])."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, EOFError, IndexError, KeyError,
    NotImplementedError, OSError, OverflowError, RuntimeError, UnicodeError,
)  # fmt: skip
"""What `zipfile` and lxml raise for damaged files, RecursionError included."""

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link of one part to another."""

    kind: str
    """The last part of its type's URI: "styles", "footnotes", "slide"."""
    target: str
    """The name of the part."""


@contextmanager
def damage_named(kind: str) -> Iterator[None]:
    """Raise ValueError where a document turns out to be damaged while it is read; `kind` is "Word document"."""
    try:
        yield
    except _DAMAGED:
        raise ValueError(f"it is damaged and cannot be read as a {kind}; open and save it again") from None


@dataclass(slots=True)
class Package:
    """The parts of an office document."""

    archive: zipfile.ZipFile
    names: Mapping[str, str]
    """The names in the archive, by the names of parts in small letters."""
    left: int
    """Bytes that may still be unpacked."""
    relations: dict[str, Mapping[str, Relationship]] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None. Raises ValueError where all that was read is over `MAX_UNPACKED`."""
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
        """The root of a part, or None where there is none.

        Raises ValueError where it has a document type, or is longer than `MAX_XML`.
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
        """The links of a part by their ids; links out of the document are left out."""
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
        """The name of the first part of a kind that a part links to."""
        return next((link.target for link in self.related(part).values() if link.kind == kind), None)

    def main_part(self, default: str, root_name: str, refusal: str) -> tuple[str, Element]:
        """The name and root of the part that the document begins with. Raises ValueError with `refusal` where its root
        has another name than it should.
        """
        part = self.part_of("", "officeDocument") or default
        root = self.xml(part)
        if root is None or local(root) != root_name:
            raise ValueError(refusal)
        return part, root

    def date(self) -> str | None:
        """When it was last changed, else made, by the core properties: as `stated_date` gives it."""
        return first_stated_date(map(self._property, ("modified", "created")))

    def title(self) -> str | None:
        """The title in the core properties, unless it is that of an empty template."""
        title = " ".join(self._property("title").split())
        return None if not title or title.lower() in _TEMPLATE_TITLES or title.startswith("Microsoft ") else title

    def _property(self, name: str) -> str:
        """A core property; empty where it is not there, or they are damaged."""
        root = None
        with suppress(etree.XMLSyntaxError):
            root = self.xml(self.part_of("", "core-properties") or "docprops/core.xml")
        return next((e.text for e in (root if root is not None else ()) if local(e) == name and e.text), "")


_TEMPLATE_TITLES = frozenset(
    {"powerpoint presentation", "powerpoint-präsentation", "présentation powerpoint", "presentación de powerpoint",
     "word document", "document", "dokument", "untitled", "title", "slide 1"}
)  # fmt: skip


def open_package(data: bytes, kind: str, suffix: str) -> Package:
    """The parts of a document. Raises ValueError with the reason where it is none; `kind` is "Word document"."""
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
    """Whether a document is in the container of Office 97. Raises ValueError where it is empty or encrypted."""
    if not data.strip():
        raise ValueError("it is empty")
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ValueError("it is protected by a password; save it without one")
    return data.startswith(_OLE)


def local(element: Element) -> str:
    """The name of an element without its namespace, which transitional and strict documents have different ones of."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The value of an attribute by its name without namespace."""
    if element is None:
        return None
    found = (value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return next((str(value) for value in found), None)


def child(element: Element | None, *names: str) -> Element | None:
    """The descendant along a path of names, the first of each."""
    for name in names:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def is_on(element: Element | None) -> bool:
    """Whether a toggle property is there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def _resolve(folder: str, link: Element) -> str:
    target = unquote(link.get("Target", "")).replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")
