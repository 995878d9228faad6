"""What an index stores of a passage, of its sentences and of the words of its corpus, in whatever engine."""

from __future__ import annotations

from dataclasses import dataclass

from relbot.answer import Passage, Span
from relbot.temporal.date_mentions import DateMention


@dataclass(frozen=True, slots=True)
class Word:
    """A word form of the corpus (not a stem)."""

    folded: str
    stem: str
    surface_form: str
    """Its most frequent spelling in the corpus: "Hoxha", "embassy"."""
    passages: int
    """Number of passages that it occurs in."""
    passages_as_name: int
    """Number of passages where it is part of a proper name."""


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A sentence of a passage as the index stores it."""

    span: Span
    first_token: int
    """Index of its first token within the passage."""
    tokens: int
    terms: tuple[str, ...]
    """Stems, in order."""
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as the index stores it."""

    passage: Passage
    sentences: tuple[SentenceRecord, ...]
    heading_terms: tuple[str, ...]
    """Stems of title and section headings, which are indexed with the passage."""
    tokens: int
    checksum: int
    """CRC-32 of its token vectors as stored."""
    row: int = 0
    """By which its generation addresses it; given by the engine that stores it."""

    @property
    def stems(self) -> list[str]:
        """Those by which it is found, in order: of its headings and of its sentences."""
        return [*self.heading_terms, *(stem for sentence in self.sentences for stem in sentence.terms)]
