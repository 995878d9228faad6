"""Vectors of passages that leave an index, for passages with the same words that come into it.

So a renamed file, a changed sentence or a better reader of a format costs only the passages whose words are new. What
is embedded is the title, the headings and the quote: a passage in which all three are the same has the same vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from relbot.answer import Passage
from relbot.corpus.chunking import TokenOffsets, heading_prefix
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.generation import Generation
from relbot.index.generation_writer import stored_passage
from relbot.index.manifest import SourceEntry
from relbot.temporal.date_mentions import DateMention

_ROWS_AT_ONCE = 256


class LeavingPassages:
    """The passages of sources of a generation that the next one does not hold, by what was embedded of them."""

    def __init__(self, generation: Generation, sources: Iterable[SourceEntry], token_offsets: TokenOffsets) -> None:
        self._generation = generation
        self._rows: dict[bytes, int] = {}
        rows = [row for source in sources for row in source.rows]
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            batch = rows[first : first + _ROWS_AT_ONCE]
            for row, record in zip(batch, generation.store.passages(batch), strict=True):
                heading = heading_prefix(record.passage.source, record.passage.section, token_offsets)
                self._rows[_digest(heading + record.passage.quote)] = row

    def find(self, passage: Passage, embedded: str, dates: Sequence[tuple[DateMention, ...]]) -> EncodedPassage | None:
        """A passage with the vectors of one of which the same was embedded; None where there is none.

        `dates` are those of each sentence.
        """
        row = self._rows.get(_digest(embedded))
        if row is None:
            return None
        stored = stored_passage(self._generation, row)
        then, now = stored.record.passage, passage
        if [(s.start - then.start, s.end - then.start) for s in then.sentences] != [
            (s.start - now.start, s.end - now.start) for s in now.sentences
        ]:  # another version of relbot divides it otherwise
            return None
        sentences = tuple(
            replace(sentence, span=span, dates=mentions)
            for sentence, span, mentions in zip(stored.record.sentences, now.sentences, dates, strict=True)
        )
        return replace(stored, record=replace(stored.record, passage=passage, sentences=sentences))


def _digest(embedded: str) -> bytes:
    return hashlib.sha256(embedded.encode()).digest()
