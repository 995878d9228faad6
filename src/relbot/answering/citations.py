"""Citations of ranked passages: deduplication, the span to highlight, and the link that opens the source there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote as percent_encoded

from relbot.answer import Citation, Highlight, Passage, Span
from relbot.retrieval.ranking import RankedPassage

_ANAPHORIC_OPENING = re.compile(
    r"[\"“(]?(?:he|she|it|they|him|his|her|hers|its|their|this|that|these|those|the (?:former|latter))\b", re.IGNORECASE
)
"""The beginning of a sentence whose antecedent is in the sentence before."""
_NEAR_DUPLICATE_SHARE = 0.8
"""Share of the shorter passage's stems in the other, from which on the second adds nothing."""
_FRAGMENT_WORDS = 5
"""Words at either end of a sentence that a text fragment names. Few, since a page may have footnote marks between."""


def cite(ranked: Iterable[RankedPassage], limit: int) -> tuple[Citation, ...]:
    """Citations of at most `limit` passages, in the order given, numbered from 1, without near duplicates."""
    kept: list[RankedPassage] = []
    for candidate in ranked:
        if len(kept) < limit and not any(_is_near_duplicate(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(
        make_citation(number, passage.match.record.passage, highlight_span(passage))
        for number, passage in enumerate(kept, start=1)
    )


def highlight_span(ranked: RankedPassage) -> Span:
    """The best sentence, together with the one before where it begins with an anaphor."""
    passage, index = ranked.match.record.passage, ranked.sentence_index
    span = passage.sentences[index]
    if index and _ANAPHORIC_OPENING.match(passage.words(span)):
        return Span(passage.sentences[index - 1].start, span.end)
    return span


def make_citation(number: int, passage: Passage, span: Span) -> Citation:
    """A citation of a passage, with a span of it highlighted."""
    text = passage.words(span)
    return Citation(
        number,
        passage.quote,
        passage.start,
        passage.end,
        Highlight(span.start, span.end, text),
        passage.section,
        passage.source,
        text_fragment_url(passage.source.url, text),
        passage.id,
    )


def text_fragment_url(url: str | None, text: str) -> str | None:
    """A url that opens a page at a text (URL Fragment Text Directives, WICG); None without a url."""
    if url is None:
        return None
    words = re.sub(r"\[\d+\]", " ", text).split()
    if not words:
        return url
    if len(words) <= 2 * _FRAGMENT_WORDS:
        parts = [" ".join(words)]
    else:
        parts = [" ".join(words[:_FRAGMENT_WORDS]), " ".join(words[-_FRAGMENT_WORDS:])]
    page, _, anchor = url.partition("#")
    anchor = anchor.partition(":~:")[0]
    return f"{page}#{anchor}:~:text=" + ",".join(_escape(part) for part in parts)


def _escape(text: str) -> str:
    # Hyphens and commas have a meaning in a text directive.
    return percent_encoded(text, safe="").replace("-", "%2D")


def _is_near_duplicate(one: RankedPassage, other: RankedPassage) -> bool:
    stems, other_stems = _stems(one), _stems(other)
    shorter = min(len(stems), len(other_stems))
    return shorter > 0 and len(stems & other_stems) >= _NEAR_DUPLICATE_SHARE * shorter


def _stems(ranked: RankedPassage) -> frozenset[str]:
    return frozenset(stem for sentence in ranked.match.record.sentences for stem in sentence.terms)
