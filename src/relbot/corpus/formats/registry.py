"""The supported formats by file suffix. A new format is a parser and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.formats.markup import asciidoc, rst
from relbot.corpus.formats.office import docx, pptx, xlsx
from relbot.corpus.formats.records import delimited, discord_export, mail, notebook, subtitles
from relbot.corpus.outline import BytesParser, FormatParser

PARSERS: Mapping[str, FormatParser] = MappingProxyType(
    {
        ".txt": plain_text.parse,
        ".text": plain_text.parse,
        ".md": markdown.parse,
        ".markdown": markdown.parse,
        ".mediawiki": plain_text.parse_wikitext,
        ".rst": rst.parse,
        ".adoc": asciidoc.parse,
        ".asciidoc": asciidoc.parse,
    }
)
BYTES_PARSERS: Mapping[str, BytesParser] = MappingProxyType(
    {
        ".docx": docx.parse,
        ".docm": docx.parse,
        ".pptx": pptx.parse,
        ".pptm": pptx.parse,
        ".xlsx": xlsx.parse,
        ".xlsm": xlsx.parse,
        ".xls": xlsx.parse,
        ".ods": xlsx.parse,
        ".csv": delimited.parse,
        ".tsv": delimited.parse,
        ".eml": mail.parse,
        ".ipynb": notebook.parse,
        ".vtt": subtitles.parse,
        ".srt": subtitles.parse,
        ".json": discord_export.parse,
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
