"""Fit which proper names are persons: `python benchmarks/fit_person_names.py SET.jsonl.gz [SET.jsonl.gz ...]`.

The sets have a question, a passage and an answer per row (JSON lines, gzip). Names need no labels: one that answers a
"who" is mostly a person, and one that answers a "where", "what" or "which" is not. Prints accuracy and AUROC by
cross-validation over passages, then fits on all and writes `person_names.json`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

from logistic import Matrix, auroc, likeliest, rounded
from relbot.reading.reader import Reader
from relbot.text.person_names import signals
from relbot.text.proper_names import extract_names

WEIGHTS = Path(__file__).parent.parent / "src/relbot/text/person_names.json"
_WHO = re.compile(r"(?:(?:with|by|to|for|from) )?(?:who|whom|whose)\b", re.IGNORECASE)
_NOT_WHO = re.compile(
    r"where\b|(?:in |on |at |to |from |by |for |of )?(?:what|which) "
    r"(?!(?:person|king|queen|man|woman|\w+(?:er|or|ist|ian|ent|ess)|author|scientist|pope|friend|lady|boy|girl)\b"
    r"|(?:is|was|were|are) )",
    re.IGNORECASE,
)
_LONGEST = 5
"""The most words of an answer that may be just a name."""
_SHARE = 0.5
"""The least share of the answer that the name must make up."""
PENALTY = 2_000.0
"""The penalty on the squared weights, chosen by cross-validation over 30, 100, 300, 1,000 and 3,000."""
FOLDS = 5


@dataclass(frozen=True)
class Sample:
    """A name with its signals and whether it answered a "who"."""

    passage: str
    signals: Matrix
    is_person: bool


def samples(file: Path, reader: Reader) -> Iterator[Sample]:
    """Yield the names of a set that are answers."""
    vector = cache(reader.word_vector)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            question, passage = row["question"], row["passage"]
            is_who = _WHO.match(question) is not None
            if not row["answers"] or not (is_who or _NOT_WHO.match(question)):
                continue
            start, words = row["answers"][0]
            if len(words.split()) > _LONGEST:
                continue
            for name in extract_names(passage):
                is_within = start - 1 <= name.start and name.end <= start + len(words) + 1
                if is_within and len(name.words) >= _SHARE * len(words):
                    yield Sample(passage, signals(name, passage, vector), is_who)


def main(files: list[Path]) -> None:
    """Print the figures and write the weights."""
    reader = Reader.load()
    found = [sample for file in files for sample in samples(file, reader)]
    rows, is_so = np.stack([s.signals for s in found]), np.array([s.is_person for s in found], float)
    folds = np.array([crc32(s.passage.encode()) % FOLDS for s in found])
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        bias, weights = likeliest(rows[folds != fold], is_so[folds != fold], PENALTY)
        scores[folds == fold] = bias + rows[folds == fold] @ weights
    accuracy = float(((scores > 0) == is_so).mean())
    area = auroc(scores[is_so == 1], scores[is_so == 0])
    print(f"{len(found)} names, {is_so.mean():.2f} persons: accuracy {accuracy:.3f}, AUROC {area:.3f}")
    bias, weights = likeliest(rows, is_so, PENALTY)
    WEIGHTS.write_text(json.dumps(rounded({"bias": bias, "signals": weights.tolist()})) + "\n", "utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
