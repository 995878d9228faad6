"""Builds in processes of their own: to be killed, or to be given little room on the disk."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from relbot.errors import IndexNotWritable
from relbot.index import build as building
from relbot.index.build import build
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.encoding.model import Model

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["__main__", "relbot.index.build", "relbot.engine"])  # imported once, not in each

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "sqlite3.connect", "fcntl.flock"}
"""Audit events of the file operations that change something; `open` joins them where it writes, and fsync."""
_WRITES = os.O_WRONLY | os.O_RDWR

NOT_WRITABLE = 73  # EX_CANTCREAT


def relbot(*arguments: str | Path) -> subprocess.Popen[str]:
    """The command as people run it."""
    command = [sys.executable, "-m", "relbot", *map(str, arguments)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def build_and_die(corpus: Path, index: Path, at: int, exported: Path | None = None) -> bool:
    """Build, and be killed right before the file operation of that number, from 1. False where there are fewer.

    With `exported`, a model that is to be exported is copied from that generation in its place.
    """
    process = _started(_build_until, corpus, index, at, exported)
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def build_with_little_room(corpus: Path, index: Path, largest: int) -> bool:
    """Build where no file may grow past a size in bytes, as on a disk that is full. False where that was refused."""
    process = _started(_build_within, corpus, index, largest)
    process.join(60)
    assert process.exitcode in {0, NOT_WRITABLE}
    return process.exitcode == 0


def _started(target: object, *arguments: object) -> BaseProcess:
    process: BaseProcess = PROCESSES.Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


def _build_until(corpus: Path, index: Path, at: int, exported: Path | None) -> None:
    left = at

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES):
            step()

    sync = os.fsync

    def stepping_sync(descriptor: int) -> None:
        step()
        sync(descriptor)

    if exported:
        building.export = partial(_copy, exported)  # type: ignore[attr-defined]
    os.fsync = stepping_sync  # type: ignore[assignment]
    sys.addaudithook(watch)
    build(corpus, index)


def _copy(exported: Path, _: Model, folder: Path) -> None:
    for name in ENCODER_FILES:
        shutil.copyfile(exported / name, folder / name)


def _build_within(corpus: Path, index: Path, largest: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        build(corpus, index)
    except IndexNotWritable:
        sys.exit(NOT_WRITABLE)
