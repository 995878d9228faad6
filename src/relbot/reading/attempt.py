"""One way to put a question, searched for, read and judged."""

from __future__ import annotations

from dataclasses import dataclass

from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.reading.passage_reading import ReadPassage
from relbot.reading.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reformulation of a question, with the verdict on it."""

    reformulation: Reformulation
    query: Query
    passages: tuple[ReadPassage, ...]
    verdict: Verdict
    suggestion: str | None = None
    """The spelling correction, where it was made."""

    def preference(self) -> tuple[bool, bool, float]:
        """Sort key; the greatest is answered with."""
        return self.verdict.answered, not self.reformulation.is_fallback, self.verdict.confidence
