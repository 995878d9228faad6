"""A picture into the file that was named for it."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import PictureNotWritable


def save(png: bytes, file: Path) -> None:
    """Raises PictureNotWritable."""
    try:
        file.write_bytes(png)
    except OSError as error:
        raise PictureNotWritable(file, error.strerror or str(error)) from None
