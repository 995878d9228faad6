"""Citations of ranked passages: deduplication, the span to highlight, and the link that opens the source there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote as percent_encoded

from relbot.answer import Anchor, Citation, Highlight, Passage, Place, Span
from relbot.answering.standalone import is_bare_reply, opens_with_reference
from relbot.retrieval.ranking import RankedPassage
from relbot.temporal.date_patterns import NUMBERS
from relbot.text.terms import stems

_COPY_SHARE = 0.8
"""Share of the shorter text's stems in the other above which one repeats the other."""
_NUMBERS = frozenset(stems(" ".join(NUMBERS[1:])))
"""Number words, without "one", which is a pronoun as well."""
_DENIALS = frozenset(
    stems(
        "not no never without cannot nor don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't "
        "wouldn't can't couldn't shouldn't mustn't"
    )
)


def cite(ranked: Iterable[RankedPassage], limit: int) -> tuple[Citation, ...]:
    """Cite at most `limit` passages in the order given, numbered from 1, without near duplicates."""
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
    """Return the span of a sentence, extended to the previous one if it opens with a reference to that, and to the next
    one if it is a bare reply such as "Yes.".
    """
    span = passage.sentences[sentence]
    words = passage.words(span)
    if sentence and opens_with_reference(words):
        return Span(passage.sentences[sentence - 1].start, span.end)
    if is_bare_reply(words) and sentence + 1 < len(passage.sentences):
        return Span(span.start, passage.sentences[sentence + 1].end)
    return span


def make_citation(number: int, passage: Passage, spans: Sequence[Span]) -> Citation:
    """Cite a passage with some of its spans highlighted; at least one, in order."""
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
        link_to(passage.source.url, place, _directive_to(passage, spans[0])),
        passage.id,
        passage.place_name(highlights[0].start),
    )


def with_highlight(citation: Citation, start: int, end: int, own: Citation) -> Citation:
    """Return the citation with one more highlight, in order; its link opens at the first one.

    `own` is the citation of the same passage with this highlight alone.
    """
    added = Highlight(start, end, citation.quote[start - citation.start : end - citation.start])
    highlights = tuple(sorted((*citation.highlights, added), key=lambda highlight: highlight.start))
    opened = own if highlights[0] is added else citation
    return replace(citation, highlights=highlights, link=opened.link, place=opened.place)


def link_to(url: str | None, place: Place | None, words: Sequence[str]) -> str | None:
    """Return a URL that opens a source at a place and at the words of a `directive`; pages take no text fragment. None
    without a URL.
    """
    if place and place.url:
        return place.url
    if url is None:
        return None
    page, _, anchor = url.partition("#")
    anchor = (place and place.fragment) or anchor.partition(":~:")[0]
    if place and place.fragment.startswith("page="):
        return f"{page}#{anchor}"
    if not words:
        return f"{page}#{anchor}" if anchor else page
    return f"{page}#{anchor}:~:text=" + ",".join(words)


def directive(first: Anchor | None, last: Anchor | None) -> tuple[str, ...]:
    """Return the terms of a text directive (URL Fragment Text Directives, WICG) from a first sentence to a last."""
    if first is None or last is None:
        return ()
    if last is first:
        start, end, suffix = first.start, first.end, first.suffix
    else:
        start, end, suffix = f"{first.start} {first.suffix}".rstrip(), last.end or last.start, ""
    parts = (f"{_escape(first.prefix)}-" if first.prefix else "", _escape(start), _escape(end))
    return (*filter(None, parts), *([f"-{_escape(suffix)}"] if suffix else []))


def _directive_to(passage: Passage, span: Span) -> tuple[str, ...]:
    """Return the directive to the whole sentences of a span."""
    named = [
        anchor
        for anchor, sentence in zip(passage.anchors, passage.sentences, strict=False)
        if span.start <= sentence.start and sentence.end <= span.end
    ]
    return directive(named[0], named[-1]) if named else ()


def _escape(text: str) -> str:
    # Hyphens and commas have a meaning in a text directive.
    return percent_encoded(text, safe="").replace("-", "%2D")


def is_copy(words: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether the stems of a text repeat those of another.

    Nearly all are shared, the text has no number or negation of its own, and a text of similar length has no negation
    either: "for two hours" and "not for four" are two answers, however much else they share.
    """
    shared, (shorter, longer) = len(words & other), sorted((len(words), len(other)))
    own = words - other
    denials = (words ^ other if shared >= _COPY_SHARE * longer else own) & _DENIALS
    return shared >= _COPY_SHARE * shorter > 0 and not denials and not any(map(_is_number, own))


def _is_number(stem: str) -> bool:
    return stem in _NUMBERS or any(map(str.isdigit, stem))


def _is_near_duplicate(one: RankedPassage, other: RankedPassage) -> bool:
    """Return whether the first repeats the other, which is cited."""
    return is_copy(_stems(one), _stems(other))


def _stems(ranked: RankedPassage) -> frozenset[str]:
    return frozenset(stems(ranked.match.record.passage.quote))
