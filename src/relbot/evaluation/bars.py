"""How sure relbot has to be for a share of its answers to be right, and from where on what it is not sure of is worth
choosing from: measured, and shipped as `bars.json`.

Measured by `benchmarks/measure_bars.py` on questions that the reader and the verdict were not fitted on as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from relbot.answer import Answer, Citation

EXPECTED_RIGHT = (80, 90, 95, 98)
"""In per cent: the shares that can be asked for."""
DEFAULT_RIGHT = 95
"""In per cent: the share that holds where none was chosen."""
MIN_ANSWERS = 30
"""Answers that a share is measured on at the least."""
MOST_OFFERED = 3
"""Sentences to choose from."""
_OFFERED_RIGHT = 33
"""In per cent: how often one of the sentences to choose from is right, of the times that some are offered. Set by hand:
half of what is asked there is in no document, and of the other half two in three have their sentence among them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What answering from a confidence on gave."""

    least_confidence: float
    right: float
    """Share of the answers, 0–1; as with one more of each kind than there were (Laplace), so that few say little."""
    answered: float
    """Share of what the sources answer, 0–1."""


def curve(outcomes: Sequence[tuple[float, bool, bool]]) -> list[Bar]:
    """Bars from the highest confidence to the lowest, of (confidence of the answer, right, can be answered).

    A confidence of 0 is a refusal.
    """
    answerable = sum(can for _, _, can in outcomes)
    found = list[Bar]()
    answers = right = 0
    given = sorted((outcome for outcome in outcomes if outcome[0] > 0), reverse=True)
    for number, (confidence, is_right, _) in enumerate(given):
        answers, right = answers + 1, right + is_right
        is_last = number + 1 == len(given) or given[number + 1][0] < confidence
        if is_last and answers >= MIN_ANSWERS:
            share = sum(can for _, _, can in given[: number + 1]) / max(1, answerable)
            found.append(Bar(round(confidence, 4), round((right + 1) / (answers + 2), 4), round(share, 4)))
    return found


def chosen(bars: Sequence[Bar]) -> dict[str, dict[str, float]]:
    """For each of `EXPECTED_RIGHT` that was reached the bar that answers most; JSON-ready."""
    reached = ((right, [bar for bar in bars if bar.right >= right / 100]) for right in EXPECTED_RIGHT)
    return {str(right): asdict(max(found, key=lambda bar: bar.answered)) for right, found in reached if found}


def worth_choosing(refusals: Sequence[tuple[float, bool, bool]]) -> dict[str, float] | None:
    """From which confidence on the sentences closest to a refused question are worth offering, as `curve` takes them: a
    refusal is right where one of them answers. JSON-ready; None where they are never right as often as that takes.
    """
    found = [bar for bar in curve(refusals) if bar.right >= _OFFERED_RIGHT / 100]
    return asdict(max(found, key=lambda bar: bar.answered)) if found else None


def candidates(answer: Answer) -> Sequence[Citation]:
    """The sentences to choose from, where there is no answer that is sure enough, but nearly one; else none."""
    offer = _values()["offer"]
    near = offer and answer.kind == "none" and answer.confidence >= offer["least_confidence"]
    return answer.closest[:MOST_OFFERED] if near else ()


@lru_cache(maxsize=1)
def _values() -> Mapping[str, Any]:
    values: Mapping[str, Any] = json.loads(resources.files(__package__).joinpath("bars.json").read_text("utf-8"))
    return values


@lru_cache(maxsize=1)
def shipped() -> dict[int, Bar]:
    """The bars that relbot ships, by the per cent that are expected to be right."""
    return {int(right): Bar(**bar) for right, bar in _values()["bars"].items()}


def bar_for(expected_right: int) -> Bar | None:
    """The bar for an expected share, in per cent; None where it was never reached, and nothing is sure enough."""
    return shipped().get(expected_right)
