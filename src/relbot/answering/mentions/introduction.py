"""Finds the sentences that mention a thing: the one that introduces it, or all of them for a list."""

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
"""The most passages whose mentions are returned, and counted."""


def introduced(topic: str, best: Quote, generation: Generation) -> Composed:
    """Return the best sentence about a topic, preceded by the one that introduces the topic in the same document."""
    first = _introduction(topic, best, generation)
    quotes = in_text_order(without_copies([best, first])) if first else [best]
    return Composed("fact" if len(quotes) == 1 else "list", quotes)


def mentions(topic: str, generation: Generation) -> list[Quote]:
    """Return the sentences with all words of a topic, in text order. Words that only refer to the document's subject
    ("the two countries") are not required.
    """
    for reference in reversed(open_references(topic)):
        before = _PREPOSITION.sub("", topic[: reference.start])
        topic = f"{before} {topic[reference.end :]}"
    return in_text_order(without_copies(_mentions(topic, generation)))


def count_mentions(topic: str, generation: Generation) -> int:
    """Count the sentences with all words of a topic, in the first `_COUNTED` passages with any of them."""
    return sum(1 for _ in _mentions(topic, generation, _COUNTED))


def _mentions(topic: str, generation: Generation, passages: int = _MENTIONS) -> Iterator[Quote]:
    stems = frozenset(content_stems(topic))
    for record in generation.matching(sorted(stems), passages):
        for number, sentence in enumerate(record.sentences):
            if stems <= frozenset(sentence.terms):
                yield Quote(record.passage, number)


def _introduction(topic: str, best: Quote, generation: Generation) -> Quote | None:
    """Return the first sentence of a document that defines a topic, else the first with all its words; None without
    one.
    """
    named = Named(topic)
    found = [quote for quote in _mentions(topic, generation) if quote.passage.source == best.passage.source]
    return max(found, key=lambda quote: named.role_in(quote.text) is Role.DEFINES, default=None)
