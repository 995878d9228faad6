"""A passage made of a text, without an index."""

from __future__ import annotations

from relbot.answer import Passage, Source
from relbot.corpus.anchors import anchors
from relbot.text.sentences import split


def passage_of(text: str, path: str = "a.txt", *, start: int = 0, url: str | None = None) -> Passage:
    """The passage of a text that stands at `start` in its source."""
    spans = tuple(split(" " * start + text, start, start + len(text)))
    end = spans[-1].end
    named = anchors(" " * start + text, spans) if url else ()
    quote = text[: end - start]
    return Passage(Source(path, path, url), spans[0].start, end, quote, (), spans, f"{path}-{start}", (), named)
