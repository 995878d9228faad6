"""The answers that people have taught, found by the question they were taught for.

They are sources like all others, in `taught/` within the corpus, and are indexed with them. They are also read from
there directly, so that an answer takes effect as soon as its file is written, and is gone as soon as it is removed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Passage
from relbot.corpus.taught import FOLDER
from relbot.errors.corpus import CorpusError, SourceRejected
from relbot.index.encoding.encoder import Encoder
from relbot.query.answer_constraints.answer_type import same_kind, same_words
from relbot.reading.reader import Reader

_SAME_WORDS = 0.97
"""Confidence if the question is the taught one except for stop words, case and endings. Of eight such pairs among the
2,766 below, seven ask for the same; people who teach and ask usually mean the same."""
_NEAR_MEANING = 0.8
"""Confidence if the question is a paraphrase of the taught one. Of 2,766 questions of `benchmarks/questions.jsonl`,
each compared with one wording of every other fact of its article (half of them near misses: another person, place,
number), 42 match a taught one by the two thresholds below, answer type and numbers; 34 of them rightly: 0.81. A
question that does not match is answered from the index, which holds the taught answer too."""
_NEAR, _READS = 0.7, 3.0
"""Least cosine of the questions' vectors, and least log-odds by the reader that the taught words answer. Tuned, like
the two confidences, with an earlier reader."""
_CANDIDATES = 3
"""The number of nearest taught questions whose answers are read."""


@dataclass(frozen=True)
class Taught:
    """A taught answer: its question, and the passages of its text."""

    question: str
    path: str
    passages: tuple[Passage, ...]
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """A taught answer to the question that was asked."""

    taught: Taught
    confidence: float


class TaughtAnswers:
    """The taught answers of a corpus. Thread-safe; follows its folder."""

    def __init__(self, corpus: Path | None) -> None:
        """`corpus` is None for an index without its corpus, which has no taught answers."""
        self._corpus = corpus
        self._lock = threading.Lock()
        self._version: object = None
        self._taught: dict[tuple[str, str], Taught] = {}
        """By path and hash of the file."""
        self._encoder: Encoder | None = None

    def within(self, collections: Collection[str] | None) -> TaughtAnswers:
        """Restrict to some collections, None for all. The folder is one collection, so all answers remain or none."""
        return self if collections is None or FOLDER in collections else TaughtAnswers(None)

    def find(self, wordings: Sequence[str], encoder: Encoder, reader: Reader) -> Found | None:
        """Return the answer taught for a question in one of its wordings (such as with a pronoun resolved), or None."""
        taught = self._current(encoder)
        if not taught:
            return None
        for wording in wordings:
            for own in taught:
                if same_words(wording, own.question):
                    return Found(own, _SAME_WORDS)
        matrix = np.stack([own.vector for own in taught])
        for wording in wordings:
            cosines = matrix @ encoder.vector(wording)
            for number in np.argsort(-cosines)[:_CANDIDATES]:
                own = taught[int(number)]
                if cosines[number] >= _NEAR and same_kind(wording, own.question) and _reads(wording, own, reader):
                    return Found(own, _NEAR_MEANING)
        return None

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage of a taught answer, which the index may not hold yet, or None."""
        passages = (passage for own in self._taught.values() for passage in own.passages)
        return next((passage for passage in passages if passage.id == passage_id), None)

    def is_withdrawn(self, path: str) -> bool:
        """Return whether a path in the index belongs to an answer that has been withdrawn since."""
        if self._corpus is None or not path.startswith(f"{FOLDER}/"):
            return False
        return not os.path.isfile(self._corpus / path)  # noqa: PTH113 - Path.is_file raises where it may not look

    def _current(self, encoder: Encoder) -> Sequence[Taught]:
        """Return the answers that are in the folder now."""
        with self._lock:
            version = self._folder_version()
            if version != self._version or encoder is not self._encoder:
                known = self._taught if encoder is self._encoder else {}
                self._taught = dict(self._read(encoder, known)) if version else {}
                self._version, self._encoder = version, encoder
            return list(self._taught.values())

    def _folder_version(self) -> object:
        """Return a value that changes when a file is added, replaced or removed: the folder's modification time."""
        if self._corpus is None:
            return None
        folder = self._corpus / FOLDER
        try:
            folders = [folder, *(each for each in folder.iterdir() if each.is_dir())]
            return tuple(sorted((str(each), each.stat().st_mtime_ns) for each in folders))
        except OSError:  # there is none, or one has just been removed
            return None

    def _read(self, encoder: Encoder, known: dict[tuple[str, str], Taught]) -> Iterator[tuple[tuple[str, str], Taught]]:
        from relbot.corpus.folder import scan  # here and below: what reads sources takes long to import

        if self._corpus is None:
            return
        folder = self._corpus / FOLDER
        try:
            sources = scan(folder).sources
        except CorpusError:  # there is none left
            return
        for source in sources:
            key = (f"{FOLDER}/{source.path}", source.sha256)
            try:
                yield key, known.get(key) or _read_one(self._corpus, *key, encoder)
            except (SourceRejected, ValueError):
                continue


def _read_one(corpus: Path, path: str, sha256: str, encoder: Encoder) -> Taught:
    from relbot.corpus.chunking import chunk
    from relbot.corpus.documents import read_source
    from relbot.corpus.folder import SourceFile

    document = read_source(corpus, SourceFile(path, sha256))
    passages = tuple(chunk(document, encoder.token_offsets))
    return Taught(document.source.title, path, passages, encoder.vector(document.source.title))


def _reads(question: str, taught: Taught, reader: Reader) -> bool:
    """Return whether the reader takes a sentence of a taught answer for an answer to the question."""
    for passage in taught.passages:
        if reader.read(question, taught.question, passage.texts, 0).answers >= _READS:
            return True
    return False
