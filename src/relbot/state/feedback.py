"""Votes on answers, stored as JSON lines.

A line contains time, vote ("up", "down", or "chosen" for one of several sentences offered), question, passages (ids),
answers (the sentences shown), generation, message (id) and voter: a keyed hash of user and message that distinguishes
the votes on one answer. The key is stored separately, so that the file does not reveal who voted, even to someone who
knows the members of the server. If a voter has several lines for a message, the last one counts.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from relbot.errors.state import FeedbackUnusable
from relbot.state.regular_files import regular

_UNKEYED_LENGTH = 12
"""Number of hexadecimal digits of the unkeyed hash that earlier versions wrote."""
_LENGTH = 16
"""Number of hexadecimal digits of the keyed hash."""
KEY_FILE, _KEY_BYTES = "feedback.key", 32


Vote = Literal["up", "down", "chosen"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A vote on an answer, with the question and the answer."""

    vote: Vote
    question: str
    passages: Sequence[str]
    answers: Sequence[str]
    generation: str
    message: int
    voter: str


class FeedbackFile:
    """The file of votes and the key for its voters.

    Every method blocks, so call it off the event loop, and raises FeedbackUnusable.
    """

    def __init__(self, file: Path, key_file: Path) -> None:
        self.file, self.key_file = file, key_file

    def voter(self, user_id: int, message_id: int) -> str:
        """Return sixteen hexadecimal digits that identify a user's vote on one answer."""
        with self._errors():
            return _keyed(self._key(), _unkeyed(user_id, message_id))

    def append(self, feedback: Feedback) -> None:
        """Append a line, even if the previous one was truncated, e.g. by a full disk."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": now, **asdict(feedback)}, ensure_ascii=False).encode(errors="replace")
        with self._errors():
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._append(line)

    def _append(self, line: bytes) -> None:
        with open(self.file, "a+b", opener=regular) as stream:
            stream.seek(max(stream.seek(0, os.SEEK_END) - 1, 0))
            is_whole = stream.read() in (b"", b"\n")
            stream.write((b"" if is_whole else b"\n") + line + b"\n")

    def votes(self) -> Iterator[dict[str, Any]]:
        """Yield the votes that count, in order; invalid lines are skipped."""
        counted: dict[tuple[object, object], dict[str, Any]] = {}
        with self._errors():
            for _, entry in self._lines():
                if entry:
                    counted[entry["message"], entry["voter"]] = entry
        yield from counted.values()

    def forget(self, user_id: int) -> int:
        """Remove the votes of a user, and return the number of lines removed."""
        with self._errors():
            lines = list(self._lines())
            kept = [line for line, entry in lines if not (entry and self._is_by(user_id, entry))]
            if len(kept) < len(lines):
                self._replace(kept)
        return len(lines) - len(kept)

    def key_votes(self) -> None:
        """Replace the unkeyed hashes that earlier versions wrote by keyed ones."""
        with self._errors():
            lines = list(self._lines())
            if any(entry and len(entry["voter"]) == _UNKEYED_LENGTH for _, entry in lines):
                self._replace([self._line_with_key(entry) if entry else line for line, entry in lines])

    def _line_with_key(self, entry: dict[str, Any]) -> str:
        return json.dumps(self._with_key(entry), ensure_ascii=False)

    def _with_key(self, entry: dict[str, Any]) -> dict[str, Any]:
        voter = entry["voter"]
        return entry | {"voter": _keyed(self._key(), voter) if len(voter) == _UNKEYED_LENGTH else voter}

    def _is_by(self, user_id: int, entry: dict[str, Any]) -> bool:
        return bool(self._with_key(entry)["voter"] == self.voter(user_id, entry["message"]))

    def _lines(self) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """Yield each line with its vote; None if the line is invalid."""
        try:
            with open(self.file, encoding="utf-8", errors="replace", opener=regular) as stream:
                text = stream.read()
        except FileNotFoundError:
            return
        for line in filter(str.strip, text.split("\n")):  # JSON does not escape the other line breaks of Unicode
            yield line, _vote(line)

    def _replace(self, lines: Sequence[str]) -> None:
        unfinished = self.file.with_name(f".{self.file.name}")
        with unfinished.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines)
            stream.flush()
            os.fsync(stream.fileno())  # else a crash of the machine might leave neither the old lines nor these
        unfinished.replace(self.file)

    def _key(self) -> bytes:
        """Return the key, creating it if there is none; only its owner can read the file."""
        if not self.key_file.exists():
            self.key_file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, unfinished = tempfile.mkstemp(dir=self.key_file.parent, prefix=".")  # with mode 600
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(secrets.token_hex(_KEY_BYTES))
            with suppress(FileExistsError):  # another process was faster
                os.link(unfinished, self.key_file)
            Path(unfinished).unlink()
        try:
            with open(self.key_file, encoding="ascii", opener=regular) as stream:
                key = bytes.fromhex(stream.read())
        except ValueError:  # a crash of the machine may leave zeros
            key = b""
        if len(key) != _KEY_BYTES:
            raise OSError(errno.EINVAL, "the key is damaged", str(self.key_file))
        return key

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            other = f"{error.filename}: " if error.filename and Path(error.filename) != self.file else ""
            raise FeedbackUnusable(self.file, other + (error.strerror or str(error))) from error


def _vote(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    has_fields = isinstance(entry.get("voter"), str) and isinstance(entry.get("question"), str)
    return entry if has_fields and type(entry.get("message")) is int else None


def _unkeyed(user_id: int, message_id: int) -> str:
    return hashlib.sha256(f"{user_id}:{message_id}".encode()).hexdigest()[:_UNKEYED_LENGTH]


def _keyed(key: bytes, unkeyed: str) -> str:
    return hmac.new(key, unkeyed.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
