"""Questions in a row by one person: what was asked last helps to understand what is asked next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from relbot.answer import Answer, Surroundings
from relbot.search.followup import Before, Wording, wordings

Ask = Callable[[str, Sequence[Wording], int], Answer]
"""Answers what was asked (as it was typed) in the wording that is answered most surely."""


class Conversation:
    """Remembers the last answer. Thread-safe: questions are answered one after another."""

    def __init__(self, ask: Ask, passage: Callable[[str], Surroundings | None]) -> None:
        self._ask, self._passage = ask, passage
        self._lock = threading.Lock()
        self._before: Before | None = None

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, in the light of what was asked before. Raises IndexUnusable."""
        with self._lock:
            answer = self._ask(text, wordings(text, self._before, datetime.now(UTC).date()), limit)
            self._before = Before(answer.interpreted_as or answer.question, answer.text) if answer.text else None
            return answer
