"""The supported formats by file suffix. A new format is a parser and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import BytesParser, FormatParser, Rendered


def _web_page(data: bytes) -> Rendered:
    from relbot.corpus.formats.web import html_page

    return html_page.parse(data)


def _xhtml_page(data: bytes) -> Rendered:
    from relbot.corpus.formats.web import html_page

    return html_page.parse_xhtml(data)


def _epub(data: bytes) -> Rendered:
    from relbot.corpus.formats.web import epub

    return epub.parse(data)


PARSERS: Mapping[str, FormatParser] = MappingProxyType(
    {
        ".txt": plain_text.parse,
        ".text": plain_text.parse,
        ".md": markdown.parse,
        ".markdown": markdown.parse,
        ".mediawiki": plain_text.parse_wikitext,
    }
)
BYTES_PARSERS: Mapping[str, BytesParser] = MappingProxyType(
    {
        ".html": _web_page,
        ".htm": _web_page,
        ".xhtml": _xhtml_page,
        ".epub": _epub,
    }
)
"""Of formats that are no text, or say their own encoding. Their parsers import a library when they are called."""
UNSUFFIXED = frozenset({"readme"})
"""Names of files without a suffix that are read as Markdown, in small letters."""


SUFFIXES = (*PARSERS, *BYTES_PARSERS)


def is_source(path: PurePosixPath) -> bool:
    """Whether a file has a supported format, by its name."""
    return path.suffix.lower() in SUFFIXES or path.name.lower() in UNSUFFIXED


def bytes_parser_of(path: str) -> BytesParser | None:
    """The parser of a file that is not to be decoded before."""
    return BYTES_PARSERS.get(PurePosixPath(path).suffix.lower())


def parser_of(path: str) -> FormatParser:
    """The parser of any other file for which `is_source` holds."""
    return PARSERS.get(PurePosixPath(path).suffix.lower(), markdown.parse)
