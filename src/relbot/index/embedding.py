"""Encodes documents as they are read: some hundred passages at a time, so that memory does not grow with the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from relbot.answer import Passage
from relbot.corpus.chunking import chunk, heading_prefix
from relbot.corpus.documents import Document
from relbot.index.encoding.encoder import EncodedText, Encoder
from relbot.index.encoding.pooling import EncodedPassage, pool
from relbot.index.leaving_passages import LeavingPassages
from relbot.index.resumption import EmbeddedSoFar
from relbot.temporal.date_mentions import DateMention, dates_by_passage

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0: unknown)."""

_CHUNK_SIZE = 256
"""Passages encoded at a time: enough to keep every core busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """What passages are encoded with, and the vectors that need not be made again."""

    encoder: Encoder
    leaving: LeavingPassages | None
    so_far: EmbeddedSoFar | None
    share_read: Callable[[], float]
    """Of the documents, by which the number of passages is estimated while they are read."""
    progress: Progress

    def documents(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Iterator[EncodedPassage]]]:
        """Each document with its encoded passages, which are to be used up before the next. Batches span documents."""
        done = 0
        for group in self._groups(documents):
            passages = [passage for _, some in group for passage in some]
            encoded = self._passages(passages, done)
            for document, some in group:
                yield document, islice(encoded, len(some))
            done += len(passages)

    def _groups(self, documents: Iterable[Document]) -> Iterator[list[tuple[Document, list[Passage]]]]:
        """Documents with their passages, together at least a batch."""
        group: list[tuple[Document, list[Passage]]] = []
        for document in documents:
            group.append((document, list(chunk(document, self.encoder.token_offsets))))
            if sum(len(passages) for _, passages in group) >= _CHUNK_SIZE:
                yield group
                group = []
        if group:
            yield group

    def _passages(self, passages: Sequence[Passage], before: int) -> Iterator[EncodedPassage]:
        """Encode and pool passages, in order; of those that were embedded before, copy the vectors."""
        dates = dates_by_passage(passages)
        total = max(before + len(passages), round((before + len(passages)) / self.share_read()))
        for first in range(0, len(passages), _CHUNK_SIZE):
            batch = passages[first : first + _CHUNK_SIZE]
            offsets = self.encoder.token_offsets
            headings = [heading_prefix(passage.source, passage.section, offsets) for passage in batch]
            texts = [heading + passage.quote for heading, passage in zip(headings, batch, strict=True)]
            mentions = list(islice(dates, len(batch)))
            copied = self.leaving.find(batch, texts, mentions) if self.leaving else [None] * len(batch)
            if self.so_far:
                copied = [
                    copy or self.so_far.find(passage, heading, mention)
                    for copy, passage, heading, mention in zip(copied, batch, headings, mentions, strict=True)
                ]
            encoded = self.encoder.encode_all([text for text, copy in zip(texts, copied, strict=True) if copy is None])
            for done, copy in enumerate(copied):
                self.progress("Embedding", before + first + done + 1, total)
                yield copy or self._pooled(batch[done], headings[done], next(encoded), mentions[done])

    def _pooled(
        self, passage: Passage, heading: str, encoded: EncodedText, dates: Sequence[tuple[DateMention, ...]]
    ) -> EncodedPassage:
        pooled = pool(passage, heading, encoded, dates)
        if self.so_far:
            self.so_far.add(heading, pooled)
        return pooled
