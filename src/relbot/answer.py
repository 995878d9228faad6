"""The data types of answers, as frozen values without logic; the front ends render them.

Offsets count characters of a source's text as a reader of the rendered document sees it (`SourceText`). So for every
passage, citation and highlight `text[start:end] == quote` holds, also where a sentence occurs more than once.
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
    """Relative to the corpus folder, with forward slashes."""
    url: str | None = None
    licence: str | None = None
    date: str | None = None
    """When it was written or last changed, as it says itself, else as its sidecar does: ISO 8601, to the day, the month
    or the year."""

    @property
    def collection(self) -> str:
        """The subfolder of the corpus that it lies in, however deep; "" for a source beside the subfolders."""
        folder, separator, _ = self.path.partition("/")
        return folder if separator else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its document a text stands, from an offset on: a page, a slide, a row, a chapter, a message."""

    start: int
    """Offset into the source's text of the first character that stands there."""
    label: str | None
    """As a person looks it up: "p. iv", "slide 3", "row 7"; None where the headings say it."""
    fragment: str = ""
    """Of the URL that opens the source there, without "#": "page=12" (RFC 8118) or the id of an element."""
    url: str | None = None
    """The address of this very place, such as a message's, where it has one; else the source's."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a link names to open a page at a sentence, in words of the page."""

    prefix: str
    """Words right before it; empty where `start` occurs first at the sentence."""
    start: str
    """How the sentence begins, or all of a short one."""
    end: str = ""
    """How it ends; empty where `start` is all of it."""
    suffix: str = ""
    """Words right after it, as `prefix`, where `start` is all of it; the browser needs only one of the two."""


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
    """Twelve hexadecimal digits of the SHA-256 of path, section, quote and the number of equal quotes before it in the
    section: it is stable over rebuilds, also when the text above the passage changes."""

    places: tuple[Place, ...] = ()
    """In order: where the passage starts, and those that begin within it; none where the format knows none."""
    anchors: tuple[Anchor | None, ...] = ()
    """Of each sentence, None where the page does not show its words; none at all where the source has no address."""
    shares_title: bool = False
    """Whether another source of the index has the same title."""

    @property
    def texts(self) -> list[str]:
        """The verbatim text of each sentence."""
        return [self.words(span) for span in self.sentences]

    @property
    def with_headings(self) -> str:
        """The title of its source, the headings above it, and what it quotes, each on lines of its own."""
        return "\n".join((self.source.title, *self.section, self.quote))

    def place_at(self, offset: int) -> Place | None:
        """The place of a character of the passage."""
        return next((place for place in reversed(self.places) if place.start <= offset), None)

    def place_name(self, offset: int) -> str | None:
        """What tells a person where a character stands: the place, and the path of a source that shares its title."""
        place = self.place_at(offset)
        parts = (place.label if place else None, self.source.path if self.shares_title else None)
        return ", ".join(part for part in parts if part) or None

    def words(self, span: Span) -> str:
        """The verbatim text of a span that lies within the passage."""
        return self.quote[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Parts:
    """The component scores of a hit, each about 0–1, higher is better."""

    dense: float
    lexical: float
    interaction: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query; no claim that it answers."""

    passage: Passage
    score: float
    """Of its place, on the scale of the ranking."""
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
    """In order of the text, at least one."""
    section: tuple[str, ...]
    document: Source
    link: str | None
    """The URL that opens the source at the first highlight, by page or text fragment; None if the source has none."""
    passage_id: str
    place: str | None = None
    """Where the first highlight stands: "p. 12", "row 7"; the file's path where the title does not tell it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer: whole sentences of a source, verbatim."""

    text: str
    citation: int
    """The number of the citation that it stands in."""
    start: int
    end: int
    under: str = ""
    """What it stands under and may mean the opposite without, as the source has it: the question of an FAQ, or the
    heading or lead-in of the list that it is a line of, "Removed", "We do not take:"; "" where it stands alone."""


Kind = Literal["fact", "list", "overview", "timeline", "chat", "none"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature of the verdict and its contribution, for `--why`."""

    name: str
    value: float
    effect: float
    """Its contribution to the log-odds of an answer; negative speaks against."""
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or a refusal."""

    question: str
    answered: bool
    confidence: float
    """0–1, calibrated: of the answers given with 0.8, about 80 % are right."""
    text: str | None
    """The statements' texts, a line each; None when not answered."""
    reason: str | None
    """Why there is no answer, or what is said to small talk, in one sentence; of several questions, which are not
    answered; else None."""
    citations: tuple[Citation, ...]
    kind: Kind = "none"
    statements: tuple[Statement, ...] = ()
    """One for a fact, several for a list or overview, in the order to show; none when not answered."""
    interpreted_as: str | None = None
    """The question after resolving references and spelling, if that differs from the question asked."""
    suggestion: str | None = None
    """The corrected spelling, from the corpus, that was used for the question, such as "Hoxha"."""
    span: str = ""
    """The words of the first statement that are the answer itself, as the reader sees it: of a row the one cell."""
    closest: tuple[Citation, ...] = ()
    """The best passages that are not cited: the runners-up of an answer, or the closest passages of a refusal."""
    signals: tuple[Signal, ...] = ()
    found: str = ""
    """How it was found, in one sentence, where no signals speak for it: a row was looked up, a document told."""
    generation: str = ""
    """Id of the index generation that was searched."""
    timing: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by pipeline step, in order, `total` last."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values; spans and sections become lists."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source with its text as a reader of the rendered document sees it, to which all offsets refer."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage with its neighbours in the source; None at the start and end."""

    passage: Passage
    before: Passage | None
    after: Passage | None
