"""The supported formats by file suffix. A new format is a parser and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import BytesParser, FormatParser, OnPage, PagedParser, Rendered


def _parser(module: str, function: str = "parse") -> Callable[..., Rendered]:
    """A parser of a module of this package, imported when it is first called: libraries take time and memory."""

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
        ".rst": _parser("markup.rst"),  # whose library is slow on hostile files, as those of binary formats are
        ".csv": _parser("records.delimited"),
        ".tsv": _parser("records.delimited"),
        ".eml": _parser("records.mail"),
        ".ipynb": _parser("records.notebook"),
        ".vtt": _parser("records.subtitles"),
        ".srt": _parser("records.subtitles"),
        ".json": _parser("records.discord_export"),
    }
)
"""Of formats that are no text, or say their own encoding."""
PAGED_PARSERS: Mapping[str, PagedParser] = MappingProxyType({".pdf": _parser("pdf.parser")})
"""Of those of them that have pages."""
_UNSUFFIXED = frozenset({"readme"})
"""Names of files without a suffix that are read as Markdown, in small letters."""
READER_VERSIONS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys((".pptx", ".pptm", ".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"), 2)
    | dict.fromkeys((".pdf", ".docx", ".docm", ".eml", ".vtt", ".srt"), 3)
    | dict.fromkeys((".rst", ".json"), 4)
    | dict.fromkeys((".html", ".htm", ".xhtml", ".epub", ".mediawiki", ".ipynb", ".adoc", ".asciidoc"), 5)
    | dict.fromkeys((".md", ".markdown", "", ".txt", ".text"), 6)
)
"""By suffix, from 1: raised when a reader renders the same bytes otherwise, so that just its files are read again."""

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
"""What people have documents in that are not read, and what those can be saved as, or renamed to, that is."""

SUFFIXES = (*PARSERS, *BYTES_PARSERS, *PAGED_PARSERS)


def is_source(path: PurePosixPath) -> bool:
    """Whether a file has a supported format, by its name."""
    return path.suffix.lower() in SUFFIXES or path.name.lower() in _UNSUFFIXED


def reader_of(path: str) -> str:
    """The name and version of the reader of a file for which `is_source` holds."""
    suffix = PurePosixPath(path).suffix.lower()
    return f"{suffix or '.md'}/{READER_VERSIONS.get(suffix, 1)}"


def is_binary(path: str) -> bool:
    """Whether a file is not to be decoded before it is parsed."""
    return PurePosixPath(path).suffix.lower() in (*BYTES_PARSERS, *PAGED_PARSERS)


def parse_binary(path: str, data: bytes, on_page: OnPage = lambda *_: None) -> Rendered:
    """Render a file for which `is_binary` holds. Raises ValueError with the reason where it is refused."""
    suffix = PurePosixPath(path).suffix.lower()
    paged = PAGED_PARSERS.get(suffix)
    return paged(data, on_page) if paged else BYTES_PARSERS[suffix](data)


def parser_of(path: str) -> FormatParser:
    """The parser of any other file for which `is_source` holds."""
    return PARSERS.get(PurePosixPath(path).suffix.lower(), markdown.parse)
