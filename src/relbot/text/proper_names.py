"""Names as a text writes them: runs of capitalised words, such as "Kim Yong-nam" and "Party of Labour of Albania".

Libraries that tag names (spaCy, stanza, flair) were looked at: each needs a model of its own, tens to hundreds of
megabytes and more time than the whole answer takes. Capitals are enough for what hangs on this: initials, spelling and
what a pronoun may stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relbot.text import terms
from relbot.text.terms import Term

_INNER = frozenset({"of", "the", "s"})
"""Small words that a name may have inside: "War of the Roses", "People's Army"."""
_OPENINGS = """
after although because before between besides despite during however since though throughout under until upon while
within without
"""
_OPENS = frozenset(_OPENINGS.split())
"""Words that open a sentence with a capital and are part of no name, beside stop words."""
_GAP = re.compile(r"\s|['’]\s?|-")
_HYPHEN = "-"


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words: `text[start:end] == words`."""

    words: str
    start: int
    end: int
    parts: tuple[Term, ...]
    """Its words without the small ones."""

    @property
    def initials(self) -> str:
        """The first letters, folded: "kpa" of "Korean People's Army"."""
        return "".join(terms.fold(part.word)[:1] for part in self.parts)


def read(text: str) -> list[Name]:
    """The names in a text, in order. A capital that opens the text counts unless a stop word wears it."""
    return [_name(text, run) for run in _runs(text) if run]


def _runs(text: str) -> Iterator[list[Term]]:
    run: list[Term] = []
    inner: list[Term] = []
    for term in terms.read(text):
        gap = text[(inner or run)[-1].end : term.start] if run else ""
        joined = bool(run) and _GAP.fullmatch(gap) is not None
        if joined and not inner and (gap == _HYPHEN and term.word.islower()):
            run.append(term)  # "Yong-nam"
        elif term.word[0].isupper() and (joined or not _opens(term)):
            if not joined:
                yield run
                run = []
            run.append(term)
            inner = []
        elif joined and terms.fold(term.word) in _INNER:
            inner.append(term)
        else:
            yield run
            run, inner = [], []
    yield run


def _opens(term: Term) -> bool:
    return term.is_stopword or (term.start == 0 and term.word.lower() in _OPENS)


def _name(text: str, run: list[Term]) -> Name:
    start, end = run[0].start, run[-1].end
    return Name(text[start:end], start, end, tuple(run))
