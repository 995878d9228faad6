"""Names documents from the web in the corpus folder: a folder for the host, a file for the path. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from relbot.corpus.formats.registry import is_source

_SUFFIXES = {
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-ipynb+json": ".ipynb",
    "application/x-subrip": ".srt",
    "application/xhtml+xml": ".html",
    "message/rfc822": ".eml",
    "text/asciidoc": ".adoc",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/tab-separated-values": ".tsv",
    "text/vtt": ".vtt",
    "text/x-markdown": ".md",
    "text/x-rst": ".rst",
}
"""File suffixes by media type, as registered with IANA or in common use."""
_UNSPECIFIC = frozenset(
    ["", "text/plain", "application/json", "application/octet-stream", "application/zip", "binary/octet-stream"]
)
"""Media types so unspecific that the address says more."""
_MAX_NAME = 150
"""The longest name, in bytes; a file name has at most 255, and those of sidecars and temporary files are longer."""


def suffix_of(content_type: str, url: str) -> str:
    """Return the suffix of a document by its media type, else by its address; empty if its format is not read."""
    own = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
    suffixes = [own] if content_type in _UNSPECIFIC else [_SUFFIXES.get(content_type, "")]
    if content_type == "text/plain":
        suffixes.append(".txt")
    return next(filter(_is_read, suffixes), "")


def name_of(url: str, suffix: str) -> PurePosixPath:
    """Return the file for a document at an address, e.g. `docs.example.org/guide-install.html`; may not be unique."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    path = path[: -len(suffix)] if path.lower().endswith(suffix) else path
    words = _slug(" ".join(filter(None, (path, unquote(parts.query))))) or "index"
    return PurePosixPath(_slug(parts.netloc.rpartition("@")[2].lower()) or "host", f"{_bounded(words, url)}{suffix}")


def safe_name(name: str) -> str:
    """Return a user's file name without anything that could lead elsewhere, hide the file or be unprintable."""
    path = PurePosixPath(name)
    suffix = _slug(path.suffix)
    words = _bounded(_slug(path.stem) or "document", name)
    return f"{words}.{suffix}" if suffix else words


def distinct(name: PurePosixPath, url: str) -> PurePosixPath:
    """Return another file name for a document whose own name is taken by one from another address."""
    return name.with_name(f"{name.stem}-{_digest(url)}{name.suffix}")


def _is_read(suffix: str) -> bool:
    return bool(suffix) and is_source(PurePosixPath(f"a{suffix}"))


def _slug(words: str) -> str:
    """Keep letters, marks and digits of any script, joined by hyphens, underscores or periods; never a hidden name."""
    normal = unicodedata.normalize("NFC", words)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "._" else " " for c in normal)
    return "-".join(filter(None, (word.strip(".") for word in kept.split())))


def _bounded(words: str, url: str) -> str:
    cut = words.encode()[:_MAX_NAME].decode(errors="ignore")
    return words if cut == words else f"{cut.rstrip('-.')}-{_digest(url)}"


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode(errors="surrogatepass")).hexdigest()[:8]
