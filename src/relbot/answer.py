"""What relbot says, as plain frozen data. Nothing here computes; the front doors only render it.

Offsets count characters of a source's text, which is the file's text, decoded and otherwise unchanged. So for
every passage, citation and highlight `text[start:end] == quote` holds, repeated sentences included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A document that passages are cited from."""

    title: str
    path: str
    """Relative to the corpus folder, with forward slashes."""
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section of a source: the unit that is embedded, found and cited."""

    source: Source
    start: int
    end: int
    quote: str
    section: tuple[str, ...]
    """Headings above the passage, outermost first, without the document's title."""
    sentences: tuple[Span, ...]
    """Offsets into the source's text, in order, none empty; the first starts and the last ends the passage."""
    id: str
    """Twelve hexadecimal digits of the SHA-256 over path, section, quote and how often the section had that quote
    before: the same passage keeps it over rebuilds, also when the text above it changes."""

    def words(self, span: Span) -> str:
        """The verbatim text of a span that lies within the passage."""
        return self.quote[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Parts:
    """The scores a hit was ranked by, each 0–1 or thereabouts, higher is better."""

    dense: float
    lexical: float
    interaction: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a question found, without any claim that it answers."""

    passage: Passage
    score: float
    parts: Parts

    @property
    def quote(self) -> str:
        return self.passage.quote


@dataclass(frozen=True, slots=True)
class Highlight:
    """The answering sentence (or two) within a citation."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One passage an answer rests on, with the sentence that carries it."""

    number: int
    quote: str
    start: int
    end: int
    highlight: Highlight
    section: tuple[str, ...]
    document: Source
    link: str | None
    """The source's url with a text fragment that opens it at the highlight; None where the source has no url."""
    passage_id: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing the verdict went by, for `--why`."""

    name: str
    value: float
    effect: float
    """How far it moved the log-odds of an answer; negative speaks against."""
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or an honest refusal."""

    question: str
    answered: bool
    confidence: float
    """0–1, calibrated: of the answers given with 0.8, about 80 % are right."""
    text: str | None
    """The answering sentence, a verbatim slice of the first citation's source; None when not answered."""
    reason: str | None
    """Why there is no answer, in one sentence; None when answered."""
    citations: tuple[Citation, ...]
    interpreted_as: str | None = None
    """The question as it was understood, where that differs from the words asked."""
    suggestion: str | None = None
    """A spelling that the corpus knows and the question was read as, such as "Hoxha"."""
    closest: tuple[Citation, ...] = ()
    """What came nearest and is not cited: the runners-up of an answer, the nearest passages of a refusal."""
    signals: tuple[Signal, ...] = ()
    generation: str = ""
    """The index generation that answered."""
    timing: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by step, in order, `total` last."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values; spans and sections become lists."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class IndexedSource:
    """A source as the index holds it."""

    source: Source
    passages: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What an index generation holds."""

    generation: str
    built: datetime
    """In UTC."""
    model: str
    sources: tuple[IndexedSource, ...]
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage with those next to it in its source, where there are any."""

    passage: Passage
    before: Passage | None
    after: Passage | None
