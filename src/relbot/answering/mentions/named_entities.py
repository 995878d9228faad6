"""Named entities among the things that a document mentions: whether a topic is one, its surname, and what names two.

A name has no synonyms, so that nothing else in a document is about it, unlike "the film", which may be "the picture".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from relbot.answering.statements import Quote, in_text_order, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text.english import everyday_words
from relbot.text.proper_names import extract_names, has_name_with
from relbot.text.terms import content_stems, fold

_MENTIONS = 60  # passages searched for a name

Mentions = Iterable[tuple[PassageRecord, Collection[int]]]
"""Records with the numbers of the sentences that mention a topic."""


def names_entity(stems: frozenset[str], mentions: Mentions, generation: Generation) -> bool:
    """Return whether all mentions of a topic name something else than the document: each has a name with its stems, and
    none opens the document, where its subject has other names.
    """
    opening = {row.rows[0] for row in generation.manifest.sources if row.rows}
    return all(
        not (number == 0 and record.row in opening) and has_name_with(stems, record.passage.texts[number])
        for record, numbers in mentions
        for number in numbers
    )


def surname(stems: frozenset[str], mentions: Mentions, generation: Generation) -> str | None:
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


def co_mentions(one: str, other: str, generation: Generation) -> list[Quote]:
    """Return the sentences that name two things, in text order; persons also by their last names, if these are theirs
    alone. Empty if one of the two is no name.
    """
    names = [_aliases(frozenset(content_stems(name)), generation) for name in (one, other)]
    found = [
        Quote(record.passage, number)
        for record in generation.matching(sorted(frozenset().union(*chain.from_iterable(names))), _MENTIONS)
        for number, sentence in enumerate(record.sentences)
        if all(any(alias <= frozenset(sentence.terms) for alias in aliases) for aliases in names)
    ]
    return in_text_order(without_copies(found))


def _aliases(stems: frozenset[str], generation: Generation) -> list[frozenset[str]]:
    """Return the stems of a name and of its last word, if that is the name of nobody else; empty if it is no name."""
    records = generation.matching(sorted(stems), _MENTIONS)
    named = [(r, [n for n, text in enumerate(r.passage.texts) if has_name_with(stems, text)]) for r in records]
    if not stems or not any(numbers for _, numbers in named):
        return []
    last = surname(stems, named, generation)
    return [stems, *([frozenset([last])] if last else [])]
