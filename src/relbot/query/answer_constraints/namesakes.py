"""Finds sentences about another person of the same last name: asked about Flora Muir, "Muir was awarded a medal" where
Donald Muir is spoken of.

The reader takes one for the other, as most words agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from relbot.index.protocol import Generation
from relbot.index.records import Word
from relbot.text.english import everyday_words, frequent_words, singular, word_set
from relbot.text.proper_names import STYLES, extract_names
from relbot.text.terms import Term, fold

_NAMING = 30
"""Passages searched for a last name."""
_NO_FIRST_NAMES = STYLES | word_set(
    "north south east west northern southern eastern western central upper lower new old"
)
"""What is told of South Korea may well be about North Korea too, unlike what is told of two persons."""
_WORD = re.compile(r"[^\W\d_]+")
_PRONOUN = re.compile(r"\W*(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
"""The beginning of a sentence that goes on about whoever was spoken of: "He left the works to Per Lindqvist"."""


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's name whose last word the sources give to others as well."""

    first: str
    """Folded."""
    last: str
    """Stemmed, so that "flora muirs crew" has it too."""
    others: frozenset[str]
    """The first names of the others, folded."""


def shared_names(terms: Sequence[Term], generation: Generation) -> tuple[FullName, ...]:
    """Return the full names among consecutive words of a question whose last name the sources give to others too."""
    pairs = [
        (fold(one.word), two)
        for one, two in pairwise(terms)
        if two.start - one.end == 1 and not (one.is_stopword or two.is_stopword or _is_common(two))
    ]
    return tuple(name for first, last in pairs if (name := _shared(first, last.stem, generation)))


def of_namesakes(name: FullName, sentences: Sequence[str], headings: Sequence[str] = ()) -> list[bool]:
    """Return for each of some consecutive sentences whether it is about somebody else of the same last name.

    Such a sentence lacks the first name, and has the last name behind another one, or alone where somebody else was
    named with it last, and not the person in the headings.
    """
    found = list[bool]()
    is_in_heading = any(name.first in map(fold, heading.split()) for heading in headings)
    latest = ""
    for sentence in sentences:
        called = [_known_first(firsts, name) for firsts in _first_names(name.last, sentence)]
        meant = [first or ("" if is_in_heading else latest) for first in called]
        latest = next((first for first in reversed(called) if first), latest)
        is_named = _PRONOUN.match(sentence) is not None or name.first in map(fold, _WORD.findall(sentence))
        found.append(bool(meant) and not is_named and all(first in name.others for first in meant))
    return found


def _is_common(term: Term) -> bool:
    """Return whether a word is an everyday noun, which has a plural as well: "island", but not "smith"."""
    word = singular(fold(term.word))
    return word in everyday_words() and f"{word}s" in frequent_words()


def _shared(first: str, last: str, generation: Generation) -> FullName | None:
    named = _names(generation.lexicon.words([first, last]))
    if first not in named or last not in named.values():
        return None
    texts = [
        record.passage.texts[number]
        for record in generation.matching([last], _NAMING)
        for number, sentence in enumerate(record.sentences)
        if last in sentence.terms
    ]
    runs = [run for text in texts for run in _first_names(last, text) if run]
    if not any(first in run for run in runs):
        return None
    names = _names(generation.lexicon.words([*frozenset(chain.from_iterable(runs))]))
    others = frozenset(next((w for w in run if w in names), "") for run in runs if first not in run) - {""}
    return FullName(first, last, others) if others else None


def _names(words: Sequence[Word]) -> dict[str, str]:
    """Return the words that the sources use in names alone, with their stems."""
    always = (word for word in words if word.passages == word.passages_as_name)
    return {word.folded: word.stem for word in always if word.folded not in _NO_FIRST_NAMES}


def _first_names(last: str, text: str) -> Iterator[list[str]]:
    """Yield the folded words of a name before each mention of a last name; none if it stands alone."""
    for name in extract_names(text):
        for number, part in enumerate(name.parts):
            if part.stem == last:
                yield [fold(word.word) for word in name.parts[:number]]


def _known_first(run: Sequence[str], name: FullName) -> str:
    """Return the first name among the words before a last name; "" if there is none that is known."""
    return next((word for word in run if word == name.first or word in name.others), "")
