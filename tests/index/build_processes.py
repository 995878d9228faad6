"""Builds in separate processes, which are killed at a chosen point or run out of disk space."""

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

from relbot.errors.index import IndexNotWritable
from relbot.index.build import build
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.encoding.model import Model
from relbot.index.local import build as local_build

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["__main__", "relbot.index.build", "relbot.engine"]
)  # imported once, not in each process

_WRITE_EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "sqlite3.connect", "fcntl.flock"}
"""Audit events of operations that write; `open` for writing and fsync are counted as well."""
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR

NOT_WRITABLE = 73  # EX_CANTCREAT


def start_relbot(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the `relbot` command."""
    command = [sys.executable, "-m", "relbot", *map(str, arguments)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def build_until_killed(corpus: Path, index: Path, operation: int, exported: Path | None = None) -> bool:
    """Build, killed right before a write operation, counted from 1. False where the build has fewer.

    With `exported`, the encoder is copied from that generation instead of exported.
    """
    process = _start(_build_until, corpus, index, operation, exported)
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def build_with_file_size_limit(corpus: Path, index: Path, max_bytes: int) -> bool:
    """Build where no file may exceed a size, as on a full disk. False where the build was refused."""
    process = _start(_build_with_limit, corpus, index, max_bytes)
    process.join(60)
    assert process.exitcode in {0, NOT_WRITABLE}
    return process.exitcode == 0


def _start(target: object, *arguments: object) -> BaseProcess:
    process: BaseProcess = PROCESSES.Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


def _build_until(corpus: Path, index: Path, operation: int, exported: Path | None) -> None:
    left = operation

    def count_operation() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        if event in _WRITE_EVENTS or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITE_FLAGS
        ):
            count_operation()

    fsync = os.fsync

    def counting_fsync(descriptor: int) -> None:
        count_operation()
        fsync(descriptor)

    if exported:
        local_build.export = partial(_copy_encoder, exported)  # type: ignore[attr-defined]
    os.fsync = counting_fsync  # type: ignore[assignment]
    sys.addaudithook(on_event)
    build(corpus, index)


def _copy_encoder(exported: Path, _: Model, folder: Path) -> None:
    for name in ENCODER_FILES:
        shutil.copyfile(exported / name, folder / name)


def _build_with_limit(corpus: Path, index: Path, max_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (max_bytes, max_bytes))
    try:
        build(corpus, index)
    except IndexNotWritable:
        sys.exit(NOT_WRITABLE)
