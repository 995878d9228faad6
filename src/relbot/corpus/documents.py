"""From the bytes of a source to a Document: its rendered text, and the blocks of prose in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from relbot.answer import Place, Source, Span
from relbot.corpus import front_matter
from relbot.corpus.decoding import decode
from relbot.corpus.folder import SourceFile, read_bytes
from relbot.corpus.formats import markdown
from relbot.corpus.formats.registry import is_binary, parse_binary, parser_of
from relbot.corpus.formats.signatures import check_name
from relbot.corpus.outline import MAX_TEXT, Block, Rendered, one_line, outline
from relbot.errors.corpus import SourceRejected

BinaryParser = Callable[[str, bytes], Rendered]
"""Renders a file of a binary format, given its path and bytes. Raises ValueError."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source."""

    source: Source
    text: str
    """What a reader of the rendered document sees; for plain text, the whole file, decoded and otherwise unchanged."""
    sha256: str
    """The hash of the file's bytes, hexadecimal."""
    blocks: tuple[Block, ...]
    """In order, without overlap; they contain neither headings nor front matter."""
    places: tuple[Place, ...] = ()
    """The pages, slides, rows or the like that the text stands on, in order."""
    added: tuple[Span, ...] = ()
    """Ranges of the text that the document does not show as such (`Rendered.added`), in order."""
    revision: str = ""
    """The revision of the file that it was read from (`SourceFile.revision`)."""


def read_source(folder: Path, file: SourceFile, parse_binary: BinaryParser = parse_binary) -> Document:
    """Read and parse a file that `scan` found. Raises SourceRejected, also if it has changed since."""
    document = parse(file.path, read_bytes(folder, file.path), parse_binary)
    if document.sha256 != file.sha256:
        raise SourceRejected(file.path, "it changed while it was read; run the build again")
    parsed, (title, url, licence, date) = document.source, file.sidecar.shown
    source = Source(
        title or parsed.title, parsed.path, url or parsed.url, licence or parsed.licence, parsed.date or date
    )
    return replace(document, source=source, revision=file.revision)


def parse(path: str, data: bytes, parse_binary: BinaryParser = parse_binary) -> Document:
    """Parse the bytes of a file; the suffix of its path gives the format. Raises SourceRejected.

    A build passes a `parse_binary` that runs in a process of its own (`relbot.corpus.parser_process`).
    """
    try:
        check_name(path, data)
        rendered, licence = (parse_binary(path, data), None) if is_binary(path) else _parse_text(path, data)
        if len(rendered.text) > MAX_TEXT:
            raise ValueError(f"it has more than {MAX_TEXT // 1024 // 1024} MB of text; split it")
        title, blocks = outline(rendered.text, rendered.elements, rendered.title)
    except ValueError as error:
        raise SourceRejected(path, str(error)) from None
    if not blocks:
        raise SourceRejected(path, "it holds no prose")
    source = Source(title or _title_from_path(path), path, rendered.url, licence, rendered.date)
    return Document(source, rendered.text, hashlib.sha256(data).hexdigest(), blocks, rendered.places, rendered.added)


def _parse_text(path: str, data: bytes) -> tuple[Rendered, str | None]:
    """Return the rendered text of a text file, with the title and URL of its front matter, and its licence.

    Raises ValueError.
    """
    source_text = decode(data)
    front = front_matter.parse(source_text)
    parse_format = parser_of(path)
    if front.values and parse_format is markdown.parse:  # then it is shown above the text, as a table or the like
        shown = "\n".join(f"{name}: {value}" for name, value in front.values)
        rendered = parse_format(f"{shown}\n\n{source_text[front.end :]}", 0)
    else:
        rendered = parse_format(source_text, front.end)
    if front.answered:
        rendered = replace(rendered, places=(Place(0, f"answered {front.answered}", url=front.url),))
    title, url, date = front.title or rendered.title, front.url or rendered.url, front.date or rendered.date
    return replace(rendered, title=title, url=url, date=date), front.licence


def _title_from_path(path: str) -> str:
    """Return a title made from a file name: `north-korea_notes.md` gives "North korea notes"."""
    words = one_line(re.sub(r"[-_]+", " ", PurePosixPath(path).stem))
    return words[:1].upper() + words[1:] or path
