"""What can happen to a connection to the gateway, as a test prescribes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["handshake", "hello", "session"]
"""Before the websocket is accepted; in place of HELLO; in place of READY or RESUMED."""
Kind = Literal["refuse", "abort", "close", "silence", "garbage", "invalidate"]


@dataclass(frozen=True, slots=True)
class Outage:
    """What the gateway does to one connection, at one stage of it, in place of going on.

    - refuse: answers the handshake with the HTTP status `code`.
    - abort: drops the connection without a close frame.
    - close: closes it with `code`.
    - silence: keeps it open, and sends nothing of what is due; heartbeats are acknowledged.
    - garbage: sends a frame that is not JSON.
    - invalidate: sends INVALID_SESSION, and forgets the session unless `code` is 1.
    """

    stage: Stage
    kind: Kind
    code: int = 0
