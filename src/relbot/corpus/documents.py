"""From the bytes of a source to a Document: its unchanged text, and the blocks of prose in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from relbot.answer import Source
from relbot.corpus import front_matter
from relbot.corpus.folder import SourceFile, read_bytes
from relbot.corpus.formats.registry import PARSERS
from relbot.corpus.outline import Block, one_line, outline
from relbot.errors import SourceRejected

MAX_LINES = 1_000_000
"""Of a source. Parsing an empty line of Markdown takes 200 bytes, so 16 MB of them would take three gigabytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source."""

    source: Source
    text: str
    """The whole file, decoded from UTF-8 and otherwise unchanged: `open(path, newline="", encoding="utf-8").read()`."""
    sha256: str
    """Of the file's bytes, hexadecimal."""
    blocks: tuple[Block, ...]
    """In order, without overlap; they contain neither headings nor front matter."""


def read_source(folder: Path, file: SourceFile) -> Document:
    """Read and parse a file that `scan` found. Raises SourceRejected, also where it has changed since."""
    document = parse(file.path, read_bytes(folder, file.path))
    if document.sha256 != file.sha256:
        raise SourceRejected(file.path, "it changed while it was read; run the build again")
    return document


def parse(path: str, data: bytes) -> Document:
    """Parse the bytes of a file; the suffix of its path gives the format. Raises SourceRejected."""
    text = _decode(path, data)
    parse_format = PARSERS[PurePosixPath(path).suffix.lower()]
    try:
        front = front_matter.parse(text)
        title, blocks = outline(text, parse_format(text, front.end), front.title)
    except ValueError as error:
        raise SourceRejected(path, str(error)) from None
    if not blocks:
        raise SourceRejected(path, "it holds no prose")
    source = Source(title=title or _title_from_path(path), path=path, url=front.url, licence=front.licence)
    return Document(source, text, hashlib.sha256(data).hexdigest(), blocks)


def _decode(path: str, data: bytes) -> str:
    """The text of a file in UTF-8. Raises SourceRejected."""
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


def _title_from_path(path: str) -> str:
    """A title made from a file name: `north-korea_notes.md` is "North korea notes"."""
    words = one_line(re.sub(r"[-_]+", " ", PurePosixPath(path).stem))
    return words[:1].upper() + words[1:] or path
