"""The contents of an index, as shown to the user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relbot.answer import Source


@dataclass(frozen=True, slots=True)
class IndexedSource:
    """A source in the index."""

    source: Source
    passages: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of an index generation."""

    generation: str
    built: datetime
    """The time of the build, in UTC."""
    model: str
    sources: tuple[IndexedSource, ...]
    passages: int
    sentences: int

    @property
    def collections(self) -> tuple[str, ...]:
        """The collections that the sources belong to, sorted by name."""
        return tuple(sorted({indexed.source.collection for indexed in self.sources}))
