"""The least confidence of an answer that a question file speaks for: what to set `RELBOT_CAUTION` to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

from relbot.evaluation.outcomes import Outcome

MIN_ANSWERABLE, MIN_UNANSWERABLE = 30, 10
"""Questions of each kind below which nothing is said: a threshold weighs the one against the other. Set by hand."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A threshold, and what it would do; shares are 0–1."""

    caution: float
    right: float
    """Share of the questions that would be rightly answered or refused."""
    right_now: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return asdict(self)


def better_caution(outcomes: Sequence[Outcome]) -> Caution | None:
    """The threshold with which most would be right, the highest of several; None where that is not more than now, or
    there are too few questions. Of a refusal counts whether the closest sentence would have been right.
    """
    asked = [outcome for outcome in outcomes if not outcome.asked.is_small_talk]
    answerable = sum(outcome.asked.answers is not None for outcome in asked)
    if answerable < MIN_ANSWERABLE or len(asked) - answerable < MIN_UNANSWERABLE:
        return None
    ordered = sorted(asked, key=lambda outcome: -outcome.confidence)
    gains = [(o.asked.answers is not None and o.held) - (o.asked.answers is None) for o in ordered]
    """What answering each in place of refusing it adds to the right ones."""
    right = [len(asked) - answerable + gained for gained in accumulate(gains, initial=0)]
    ends = [count for count in range(1, len(ordered)) if ordered[count - 1].confidence > ordered[count].confidence]
    best = max(ends, key=lambda count: right[count], default=0)
    now = sum(outcome.right for outcome in asked)
    if not best or right[best] <= now:
        return None
    threshold = (ordered[best - 1].confidence + ordered[best].confidence) / 2
    return Caution(round(threshold, 4), right[best] / len(asked), now / len(asked))
