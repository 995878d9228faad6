"""From a source's bytes to a Document: its text, unchanged to the character, and where prose stands in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from relbot.answer import Source
from relbot.corpus import front_matter
from relbot.corpus.folder import Found, read_bytes
from relbot.corpus.formats.registry import READERS
from relbot.corpus.outline import Block, one_line, outline
from relbot.errors import SourceRejected

MAX_LINES = 1_000_000
"""Of a source. An empty line of Markdown takes 200 bytes to read, so 16 MB of them would take three gigabytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it is read."""

    source: Source
    text: str
    """The whole file, decoded from UTF-8 and otherwise unchanged: `open(path, newline="", encoding="utf-8").read()`."""
    sha256: str
    """Of the file's bytes, hexadecimal."""
    blocks: tuple[Block, ...]
    """In order, never overlapping; headings and front matter are in none."""


def read_source(folder: Path, found: Found) -> Document:
    """Read and parse a source that a scan found. Raises SourceRejected, also where it changed since."""
    document = parse(found.path, read_bytes(folder, found.path))
    if document.sha256 != found.sha256:
        raise SourceRejected(found.path, "it changed while it was read; run the build again")
    return document


def parse(path: str, data: bytes) -> Document:
    """The document that a file's bytes hold, its format told by the suffix. Raises SourceRejected."""
    text = _decoded(path, data)
    reader = READERS[PurePosixPath(path).suffix.lower()]
    try:
        front = front_matter.read(text)
        title, blocks = outline(text, reader(text, front.end), front.title)
    except ValueError as error:
        raise SourceRejected(path, str(error)) from None
    if not blocks:
        raise SourceRejected(path, "it holds no prose")
    source = Source(title=title or _readable(path), path=path, url=front.url, licence=front.licence)
    return Document(source, text, hashlib.sha256(data).hexdigest(), blocks)


def _decoded(path: str, data: bytes) -> str:
    if not data.strip():
        raise SourceRejected(path, "it is empty")
    if b"\0" in data:
        raise SourceRejected(path, f"it is not text (a NUL at byte {data.index(0)}); save it as UTF-8 text")
    if max(data.count(b"\n"), data.count(b"\r")) > MAX_LINES:
        raise SourceRejected(path, f"it has more than {MAX_LINES:,} lines; split it")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceRejected(path, f"it is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _readable(path: str) -> str:
    """A title from a file name: `north-korea_notes.md` is "North korea notes"."""
    words = one_line(re.sub(r"[-_]+", " ", PurePosixPath(path).stem))
    return words[:1].upper() + words[1:] or path
