"""A pseudo-terminal with a process in it: send keys, expect text."""

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
from typing import Self

TIMEOUT = 20.0
"""Seconds to wait for expected text; generous, for busy machines."""


class PseudoTerminal:
    """Runs Python with these arguments on a pseudo-terminal of 80 × 24, its state kept under `home`."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        # Nothing here answers a request for the cursor position, so none is sent.
        environment = {**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(home), "PROMPT_TOOLKIT_NO_CPR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment
        )
        os.close(slave)
        self._unread = self.seen = ""
        """The output after the last match of `expect`, and all output."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def send(self, keys: str) -> None:
        """Type keys; surrogates are sent as the bytes that they stand for (`surrogateescape`)."""
        os.write(self._master, keys.encode("utf-8", "surrogateescape"))

    def expect(self, text: str) -> None:
        """Read until the text appears; output up to its end is not searched again."""
        until = monotonic() + TIMEOUT
        while text not in self._unread:
            ready, _, _ = select.select([self._master], [], [], max(0.0, until - monotonic()))
            assert ready, f"{text!r} did not appear after:\n{self._unread}"
            read = os.read(self._master, 65536).decode(errors="replace")
            self._unread += read
            self.seen += read
        self._unread = self._unread.partition(text)[2]

    def read_to_end(self) -> None:
        """Read until the process closes its terminal."""
        with suppress(OSError):  # raised by Linux when the terminal is closed
            while select.select([self._master], [], [], TIMEOUT)[0]:
                self.seen += os.read(self._master, 65536).decode(errors="replace")

    def exit_code(self) -> int:
        """Wait for the process to end; its exit code."""
        return self._process.wait(timeout=TIMEOUT)
