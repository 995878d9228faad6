"""The least confidence ("bar") at which a given share of the answers is right, and the least at which a refusal's
closest sentences are worth offering for choice.

Shipped as `bars.json`, which `benchmarks/measure_bars.py` measures on questions that the shipped reader and verdict
were not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from relbot.answer import Answer, Citation
from relbot.shipped_files import read_shipped_json

DEFAULT_RIGHT = 95
"""The default share of right answers, in per cent."""
MOST_OFFERED = 3
"""The most sentences offered for choice."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A least confidence, and the measured results of answering only from there on."""

    least_confidence: float
    right: float
    """The share of right answers, 0–1, with add-one (Laplace) smoothing, so that a small sample says little."""
    answered: float
    """The share of the answerable questions that is answered, 0–1."""


def choices_of(answer: Answer) -> Sequence[Citation]:
    """Return the sentences to offer for choice if an answer was nearly sure enough; else an empty sequence."""
    offer = _values()["offer"]
    near = offer and answer.kind == "none" and answer.confidence >= offer["least_confidence"]
    return answer.closest[:MOST_OFFERED] if near else ()


@lru_cache(maxsize=1)
def _values() -> Mapping[str, Any]:
    values: Mapping[str, Any] = read_shipped_json(__package__, "bars.json")
    return values


@lru_cache(maxsize=1)
def shipped_bars() -> dict[int, Bar]:
    """Return the bars that relbot ships, keyed by the percentage of answers expected to be right."""
    return {int(right): Bar(**bar) for right, bar in _values()["bars"].items()}


def bar_for(expected_right: int) -> Bar | None:
    """Return the bar for an expected share, in per cent; None if no confidence is high enough to reach that share."""
    return shipped_bars().get(expected_right)
