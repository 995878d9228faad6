"""How sure relbot has to be for a share of its answers to be right, and from where on what it is not sure of is worth
choosing from: measured, and shipped as `bars.json`.

Measured by `benchmarks/measure_bars.py` on questions that the reader and the verdict were not fitted on as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from relbot.answer import Answer, Citation
from relbot.shipped_files import read_shipped_json

DEFAULT_RIGHT = 95
"""In per cent: the share that holds where none was chosen."""
MOST_OFFERED = 3
"""Sentences to choose from."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What answering from a confidence on gave."""

    least_confidence: float
    right: float
    """Share of the answers, 0–1; as with one more of each kind than there were (Laplace), so that few say little."""
    answered: float
    """Share of what the sources answer, 0–1."""


def choices_of(answer: Answer) -> Sequence[Citation]:
    """The sentences to choose from, where there is no answer that is sure enough, but nearly one; else none."""
    offer = _values()["offer"]
    near = offer and answer.kind == "none" and answer.confidence >= offer["least_confidence"]
    return answer.closest[:MOST_OFFERED] if near else ()


@lru_cache(maxsize=1)
def _values() -> Mapping[str, Any]:
    values: Mapping[str, Any] = read_shipped_json(__package__, "bars.json")
    return values


@lru_cache(maxsize=1)
def shipped_bars() -> dict[int, Bar]:
    """The bars that relbot ships, by the per cent that are expected to be right."""
    return {int(right): Bar(**bar) for right, bar in _values()["bars"].items()}


def bar_for(expected_right: int) -> Bar | None:
    """The bar for an expected share, in per cent; None where it was never reached, and nothing is sure enough."""
    return shipped_bars().get(expected_right)
