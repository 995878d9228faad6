"""The two sheets that are written on: results to stdout, everything else to stderr."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text


class Sheet(Console):
    """A console that takes text as it is: no markup, no emoji codes, no colouring of what looks like a number."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Let the front door see a reader that has gone; rich would end the process with 1, which is "no answer"."""
        raise  # rich calls this from its `except BrokenPipeError`

    def write(self, text: Text | str = "", style: str | None = None) -> None:
        """Print lines that are already wrapped; nothing is cut or wrapped again."""
        self.print(Text(text, style or "") if isinstance(text, str) else text, soft_wrap=True)


def results() -> Sheet:
    """Standard output."""
    return Sheet()


def notices() -> Sheet:
    """Standard error."""
    return Sheet(stderr=True)
