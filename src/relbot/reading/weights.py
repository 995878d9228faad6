"""The weights of the verdict, `verdict.json`. Fitted by `benchmarks/fit_verdict.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """All weights are in log-odds."""

    signals: Mapping[str, float]
    """By signal, with `bias`: the log-odds that the best sentence answers."""
    between: Mapping[str, float]
    """By signal: half-way between the means of questions that the corpus answers and of those that it does not."""
    threshold: float
    """The least confidence of an answer, 0 to 1."""

    @classmethod
    def load(cls) -> VerdictWeights:
        """The weights that relbot ships."""
        values = json.loads(resources.files(__package__).joinpath("verdict.json").read_text("utf-8"))
        return cls(**values)
