"""The parent's side: starts the child when first needed, waits for it with a deadline, and replaces it if it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import relbot
from relbot.corpus.outline import OnPage, Rendered
from relbot.corpus.parser_process import frames

SECONDS = 30.0
"""Seconds allowed for a file; the slowest of those tried takes two."""
_SECONDS_A_PAGE = 0.1
"""Additional seconds for each page; 300 pages are read in a second."""
_START_SECONDS = 60.0
"""Seconds allowed for loading Python and the libraries, which takes 0.3 s unless the machine is overloaded."""

_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""Environment variables passed to the child; it gets no tokens or passwords."""
COMMAND = (
    sys.executable,
    "-I",  # neither the working directory nor the environment affects what is imported
    "-c",
    "import sys; sys.path.insert(0, sys.argv[1]); from relbot.corpus.parser_process.child import main; main()",
    str(Path(relbot.__file__).parent.parent),
)


class ParserProcess:
    """A context manager that parses files in a child process, and ends it on exit. Not thread-safe."""

    def __init__(
        self,
        *,
        command: Sequence[str] = COMMAND,
        seconds: float = SECONDS,
        seconds_a_page: float = _SECONDS_A_PAGE,
    ) -> None:
        self._command, self._seconds, self._seconds_a_page = command, seconds, seconds_a_page
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def parse(self, path: str, data: bytes, on_page: OnPage = lambda *_: None) -> Rendered:
        """Render a file of a binary format, as `registry.parse_binary` does.

        Raises ValueError with the reason, also if parsing takes too long or ends the child.
        """
        process = self._started()
        deadline = _Deadline(process, self._seconds)
        try:
            requests, replies = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
            frames.write(requests, {"path": path, "bytes": len(data)})
            requests.write(data)
            requests.flush()
            while True:
                reply = frames.read(replies)
                if "page" in reply:
                    done, total = map(int, reply["page"])
                    deadline.extend_to(self._seconds + self._seconds_a_page * total)
                    on_page(done, total)
                elif "refused" in reply:
                    raise _Refused(str(reply["refused"]))
                else:
                    return frames.from_json(reply["rendered"])
        except _Refused as error:
            raise ValueError(str(error)) from None
        except (OSError, frames.FrameError, KeyError, TypeError, ValueError):
            self._end()
            raise ValueError(_why_ended(process, deadline)) from None
        except BaseException:  # e.g. Ctrl-C; the child may be in the middle of a file
            self._end()
            raise
        finally:
            deadline.cancel()
            if deadline.is_over:
                self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:  # ended from outside since the last file
            self._end()
        if self._process is None:
            environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            deadline = _Deadline(self._process, _START_SECONDS)
            try:
                frames.read(cast(BinaryIO, self._process.stdout))
            except frames.FrameError:
                self._end()
                raise ValueError("the process that parses it does not start") from None
            finally:
                deadline.cancel()
        return self._process

    def _end(self) -> None:
        """End the child; the next file starts another one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            with suppress(OSError), process:  # closes the pipes and waits; nobody reads the rest of a request
                pass


class _Refused(Exception):
    """The reason for which the child refuses a file."""


class _Deadline:
    """Kills a process when its time is up, which ends every wait for it."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._started = time.monotonic()
        self.seconds = 0.0
        self.is_over = False
        self._timer: threading.Timer | None = None
        self.extend_to(seconds)

    def extend_to(self, seconds: float) -> None:
        """Allow the process at least so many seconds from its start on."""
        if seconds > self.seconds:
            self.cancel()
            self.seconds = seconds
            self._timer = threading.Timer(self._started + seconds - time.monotonic(), self._kill)
            self._timer.daemon = True
            self._timer.start()

    def cancel(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()  # so that it cannot kill the process at its next file

    def _kill(self) -> None:
        self.is_over = True
        self._process.kill()


def _why_ended(process: subprocess.Popen[bytes], deadline: _Deadline) -> str:
    if deadline.is_over:
        return f"reading it takes more than {deadline.seconds:.0f} s; split it, or save it anew with another program"
    with suppress(ValueError):
        name = signal.Signals(-process.returncode).name
        return f"reading it ended the parser ({name}); it may be damaged: save it anew, or split it"
    return "reading it ended the parser; it may be damaged: save it anew, or split it"
