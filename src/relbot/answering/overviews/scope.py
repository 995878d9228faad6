"""The scope of an overview: a document, a section of one, or all that is said about a person or thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Source
from relbot.answering.mentions.named_entities import names_entity, surname
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.identifiers import Identifier, identifiers
from relbot.query.subject.document_subject import document_subject
from relbot.text.english import everyday_words
from relbot.text.terms import content_stems, fold, tokenize

_MAX_PASSAGES = 400
"""The most passages of a document that are considered."""
_ALL_DOCUMENTS = 200  # the most passages of all documents together that can form one scope; set by hand
_MENTIONS = 60  # passages searched for what is said about a thing
_SIMILAR_TITLE = 0.4
"""The least cosine of topic and title for the topic to be another name of the same thing."""
_NEARER = 0.05
"""How much closer to the topic, by cosine, a sentence may be than the title. "that huge quake" has 0.61 with "2008
Sichuan earthquake" and 0.65 with a sentence; "the sun for hot water" has 0.42 with "Solar energy" and 0.64 with the
sentence about it. Set by hand on six topics about nineteen articles."""
_NEAREST = 4  # passages retrieved to find that sentence
_SAME_THING = 0.7
"""The least cosine of topic and title for the topic to be the only document itself: "St Barts" has 0.8 with "Saint
Barthélemy", "Gustavia" 0.5. Set by hand on topics of people's questions about thirteen articles, as the next."""
_THIN_TITLE = 0.5
"""The same for a topic with a word of the title that hardly any sentence contains: "the Twilight one"."""
_FILLER = re.compile(r"(?<=\w) (?:thing|thingy|stuff)(?=$| (?:in|of|over|at|on|there|here|back)\b)", re.IGNORECASE)
"""A word after a name that the person is unsure of: "that oil shock thing"."""
_TITLE_SHARE, _HEADING_SHARE = 0.5, 0.6
"""The least shares of words that topic and title, or topic and heading, have in common."""
_LONGEST_NAME = 200  # characters of a name or topic that are encoded
_OWN_THING = 3
"""The number of sentences with all words of a topic from which it is a thing in the document."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Passages in order, the vectors of their sentences, and which sentences may be chosen."""

    records: tuple[PassageRecord, ...]
    vectors: tuple[NDArray[np.float32], ...]
    focus: NDArray[np.float32] | None
    """The vector of the topic, if the scope is the sentences that mention it; else None."""
    name: str
    """What it covers: a title, a heading or the topic."""
    sentences: tuple[frozenset[int], ...] | None = None
    """For each passage, the sentences that mention the topic; None if all may be chosen."""
    is_entity: bool = False
    """Whether the topic is the name of something else than the document."""

    @property
    def is_thin(self) -> bool:
        """Whether so few sentences mention the topic that others must use other words for it, or none are about it."""
        return self.sentences is not None and not self.is_entity and sum(map(len, self.sentences)) < _OWN_THING


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several documents, any of which may be meant."""

    titles: tuple[str, ...]


def find_scope(topic: str, generation: Generation, subject: Source | None = None) -> Scope | Ambiguous | None:
    """Return the scope of a topic, or None if nothing is about it. The topic "" means the document `subject`, or the
    only one.

    A code or number in the topic must match exactly, not just by similarity.
    """
    topic, is_vague = _without_filler(topic)
    stems, named = frozenset(content_stems(topic)), identifiers(topic)
    sources = [row.source for row in generation.manifest.sources]
    if not stems:
        if subject is None and len(sources) > 1:
            return Ambiguous(tuple(source.title for source in sources))
        return _document(sources.index(subject) if subject in sources else 0, generation)
    subject_name = document_subject(generation)
    names = [f"{source.title} {source.path} {subject_name}" for source in sources]
    shares = [len(stems & frozenset(content_stems(name))) / len(stems) for name in names]
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
    """Return all documents as one scope if they are short, else None: one of them has to be chosen."""
    if generation.manifest.passages > _ALL_DOCUMENTS:
        return None
    records = [record for row in generation.manifest.sources for record in generation.passages(row.rows)]
    return _scope(records, "", generation)


def find_section(topic: str, generation: Generation) -> Scope | None:
    """Return the section whose heading has the same words as the topic, or the code or number that is all of the topic;
    None without one.
    """
    stems = frozenset(content_stems(topic))
    return _section(stems, identifiers(topic), generation, 1.0) if stems else None


def find_numbered_section(topic: str, generation: Generation) -> Scope | None:
    """Return the same for a topic that is only a code or number ("version 2.4.0", "Article 13"), else None."""
    return find_section(topic, generation) if _is_covered(frozenset(content_stems(topic)), identifiers(topic)) else None


def names_document(topic: str, generation: Generation) -> bool:
    """Return whether a topic is at least half of a document's title and nothing else, or means the only document."""
    topic, is_vague = _without_filler(topic)
    stems = frozenset(content_stems(topic))
    titles = [frozenset(content_stems(row.source.title)) for row in generation.manifest.sources]
    titles.append(frozenset(content_stems(document_subject(generation))))
    if stems and any(stems <= title and (is_vague or len(stems) >= _TITLE_SHARE * len(title)) for title in titles):
        return True
    return _means_the_document(topic, generation)


def _without_filler(topic: str) -> tuple[str, bool]:
    """Return a topic without "thing" after the name, and whether it had it."""
    return _FILLER.sub("", topic), _FILLER.search(topic) is not None


def _means_the_document(topic: str, generation: Generation) -> bool:
    """Return whether a topic is another name of the only document, such as "the mongol dynasty" or "st barts": close to
    its title in meaning, and neither narrower ("iPod nano") nor a thing that the document often names.
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
    return scope is None or (not scope.is_entity if stems & title else scope.is_thin)


def _nearness(topic: NDArray[np.float32], source: int, generation: Generation) -> float:
    """Return the cosine between the vector of a topic and that of a source's title."""
    return float(vector_of(generation.manifest.sources[source].source.title, generation) @ topic)


def _is_everyday(title: str) -> bool:
    """Return whether a title is one everyday word, such as "People", which is close to anything about people."""
    words = [fold(term.word) for term in tokenize(title) if not term.is_stopword]
    return len(words) == 1 and words[0] in everyday_words()


def _document(number: int, generation: Generation) -> Scope:
    row = generation.manifest.sources[number]
    return _scope(generation.passages(row.rows[:_MAX_PASSAGES]), row.source.title, generation)


def _section(stems: frozenset[str], named: Sequence[Identifier], generation: Generation, least: float) -> Scope | None:
    """Return the section whose heading shares the most words with a topic, if that is at least the share `least`."""
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
    """Return the sentences that, together with their headings, contain all words of a topic, and its vector as the
    focus; None if there are none.
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
    is_entity = names_entity(stems, zip(records, sentences, strict=True), generation)
    if is_entity and (last := surname(stems, zip(records, sentences, strict=True), generation)):
        by_last = _mentions(topic, frozenset([last]), named, vector, generation)
        return by_last and replace(by_last, is_entity=True)
    scope = _scope(records, topic, generation)
    return replace(scope, focus=vector, sentences=tuple(sentences), is_entity=is_entity)


def _is_covered(stems: frozenset[str], named: Sequence[Identifier]) -> bool:
    """Return whether a topic consists only of codes and numbers."""
    return bool(named) and stems <= frozenset(content_stems(" ".join(identifier.text for identifier in named)))


def _names(identifiers: Sequence[Identifier], text: str) -> bool:
    return all(identifier.stands_in(text) for identifier in identifiers)


def _scope(records: Sequence[PassageRecord], name: str, generation: Generation) -> Scope:
    vectors = generation.sentence_vectors_of([record.row for record in records])
    return Scope(tuple(records), tuple(vectors), None, name)


def vector_of(text: str, generation: Generation) -> NDArray[np.float32]:
    """Return the (dimensions,) vector of a name or topic."""
    return generation.encoder.vector(text[:_LONGEST_NAME])
