"""Detects files whose bytes contradict their suffix, because their markup would be read as words, or because "damaged"
would send their owner looking for a fault that they do not have.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

_OCR = "run OCR on it, and save the text as .txt"
_TRANSCRIPT = "save what is said in it as .vtt, .srt or .txt"
_UNPACK = "unpack it, and put the documents in it here"
_BYTES: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind, remedy)
    for pattern, kind, remedy in (
        (
            rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(?:hei|hev|mif|avi)",
            "a picture",
            _OCR,
        ),
        (rb"ID3[\x02-\x04]|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|\x1a\x45\xdf\xa3|.{4}ftyp", "a recording", _TRANSCRIPT),
        (
            rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
            "an OpenDocument text",
            "save it as .docx",
        ),
        (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.pres", "a presentation", "save it as .pptx"),
        (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spread", "a spreadsheet", "rename it to .ods"),
        (rb"PK\x03\x04", "a ZIP archive", _UNPACK),
        (rb"\x1f\x8b|BZh[1-9]1AY|7z\xbc\xaf|Rar!\x1a|\xfd7zXZ|\x28\xb5\x2f\xfd", "a compressed archive", _UNPACK),
        (
            rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a file of an old version of Office",
            "save it as .docx, .xlsx or .pptx",
        ),
        (rb"SQLite format 3\0", "a database", "save its tables as .csv"),
        (rb"\{\\rtf", "an RTF document", "save it as .docx"),
    )
)
"""(first bytes, kind, what to do) of files that no reader of another format can read."""
_ZIP = b"PK\x03\x04"
_PARTS = (
    (b"word/document.xml", "a Word document", ".docx"),
    (b"ppt/presentation.xml", "a presentation", ".pptx"),
    (b"xl/workbook.", "a spreadsheet", ".xlsx"),
    (b"META-INF/container.xml", "an EPUB book", ".epub"),
)
"""(name of a part, kind of document, suffix) of the archives that are told apart."""
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_SAME = {".docm": ".docx", ".pptm": ".pptx", **dict.fromkeys(_SPREADSHEETS, ".xlsx")}
"""Suffixes whose reader reads the files of another suffix too."""
_PACKED = (".docx", ".docm", ".pptx", ".pptm", *_SPREADSHEETS, ".epub")
"""Suffixes whose readers inspect an archive, or what is left of one, themselves."""
_OFFICE = (".docx", ".docm", ".pptx", ".pptm", *_SPREADSHEETS)
"""Suffixes of which there are also old versions, and encrypted files in the same container."""
_NOT_TEXT = (*_PACKED, ".pdf")
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html|head|title|body|meta|table)\b",
    re.IGNORECASE,
)
_READ_AS_HTML = (".html", ".htm", ".xhtml", ".md", ".markdown", "")
_HEAD = 4096
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_name(path: str, data: bytes) -> None:
    """Raise ValueError, with what a file is and what to do, if it is of another kind than its suffix says."""
    suffix = PurePosixPath(path).suffix.lower()
    if not data.strip():
        raise ValueError("it is empty")
    if found := _other_kind(suffix, data):
        kind, remedy = found
        raise ValueError(f"it is {kind} in spite of its name; {remedy}")


def _other_kind(suffix: str, data: bytes) -> tuple[str, str] | None:
    """Return the kind of a file, with what to do, if it is not that of its suffix."""
    head = data[:_HEAD]
    if head.startswith(b"%PDF-"):
        return None if suffix == ".pdf" else ("a PDF", "rename it to .pdf")
    if head.startswith(_ZIP) and (part := max(_PARTS, key=lambda part: data.rfind(part[0])))[0] in data:
        _, kind, own = part  # the last one named is in the directory of the archive itself, not of one within it
        return None if _SAME.get(suffix, suffix) == own else (kind, f"rename it to {own}")
    for pattern, kind, remedy in _BYTES:
        if pattern.match(head):
            return None if _may_be(suffix, kind) else (kind, remedy)
    if suffix not in _READ_AS_HTML and _HTML.match(_plain(head)):
        return "a web page", "rename it to .html, or get the document again"
    if suffix in _NOT_TEXT and b"%PDF" not in head and not _CONTROL.search(_plain(head)):
        if _plain(head).startswith(b"<?xml"):
            return "an XML file", f"open it where it was made, and save it as {_SAME.get(suffix, suffix)}"
        return "plain text", f"rename it to {'.csv' if suffix in _SPREADSHEETS else '.txt'}"
    return None


def _may_be(suffix: str, kind: str) -> bool:
    """Return whether the reader of a suffix tells by itself what is wrong with a file of some kind, or reads it."""
    if kind == "a spreadsheet":
        return suffix in _SPREADSHEETS
    return (kind == "a ZIP archive" and suffix in _PACKED) or (kind.endswith("of Office") and suffix in _OFFICE)


def _plain(head: bytes) -> bytes:
    """Return the first bytes of a text in a form in which ASCII is one byte, without a byte order mark and space."""
    if head.startswith(_MARKS):
        head = head.decode("utf-16", "ignore").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()
