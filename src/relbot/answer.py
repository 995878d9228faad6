"""The data types of answers: frozen values, which the front ends render.

Offsets count characters of a source's text as a reader of the rendered document sees it (`SourceText`). So
`text[start:end] == quote` holds for every passage, citation and highlight, even if a sentence occurs more than once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Source:
    """A document that passages are cited from."""

    title: str
    path: str
    """The path relative to the corpus folder, with forward slashes."""
    url: str | None = None
    licence: str | None = None
    date: str | None = None
    """When it was written or last changed, by its own account or else its sidecar's: ISO 8601, to the day, month or
    year."""

    @property
    def collection(self) -> str:
        """The top-level subfolder of the corpus that it is in, however deep; "" if it is in none."""
        folder, separator, _ = self.path.partition("/")
        return folder if separator else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document from an offset on: a page, a slide, a row, a chapter or a message."""

    start: int
    """The offset of its first character in the source's text."""
    label: str | None
    """What a person looks it up by: "p. iv", "slide 3", "row 7"; None if the headings say it."""
    fragment: str = ""
    """The URL fragment that opens the source there, without "#": "page=12" (RFC 8118) or the id of an element."""
    url: str | None = None
    """The address of the place itself, such as that of a message; None if it has only the source's."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of a page with which a link (a text fragment) opens it at a sentence."""

    prefix: str
    """The words right before the sentence; empty if the first occurrence of `start` is at the sentence."""
    start: str
    """The beginning of the sentence, or all of a short one."""
    end: str = ""
    """The end of the sentence; empty if `start` is all of it."""
    suffix: str = ""
    """The words right after the sentence, if `start` is all of it; the browser needs only one of `prefix` and this."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section of a source: the unit that is embedded, retrieved and cited."""

    source: Source
    start: int
    end: int
    quote: str
    section: tuple[str, ...]
    """The headings above the passage, outermost first, without the document's title."""
    sentences: tuple[Span, ...]
    """The non-empty spans of its sentences in the source's text, in order; the first starts and the last ends it."""
    id: str
    """Twelve hexadecimal digits of the SHA-256 of path, section, quote and the number of equal quotes before it in the
    section. It is stable across rebuilds, even if the text above the passage changes."""

    places: tuple[Place, ...] = ()
    """The place where the passage starts and those that begin within it, in order; empty if the format has none."""
    anchors: tuple[Anchor | None, ...] = ()
    """The anchor of each sentence, or None if the page does not show its words; empty if the source has no address."""
    shares_title: bool = False
    """Whether another source of the index has the same title."""

    @property
    def texts(self) -> list[str]:
        """The verbatim text of each sentence."""
        return [self.words(span) for span in self.sentences]

    @property
    def with_headings(self) -> str:
        """The title of the source, the headings above the passage, and the quote, each on its own line."""
        return "\n".join((self.source.title, *self.section, self.quote))

    def place_at(self, offset: int) -> Place | None:
        """Return the place of a character of the passage, or None if the format has no places."""
        return next((place for place in reversed(self.places) if place.start <= offset), None)

    def place_name(self, offset: int) -> str | None:
        """Return a label for where a character is: its place, and the source's path if another source has its title."""
        place = self.place_at(offset)
        parts = (place.label if place else None, self.source.path if self.shares_title else None)
        return ", ".join(part for part in parts if part) or None

    def words(self, span: Span) -> str:
        """Return the verbatim text of a span within the passage."""
        return self.quote[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Parts:
    """The component scores of a hit, each about 0–1; higher is better."""

    dense: float
    lexical: float
    interaction: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, without a claim that it answers it."""

    passage: Passage
    score: float
    """The score of its rank, on the scale of the ranking."""
    parts: Parts

    @property
    def quote(self) -> str:
        return self.passage.quote


@dataclass(frozen=True, slots=True)
class Highlight:
    """An answering sentence (or two that belong together) within a citation."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that supports an answer, with the answering sentences highlighted."""

    number: int
    quote: str
    start: int
    end: int
    highlights: tuple[Highlight, ...]
    """At least one, in text order."""
    section: tuple[str, ...]
    document: Source
    link: str | None
    """The URL that opens the source at the first highlight, by page or text fragment; None if the source has none."""
    passage_id: str
    place: str | None = None
    """The place of the first highlight, such as "p. 12" or "row 7", and the file's path if the title is not unique."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer: whole sentences of a source, verbatim."""

    text: str
    citation: int
    """The number of the citation that contains it."""
    start: int
    end: int
    under: str = ""
    """The text of the source that it is listed under, without which it may mean the opposite: the question of an FAQ,
    or the heading or lead-in of a list, such as "Removed" or "We do not take:"; in a changelog after the release, as in
    "2.0.0 – 20 January 2026 › Removed". "" if it is not listed under any."""


Kind = Literal["fact", "list", "overview", "timeline", "chat", "none"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A feature of the verdict and its contribution, for `--why`."""

    name: str
    value: float
    effect: float
    """The contribution to the log-odds of an answer; a negative one speaks against it."""
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or a refusal."""

    question: str
    answered: bool
    confidence: float
    """The calibrated confidence, 0–1: of the answers given with 0.8, about 80 % are right."""
    text: str | None
    """The statements' texts, one per line; None if not answered."""
    reason: str | None
    """Why there is no answer, the reply to small talk, or which of several questions are unanswered; else None."""
    citations: tuple[Citation, ...]
    kind: Kind = "none"
    statements: tuple[Statement, ...] = ()
    """One for a fact, several for a list or overview, in display order; empty if not answered."""
    interpreted_as: str | None = None
    """The question after resolving references and spelling, if it differs from the question asked."""
    suggestion: str | None = None
    """The spelling from the corpus to which the question was corrected, such as "Hoxha"."""
    span: str = ""
    """The words of the first statement that the reader takes for the answer itself; for a row, the one cell."""
    closest: tuple[Citation, ...] = ()
    """The best passages that are not cited: the runners-up of an answer, or the closest passages of a refusal."""
    signals: tuple[Signal, ...] = ()
    found: str = ""
    """One sentence on how it was found, if it has no signals: for example, a row was looked up."""
    generation: str = ""
    """The id of the index generation that was searched."""
    timing: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by pipeline step, in order, with `total` last."""

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source with its text as a reader of the rendered document sees it, to which all offsets refer."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage with its neighbours in the source, which are None at the start and end."""

    passage: Passage
    before: Passage | None
    after: Passage | None
