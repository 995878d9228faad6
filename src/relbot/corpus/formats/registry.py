"""The supported formats by file suffix. A new format takes a parser and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import BytesParser, FormatParser, OnPage, PagedParser, Rendered


def _parser(module: str, function: str = "parse") -> Callable[..., Rendered]:
    """Return a parser that imports its module of this package on the first call: libraries take time and memory."""

    def parse(*source: object) -> Rendered:
        rendered: Rendered = getattr(import_module(f"{__package__}.{module}"), function)(*source)
        return rendered

    return parse


PARSERS: Mapping[str, FormatParser] = MappingProxyType(
    {
        ".txt": plain_text.parse,
        ".text": plain_text.parse,
        ".md": markdown.parse,
        ".markdown": markdown.parse,
        ".mediawiki": plain_text.parse_wikitext,
        ".adoc": _parser("markup.asciidoc"),
        ".asciidoc": _parser("markup.asciidoc"),
    }
)
BYTES_PARSERS: Mapping[str, BytesParser] = MappingProxyType(
    {
        ".html": _parser("web.html_page"),
        ".htm": _parser("web.html_page"),
        ".xhtml": _parser("web.html_page", "parse_xhtml"),
        ".epub": _parser("web.epub"),
        ".docx": _parser("office.docx"),
        ".docm": _parser("office.docx"),
        ".pptx": _parser("office.pptx"),
        ".pptm": _parser("office.pptx"),
        ".xlsx": _parser("office.xlsx"),
        ".xlsm": _parser("office.xlsx"),
        ".xls": _parser("office.xlsx"),
        ".ods": _parser("office.xlsx"),
        ".rst": _parser("markup.rst"),  # its library is slow on hostile files, as those of binary formats are
        ".csv": _parser("records.delimited"),
        ".tsv": _parser("records.delimited"),
        ".eml": _parser("records.mail"),
        ".ipynb": _parser("records.notebook"),
        ".vtt": _parser("records.subtitles"),
        ".srt": _parser("records.subtitles"),
        ".json": _parser("records.discord_export"),
    }
)
"""Parsers of formats that are binary or declare their own encoding."""
PAGED_PARSERS: Mapping[str, PagedParser] = MappingProxyType({".pdf": _parser("pdf.parser")})
"""Parsers of binary formats that have pages."""
_UNSUFFIXED = frozenset({"readme"})
"""Lower-case names of files without a suffix that are read as Markdown."""
READER_VERSIONS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys((".pptx", ".pptm", ".xlsx", ".xlsm", ".xls", ".ods"), 2)
    | dict.fromkeys((".csv", ".tsv", ".pdf", ".docx", ".docm", ".vtt", ".srt"), 3)
    | dict.fromkeys((".rst", ".eml"), 4)
    | dict.fromkeys((".html", ".htm", ".xhtml", ".epub", ".mediawiki", ".ipynb", ".adoc", ".asciidoc", ".json"), 5)
    | dict.fromkeys((".md", ".markdown", ""), 7)
    | dict.fromkeys((".txt", ".text"), 8)
)
"""The reader version of each suffix, from 1: raised when a reader renders differently, to read only its files again."""

SAVED_AS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys((".doc", ".rtf", ".odt", ".pages", ".wpd"), ".docx")
    | dict.fromkeys((".ppt", ".odp", ".key"), ".pptx")
    | dict.fromkeys((".xlsb", ".numbers"), ".xlsx")
    | dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), ".epub")
    | dict.fromkeys((".tex", ".org", ".log", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".textile"), ".txt")
    | dict.fromkeys((".ics", ".vcf"), ".txt")
    | dict.fromkeys((".mdx", ".mkd", ".mdown", ".rmd", ".qmd"), ".md")
    | dict.fromkeys((".mht", ".mhtml", ".shtml", ".webarchive"), ".html")
    | dict.fromkeys((".ass", ".ssa", ".sbv", ".sub", ".ttml"), ".srt")
    | dict.fromkeys((".ps", ".djvu", ".xps"), ".pdf")
    | dict.fromkeys((".msg", ".mbox"), ".eml")
    | {".wiki": ".mediawiki", ".tab": ".tsv"}
)
"""Common unsupported suffixes, and the supported suffix that such a file can be saved as or renamed to."""

SUFFIXES = (*PARSERS, *BYTES_PARSERS, *PAGED_PARSERS)


def is_source(path: PurePosixPath) -> bool:
    """Return whether a file has a supported format, judging by its name."""
    return path.suffix.lower() in SUFFIXES or path.name.lower() in _UNSUFFIXED


def reader_of(path: str) -> str:
    """Return the name and version of the reader of a file for which `is_source` holds, such as ".md/6"."""
    suffix = PurePosixPath(path).suffix.lower()
    return f"{suffix or '.md'}/{READER_VERSIONS.get(suffix, 1)}"


def is_binary(path: str) -> bool:
    """Return whether a file is parsed from its bytes, and must not be decoded first."""
    return PurePosixPath(path).suffix.lower() in (*BYTES_PARSERS, *PAGED_PARSERS)


def parse_binary(path: str, data: bytes, on_page: OnPage = lambda *_: None) -> Rendered:
    """Render a file for which `is_binary` holds. Raises ValueError with the reason if it is refused."""
    suffix = PurePosixPath(path).suffix.lower()
    paged = PAGED_PARSERS.get(suffix)
    return paged(data, on_page) if paged else BYTES_PARSERS[suffix](data)


def parser_of(path: str) -> FormatParser:
    """Return the parser of a file for which `is_source` holds but `is_binary` does not."""
    return PARSERS.get(PurePosixPath(path).suffix.lower(), markdown.parse)
