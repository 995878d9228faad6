"""Corrects the spelling of a query by the words of the corpus, and writes names and initials as the corpus does.

relbot has no English dictionary, and a word that the corpus lacks is usually a correct word: "visa" is no "visit". The
tokenizer's vocabulary serves as a dictionary: a word that is a single token counts as correct, and is changed only
within a name ("Kim Il Sun") whose other words support the change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from relbot.index.protocol import Generation
from relbot.index.records import Word
from relbot.query.misspelling import (
    MAX_EDITS,
    differs_by_prefix,
    is_inflected,
    is_plausible_misspelling,
    similar_words,
    slips_of,
    sounds_different,
)
from relbot.query.query import Query
from relbot.query.wording.initials import Range, long_names, short_names
from relbot.text import proper_names, terms
from relbot.text.terms import Term

_NEVER_CORRECTED = re.compile(r".*n['’]t|[IVXLCDM]+|.*\d.*")
"""Contractions, Roman numerals and numbers."""

_LEAST_LETTERS, _LEAST_LETTERS_HELD = 7, 5
"""The shortest word that is corrected to a word outside the corpus, and to one in it. Of 1,719 people's questions this
changes four, all misspelt; allowing other consonants without these bounds changes 37, of which six are misspelt."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A query in the corpus's spelling."""

    text: str
    suggestion: str
    """The words that were put in: "Hoxha", "Choe Yong-gon"."""


def correct(query: Query, generation: Generation) -> Correction | None:
    """Return the query in the corpus's spelling; None if there is nothing to correct."""
    lexicon = generation.lexicon
    replacements = short_names(query, lexicon) | long_names(query, lexicon)
    if query.unknown_terms:
        replacements = _SpellingCorrector(query, generation, replacements).replacements()
    if not replacements:
        return None
    text, position = "", 0
    for start, end in sorted(replacements):
        text += query.text[position:start] + replacements[start, end]
        position = end
    text += query.text[position:]
    return Correction(text, ", ".join(_suggestions(text, replacements)))


def _suggestions(text: str, replacements: Mapping[Range, str]) -> dict[str, None]:
    """Return the replacements, each with the proper name around it in the corrected text: "Choe Yong-gon"."""
    found, shift = dict[str, None](), 0
    for (start, end), words in sorted(replacements.items()):
        position = start + shift
        shift += len(words) - (end - start)
        names = [
            name.words
            for name in proper_names.extract_names(text)
            if name.start <= position < name.end and len(name.parts) <= 3
        ]
        found[names[0] if names and words in names[0] else words] = None
    return found


class _SpellingCorrector:
    """Looks for the unknown words of one query in the corpus."""

    def __init__(self, query: Query, generation: Generation, replacements: Mapping[Range, str]) -> None:
        self._query, self._lexicon, self._replacements = query, generation.lexicon, dict(replacements)
        self._word_id = generation.encoder.word_id
        unknown = {term.stem for term in query.unknown_terms}
        self._unknown = [term for term in query.terms if term.stem in unknown and not self._is_replaced(term)]
        self._stems = {term.start: [term.stem] for term in query.terms if not term.is_stopword}
        """The stems of the word at each start offset after the replacements made so far."""

    def replacements(self) -> dict[Range, str]:
        """Return the replacement of each range of characters."""
        for _ in range(2):  # a corrected word may support the one before it
            for term in self._unknown:
                if not self._is_replaced(term) and (words := self._correction(term)):
                    self._replacements[term.start, term.end] = words
                    self._stems[term.start] = terms.stems(words)
        return self._replacements

    def _is_replaced(self, term: Term) -> bool:
        return any(start <= term.start < end for start, end in self._replacements)

    def _correction(self, term: Term) -> str | None:
        if _NEVER_CORRECTED.fullmatch(term.word):
            return None
        word = terms.fold(term.word)
        if term.word.isupper() and not self._query.text.isupper():
            return None  # an abbreviation of what the corpus has was put in its words before
        return self._nearest_word(term, word) or self._split_name(term, word) or self._word_of_the_model(term, word)

    def _nearest_word(self, term: Term, word: str) -> str | None:
        """Return the best acceptable word of the corpus: by support, then the fewest edits, then the most passages."""
        is_word = self._is_word(term)
        if is_word and not any(self._neighbours(term)):
            return None
        distances = similar_words(word, self._lexicon.word_forms, 1 if is_word or len(word) < 5 else MAX_EDITS)
        found = self._lexicon.words(list(distances))
        comparable = frozenset(
            known.folded
            for known in found
            if distances.get(known.folded, MAX_EDITS + 1) <= MAX_EDITS and not differs_by_prefix(word, known.folded)
        )
        beside = {pair for known in found if known.folded in comparable for pair in self._pairs(term, known.stem)}
        contained = self._lexicon.phrases(beside)
        candidates = []
        for known in found:
            edits = distances.get(known.folded, MAX_EDITS + 1)
            support = self._context_support(term, known.stem, contained) if known.folded in comparable else None
            stem_edits = distances.get(known.stem, MAX_EDITS + 1)
            if self._is_acceptable(term, known, edits, support, stem_edits=stem_edits):
                candidates.append((support is True, -edits, known.passages, known))
        return _surface_form(max(candidates, key=lambda candidate: candidate[:3])[-1]) if candidates else None

    def _is_acceptable(self, term: Term, known: Word, edits: int, support: bool | None, *, stem_edits: int) -> bool:
        """Return whether a word may be a known one; `stem_edits` is its distance from the known word's stem."""
        word = terms.fold(term.word)
        if self._is_word(term):
            return support is True and known.passages_as_name > 0 and not sounds_different(word, known.folded, edits)
        if support is not None and self._is_name(term):
            return support
        if self._is_name(term):
            return known.passages_as_name > 0 and is_plausible_misspelling(word, known.folded, edits, is_name=True)
        by_stem = stem_edits == 1 and len(word) >= 6 and word[0] == known.stem[0]
        by_stem = by_stem and not differs_by_prefix(word, known.folded)
        return support is True or by_stem or is_plausible_misspelling(word, known.folded, edits, is_name=False)

    def _is_name(self, term: Term) -> bool:
        """Return whether a word is capitalised, other than as the first of the query."""
        return not (term.word.islower() or (term is self._query.terms[0] and term.word[1:].islower()))

    def _split_name(self, term: Term, word: str) -> str | None:
        """Return the name that is written as one word ("Il Sung" for "Ilsung"), or None."""
        if self._is_word(term):
            return None
        splits = [(word[:position], word[position:]) for position in range(2, len(word) - 1)]
        known = {w.folded: w for w in self._lexicon.words([half for split in splits for half in split])}
        names = [
            (known[first], known[last])
            for first, last in splits
            if first in known and last in known and (known[first].passages_as_name or known[last].passages_as_name)
        ]
        contained = self._lexicon.phrases({(first.stem, last.stem) for first, last in names})
        found = (pair for pair in names if (pair[0].stem, pair[1].stem) in contained)
        return next((f"{_surface_form(first)} {_surface_form(last)}" for first, last in found), None)

    def _word_of_the_model(self, term: Term, word: str) -> str | None:
        """Return the word of the tokenizer that an unknown one is a slip for, preferably one of the corpus; for a short
        word only one of the corpus.
        """
        if (
            self._is_word(term)
            or len(word) < _LEAST_LETTERS_HELD
            or not word.isascii()
            or not (term.word.islower() or self._query.text.isupper())
        ):
            return None
        tokens = {
            other: token
            for other in slips_of(word)
            if (token := self._word_id(other)) is not None
            and not differs_by_prefix(word, other)
            and terms.stems(other) != [term.stem]
        }
        counts = self._lexicon.frequencies([stem for other in tokens for stem in terms.stems(other)])
        held = {other for other in tokens if any(counts[stem] for stem in terms.stems(other))}
        likely = held or (tokens if len(word) >= _LEAST_LETTERS else ())
        return min(likely, key=tokens.__getitem__, default=None)

    def _is_word(self, term: Term) -> bool:
        """Return whether the tokenizer knows the word, so that it is hardly misspelt."""
        tokens = self._query.token_offsets[self._query.token_indices(term)].tolist()
        return len(tokens) == 1 or is_inflected([self._query.text[start:end].lower() for start, end in tokens])

    def _context_support(self, term: Term, stem: str, contained: Collection[tuple[str, ...]]) -> bool | None:
        """Return True if the corpus has the stem next to a neighbour of the term, False if it has not although both may
        be one name, None otherwise. `contained` are those of `_pairs` that the corpus has.
        """
        support = None
        for (neighbour, _), pair in zip(self._neighbours(term), self._pairs(term, stem), strict=True):
            if pair in contained:
                support = True
            elif self._may_share_a_name(term, neighbour):
                return False
        return support

    def _pairs(self, term: Term, stem: str) -> Iterator[tuple[str, str]]:
        """Yield the stem in place of the term, paired in order with the stem of each neighbour."""
        for neighbour, is_before in self._neighbours(term):
            stems = self._stems[neighbour.start]
            yield (stems[-1], stem) if is_before else (stem, stems[0])

    def _neighbours(self, term: Term) -> Iterator[tuple[Term, bool]]:
        """Yield the adjacent words other than stop words, and whether each precedes the term."""
        every = self._query.terms
        index = every.index(term)
        if index and not every[index - 1].is_stopword:
            yield every[index - 1], True
        if index + 1 < len(every) and not every[index + 1].is_stopword:
            yield every[index + 1], False

    def _may_share_a_name(self, term: Term, neighbour: Term) -> bool:
        if term.word[0].isupper() and neighbour.word[0].islower():
            return False
        known = self._lexicon.words([terms.fold(neighbour.word)])
        return (
            bool(known[0].passages_as_name)
            if known
            else neighbour in self._unknown and not self._is_replaced(neighbour)
        )


def _surface_form(word: Word) -> str:
    """Return the word as the corpus writes it: in lower case unless it is mostly part of a name."""
    return word.surface_form if word.passages_as_name * 2 >= word.passages else word.surface_form.lower()
