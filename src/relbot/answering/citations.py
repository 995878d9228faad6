"""Citations of ranked passages: deduplication, the span to highlight, and the link that opens the source there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote as percent_encoded

from relbot.answer import Citation, Highlight, Passage, Place, Span
from relbot.answering.standalone import opens_with_reference
from relbot.retrieval.ranking import RankedPassage

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
    passages = [(found.match.record.passage, found.sentence_index) for found in kept]
    return tuple(
        make_citation(number, passage, [quotable_span(passage, sentence)])
        for number, (passage, sentence) in enumerate(passages, start=1)
    )


def quotable_span(passage: Passage, sentence: int) -> Span:
    """A sentence of a passage, together with the one before where it begins with a reference to that."""
    span = passage.sentences[sentence]
    if sentence and opens_with_reference(passage.words(span)):
        return Span(passage.sentences[sentence - 1].start, span.end)
    return span


def make_citation(number: int, passage: Passage, spans: Sequence[Span]) -> Citation:
    """A citation of a passage, with spans of it highlighted, in order and at least one."""
    highlights = tuple(Highlight(span.start, span.end, passage.words(span)) for span in spans)
    place = passage.place_at(highlights[0].start)
    return Citation(
        number,
        passage.quote,
        passage.start,
        passage.end,
        highlights,
        passage.section,
        passage.source,
        link_to(passage.source.url, highlights[0].text, place),
        passage.id,
        place.label if place else None,
    )


def with_highlight(citation: Citation, start: int, end: int, own: Citation) -> Citation:
    """A citation with one more span of its passage highlighted, in order; it opens where the first stands.

    `own` is the citation of the same passage that highlights the span by itself.
    """
    added = Highlight(start, end, citation.quote[start - citation.start : end - citation.start])
    highlights = tuple(sorted((*citation.highlights, added), key=lambda highlight: highlight.start))
    opened = own if highlights[0] is added else citation
    return replace(citation, highlights=highlights, link=opened.link, place=opened.place)


def link_to(url: str | None, text: str, place: Place | None) -> str | None:
    """A url that opens a source at a text: by the page, which takes no text fragment, or else by the text."""
    if place is None:
        return text_fragment_url(url, text)
    if place.url or (url and place.fragment.startswith("page=")):
        return place.url or f"{(url or '').partition('#')[0]}#{place.fragment}"
    page = f"{url.partition('#')[0]}#{place.fragment}" if url and place.fragment else url
    return text_fragment_url(page, text)


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
