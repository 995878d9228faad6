"""Somebody at a real terminal: types keys and reads the screen."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType

PATIENCE = 20.0
"""Seconds to wait for a text before it counts as missing; generous, for machines that are busy."""


class Typist:
    """Runs Python with these arguments on a pseudo-terminal of 80 × 24, its state kept under `home`."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._keys, screen = pty.openpty()
        termios.tcsetwinsize(screen, (24, 80))
        # No terminal answers here when it is asked for the cursor's place, so that it is not asked.
        environment = {**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(home), "PROMPT_TOOLKIT_NO_CPR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, *arguments], stdin=screen, stdout=screen, stderr=screen, env=environment
        )
        os.close(screen)
        self._unread = self.seen = ""
        """What is still to be waited for, and all that was read."""

    def __enter__(self) -> Typist:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._keys)

    def types(self, keys: str) -> None:
        """Halves of characters, as of `surrogateescape`, are the bytes they stand for."""
        os.write(self._keys, keys.encode("utf-8", "surrogateescape"))

    def waits_for(self, text: str) -> None:
        """Read on until the text has appeared; what was read before it does not count again."""
        until = monotonic() + PATIENCE
        while text not in self._unread:
            ready, _, _ = select.select([self._keys], [], [], max(0.0, until - monotonic()))
            assert ready, f"{text!r} did not appear after:\n{self._unread}"
            read = os.read(self._keys, 65536).decode(errors="replace")
            self._unread += read
            self.seen += read
        self._unread = self._unread.partition(text)[2]

    def waits_for_the_end(self) -> None:
        """Read on until the process has closed its terminal."""
        with suppress(OSError):  # Linux says so at the end of a terminal
            while select.select([self._keys], [], [], PATIENCE)[0]:
                self.seen += os.read(self._keys, 65536).decode(errors="replace")

    def leaves(self) -> int:
        """The exit code, once the process has ended."""
        return self._process.wait(timeout=PATIENCE)
