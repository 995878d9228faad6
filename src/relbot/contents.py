"""What an index holds, as people are told of it."""

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
    """What an index generation contains."""

    generation: str
    built: datetime
    """In UTC."""
    model: str
    sources: tuple[IndexedSource, ...]
    passages: int
    sentences: int

    @property
    def collections(self) -> tuple[str, ...]:
        """The collections that the sources belong to, in order of their names."""
        return tuple(sorted({indexed.source.collection for indexed in self.sources}))
