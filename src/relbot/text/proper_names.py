"""Extracts proper names: runs of capitalised words, such as "Kim Yong-nam" and "Party of Labour of Albania".

Libraries for named entity recognition (spaCy, stanza, flair) were considered and rejected: each needs a model of tens
to hundreds of megabytes and takes longer than answering a whole question. Capitals are enough for the uses here:
initials, spelling correction and the antecedents of pronouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relbot.text import terms
from relbot.text.english import everyday_words, word_set
from relbot.text.terms import Term

CAPITAL = r"[^\W\d_a-zß-ÿ]"
"""The pattern of a capital letter, with or without an accent. Letters beyond Latin-1 are all taken for capitals."""
PARTICLE = r"(?:de|del|della|der|di|du|da|la|le|van|von|zu|bin|ibn|al|el)"
"""The pattern of what joins the parts of one person's name: "Legardeur de Saint-Pierre"."""
_INNER_WORDS = frozenset({"of", "the", "s"})
"""Lower-case words that may occur within a name: "War of the Roses", "People's Army"."""
_NOT_IN_NAMES = word_set("""
after although because before between besides despite during however since though throughout under until upon while
within without
""")
"""Words, besides stop words, that are not part of a name when they are capitalised at the start of a sentence."""
STYLES = word_set("""
admiral baron baroness bishop brigadier brother cardinal captain chairman chairwoman chancellor chief coach colonel
commander comrade corporal count countess dame director doctor dr duchess duke earl emperor empress father general
governor inspector judge justice king lady lieutenant lord madam madame major marshal master mayor minister miss mr mrs
ms officer pastor pope premier president prince princess principal prof professor queen rabbi rev reverend saint
secretary senator sergeant sheriff sir sister st sultan tsar uncle aunt
""")
"""Titles before a name that are no part of it: "Mr Prewett" is Colin Prewett."""
_GAP = re.compile(r"\s|['’]\s?|-")
_DOT = re.compile(r"\.\s?")
"""The dot between an initial and the word after it: "William E. Simon"."""
_HYPHEN = "-"


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words: `text[start:end] == words`."""

    words: str
    start: int
    end: int
    parts: tuple[Term, ...]
    """Its words, without lower-case inner words such as "of"."""

    @property
    def initials(self) -> str:
        """The folded first letters of the parts: "kpa" for "Korean People's Army"."""
        return "".join(terms.fold(part.word)[:1] for part in self.parts)


def name_pattern(fewest: int, most: int) -> str:
    """Return the pattern of a person's name with so many capitalised words: "J. van der Meer" has two."""
    word = rf"{CAPITAL}(?:[\w'’.-]*\w|\.)?"
    return rf"{word}(?:\s(?:{PARTICLE}\s){{0,2}}{word}){{{fewest - 1},{most - 1}}}"


def extract_names(text: str) -> list[Name]:
    """Return the names in a text, in order; a capitalised first word counts unless it is a stop word or similar."""
    return [_make_name(text, run) for run in _runs(text) if run]


def has_name_with(stems: frozenset[str], text: str) -> bool:
    """Return whether one name in a text has all of the word stems. Everyday words must be all of it: the war and the
    mayor are not named by "Korean War" and "Mayor Brock". A capitalised first word alone is no name.
    """
    for name in extract_names(text):
        of_name = frozenset(terms.content_stems(name.words))
        called = [part.word for part in name.parts if stems.intersection(terms.content_stems(part.word))]
        is_told = stems == of_name or any(terms.fold(word) not in everyday_words() for word in called)
        if stems <= of_name and is_told and (name.start or len(name.parts) > 1):
            return True
    return False


def _runs(text: str) -> Iterator[list[Term]]:
    """Yield the runs of terms that form a name; some runs are empty."""
    run: list[Term] = []
    inner: list[Term] = []
    for term in terms.tokenize(text):
        gap = text[(inner or run)[-1].end : term.start] if run else ""
        joined = bool(run) and (_GAP.fullmatch(gap) or (_is_initial(run[-1]) and not inner and _DOT.fullmatch(gap)))
        if joined and not inner and (gap == _HYPHEN and term.word.islower()):
            run.append(term)  # "Yong-nam"
        elif term.word[0].isupper() and (joined or not _opens_sentence(term)):
            if not joined:
                yield run
                run = []
            run.append(term)
            inner = []
        elif joined and terms.fold(term.word) in _INNER_WORDS:
            inner.append(term)
        else:
            yield run
            run, inner = [], []
    yield run


def _is_initial(term: Term) -> bool:
    return len(term.word) == 1 and term.word.isupper()


def _opens_sentence(term: Term) -> bool:
    return term.is_stopword or (term.start == 0 and term.word.lower() in _NOT_IN_NAMES)


def _make_name(text: str, run: list[Term]) -> Name:
    start, end = run[0].start, run[-1].end
    return Name(text[start:end], start, end, tuple(run))
