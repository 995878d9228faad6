"""The outputs of the commands: stdout for results, stderr for everything else, and named files for pictures."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from relbot.errors.request import PictureNotWritable

_COLUMNS = 80
"""The width assumed for a terminal that does not report one."""


class PlainConsole(Console):
    """A rich console that prints text literally: no markup, no emoji codes, no highlighting of numbers."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)
        if not self.width:  # with COLUMNS=0, rich would print nothing
            self.width = _COLUMNS

    def on_broken_pipe(self) -> None:
        """Re-raise BrokenPipeError for CommandGroup; rich would exit with 1, which means "not answered"."""
        raise  # rich calls this from its `except BrokenPipeError`

    def write(self, text: Text | str = "", style: str | None = None) -> None:
        """Print text that is already wrapped into lines, without cutting or wrapping it again."""
        self.print(Text(text, style or "") if isinstance(text, str) else text, soft_wrap=True)


def stdout() -> PlainConsole:
    """Return a console on standard output, for results."""
    return PlainConsole()


def stderr() -> PlainConsole:
    """Return a console on standard error, for warnings, errors and progress."""
    return PlainConsole(stderr=True)


def write_png(png: bytes, file: Path) -> None:
    """Write an encoded picture to a file. Raises PictureNotWritable."""
    try:
        file.write_bytes(png)
    except OSError as error:
        raise PictureNotWritable(file, error.strerror or str(error)) from None
