"""How well a sentence answers a question, word by word: attend, compare, aggregate (Parikh et al. 2016, "A Decomposable
Attention Model for Natural Language Inference").

Each token of the question is compared with what it attends to in the sentence, in a space that was learned from
questions that sentences answer, nearly answer, and do not. It sees what the signals of the verdict cannot: which of the
words is met by something that only resembles it. No pass of a model: it works on the token vectors that the index
holds, with some 32,000 weights that `benchmarks/fit_verdict.py` fits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib import resources
from typing import Self

import numpy as np
import safetensors.numpy as safetensors
from numpy.typing import NDArray

from relbot.query.query import Query
from relbot.retrieval.late_interaction import PassageMatch

FILE = "attention.safetensors"
QUESTION_TOKENS, SENTENCE_TOKENS = 24, 90
"""How many are looked at. 0.3 % of the questions of XQuAD and SQuAD 2.0 are longer."""
_SHARPNESS = 15.0
"""Of the attention, on cosines: what is nearer by 0.1 gets four times the share. Set by hand."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A question and a sentence, side by side."""

    question: NDArray[np.float32]
    """(n, 384): its first tokens."""
    attended: NDArray[np.float32]
    """(n, 384): what each of them attends to in the sentence."""
    facts: NDArray[np.float32]
    """(n, 7): nearness of the sentence, its word in it, in the passage, nearness of that, weight, rarity, in a name."""
    signals: NDArray[np.float32]
    """Those of the sentence and of its passage."""


def compare(query: Query, match: PassageMatch, sentence_index: int) -> Compared:
    """Lay a question beside the sentence at a place of a passage."""
    sentence, row = match.sentences[sentence_index], match.record
    own = query.token_vectors[:QUESTION_TOKENS]
    similar, tokens = sentence.similarity[: len(own), :SENTENCE_TOKENS], sentence.token_vectors[:SENTENCE_TOKENS]
    in_sentence = frozenset(row.sentences[sentence_index].terms)
    in_passage = in_sentence.union(row.heading_terms, *(other.terms for other in row.sentences))
    facts = np.zeros((len(query.token_vectors), 7), np.float32)
    for term in query.terms:
        rarity = query.idf.get(term.stem)
        named = rarity is not None and term.start > 0 and term.word[0].isupper()
        facts[query.token_indices(term), 1:3] = term.stem in in_sentence, term.stem in in_passage
        facts[query.token_indices(term), 5:7] = rarity or 0.0, named
    facts[:, 3], facts[:, 4] = match.max_similarity, 10 * query.token_weights
    facts[: len(own), 0] = similar.max(axis=1, initial=-1.0)
    attended = _shares(_SHARPNESS * similar) @ tokens
    return Compared(own, attended, facts[: len(own)], np.concatenate([sentence.signals, match.signals]))


@dataclass(frozen=True, slots=True)
class Attention:
    """The weights; `width` is that of the space in which tokens are compared, `hidden` that of what is made of them."""

    project: NDArray[np.float32]
    """(384, width)."""
    shift: NDArray[np.float32]
    compare: NDArray[np.float32]
    """(2 · width + facts, hidden)."""
    compare_bias: NDArray[np.float32]
    gate: NDArray[np.float32]
    """(width + facts,): how much each token counts."""
    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]
    """Of the signals, on what it was fitted on."""
    aggregate: NDArray[np.float32]
    """(2 · hidden + signals, hidden)."""
    aggregate_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    linear: NDArray[np.float32]
    """(signals,)."""
    out_bias: NDArray[np.float32]
    """(1,)."""

    @classmethod
    def load(cls) -> Self:
        """The weights that relbot ships."""
        stored = safetensors.load(resources.files(__package__).joinpath(FILE).read_bytes())
        return cls(**{field.name: stored[field.name].astype(np.float32) for field in fields(cls)})

    def answers(self, seen: Compared) -> float:
        """How much speaks for the sentence being the answer, in log-odds; before calibration."""
        own, other = (tokens @ self.project - self.shift for tokens in (seen.question, seen.attended))
        met = np.concatenate([own * other, np.abs(own - other), seen.facts], axis=1)
        compared = np.maximum(met @ self.compare + self.compare_bias, 0)
        share = _shares(np.concatenate([own, seen.facts], axis=1) @ self.gate)
        signals = (seen.signals - self.mean) / self.deviation
        aggregated = np.concatenate([share @ compared, compared.max(axis=0), signals])
        hidden = np.maximum(aggregated @ self.aggregate + self.aggregate_bias, 0)
        return float(hidden @ self.out + signals @ self.linear + self.out_bias[0])


def _shares(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax along the last axis; of nothing, nothing."""
    powers = np.exp(values - values.max(axis=-1, keepdims=True, initial=-1e9))
    shares: NDArray[np.float32] = powers / np.maximum(powers.sum(axis=-1, keepdims=True), np.float32(1e-9))
    return shares
