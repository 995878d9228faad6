"""The sentences of a scope, their roles for the scope's subject, and whether the scope begins with an introduction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from relbot.answer import Span
from relbot.answering.overviews.definitions import Named, Role
from relbot.answering.overviews.scope import Scope
from relbot.answering.standalone import is_complete
from relbot.answering.statements import Quote
from relbot.text.table_rows import first_column

INTRODUCTION = 4
"""The number of sentences at the beginning of a scope that may introduce its subject."""
_OPENING = 2
"""The number of first sentences, one of which defines the subject if an article begins so."""


@dataclass(frozen=True, slots=True)
class ScopeSentence:
    """A sentence of a scope that may be quoted."""

    quote: Quote
    passage: int
    """The index of its passage within the scope."""
    role: Role
    """Its role for the subject of the scope."""
    is_named: bool
    """Whether it names the subject at all."""
    is_wholly_named: bool
    """Whether it contains all words of the subject's name."""
    is_line: bool
    """Whether it is an item of a list or a row of a table."""

    @property
    def is_at_beginning(self) -> bool:
        """Whether it is among the first `INTRODUCTION` sentences of the first passage."""
        return self.passage == 0 and self.quote.sentence < INTRODUCTION


def sentences_of(scope: Scope) -> list[ScopeSentence]:
    """Return the sentences of a scope that may be quoted, in order and each once."""
    named = Named(scope.name)
    sentences: dict[str, ScopeSentence] = {}
    for number, record in enumerate(scope.records):
        for index, sentence in enumerate(record.sentences):
            if scope.sentences is None or index in scope.sentences[number]:
                quote = Quote(record.passage, index)
                is_named = named.may_stand_in(sentence.terms)
                role = named.role_in(quote.text) if is_named else Role.OTHER
                is_whole = named.stands_in(sentence.terms)
                one = ScopeSentence(quote, number, role, is_named, is_whole, _is_line(quote))
                sentences.setdefault(quote.text, one)
    return [*sentences.values()]


def has_introduction(sentences: Sequence[ScopeSentence]) -> bool:
    """Return whether the first sentences are an introduction, and the text does not begin in the middle: one of them is
    about the subject of the scope, or names it while no sentence defines it, or no sentence at all is about it.
    """
    beginning = [s for s in sentences if s.is_at_beginning]
    is_defined = any(s.role is Role.DEFINES and s.is_wholly_named for s in sentences)
    return any(s.role or (s.is_named and not is_defined) for s in beginning) or not any(s.role for s in sentences)


def begins_with_subject(sentences: Sequence[ScopeSentence]) -> bool:
    """Return whether the first sentence is about the subject of the scope, or one of the first two defines it."""
    first = [s for s in sentences if s.passage == 0 and s.quote.sentence < _OPENING]
    return any(s.role is Role.DEFINES or (s.role and s.quote.sentence == 0) for s in first)


def _is_line(quote: Quote) -> bool:
    """Return whether a sentence is a row of a table, or a line of its own that does not end like a sentence."""
    passage, number = quote.passage, quote.sentence
    spans = passage.sentences[max(0, number - 1) : number + 2]
    between = [passage.words(Span(one.end, other.start)) for one, other in pairwise(spans)]
    is_alone = len(spans) > 1 and all("\n" in words for words in between)
    return first_column(quote.text) is not None or (is_alone and not is_complete(quote.text))
