"""The lexicon of a few passages: their own frequencies, and the words and names of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from relbot.index.protocol import Lexicon
from relbot.index.records import PassageRecord, Word


class NarrowedLexicon:
    """`protocol.Lexicon` of some passages of a generation; spellings are those of all of it."""

    def __init__(self, whole: Lexicon, records: Sequence[PassageRecord]) -> None:
        self._whole = whole
        self._stems = [record.stems for record in records]
        self._frequencies = Counter(stem for stems in self._stems for stem in set(stems))

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        return {stem: self._frequencies[stem] for stem in stems}

    def words(self, forms: Sequence[str]) -> Sequence[Word]:
        return self._whole.words(forms)

    def names_by_initials(self, initials: str) -> Sequence[tuple[str, int]]:
        return self._whole.names_by_initials(initials)

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> Collection[tuple[str, ...]]:
        found = self._whole.phrases(phrases)
        pairs = {pair for stems in self._stems for pair in pairwise(stems)}
        return frozenset(phrase for phrase in found if all(pair in pairs for pair in pairwise(phrase)))

    @property
    def word_forms(self) -> Mapping[tuple[str, int], Sequence[str]]:
        return self._whole.word_forms
