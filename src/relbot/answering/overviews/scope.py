"""What an overview is of: a document, a section of one, or all that is said about a person or thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Source
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.identifiers import Identifier, identifiers
from relbot.text.english import everyday_words
from relbot.text.terms import content_stems, fold, tokenize

_MAX_PASSAGES = 400
"""Of a document that are looked at."""
_ALL_DOCUMENTS = 200
"""Passages of all documents together, up to which they are one scope. Set by hand."""
_MENTIONS = 60
"""Passages looked at for what is said about a thing."""
_SIMILAR_TITLE = 0.4
"""Cosine of topic and title from which on other words for the same thing are taken for it."""
_NEARER = 0.05
"""By how much a sentence may be nearer to a topic than the title: "that huge quake" is 0.61 near "2008 Sichuan
earthquake" and 0.65 near a sentence, "the sun for hot water" 0.42 near "Solar energy" and 0.64 near what tells of it.
Set by hand on six topics about nineteen articles."""
_NEAREST = 4
"""Passages asked for to find that sentence."""
_SAME_THING = 0.7
"""The same, from which on they mean the only document itself: "St Barts" is 0.8 near "Saint Barthélemy", "Gustavia"
0.5. Set by hand on topics of people's questions about thirteen articles, as the next."""
_THIN_TITLE = 0.5
"""The same of a topic with a word of the title, that hardly a sentence holds: "the Twilight one"."""
_FILLER = re.compile(r"(?<=\w) (?:thing|thingy|stuff)(?=$| (?:in|of|over|at|on|there|here|back)\b)", re.IGNORECASE)
"""Behind a name that somebody is not sure of: "that oil shock thing"."""
_TITLE_SHARE, _HEADING_SHARE = 0.5, 0.6
"""Shares of the words that topic and title, or topic and heading, have in common."""
_LONGEST_NAME = 200
"""Characters of a name or topic that are encoded."""
_OWN_THING = 3
"""Sentences that hold all words of a topic, from which on it is a thing in the document."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Passages in order, with the vectors of their sentences, and which of these may be chosen."""

    records: tuple[PassageRecord, ...]
    vectors: tuple[NDArray[np.float32], ...]
    focus: NDArray[np.float32] | None
    """The vector of the topic, where that is not the whole of the scope."""
    name: str
    """What it is of: a title, a heading or the topic."""
    sentences: tuple[frozenset[int], ...] | None = None
    """By passage, the sentences that mention the topic; None where all may be chosen."""

    @property
    def is_thin(self) -> bool:
        """Whether it is a few sentences that mention the topic, so that other words tell of it, or nothing does."""
        return self.sentences is not None and sum(map(len, self.sentences)) < _OWN_THING


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several documents, and nothing said that tells which is meant."""

    titles: tuple[str, ...]


def find_scope(topic: str, generation: Generation, subject: Source | None = None) -> Scope | Ambiguous | None:
    """The scope of a topic; "" is the document `subject`, or the only one. None where nothing is about it.

    What the topic names by a code or number is looked for by that, and not by what is like it.
    """
    topic, is_vague = _without_filler(topic)
    stems, named = frozenset(content_stems(topic)), identifiers(topic)
    sources = [row.source for row in generation.manifest.sources]
    if not stems:
        if subject is None and len(sources) > 1:
            return Ambiguous(tuple(source.title for source in sources))
        return _document(sources.index(subject) if subject in sources else 0, generation)
    shares = [len(stems & frozenset(content_stems(f"{source.title} {source.path}"))) / len(stems) for source in sources]
    titles = [frozenset(content_stems(source.title)) for source in sources]
    best = max(range(len(sources)), key=lambda number: (shares[number], -len(titles[number] - stems)))
    if shares[best] >= 1.0:
        return _document(best, generation)
    if scope := _section(stems, named, generation, _HEADING_SHARE):
        return scope
    if _means_the_document(topic, generation):
        return _document(0, generation)
    if is_vague and shares[best] >= _TITLE_SHARE:
        return _document(best, generation)
    vector = vector_of(topic, generation)
    scope = _mentions(topic, stems, named, vector, generation)
    if scope and not (shares[best] and scope.is_thin and _nearness(vector, best, generation) >= _THIN_TITLE):
        return scope
    if not _names(named, f"{sources[best].title} {sources[best].path}"):
        return None
    if shares[best] >= _TITLE_SHARE:
        return _document(best, generation)
    similarity = [_nearness(vector, number, generation) for number in range(len(sources[:_MENTIONS]))]
    best = int(np.argmax(similarity))
    in_document = generation.search(vector, sorted(stems), None, _NEAREST).sentence
    least = max([_SIMILAR_TITLE, *(nearness - _NEARER for nearness in in_document.values())])
    is_meant = similarity[best] >= least and not _is_everyday(sources[best].title)
    return _document(best, generation) if is_meant else None


def all_documents(generation: Generation) -> Scope | None:
    """All documents together, where they are short; None where one of them has to be chosen."""
    if generation.manifest.passages > _ALL_DOCUMENTS:
        return None
    records = [record for row in generation.manifest.sources for record in generation.passages(row.rows)]
    return _scope(records, "", generation)


def find_section(topic: str, generation: Generation) -> Scope | None:
    """The passages under a heading that says just the topic, or has the code or number that is all of it; None without
    one.
    """
    stems = frozenset(content_stems(topic))
    return _section(stems, identifiers(topic), generation, 1.0) if stems else None


def find_numbered_section(topic: str, generation: Generation) -> Scope | None:
    """The same of a topic that is a code or number alone: "version 2.4.0", "Article 13"."""
    return find_section(topic, generation) if _is_covered(frozenset(content_stems(topic)), identifiers(topic)) else None


def names_document(topic: str, generation: Generation) -> bool:
    """Whether a topic is the title of a document or the half of it, and nothing else; or means the only document."""
    topic, is_vague = _without_filler(topic)
    stems = frozenset(content_stems(topic))
    titles = [frozenset(content_stems(row.source.title)) for row in generation.manifest.sources]
    if stems and any(stems <= title and (is_vague or len(stems) >= _TITLE_SHARE * len(title)) for title in titles):
        return True
    return _means_the_document(topic, generation)


def _without_filler(topic: str) -> tuple[str, bool]:
    """A topic without "thing" behind the name, and whether it had that."""
    return _FILLER.sub("", topic), _FILLER.search(topic) is not None


def _means_the_document(topic: str, generation: Generation) -> bool:
    """Whether a topic is another name of the only document, such as "the mongol dynasty" or "st barts": near its title
    in meaning, and neither a part of what that says ("iPod nano") nor a thing that the document often names.
    """
    stems, sources = frozenset(content_stems(topic)), generation.manifest.sources
    if len(sources) != 1 or not stems:
        return False
    title = frozenset(content_stems(sources[0].source.title))
    if title < stems:
        return False
    vector = vector_of(topic, generation)
    if _nearness(vector, 0, generation) < _SAME_THING:
        return False
    scope = _mentions(topic, stems, identifiers(topic), vector, generation)
    return bool(stems & title) or scope is None or scope.is_thin


def _nearness(topic: NDArray[np.float32], source: int, generation: Generation) -> float:
    """Cosine of the vector of a topic and that of the title of a source."""
    return float(vector_of(generation.manifest.sources[source].source.title, generation) @ topic)


def _is_everyday(title: str) -> bool:
    """Whether a title is one everyday word, such as "People", which is near whatever has to do with people."""
    words = [fold(term.word) for term in tokenize(title) if not term.is_stopword]
    return len(words) == 1 and words[0] in everyday_words()


def _document(number: int, generation: Generation) -> Scope:
    row = generation.manifest.sources[number]
    return _scope(generation.passages(row.rows[:_MAX_PASSAGES]), row.source.title, generation)


def _section(stems: frozenset[str], named: Sequence[Identifier], generation: Generation, least: float) -> Scope | None:
    """The passages under the heading that is nearest to a topic, and shares at least so much of the words."""
    records = generation.matching(sorted(stems), _MENTIONS)
    is_number = _is_covered(stems, named)
    best, share = None, 0.0
    for record in records:
        for depth in range(len(record.passage.section), 0, -1):
            words = record.passage.section[depth - 1]
            heading = frozenset(content_stems(words))
            own = len(stems & heading) / max(len(stems), len(heading))
            if is_number and all(identifier.heads(words) for identifier in named):
                own = 1.0
            if own > share and _names(named, "\n".join((record.passage.source.title, *record.passage.section[:depth]))):
                best, share = (record.passage.source, record.passage.section[:depth]), own
    if best is None or share < least:
        return None
    source, path = best
    found = [r for r in records if r.passage.source == source and r.passage.section[: len(path)] == path]
    return _scope(found, path[-1], generation)


def _mentions(
    topic: str, stems: frozenset[str], named: Sequence[Identifier], vector: NDArray[np.float32], generation: Generation
) -> Scope | None:
    """The sentences that hold all words of a topic, or stand under headings that do, with its vector, where there are
    some.
    """
    records, sentences = [], []
    for record in generation.matching(sorted(stems), _MENTIONS):
        above = frozenset(content_stems("\n".join(record.passage.section)))
        found = frozenset(
            number
            for number, sentence in enumerate(record.sentences)
            if stems <= above.union(sentence.terms) and _names(named, record.passage.words(sentence.span))
        )
        if found:
            records.append(record)
            sentences.append(found)
    if not records:
        return None
    return replace(_scope(records, topic, generation), focus=vector, sentences=tuple(sentences))


def _is_covered(stems: frozenset[str], named: Sequence[Identifier]) -> bool:
    """Whether a topic has no other words than those of its codes and numbers."""
    return bool(named) and stems <= frozenset(content_stems(" ".join(identifier.text for identifier in named)))


def _names(identifiers: Sequence[Identifier], text: str) -> bool:
    return all(identifier.stands_in(text) for identifier in identifiers)


def _scope(records: Sequence[PassageRecord], name: str, generation: Generation) -> Scope:
    vectors = generation.sentence_vectors_of([record.row for record in records])
    return Scope(tuple(records), tuple(vectors), None, name)


def vector_of(text: str, generation: Generation) -> NDArray[np.float32]:
    """The vector of a name or topic, (dimensions,)."""
    return generation.encoder.vector(text[:_LONGEST_NAME])
