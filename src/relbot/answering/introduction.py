"""Finds the sentences that mention a thing: the one that introduces it, or all of them for a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from relbot.answering.compose import Composed
from relbot.answering.overviews.definitions import Named, Role
from relbot.answering.statements import Quote, in_text_order, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.subject.references import open_references
from relbot.text.english import everyday_words
from relbot.text.proper_names import extract_names, has_name_with
from relbot.text.terms import content_stems, fold

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


def that_name_both(one: str, other: str, generation: Generation) -> list[Quote]:
    """Return the sentences that name two things, in text order; persons also by their last names, if these are theirs
    alone. Empty if one of the two is no name.
    """
    ways = [_called(frozenset(content_stems(name)), generation) for name in (one, other)]
    found = [
        Quote(record.passage, number)
        for record in generation.matching(sorted(frozenset().union(*chain.from_iterable(ways))), _MENTIONS)
        for number, sentence in enumerate(record.sentences)
        if all(any(stems <= frozenset(sentence.terms) for stems in called) for called in ways)
    ]
    return in_text_order(without_copies(found))


def _called(stems: frozenset[str], generation: Generation) -> list[frozenset[str]]:
    """Return the stems of a name and of its last word, if that is the name of nobody else; empty if it is no name."""
    records = generation.matching(sorted(stems), _MENTIONS)
    named = [(r, [n for n, text in enumerate(r.passage.texts) if has_name_with(stems, text)]) for r in records]
    if not stems or not any(numbers for _, numbers in named):
        return []
    last = last_name(stems, named, generation)
    return [stems, *([frozenset([last])] if last else [])]


def count_mentions(topic: str, generation: Generation) -> int:
    """Count the sentences with all words of a topic, in the first `_COUNTED` passages with any of them."""
    return sum(1 for _ in _mentions(topic, generation, _COUNTED))


def name_another(
    stems: frozenset[str], mentions: Iterable[tuple[PassageRecord, Collection[int]]], generation: Generation
) -> bool:
    """Return whether all mentions of a topic, records with the numbers of sentences, name something else than the
    document: each has a name with its stems, and none opens the document, where its subject has other names.
    """
    opening = {row.rows[0] for row in generation.manifest.sources if row.rows}
    return all(
        not (number == 0 and record.row in opening) and has_name_with(stems, record.passage.texts[number])
        for record, numbers in mentions
        for number in numbers
    )


def last_name(
    stems: frozenset[str], mentions: Iterable[tuple[PassageRecord, Collection[int]]], generation: Generation
) -> str | None:
    """Return the stem of the last word of a person's name, if no other name has it: "Brock" for "Ada Brock" without a
    Jon Brock. A name of an everyday word is no person's ("South Brock", "Salt War").
    """
    texts = [record.passage.texts[number] for record, numbers in mentions for number in numbers]
    whole = next((n for text in texts for n in extract_names(text) if stems <= {*content_stems(n.words)}), None)
    own = [part for part in whole.parts if part.stem in stems][-2:] if whole else []
    if whole is None or len(own) < 2 or own[-1] != whole.parts[-1]:
        return None
    if any(fold(part.word) in everyday_words() for part in own):
        return None
    last = own[-1]
    known = {part.stem for part in whole.parts}
    for record in generation.matching([last.stem], _MENTIONS):
        for name in (name for text in record.passage.texts for name in extract_names(text)):
            called = {part.stem for part in name.parts}
            if last.stem in called and not called <= known:
                return None
    return last.stem


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
