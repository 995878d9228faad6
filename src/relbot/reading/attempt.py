"""An attempt: one reformulation of a question, searched for, read and judged."""

from __future__ import annotations

from dataclasses import dataclass

from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.reading.passage_reading import ReadPassage
from relbot.reading.verdict import Verdict

BESIDE_BEHIND = 0.1
"""Subtracted from the confidence of a reformulation that is read only in the passage of the previous answer when
attempts are compared. Tuned on 211 follow-ups, of which 165 are right, and 743 questions that ask for something new, of
which 557 are. With 0, 0.05 and 0.2: 163, 166 and 164, and 550, 552 and 557. Without any such reading: 155 and 558."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reformulation of a question, with the verdict on it."""

    reformulation: Reformulation
    query: Query
    passages: tuple[ReadPassage, ...]
    verdict: Verdict
    suggestion: str | None = None
    """The spelling correction, if one was made."""

    def preference(self) -> tuple[bool, bool, float]:
        """Return a sort key; the attempt with the greatest gives the answer."""
        way, verdict = self.reformulation, self.verdict
        behind = BESIDE_BEHIND if way.in_previous_passage else 0.0
        return verdict.answered, not way.is_fallback, verdict.confidence - behind
