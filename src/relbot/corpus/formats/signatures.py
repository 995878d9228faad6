"""What a file is by its bytes where its name says otherwise: its markup would be read as words."""

from __future__ import annotations

from pathlib import PurePosixPath

_ZIP = b"PK\x03\x04"
_PARTS = (
    (b"word/document.xml", "a Word document", ".docx"),
    (b"ppt/presentation.xml", "a presentation", ".pptx"),
    (b"xl/workbook.xml", "a spreadsheet", ".xlsx"),
    (b"META-INF/container.xml", "an EPUB book", ".epub"),
)
"""Names in an archive, what it is, and the suffix of that."""
_ARCHIVES = frozenset({".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".xls", ".ods", ".epub"})
"""Suffixes whose readers look into an archive themselves."""


def check_name(path: str, data: bytes) -> None:
    """Raise ValueError where a file is of another kind than its suffix says, and of one that is read."""
    suffix = PurePosixPath(path).suffix.lower()
    if data.startswith(b"%PDF-") and suffix != ".pdf":
        raise ValueError("it is a PDF in spite of its name; rename it to .pdf")
    if data.startswith(_ZIP) and suffix not in _ARCHIVES:
        for part, kind, own in _PARTS:
            if part in data:
                raise ValueError(f"it is {kind} in spite of its name; rename it to {own}")
