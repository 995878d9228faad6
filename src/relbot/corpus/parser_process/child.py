"""The child: parses one file after another, within limits that no library it uses can exceed (`confinement`).

It receives only the bytes of a file, and can open no file itself. It sends {"ready"}, then receives messages
{"path", "bytes"}, each followed by that many bytes. It answers with any number of {"page": [done, total]} and then
{"rendered"} or {"refused"}, or dies.
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
"""Seconds on one file after which the child ends by itself, in case the parent is gone."""
_SECONDS_BETWEEN = 0.05
"""Seconds between two progress messages; nobody could see them more often."""

Parser = Callable[[str, bytes, OnPage], Rendered]


def main(parse: Parser = parse_binary) -> None:
    """Serve the parent until it closes the pipe."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # keeps what libraries print out of the messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C the parent closes the pipe
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
