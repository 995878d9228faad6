"""The reader: a fine-tuned all-MiniLM-L6-v2 that reads question and passage together in one window.

Similarity shows what a sentence is about. To tell whether it answers, the model must compare every word of the question
with every word of the passage (a cross-encoder, Nogueira and Cho 2019, arXiv 1901.04085). One pass gives a score for
each sentence, one for "none of them" (as Devlin et al. 2019 answer SQuAD 2.0), and the answer's span.

Only the layers are shipped, in 8 bits: `reader.onnx`, made by `benchmarks/export_reader.py`. The word embeddings were
frozen in training, so they are read from the packaged model's file (`word_embeddings`). `reader.json` has the hashes of
both. Neither depends on the index or on the model that it was built with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from relbot.answer import Span
from relbot.errors.model import ModelAltered, ModelUnreadable
from relbot.index.encoding import packaged_model
from relbot.index.encoding.session import open_session, tokenizer
from relbot.reading.word_embeddings import DIGESTS, WIDTH, Embeddings, known_digests
from relbot.shipped_files import read_shipped, read_shipped_json

WINDOW, QUESTION_TOKENS, TITLE_TOKENS = 128, 40, 12
"""Tokens of the input, and the most of them for question and title; as in training."""
_CLS, _SEP = 101, 102
"""Ids of the special tokens in the vocabulary of all-MiniLM-L6-v2, which is that of BERT."""
_SPAN_TOKENS = 24
"""The most tokens of an answer's span; 99 % of the spans in training are shorter."""
_PARTS = 4
"""The most parts of a word that are embedded: few words have more, but a long run of letters may have thousands."""
_LAYERS = "reader.onnx"
_KEPT = 128
"""Windows whose scores are cached, 4 KB each: a list or a section has partly been read already for the best passages,
and every reformulation of a follow-up needs the question as typed in the passage of the previous answer. Of the windows
of 348 questions about two articles, 6 % repeat one of the same question."""


@dataclass(frozen=True, slots=True)
class Window:
    """A question and the whole sentences of a passage that are read with it."""

    ids: tuple[int, ...]
    """The tokens of the input."""
    question: int
    """The number of leading tokens that belong to the question."""
    first: int
    """The index of the first sentence of the passage in it."""
    bounds: tuple[tuple[int, int], ...]
    """For each sentence, the start and end of its tokens in the input."""
    offsets: tuple[Sequence[tuple[int, int]], ...]
    """For each sentence, the start and end of each token, as characters of the sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's scores for the sentences of one passage."""

    first: int
    """The index of the first sentence in the window."""
    sentences: NDArray[np.float32]
    """(n,): logits of the sentences in the window."""
    none: float
    """The logit of "none of them"."""
    spans: tuple[Span, ...]
    """The likeliest answer in each sentence, as characters of the sentence."""

    @property
    def answers(self) -> float:
        """The log-odds that one of the sentences is an answer, before calibration."""
        return float(np.logaddexp.reduce(self.sentences)) - self.none

    @property
    def end(self) -> int:
        """The index of the first sentence after the window."""
        return self.first + len(self.sentences)

    @property
    def read(self) -> slice:
        """The slice of the passage's sentences that was read."""
        return slice(self.first, self.end)

    @property
    def log_odds(self) -> list[tuple[int, float]]:
        """For each sentence read, its index in the passage and its log-odds against "none of them"."""
        return [(number, float(logit) - self.none) for number, logit in enumerate(self.sentences, self.first)]

    @property
    def best(self) -> int:
        """The index in the passage of the sentence that most likely answers."""
        return self.first + int(self.sentences.argmax())

    def with_sentences_of(self, other: Reading, numbers: Collection[int], least: float) -> Reading:
        """Return the reading with the log-odds and spans of some sentences, by index in the passage, taken from another
        reading of it if their logits there are at least `least`.
        """
        logits, spans = self.sentences.copy(), [*self.spans]
        for number in numbers:
            own, place = number - self.first, number - other.first
            if 0 <= own < len(logits) and 0 <= place < len(other.sentences) and other.sentences[place] >= least:
                logits[own] = other.sentences[place] - other.none + self.none
                spans[own] = other.spans[place]
        return replace(self, sentences=logits, spans=tuple(spans))


class Reader:
    """Reads passages for a question. Thread-safe: its only mutable state is a cache of the last scores."""

    def __init__(self, layers: Path, embeddings: Embeddings, words: Tokenizer) -> None:
        self._embeddings, self._tokenizer = embeddings, words
        self._session = open_session(layers)
        self._scores = lru_cache(_KEPT)(self._run)

    @classmethod
    def load(cls) -> Reader:
        """Load the reader that relbot ships. Raises ModelMissing, ModelAltered, ModelUnreadable."""
        folder = packaged_model.folder()
        hashes = read_shipped_json(__package__, "reader.json")["sha256"]
        embeddings = Embeddings(folder / packaged_model.WEIGHTS, known_digests(read_shipped(__package__, DIGESTS)))
        embeddings.of([_CLS, _SEP])  # detects another model before anything is asked
        words = tokenizer(packaged_model.verified_bytes(folder, "tokenizer.json"))
        with resources.as_file(resources.files(__package__).joinpath(_LAYERS)) as layers:
            _verify(layers, hashes["layers"])
            return cls(layers, embeddings, words)

    def read(self, question: str, title: str, sentences: Sequence[str], centre: int) -> Reading:
        """Read as many whole sentences of a passage as fit the window, around the one at `centre`."""
        window = self.window(question, title, sentences, centre)
        scores, none = self._scores(window.ids, window.question)
        of_each = [scores[start:end] for start, end in window.bounds]
        logits = [_sentence_logit(own) for own in of_each]
        spans = tuple(_span(own, offsets) for own, offsets in zip(of_each, window.offsets, strict=True))
        return Reading(window.first, np.array(logits, np.float32), none, spans)

    def window(self, question: str, title: str, sentences: Sequence[str], centre: int) -> Window:
        """Return the window that `read` gives to the model."""
        asked = self._tokens(question)[0][:QUESTION_TOKENS]
        above = self._tokens(title)[0][:TITLE_TOKENS] if title else []
        head = [_CLS, *asked, _SEP]
        ids = head + ([*above, _SEP] if above else [])
        pieces = [self._tokens(sentence) for sentence in sentences]
        first, last = _sentences_that_fit([len(own) for own, _ in pieces], centre, WINDOW - len(ids) - 1)
        bounds = []
        for own, _ in pieces[first : last + 1]:
            start = len(ids)
            ids = ids + own[: WINDOW - 1 - start]
            bounds.append((start, len(ids)))
        offsets = tuple(offsets for _, offsets in pieces[first : last + 1])
        return Window((*ids, _SEP), len(head), first, tuple(bounds), offsets)

    def read_rest(self, question: str, title: str, sentences: Sequence[str], found: Reading) -> Reading:
        """Return a reading extended by the sentences that did not fit its window, read in as many more windows as
        needed, with all logits relative to the same "none of them".
        """
        while found.first > 0:
            found = _joined(self.read(question, title, sentences[: found.first], found.first - 1), found, found.none)
        while (end := found.end) < len(sentences):
            after = self.read(question, title, sentences[end - 1 :], 1)  # with the sentence that it may refer to
            found = _joined(found, _without_first(after) if after.first == 0 else after, found.none)
        return found

    def read_all(self, question: str, title: str, sentences: Sequence[str]) -> Reading:
        """Read all sentences of a passage, in as many windows as needed. The logits are log-odds against "none of
        them", so that `none` is 0.
        """
        found = self.read_rest(question, title, sentences, self.read(question, title, sentences, 0))
        return replace(found, sentences=found.sentences - found.none, none=0.0)

    def word_vector(self, word: str) -> NDArray[np.float32]:
        """Return the mean embedding of a word's parts, of shape (`WIDTH`,); zeros if it has none."""
        ids = self._tokens(word)[0][:_PARTS]
        return self._embeddings.of(ids).mean(axis=0) if ids else np.zeros(WIDTH, np.float32)

    def _tokens(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return encoded.ids, encoded.offsets

    def _run(self, ids: Sequence[int], question: int) -> tuple[NDArray[np.float32], float]:
        """Return, for a window, (tokens, 4) scores for mean, maximum, start and end, and the logit of none."""
        types = np.ones((1, len(ids)), np.int64)
        types[0, :question] = 0
        inputs = {"embeddings": self._embeddings.of(ids)[None], "types": types, "mask": np.ones_like(types)}
        scores, none = self._session.run(["scores", "none"], inputs)
        scores.setflags(write=False)  # the cached array is shared
        return scores[0], float(none[0, 0])


def _verify(layers: Path, sha256: str) -> None:
    """Check the hash of the shipped layers. Raises ModelAltered, ModelUnreadable."""
    try:
        with layers.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnreadable(Path(_LAYERS), str(error.strerror), "relbot") from None
    if found != sha256:
        raise ModelAltered(Path(_LAYERS), sha256, found, "relbot")


def _sentences_that_fit(lengths: Sequence[int], centre: int, room: int) -> tuple[int, int]:
    """Return the first and last sentence that fit around the central one, added in turns before and after it."""
    first = last = centre
    spent, back = lengths[centre], True
    while first > 0 or last + 1 < len(lengths):
        back = first > 0 and (back or last + 1 == len(lengths))
        step = lengths[first - 1] if back else lengths[last + 1]
        if spent + step > room:
            break
        spent += step
        first, last = (first - 1, last) if back else (first, last + 1)
        back = not back
    return first, last


def _joined(before: Reading, after: Reading, none: float) -> Reading:
    """Join two adjacent readings, with all logits relative to the same "none of them"."""
    logits = [reading.sentences + np.float32(none - reading.none) for reading in (before, after)]
    return Reading(before.first, np.concatenate(logits), none, before.spans + after.spans)


def _without_first(reading: Reading) -> Reading:
    return replace(reading, first=reading.first + 1, sentences=reading.sentences[1:], spans=reading.spans[1:])


def _sentence_logit(scores: NDArray[np.float32]) -> float:
    return float(scores[:, 0].mean() + scores[:, 1].max()) if len(scores) else -1e4


def _span(scores: NDArray[np.float32], offsets: Sequence[tuple[int, int]]) -> Span:
    """Return the span with the highest sum of start and end scores, as characters of the sentence."""
    if not len(scores):
        return Span(0, 0)
    pairs = scores[:, 2][:, None] + scores[:, 3][None]
    within = np.triu(np.ones_like(pairs, bool)) & ~np.triu(np.ones_like(pairs, bool), _SPAN_TOKENS)
    start, end = np.unravel_index(np.where(within, pairs, -np.inf).argmax(), pairs.shape)
    return Span(offsets[int(start)][0], offsets[int(end)][1])
