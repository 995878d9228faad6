"""From the bytes of a source to a Document: its rendered text, and the blocks of prose in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from relbot.answer import Place, Source
from relbot.corpus import front_matter
from relbot.corpus.decoding import decode
from relbot.corpus.folder import SourceFile, read_bytes
from relbot.corpus.formats import markdown
from relbot.corpus.formats.registry import bytes_parser_of, parser_of
from relbot.corpus.outline import Block, Rendered, one_line, outline
from relbot.errors import SourceRejected

MAX_LINES = 1_000_000
"""Of a source. Parsing an empty line of Markdown takes 200 bytes, so 16 MB of them would take three gigabytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source."""

    source: Source
    text: str
    """What a reader of the rendered document sees; of plain text the whole file, decoded and otherwise unchanged."""
    sha256: str
    """Of the file's bytes, hexadecimal."""
    blocks: tuple[Block, ...]
    """In order, without overlap; they contain neither headings nor front matter."""
    places: tuple[Place, ...] = ()
    """In order: the pages, slides, rows or the like that the text stands on."""


def read_source(folder: Path, file: SourceFile) -> Document:
    """Read and parse a file that `scan` found. Raises SourceRejected, also where it has changed since."""
    document = parse(file.path, read_bytes(folder, file.path))
    if document.sha256 != file.sha256:
        raise SourceRejected(file.path, "it changed while it was read; run the build again")
    return document


def parse(path: str, data: bytes) -> Document:
    """Parse the bytes of a file; the suffix of its path gives the format. Raises SourceRejected."""
    try:
        parse_bytes = bytes_parser_of(path)
        rendered, licence = (parse_bytes(data), None) if parse_bytes else _parse_text(path, data)
        title, blocks = outline(rendered.text, rendered.elements, rendered.title)
    except ValueError as error:
        raise SourceRejected(path, str(error)) from None
    if not blocks:
        raise SourceRejected(path, "it holds no prose")
    source = Source(title=title or _title_from_path(path), path=path, url=rendered.url, licence=licence)
    return Document(source, rendered.text, hashlib.sha256(data).hexdigest(), blocks, rendered.places)


def _parse_text(path: str, data: bytes) -> tuple[Rendered, str | None]:
    """The rendered text of a file that is text, with the title and url of its front matter, and its licence.

    Raises ValueError.
    """
    source_text = decode(data)
    if max(source_text.count("\n"), source_text.count("\r")) > MAX_LINES:
        raise ValueError(f"it has more than {MAX_LINES:,} lines; split it")
    front = front_matter.parse(source_text)
    parse_format = parser_of(path)
    if front.values and parse_format is markdown.parse:  # which is shown above the text, as a table or the like
        shown = "\n".join(f"{name}: {value}" for name, value in front.values)
        rendered = parse_format(f"{shown}\n\n{source_text[front.end :]}", 0)
    else:
        rendered = parse_format(source_text, front.end)
    if front.answered:
        rendered = replace(rendered, places=(Place(0, f"answered {front.answered}", url=front.url),))
    return replace(rendered, title=front.title or rendered.title, url=front.url or rendered.url), front.licence


def _title_from_path(path: str) -> str:
    """A title made from a file name: `north-korea_notes.md` is "North korea notes"."""
    words = one_line(re.sub(r"[-_]+", " ", PurePosixPath(path).stem))
    return words[:1].upper() + words[1:] or path
