"""Detects files whose bytes contradict their suffix, because their markup would be read as words."""

from __future__ import annotations

from pathlib import PurePosixPath

_ZIP = b"PK\x03\x04"
_PARTS = (
    (b"word/document.xml", "a Word document", ".docx"),
    (b"ppt/presentation.xml", "a presentation", ".pptx"),
    (b"xl/workbook.xml", "a spreadsheet", ".xlsx"),
    (b"META-INF/container.xml", "an EPUB book", ".epub"),
)
"""(name of a part, kind of document, suffix) of the archives that are told apart."""
_ARCHIVES = frozenset({".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".xls", ".ods", ".epub"})
"""Suffixes whose readers inspect the archive themselves."""


def check_name(path: str, data: bytes) -> None:
    """Raise ValueError if a file is of a supported kind, but not of the one that its suffix says."""
    suffix = PurePosixPath(path).suffix.lower()
    if data.startswith(b"%PDF-") and suffix != ".pdf":
        raise ValueError("it is a PDF in spite of its name; rename it to .pdf")
    if data.startswith(_ZIP) and suffix not in _ARCHIVES:
        for part, kind, own in _PARTS:
            if part in data:
                raise ValueError(f"it is {kind} in spite of its name; rename it to {own}")
