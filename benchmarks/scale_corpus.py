"""Corpora of any size for `scale.py`: real passages, followed by passages recombined from real sentences; and, for more
passages than can be embedded in minutes, vectors drawn around real ones.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.index.encoding.encoder import WINDOW, EncodedText, Encoder
from relbot.index.encoding.model import export, resolve

PASSAGES_A_SOURCE = 50
_SAMPLE = 100
"""The number of passages around whose token vectors others are drawn, some 13,000 tokens."""
_NOISE = 0.3
"""The length of the noise added to a drawn vector, relative to the vector's."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages, each a sequence of sentences, and questions about the first passages."""

    passages: Sequence[Sequence[str]]
    questions: Sequence[str]


def read(files: Sequence[Path], questions: int) -> Texts:
    """Read the distinct passages of JSON-lines files with `passage`, `sentences` and `question`, in random order."""
    asked: dict[tuple[str, ...], str] = {}
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if passage := row.get("passage"):
                    sentences = (" ".join(passage[start:end].split()) for start, end in row["sentences"])
                    asked.setdefault(tuple(filter(None, sentences)), row["question"])
    passages = [passage for passage in sorted(asked) if passage]
    random.Random(0).shuffle(passages)  # noqa: S311 - a sample, and no secret
    return Texts(passages, [asked[passage] for passage in passages[:questions]])


def write(folder: Path, texts: Texts, size: int) -> None:
    """Write a corpus of `size` passages; a larger one begins with the passages of a smaller one."""
    folder.mkdir()
    passages = [" ".join(sentences) for sentences in texts.passages[:size]]
    draw = random.Random(1)  # noqa: S311
    while len(passages) < size:
        passages.append(" ".join(draw.choice(draw.choice(texts.passages)) for _ in draw.choice(texts.passages)))
    for number in range(0, size, PASSAGES_A_SOURCE):
        body = "\n\n".join(passages[number : number + PASSAGES_A_SOURCE])
        name = f"{number // PASSAGES_A_SOURCE:06}"
        (folder / f"{name}.md").write_text(f"# Collection {name}\n\n{body}\n", "utf-8")


def sample(corpus: Path, file: Path) -> None:
    """Embed some passages of a corpus, and write the file that `drawn_vectors` draws from."""
    sources = sorted(corpus.iterdir())[: 2 * _SAMPLE // PASSAGES_A_SOURCE]
    texts = [text for source in sources for text in source.read_text("utf-8").split("\n\n")[1:]]
    with tempfile.TemporaryDirectory() as folder:
        export(resolve(None), Path(folder))
        encoder = Encoder(Path(folder))
        fitting = [text for text in texts if len(encoder.token_offsets(text)) <= WINDOW - 2]
        encoded = list(encoder.encode_all(fitting[:_SAMPLE]))
    means = np.stack([text.vectors.mean(axis=0) for text in encoded])
    ids = np.concatenate([text.ids for text in encoded])
    vectors = np.concatenate([text.vectors - mean for text, mean in zip(encoded, means, strict=True)])
    order = np.argsort(ids, kind="stable")
    np.savez(file, ids=ids[order], vectors=vectors[order], means=means)


@contextmanager
def drawn_vectors(file: Path) -> Iterator[None]:
    """Let encoders tokenize as usual but draw the vectors from a sample: for each token one that the model gave the
    same word piece in some passage, moved from the mean of that passage to that of another.
    """
    real, random_numbers = Encoder.encode_all, np.random.default_rng(0)
    with np.load(file, allow_pickle=False) as arrays:
        pool = _Pool(**arrays)

    def encode_all(self: Encoder, texts: Sequence[str], threads: int = 1) -> Iterator[EncodedText]:  # noqa: ARG001
        for encoding in self._tokenizer.encode_batch(texts):  # only the model is replaced
            ids = np.array(encoding.ids, np.int32)
            vectors = pool.draw(ids, random_numbers)
            yield EncodedText(ids, np.array(encoding.offsets, np.int32).reshape(-1, 2), vectors)

    Encoder.encode_all = encode_all  # type: ignore[method-assign]
    try:
        yield
    finally:
        Encoder.encode_all = real  # type: ignore[method-assign]


@dataclass(frozen=True)
class _Pool:
    """Token vectors minus the mean of their passage, in the order of their word pieces, and the means."""

    ids: NDArray[np.int32]
    vectors: NDArray[np.float32]
    means: NDArray[np.float32]

    def draw(self, ids: NDArray[np.int32], draw: np.random.Generator) -> NDArray[np.float32]:
        """Draw a vector for each token, (tokens, 384)."""
        first, after = np.searchsorted(self.ids, ids), np.searchsorted(self.ids, ids, side="right")
        unknown = first == after
        first, after = np.where(unknown, 0, first), np.where(unknown, len(self.ids), after)
        vectors = self.vectors[draw.integers(first, after)] + self.means[draw.integers(len(self.means))]
        noise = draw.standard_normal(vectors.shape, np.float32)
        noise *= _NOISE * np.linalg.norm(vectors, axis=1, keepdims=True) / np.sqrt(vectors.shape[1])
        drawn: NDArray[np.float32] = vectors + noise
        return drawn
