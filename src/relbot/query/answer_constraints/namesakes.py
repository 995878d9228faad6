"""Finds sentences about another person of the same last name: asked about Flora Muir, "Muir was awarded a medal" where
Donald Muir is spoken of.

The reader takes one for the other, as most words agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relbot.index.protocol import Generation
from relbot.text.english import word_set
from relbot.text.proper_names import STYLES
from relbot.text.terms import Term, fold, tokenize

_NAMING = 30
"""Passages searched for a last name."""
_NO_FIRST_NAMES = STYLES | word_set(
    "central east eastern great greater lower new north northern old south southern upper west western"
)
"""Words before a last name that name no other person: what tells of South Korea may be about North Korea too."""
_JOINED = re.compile(r"\.?\s")
"""What is between the words of a name: "Donald J. Muir"."""
_PRONOUN = re.compile(r"\W*(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
"""The beginning of a sentence that goes on about whoever was spoken of: "He left the works to Per Lindqvist"."""


@dataclass(frozen=True, slots=True)
class FullName:
    """A first name, folded, and the stem of a last name, so that "flora muirs crew" has it too."""

    first: str
    last: str


def shared_names(terms: Sequence[Term], generation: Generation) -> tuple[FullName, ...]:
    """Return the full names among consecutive words of a question whose last name the sources give to others too."""
    pairs = [(one, two) for one, two in pairwise(terms) if not (one.is_stopword or two.is_stopword)]
    names = [FullName(fold(one.word), two.stem) for one, two in pairs if two.start - one.end == 1]
    return tuple(name for name in names if _is_shared(name, generation))


def of_namesakes(name: FullName, sentences: Sequence[str]) -> list[bool]:
    """Return for each of some consecutive sentences whether it is about somebody else of the same last name.

    Such a sentence lacks the first name, and has the last name behind another one, or alone where somebody else was
    named with it last.
    """
    found = list[bool]()
    latest = frozenset[str]()
    for sentence in sentences:
        words = tokenize(sentence)
        firsts = [*_first_names(name.last, sentence, words)]
        meant = [own or latest for own in firsts]
        latest = next((own for own in reversed(firsts) if own), latest)
        is_named = name.first in {fold(term.word) for term in words} or _PRONOUN.match(sentence) is not None
        found.append(bool(meant) and not is_named and all(own and name.first not in own for own in meant))
    return found


def _is_shared(name: FullName, generation: Generation) -> bool:
    texts = [
        record.passage.texts[number]
        for record in generation.matching([name.last], _NAMING)
        for number, sentence in enumerate(record.sentences)
        if name.last in sentence.terms
    ]
    firsts = [own for text in texts for own in _first_names(name.last, text, tokenize(text)) if own]
    return any(name.first in own for own in firsts) and any(name.first not in own for own in firsts)


def _first_names(last: str, text: str, words: Sequence[Term]) -> Iterator[frozenset[str]]:
    """Yield the folded first names before each mention of a last name; none if it stands alone or behind a title."""
    run: list[Term] = []
    for term in words:
        if run and not _JOINED.fullmatch(text, run[-1].end, term.start):
            run = []
        if term.stem == last and term.word[0].isupper():
            yield frozenset(fold(own.word) for own in run) - _NO_FIRST_NAMES
        run = [*run, term] if term.word[0].isupper() and not term.is_stopword else []
