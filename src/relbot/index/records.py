"""The records of passages, sentences and words that every engine stores, and their conversion to JSON-ready values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relbot.answer import Anchor, Passage, Place, Source, Span, Surroundings
from relbot.temporal.calendar import Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval


@dataclass(frozen=True, slots=True)
class Word:
    """A word form (not a stem) that occurs in the corpus."""

    folded: str
    stem: str
    surface_form: str
    """Its most frequent spelling in the corpus: "Hoxha", "embassy"."""
    passages: int
    """Number of passages in which it occurs."""
    passages_as_name: int
    """Number of passages in which it is part of a proper name."""


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A sentence of a passage as the index stores it."""

    span: Span
    first_token: int
    """Index of its first token within the passage."""
    tokens: int
    terms: tuple[str, ...]
    """Its stems, in order."""
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as the index stores it."""

    passage: Passage
    sentences: tuple[SentenceRecord, ...]
    heading_terms: tuple[str, ...]
    """Stems of the title and section headings, which are indexed with the passage."""
    tokens: int
    checksum: int
    """CRC-32 of its quantised token vectors, as decoded from storage."""
    row: int = 0
    """Number by which its generation addresses it, assigned by the engine that stores it."""

    @property
    def stems(self) -> list[str]:
        """The stems by which it is found, in order: those of its headings, then those of its sentences."""
        return [*self.heading_terms, *(stem for sentence in self.sentences for stem in sentence.terms)]


def record_values(record: PassageRecord) -> dict[str, Any]:
    """Return a record as JSON-ready values, without its row and without whether another source has the same title."""
    passage = record.passage
    source = passage.source
    return {
        "source": [source.title, source.path, source.url, source.licence, source.date],
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
        "section": passage.section,
        "id": passage.id,
        "places": [[place.start, place.label, place.fragment, place.url] for place in passage.places],
        "anchors": [anchor and [anchor.prefix, anchor.start, anchor.end, anchor.suffix] for anchor in passage.anchors],
        "heading": " ".join(record.heading_terms),
        "tokens": record.tokens,
        "checksum": record.checksum,
        "sentences": [
            [
                *(sentence.span.start, sentence.span.end, sentence.first_token, sentence.tokens),
                *(" ".join(sentence.terms), [date_values(mention) for mention in sentence.dates]),
            ]
            for sentence in record.sentences
        ],
    }


def record_from(values: Mapping[str, Any], row: int = 0, shared_titles: frozenset[str] = frozenset()) -> PassageRecord:
    """Return the record from `record_values`; `shared_titles` are the casefolded titles that several sources share.

    Raises LookupError, TypeError, ValueError or AttributeError if the values are not those of a record.
    """
    source = Source(*values["source"])
    sentences = tuple(
        SentenceRecord(Span(start, end), first, tokens, tuple(terms.split()), tuple(map(date_from, dates)))
        for start, end, first, tokens, terms, dates in values["sentences"]
    )
    passage = Passage(
        source,
        values["start"],
        values["end"],
        values["quote"],
        tuple(values["section"]),
        tuple(sentence.span for sentence in sentences),
        values["id"],
        tuple(Place(*place) for place in values["places"]),
        tuple(anchor and Anchor(*anchor) for anchor in values["anchors"]),
        source.title.casefold() in shared_titles,
    )
    heading = tuple(values["heading"].split())
    return PassageRecord(passage, sentences, heading, values["tokens"], values["checksum"], row)


def shared_among(titles: Iterable[str]) -> frozenset[str]:
    """Return the titles that occur more than once among the titles of sources, casefolded."""
    counts = Counter(map(str.casefold, titles))
    return frozenset(title for title, count in counts.items() if count > 1)


def surroundings_of(row: int, records: Iterable[PassageRecord]) -> Surroundings:
    """Return the passage with the given row and its neighbours, as far as these are among the records."""
    passages = {record.row: record.passage for record in records}
    return Surroundings(passages[row], passages.get(row - 1), passages.get(row + 1))


def date_values(mention: DateMention) -> dict[str, Any]:
    """Return a date as JSON-ready values; an engine may filter by the day numbers `first` and `last`."""
    interval = mention.interval
    return {
        "first": interval.first.number,
        "last": interval.last.number,
        "of": [interval.modifier, mention.start, mention.end, mention.text, mention.inferred],
    }


def date_from(values: Mapping[str, Any]) -> DateMention:
    """Return the date of values made by `date_values`. Raises LookupError, TypeError, ValueError."""
    modifier, start, end, text, inferred = values["of"]
    interval = Interval(Day.numbered(values["first"]), Day.numbered(values["last"]), modifier)
    return DateMention(interval, start, end, text, inferred)
