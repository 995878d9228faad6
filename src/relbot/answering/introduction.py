"""Where a person or thing is introduced: the first sentence of a document that names it, as a rule, says what it is."""

from __future__ import annotations

from relbot.answering.statements import Quote, in_text_order, without_copies
from relbot.index.generation import Generation
from relbot.text.terms import tokenize

_MENTIONS = 60
"""Passages looked at."""


def introduced(topic: str, best: Quote, generation: Generation) -> list[Quote]:
    """The best sentence about a topic, and before it the one that introduces it, in the same document."""
    first = _first_mention(topic, best, generation)
    return in_text_order(without_copies([best, first])) if first else [best]


def _first_mention(topic: str, best: Quote, generation: Generation) -> Quote | None:
    """The first sentence of a document that holds all words of a topic; None where none does."""
    stems = frozenset(term.stem for term in tokenize(topic) if not term.is_stopword)
    rows = [row for row, _ in generation.store.bm25(sorted(stems), _MENTIONS)] if stems else []
    for record in generation.store.passages(sorted(rows)):
        if record.passage.source != best.passage.source:
            continue
        for number, sentence in enumerate(record.sentences):
            if stems <= frozenset(sentence.terms):
                return Quote(record.passage, number)
    return None
