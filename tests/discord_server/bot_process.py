"""A bot in a process of its own, as it is run in production."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import psutil

from discord_server.change_signal import ChangeSignal
from discord_server.server import FakeDiscord

T = TypeVar("T")


class BotExited(AssertionError):
    """The process ended before it was ready."""


class BotProcess:
    """`async with BotProcess([sys.executable, "-m", "relbot", "discord"], discord.environment) as bot:`

    The environment is added to that of the tests. Leaving the block kills the process where it still runs.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> None:
        self.stdout: list[str] = []
        self.stderr: list[str] = []
        self._command, self._folder = command, folder
        self._environment = {**os.environ, **environment}
        self._process: asyncio.subprocess.Process | None = None
        self._changes = ChangeSignal()
        self._readers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdout=pipe, stderr=pipe, env=self._environment, cwd=self._folder, limit=1 << 20
        )
        for stream, lines in ((self._process.stdout, self.stdout), (self._process.stderr, self.stderr)):
            assert stream is not None
            self._readers.append(asyncio.create_task(self._collect(stream, lines)))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.ended()

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "the bot was not started"
        return self._process

    async def wait_ready(self, discord: FakeDiscord, within: float = 30.0) -> None:
        """Wait until the bot is connected. Raises TimeoutError, or BotExited with the end of its stderr."""
        ready, ended = asyncio.create_task(discord.wait_ready(within)), asyncio.create_task(self.ended())
        done, pending = await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if ready in done:
            return ready.result()
        raise BotExited(f"The bot ended with {ended.result()}:\n" + "\n".join(self.stderr[-20:]))

    async def wait_for(self, condition: Callable[[], T | None], within: float = 10.0) -> T:
        """The first true value of the condition, evaluated after every line the bot writes. Raises TimeoutError."""
        return await self._changes.wait_for(condition, within)

    async def ended(self, within: float | None = None) -> int:
        """The exit code, once all output was read. Raises TimeoutError."""
        async with asyncio.timeout(within):
            await asyncio.wait(self._readers)
            return await self.process.wait()

    async def terminate(self, within: float = 15.0) -> int:
        """Send SIGTERM and return the exit code. Raises TimeoutError."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ended(within)

    def uss_mb(self) -> float:
        """Unique set size in MiB: the memory that ending the process would free."""
        return float(psutil.Process(self.process.pid).memory_full_info().uss) / 2**20

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def threads(self) -> int:
        return int(psutil.Process(self.process.pid).num_threads())

    def open_files(self) -> int:
        """File descriptors in use, including sockets and pipes."""
        return int(psutil.Process(self.process.pid).num_fds())

    def rss_mb(self) -> float:
        """Resident memory now, in MiB, without child processes."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20

    def peak_mb(self) -> float:
        """Peak resident memory in MiB, read from the kernel: psutil has no such figure on Linux."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024

    async def _collect(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        async for line in stream:
            lines.append(line.decode(errors="replace").rstrip("\n"))
            self._changes.notify()
