"""The child: parses one file after the other, within limits that no library that it uses can pass (`confinement`).

It gets no file but the bytes, and can open no other. It says {"ready"}, and takes messages {"path", "bytes"} with those
bytes behind. It answers {"page": [done, total]} any number of times and then {"rendered"} or {"refused"}, or dies.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from relbot.corpus.formats.registry import parse_binary
from relbot.corpus.outline import OnPage, Rendered
from relbot.corpus.parser_process import frames
from relbot.corpus.parser_process.confinement import MEMORY, confine

_MAX_SECONDS = 1200
"""Of one file, after which the child ends by itself, should the parent be gone."""
_SECONDS_BETWEEN = 0.05
"""Two messages about pages; more often nobody could see them."""

Parser = Callable[[str, bytes, OnPage], Rendered]


def main(parse: Parser = parse_binary) -> None:
    """Serve the parent until it closes the pipe."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints does not get between the messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's Ctrl-C, who closes the pipe then
    confine()
    frames.write(replies, {"ready": True})
    while True:
        try:
            request = frames.read(requests)
            data = requests.read(request["bytes"])
        except frames.FrameError:
            return
        signal.alarm(_MAX_SECONDS)
        frames.write(replies, _answer(parse, request["path"], data, replies))
        signal.alarm(0)


def _answer(parse: Parser, path: str, data: bytes, replies: BinaryIO) -> dict[str, Any]:
    said_at = 0.0

    def on_page(done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= _SECONDS_BETWEEN or done == total:
            frames.write(replies, {"page": [done, total]})
            said_at = time.monotonic()

    try:
        return {"rendered": frames.to_json(parse(path, data, on_page))}
    except ValueError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": f"reading it takes more than {MEMORY // 1024 // 1024:,} MB of memory; split it"}
    except RecursionError:
        return {"refused": "it is nested too deeply; save it anew with another program"}
    except Exception as error:  # noqa: BLE001 - of any library; one file must not end a build
        return {"refused": f"it cannot be parsed ({type(error).__name__}); it may be damaged: save it anew"}


if __name__ == "__main__":
    main()
