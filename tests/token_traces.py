"""A distinctive fake token, and the search for it in text: whole, in parts, reversed or encoded."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Gmark7.q9Zx-VvW3e_Rt5YuI8oP1aSdF2gHjK4lL6mN0b"
"""Has the format of a Discord bot token; belongs to nobody."""


def traces(text: str, token: str = TOKEN) -> list[str]:
    """The encodings of a token, or of a part of it, that occur in a text."""
    parts = {token, *token.split(".")}
    return [encoding for part in parts for encoding in set(_encodings(part)) if encoding in text]


def written_to(*folders: Path) -> str:
    """Names and contents of all files below the folders, except `.env`; bytes as Latin-1, so that none is lost."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.name != ".env"]
    return "\n".join(str(file) + "\n" + file.read_bytes().decode("latin-1") for file in files)


def _encodings(part: str) -> Iterator[str]:
    data = part.encode("utf-8", "surrogateescape")
    yield from (part, part[::-1], repr(part)[1:-1], json.dumps(part)[1:-1], quote(part, safe=""), data.hex())
    yield data.decode("latin-1")
    for shift in range(3) if len(part) > 12 else ():  # the three alignments that base64 gives it within a longer text
        for encoded in (base64.b64encode(b"." * shift + data), base64.urlsafe_b64encode(b"." * shift + data)):
            yield encoded.decode()[4:-4]  # its ends depend on the neighbouring bytes
