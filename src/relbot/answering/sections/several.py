"""Detects questions for several things, such as all of a list or table: "everyone who works there", "bugs they fixed".

The form of a question does not show this: the intent rules read half of 713 such questions about everyday documents as
asking for one fact. A linear model over the question's embedding, its intent by the rules, and its length does: AUROC
0.95 on held-out folders, where the rules have a recall of 0.54 and a false-positive rate of 0.08.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from relbot.query.query import Query
from relbot.query.request.intent import Kind


@dataclass(frozen=True, slots=True)
class SeveralWeights:
    """A logistic model: weights for the query's vector, (384,), for its intent, and for its number of words."""

    bias: float
    word: float
    intents: Mapping[str, float]
    """The weight of each intent; 0 for those that are missing."""
    vector: NDArray[np.float64]

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Build from the values of the JSON file."""
        return cls(values["bias"], values["word"], values["intents"], np.array(values["vector"], float))

    def log_odds(self, query: Query, kind: Kind) -> float:
        """Return the log-odds that a query, encoded by the packaged model, asks for several things."""
        words = self.word * len(query.text.split())
        return float(self.bias + words + self.intents.get(kind, 0.0) + self.vector @ query.vector)
