"""Words of a question that the corpus spells otherwise, writes out, or abbreviates.

There is no list of English on board, and a word that the corpus lacks is mostly a good word all the same: "visa" is no
"visit". The model's vocabulary of word pieces stands in for such a list: what it holds in one piece is a word, and is
read as another only within a name ("Kim Il Sun"), where its neighbours bear that out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relbot.index.generation import Generation
from relbot.index.store import Word
from relbot.index.vocabulary import LONGEST_INITIALS
from relbot.query.misspelling import MOST, has_another_sound, is_inflected, may_be, near, negates
from relbot.query.query import Question
from relbot.text import proper_names, terms
from relbot.text.terms import Term

_FIXED = re.compile(r".*n['’]t|[IVXLCDM]+|.*\d.*")
"""Contractions, Roman numerals and numbers are as they are meant to be."""
_WELL_KNOWN = 5
"""Passages that hold a name, from which on two letters stand for it: "UK"."""

Place = tuple[int, int]
"""Which characters of the question."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A question in the corpus's spelling."""

    text: str
    suggestion: str
    """What was put in: "Hoxha", "Choe Yong-gon"."""


def correct(question: Question, generation: Generation) -> Correction | None:
    """The question as the corpus would spell it; None where there is nothing to mend."""
    mended = _abbreviated(question, generation) | _explained(question, generation)
    if question.unknown:
        mended = _Respelling(question, generation, mended).mended()
    if not mended:
        return None
    text, end = "", 0
    for start, until in sorted(mended):
        text += question.text[end:start] + mended[start, until]
        end = until
    text += question.text[end:]
    return Correction(text, ", ".join(_suggested(text, mended)))


def _explained(question: Question, generation: Generation) -> dict[Place, str]:
    """An abbreviation that is all a question asks for: the corpus says what it is where it writes it out.

    Writing out those with other words beside them was tried: what they are then answered what was not said of them.
    """
    for term in question.terms:
        if term.is_abbreviation and len(term.word) > 2 and question.rarity.keys() == {term.stem}:
            long = generation.store.long_names(terms.fold(term.word))
            return {(term.start, term.end): long[0][0]} if long else {}
    return {}


def _abbreviated(question: Question, generation: Generation) -> dict[Place, str]:
    """Long names that the corpus only abbreviates: "Workers' Party of Korea" is its "WPK"."""
    found = {}
    for name in proper_names.read(question.text):
        if 3 <= len(name.parts) <= LONGEST_INITIALS:
            short = generation.store.words([name.initials])
            if short and short[0].written.isupper() and not generation.store.side_by_side(terms.stems(name.words)):
                found[name.start, name.end] = short[0].written
    return found


def _suggested(text: str, mended: Mapping[Place, str]) -> dict[str, None]:
    """What was put in, with the name around it where the text writes one: "Choe Yong-gon"."""
    found, shift = dict[str, None](), 0
    for (start, end), words in sorted(mended.items()):
        place = start + shift
        shift += len(words) - (end - start)
        around = [
            name.words for name in proper_names.read(text) if name.start <= place < name.end and len(name.parts) <= 3
        ]
        found[around[0] if around and words in around[0] else words] = None
    return found


class _Respelling:
    """The unknown words of one question, looked for in the corpus."""

    def __init__(self, question: Question, generation: Generation, mended: Mapping[Place, str]) -> None:
        self._question, self._store, self._mended = question, generation.store, dict(mended)
        self._spellings = generation.spellings
        unknown = {term.stem for term in question.unknown}
        self._unknown = [term for term in question.terms if term.stem in unknown and not self._is_mended(term)]
        self._stems = {term.start: [term.stem] for term in question.terms if not term.is_stopword}
        """By where they start, the stems that the words of the question now stand for."""

    def mended(self) -> dict[Place, str]:
        """What to put in place of which characters."""
        for _ in range(2):  # a word mended may bear out the one before it
            for term in self._unknown:
                if not self._is_mended(term) and (words := self._meant(term)):
                    self._mended[term.start, term.end] = words
                    self._stems[term.start] = terms.stems(words)
        return self._mended

    def _is_mended(self, term: Term) -> bool:
        return any(start <= term.start < end for start, end in self._mended)

    def _meant(self, term: Term) -> str | None:
        if _FIXED.fullmatch(term.word):
            return None
        word = terms.fold(term.word)
        if term.word.isupper() and not self._question.text.isupper():
            return self._written_out(word)
        return self._nearest(term, word) or self._divided(term, word)

    def _written_out(self, letters: str) -> str | None:
        """What an abbreviation stands for: "KPA" is "Korean People's Army"."""
        for name, passages in self._store.long_names(letters):
            if len(letters) > 2 or passages >= _WELL_KNOWN:
                return name
        return None

    def _nearest(self, term: Term, word: str) -> str | None:
        """The word of the corpus that is spelt most nearly so."""
        if self._is_word(term) and not any(self._neighbours(term)):
            return None
        spellings = near(word, self._spellings, 1 if self._is_word(term) or len(word) < 5 else MOST)
        meant = []
        for known in self._store.words(list(spellings)):
            errors = spellings.get(known.folded, MOST + 1)
            borne_out = (
                self._is_borne_out(term, known.stem) if errors <= MOST and not negates(word, known.folded) else None
            )
            if self._fits(term, word, known, errors, borne_out, of_stem=spellings.get(known.stem, MOST + 1)):
                meant.append((borne_out is True, -errors, known.passages, known))
        return _shown(max(meant, key=lambda entry: entry[:3])[-1]) if meant else None

    def _fits(self, term: Term, word: str, known: Word, errors: int, borne_out: bool | None, of_stem: int) -> bool:
        """Whether a word may be a known one; `of_stem` are the errors between it and the other's stem."""
        if self._is_word(term):
            return borne_out is True and known.named > 0 and not has_another_sound(word, known.folded, errors)
        if borne_out is not None and self._is_name(term):
            return borne_out
        if self._is_name(term):
            return known.named > 0 and may_be(word, known.folded, errors, is_name=True)
        by_stem = of_stem == 1 and len(word) >= 6 and word[0] == known.stem[0] and not negates(word, known.folded)
        return borne_out is True or by_stem or may_be(word, known.folded, errors, is_name=False)

    def _is_name(self, term: Term) -> bool:
        """Whether it is written as one; a capital that opens the question says nothing."""
        return not (term.word.islower() or (term is self._question.terms[0] and term.word[1:].islower()))

    def _divided(self, term: Term, word: str) -> str | None:
        """A name run together: "Ilsung" is "Il Sung"."""
        if self._is_word(term):
            return None
        halves = [(word[:place], word[place:]) for place in range(2, len(word) - 1)]
        known = {w.folded: w for w in self._store.words([half for pair in halves for half in pair])}
        for pair in halves:
            is_name = all(half in known for half in pair) and any(known[half].named for half in pair)
            if is_name and self._store.side_by_side([terms.stem(half) for half in pair]):
                return " ".join(_shown(known[half]) for half in pair)
        return None

    def _is_word(self, term: Term) -> bool:
        """Whether the model knows it, so that it is hardly misspelt."""
        pieces = self._question.offsets[self._question.pieces(term)].tolist()
        return len(pieces) == 1 or is_inflected([self._question.text[start:end].lower() for start, end in pieces])

    def _is_borne_out(self, term: Term, stem: str) -> bool | None:
        """Whether the corpus has a stem beside the term's neighbours; False where one that may share a name with it
        speaks against that, None where nothing speaks.
        """
        borne_out = None
        for neighbour, is_before in self._neighbours(term):
            stems = self._stems[neighbour.start]
            if self._store.side_by_side([stems[-1], stem] if is_before else [stem, stems[0]]):
                borne_out = True
            elif self._may_share_a_name(term, neighbour):
                return False
        return borne_out

    def _neighbours(self, term: Term) -> Iterator[tuple[Term, bool]]:
        """The words right beside, and whether they stand before; stop words tell nothing."""
        every = self._question.terms
        place = every.index(term)
        if place and not every[place - 1].is_stopword:
            yield every[place - 1], True
        if place + 1 < len(every) and not every[place + 1].is_stopword:
            yield every[place + 1], False

    def _may_share_a_name(self, term: Term, neighbour: Term) -> bool:
        if term.word[0].isupper() and neighbour.word[0].islower():
            return False
        known = self._store.words([terms.fold(neighbour.word)])
        return bool(known[0].named) if known else neighbour in self._unknown and not self._is_mended(neighbour)


def _shown(word: Word) -> str:
    return word.written if word.named * 2 >= word.passages else word.written.lower()
