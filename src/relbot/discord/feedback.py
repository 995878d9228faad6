"""Votes on answers, as JSON lines.

A line has time, vote, question, passages (ids), generation, message (id) and voter: a hash of user and message that
tells two votes on one answer apart and identifies nobody. Where a voter has several lines, the last counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Feedback:
    vote: str
    question: str
    passages: Sequence[str]
    generation: str
    message: int
    voter: str


def voter_hash(user_id: int, message_id: int) -> str:
    """Twelve hexadecimal digits of SHA-256 that stand for one user's vote on one answer."""
    return hashlib.sha256(f"{user_id}:{message_id}".encode()).hexdigest()[:12]


def append_feedback(file: Path, feedback: Feedback) -> None:
    """Append a line to the file. Raises OSError."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **asdict(feedback)}, ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
