"""Parsers that do what a file might make a library do, by the first word of the file."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from ctypes import create_string_buffer
from importlib import import_module
from pathlib import Path

from relbot.corpus.outline import OnPage, Prose, Rendered

TEXT = "The lighthouse of Varn was built in 1911 by Ada Rook."


def parse(path: str, data: bytes, on_page: OnPage) -> Rendered:
    """Do as the file says; any other file is its own text."""
    word, _, rest = data.decode().rstrip("\0").partition(" ")
    if word in DEEDS:
        DEEDS[word](rest, on_page)
    text = " ".join(sorted(os.environ)) if word == "environment" else TEXT
    return Rendered(text, (Prose(0, len(text) + 1 if word == "overrun" else len(text)),))


def _hang(rest: str, on_page: OnPage) -> None:
    time.sleep(60)


def _eat(rest: str, on_page: OnPage) -> None:
    create_string_buffer(2 * 1024**3)


def _abort(rest: str, on_page: OnPage) -> None:
    os.abort()


def _exit(rest: str, on_page: OnPage) -> None:
    os._exit(0)


def _write(rest: str, on_page: OnPage) -> None:
    with Path(rest).open("wb", buffering=0) as file:
        file.write(b"owned")


def _read(rest: str, on_page: OnPage) -> None:
    Path(rest).read_bytes()


def _list(rest: str, on_page: OnPage) -> None:
    [*Path(rest).iterdir()]


def _run(rest: str, on_page: OnPage) -> None:
    subprocess.run(rest.split(" "))


def _connect(rest: str, on_page: OnPage) -> None:
    socket.create_connection(("127.0.0.1", 9))


def _import(rest: str, on_page: OnPage) -> None:
    for name in rest.split():
        if name in sys.modules:
            raise ValueError(f"{name} is imported already")
        import_module(name)


def _remove(rest: str, on_page: OnPage) -> None:
    Path(rest).unlink()


def _cut(rest: str, on_page: OnPage) -> None:
    os.truncate(rest, 0)


def _nest(rest: str, on_page: OnPage) -> None:
    _nest(rest, on_page)


def _print(rest: str, on_page: OnPage) -> None:
    os.write(1, b"\0\0\0\2{}")
    os.write(2, b"a warning\n")


def _fail(rest: str, on_page: OnPage) -> None:
    raise KeyError(rest)


def _core(rest: str, on_page: OnPage) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
        raise ValueError("it may leave a core dump")


def _pages(rest: str, on_page: OnPage) -> None:
    for number in range(4):
        on_page(number + 1, 4)
        time.sleep(float(rest))


DEEDS: dict[str, Callable[[str, OnPage], None]] = {
    "hang": _hang,
    "eat": _eat,
    "abort": _abort,
    "exit": _exit,
    "write": _write,
    "read": _read,
    "list": _list,
    "run": _run,
    "import": _import,
    "connect": _connect,
    "remove": _remove,
    "cut": _cut,
    "nest": _nest,
    "print": _print,
    "fail": _fail,
    "core": _core,
    "pages": _pages,
}
