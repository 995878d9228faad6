"""From ranked passages to citations: which to show, what to mark in them, and the link that opens the source there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote as percent_encoded

from relbot.answer import Citation, Highlight, Passage, Span
from relbot.retrieval.ranking import Ranked

_LEANS = re.compile(
    r"[\"“(]?(?:he|she|it|they|him|his|her|hers|its|their|this|that|these|those|the (?:former|latter))\b", re.IGNORECASE
)
"""How a sentence begins that needs the one before to say whom it is about."""
_NEAR_COPY = 0.8
"""Share of the words of two passages from which on the second adds nothing."""
_FRAGMENT_WORDS = 5
"""Words at either end of a sentence that a text fragment names. Few, since a page may have footnote marks between."""


def cite(ranked: Iterable[Ranked], limit: int) -> tuple[Citation, ...]:
    """Citations of the best passages, numbered from 1, without any that all but repeats one before it."""
    kept: list[Ranked] = []
    for candidate in ranked:
        if len(kept) < limit and not any(_is_copy(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(citation(number, best.reading.row.passage, marked(best)) for number, best in enumerate(kept, start=1))


def marked(best: Ranked) -> Span:
    """The answering sentence, together with the one before where it does not stand alone."""
    passage, place = best.reading.row.passage, best.place
    span = passage.sentences[place]
    if place and _LEANS.match(passage.words(span)):
        return Span(passage.sentences[place - 1].start, span.end)
    return span


def citation(number: int, passage: Passage, span: Span) -> Citation:
    """A citation of a passage, with a span of it marked."""
    words = passage.words(span)
    return Citation(
        number,
        passage.quote,
        passage.start,
        passage.end,
        Highlight(span.start, span.end, words),
        passage.section,
        passage.source,
        link(passage.source.url, words),
        passage.id,
    )


def link(url: str | None, words: str) -> str | None:
    """A url that opens a page at some words (URL Fragment Text Directives, WICG); None without a url."""
    if url is None:
        return None
    every = re.sub(r"\[\d+\]", " ", words).split()
    if not every:
        return url
    if len(every) <= 2 * _FRAGMENT_WORDS:
        parts = [" ".join(every)]
    else:
        parts = [" ".join(every[:_FRAGMENT_WORDS]), " ".join(every[-_FRAGMENT_WORDS:])]
    page, _, anchor = url.partition("#")
    anchor = anchor.partition(":~:")[0]
    return f"{page}#{anchor}:~:text=" + ",".join(_escaped(part) for part in parts)


def _escaped(words: str) -> str:
    # Hyphens and commas have a meaning in a text directive.
    return percent_encoded(words, safe="").replace("-", "%2D")


def _is_copy(one: Ranked, other: Ranked) -> bool:
    mine, theirs = _words(one), _words(other)
    shorter = min(len(mine), len(theirs))
    return shorter > 0 and len(mine & theirs) >= _NEAR_COPY * shorter


def _words(ranked: Ranked) -> frozenset[str]:
    sentences: Sequence[frozenset[str]] = [frozenset(s.terms) for s in ranked.reading.row.sentences]
    return frozenset().union(*sentences)
