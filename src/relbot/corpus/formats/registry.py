"""The supported formats by file suffix. A new format is a parser and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import BytesParser, FormatParser

PARSERS: Mapping[str, FormatParser] = MappingProxyType(
    {
        ".txt": plain_text.parse,
        ".text": plain_text.parse,
        ".md": markdown.parse,
        ".markdown": markdown.parse,
        ".mediawiki": plain_text.parse_wikitext,
    }
)
BYTES_PARSERS: Mapping[str, BytesParser] = MappingProxyType({})
"""Of formats that are no text, or say their own encoding. Their parsers import a library when they are called."""
UNSUFFIXED = frozenset({"readme"})
"""Names of files without a suffix that are read as Markdown, in small letters."""
READER_VERSIONS: Mapping[str, int] = MappingProxyType({})
"""By suffix, from 1: raised when a reader renders the same bytes otherwise, so that just its files are read again."""

SUFFIXES = (*PARSERS, *BYTES_PARSERS)


def is_source(path: PurePosixPath) -> bool:
    """Whether a file has a supported format, by its name."""
    return path.suffix.lower() in SUFFIXES or path.name.lower() in UNSUFFIXED


def reader_of(path: str) -> str:
    """The name and version of the reader of a file for which `is_source` holds."""
    suffix = PurePosixPath(path).suffix.lower()
    return f"{suffix or '.md'}/{READER_VERSIONS.get(suffix, 1)}"


def bytes_parser_of(path: str) -> BytesParser | None:
    """The parser of a file that is not to be decoded before."""
    return BYTES_PARSERS.get(PurePosixPath(path).suffix.lower())


def parser_of(path: str) -> FormatParser:
    """The parser of any other file for which `is_source` holds."""
    return PARSERS.get(PurePosixPath(path).suffix.lower(), markdown.parse)
