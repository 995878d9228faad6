"""What people thought of answers, one JSON object a line.

A line has time, vote, question, passages (ids), generation, message (id) and voter: a hash of person and message that
tells two votes on one answer apart and tells nobody who they were. Where a voter has several lines, the last counts.
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


def voter(person: int, message: int) -> str:
    """Twelve hexadecimal digits that stand for one person's vote on one answer."""
    return hashlib.sha256(f"{person}:{message}".encode()).hexdigest()[:12]


def append(file: Path, feedback: Feedback) -> None:
    """Add a line. Raises OSError."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **asdict(feedback)}, ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")
