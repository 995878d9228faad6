"""A `protocol.Lexicon` that is held in memory and stored as one blob for each collection of sources.

It takes about 9 bytes per pair of adjacent stems and 500 per word. Blobs contain counts, so the lexicon of some
collections is the sum of theirs, as if there were no others.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

from relbot.index.qdrant.points.payload import PayloadDamaged
from relbot.index.records import PassageRecord, Word
from relbot.index.vocabulary import Vocabulary

_MERGED_AT = 1_000_000
"""Number of added pairs after which duplicates, which are most of them, are removed: 8 MB."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Factor of the first stem's hash, so that order matters: 2**64 divided by the golden ratio, as in Knuth's hashing."""


class Counts:
    """The counts over the passages of one or more collections."""

    def __init__(self) -> None:
        self.passages = self.sentences = self.length = 0
        """Numbers of passages and sentences, and the total length of the passages in stems."""
        self.frequencies: Counter[str] = Counter()
        """Number of passages that contain each stem."""
        self.vocabulary = Vocabulary()
        self._pairs: list[NDArray[np.uint64]] = []
        self._pending = 0

    def add(self, record: PassageRecord) -> None:
        stems = record.stems
        self.passages += 1
        self.sentences += len(record.sentences)
        self.length += len(stems)
        self.frequencies.update(set(stems))
        self.vocabulary.add(record.passage)
        self._add_pairs(_pairs(stems))

    @classmethod
    def sum(cls, parts: Iterable[Self]) -> Self:
        whole = cls()
        for part in parts:
            whole.passages += part.passages
            whole.sentences += part.sentences
            whole.length += part.length
            whole.frequencies.update(part.frequencies)
            whole.vocabulary.add_counts(part.vocabulary.forms(), part.vocabulary.names())
            whole._add_pairs(part.pairs())
        return whole

    def pairs(self) -> NDArray[np.uint64]:
        """Return the distinct hashes of all pairs of adjacent stems, in ascending order."""
        self._pairs = [np.unique(np.concatenate(self._pairs or [_pairs([])]))]
        self._pending = 0
        return self._pairs[0]

    def to_bytes(self) -> bytes:
        values = {
            "passages": self.passages,
            "sentences": self.sentences,
            "length": self.length,
            "frequencies": self.frequencies,
            "forms": list(self.vocabulary.forms()),
            "names": list(self.vocabulary.names()),
            "pairs": b64encode(self.pairs().astype("<u8").tobytes()).decode(),
        }
        return json.dumps(values).encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Parse the bytes from `to_bytes`. Raises PayloadDamaged."""
        try:
            values = json.loads(data)
            counts = cls()
            counts.passages, counts.sentences, counts.length = (
                values[name] for name in ("passages", "sentences", "length")
            )
            counts.frequencies.update(values["frequencies"])
            counts.vocabulary.add_counts(values["forms"], values["names"])
            counts._pairs = [np.frombuffer(b64decode(values["pairs"]), "<u8").astype(np.uint64)]
        except (LookupError, TypeError, ValueError) as error:
            raise PayloadDamaged(str(error)) from None
        return counts

    def _add_pairs(self, hashes: NDArray[np.uint64]) -> None:
        self._pairs.append(hashes)
        self._pending += len(hashes)
        if self._pending > _MERGED_AT:
            self.pairs()


class QdrantLexicon:
    """An immutable, hence thread-safe, `protocol.Lexicon`."""

    def __init__(self, counts: Counts, contains_in_order: Callable[[Sequence[str]], bool]) -> None:
        """Create a lexicon from counts.

        `contains_in_order` returns whether some passage contains a phrase of three or more stems, all pairs of which
        occur.
        """
        self.counts = counts
        self._contains_in_order = contains_in_order
        self._pairs = counts.pairs()
        self._words = {values[0]: Word(*values) for values in counts.vocabulary.words()}
        self._by_stem: defaultdict[str, list[Word]] = defaultdict(list)
        for word in self._words.values():
            self._by_stem[word.stem].append(word)
        self._names: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for initials, name, passages in counts.vocabulary.names():
            self._names[initials].append((name, passages))

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        return {stem: self.counts.frequencies.get(stem, 0) for stem in stems}

    def words(self, forms: Sequence[str]) -> list[Word]:
        found = {word.folded: word for form in forms for word in self._by_stem.get(form, ())}
        found.update((form, self._words[form]) for form in forms if form in self._words)
        return sorted(found.values(), key=lambda word: (-word.passages, word.folded))

    def names_by_initials(self, initials: str) -> list[tuple[str, int]]:
        return sorted(self._names.get(initials, ()), key=lambda name: (-name[1], name[0]))

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        return frozenset(phrase for phrase in phrases if self._contains(phrase))

    @cached_property
    def word_forms(self) -> dict[tuple[str, int], list[str]]:
        stems = {word.stem for word in self._words.values() if len(word.stem) > 4}
        found: dict[tuple[str, int], list[str]] = {}
        for word in sorted({*self._words, *stems}):
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def _contains(self, phrase: Sequence[str]) -> bool:
        if not all(stem in self.counts.frequencies for stem in phrase):
            return False
        hashes = _pairs(phrase)
        at = np.searchsorted(self._pairs, hashes)
        if not (at < len(self._pairs)).all() or not (self._pairs[at] == hashes).all():
            return False
        return len(phrase) < 3 or self._contains_in_order(phrase)


def _pairs(stems: Sequence[str]) -> NDArray[np.uint64]:
    hashes = np.array([_hash(stem) for stem in stems], np.uint64)
    return hashes[:-1] * _MULTIPLIER + hashes[1:]  # modulo 2**64


@lru_cache(maxsize=65_536)
def _hash(stem: str) -> int:
    return int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
