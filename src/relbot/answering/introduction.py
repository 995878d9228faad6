"""Finds the sentences that name a thing: the one that says what it is, else the first of a document; and for a list of
all things of a kind, every sentence with the word for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relbot.answering.compose import Composed
from relbot.answering.overviews.definitions import Named, Role
from relbot.answering.statements import Quote, in_text_order, without_copies
from relbot.index.protocol import Generation
from relbot.query.subject.references import open_references
from relbot.text.terms import content_stems

_PREPOSITION = re.compile(r"\b(?:between|among|of|by|in|on|at|to|from|for|with|against|during)\s*$", re.IGNORECASE)
_MENTIONS, _COUNTED = 60, 1_000
"""Passages looked at, and counted in."""


def introduced(topic: str, best: Quote, generation: Generation) -> Composed:
    """The best sentence about a topic, and before it the one that introduces it, in the same document."""
    first = _introduction(topic, best, generation)
    quotes = in_text_order(without_copies([best, first])) if first else [best]
    return Composed("fact" if len(quotes) == 1 else "list", quotes)


def mentions(topic: str, generation: Generation) -> list[Quote]:
    """The sentences that hold all words of a topic, but for those that only speak of what the document is about ("the
    two countries"), in the order of the text.
    """
    for reference in reversed(open_references(topic)):
        before = _PREPOSITION.sub("", topic[: reference.start])
        topic = f"{before} {topic[reference.end :]}"
    return in_text_order(without_copies(_mentions(topic, generation)))


def count_mentions(topic: str, generation: Generation) -> int:
    """How many sentences hold all words of a topic, in the first `_COUNTED` passages that hold any."""
    return sum(1 for _ in _mentions(topic, generation, _COUNTED))


def _mentions(topic: str, generation: Generation, passages: int = _MENTIONS) -> Iterator[Quote]:
    stems = frozenset(content_stems(topic))
    for record in generation.matching(sorted(stems), passages):
        for number, sentence in enumerate(record.sentences):
            if stems <= frozenset(sentence.terms):
                yield Quote(record.passage, number)


def _introduction(topic: str, best: Quote, generation: Generation) -> Quote | None:
    """The first sentence of a document that says what a topic is, else the first that holds all words of it; None where
    none does.
    """
    named = Named(topic)
    found = [quote for quote in _mentions(topic, generation) if quote.passage.source == best.passage.source]
    return max(found, key=lambda quote: named.role_in(quote.text) is Role.DEFINES, default=None)
