"""Turns the sentences chosen for an answer into statements with citations, in order and without near copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relbot.answer import Answer, Citation, Highlight, Kind, Passage, Span, Statement
from relbot.answering.citations import is_copy, make_citation, quotable_span
from relbot.answering.lines.lead import SEPARATOR, leads_of
from relbot.text.terms import stems

MOST_SHOWN = 20
"""The most sentences of a list; the number of further ones is stated."""


@dataclass(frozen=True)
class Quote:
    """A sentence of a passage by its index, or several consecutive ones that are quoted as one."""

    passage: Passage
    sentence: int
    sentences: int = 1

    @property
    def text(self) -> str:
        first, last = self.passage.sentences[self.sentence], self.passage.sentences[self.sentence + self.sentences - 1]
        return self.passage.words(Span(first.start, last.end))

    @property
    def span(self) -> Span:
        """The characters to show; a single sentence includes the one that it refers to."""
        if self.sentences == 1:
            return quotable_span(self.passage, self.sentence)
        last = self.passage.sentences[self.sentence + self.sentences - 1]
        return Span(self.passage.sentences[self.sentence].start, last.end)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its stems, or the sentence itself if it has none."""
        return frozenset(stems(self.text) or [self.text])


def quotes_of(passage: Passage) -> list[Quote]:
    """Return a quote for each sentence of a passage, in order."""
    return [Quote(passage, number) for number in range(len(passage.sentences))]


def sentences_within(quote: Quote) -> int:
    """Return how many sentences are shown for a quote, including those that it refers to."""
    span = quote.span
    return sum(span.start <= sentence.start < span.end for sentence in quote.passage.sentences)


def in_text_order(quotes: Iterable[Quote]) -> list[Quote]:
    """Sort quotes by source, and within each by position."""
    return sorted(quotes, key=lambda quote: (quote.passage.source.path, quote.passage.start, quote.sentence))


def without_copies(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the quotes in the given order, without those that repeat an earlier one."""
    kept: list[Quote] = []
    for quote in quotes:
        if not any(repeats(quote, other) for other in kept):
            kept.append(quote)
    return kept


def each_once(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the quotes in the given order, without those with the same words as an earlier one."""
    found: dict[str, Quote] = {}
    for quote in quotes:
        found.setdefault(quote.text, quote)
    return [*found.values()]


def repeats(quote: Quote, other: Quote) -> bool:
    """Return whether a quote says nothing that another does not."""
    return is_copy(quote.words, other.words)


def make_statements(
    quotes: Sequence[Quote], supporting: Sequence[Citation] = (), limit: int = 0
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return the statements in the given order, and their citations numbered by first use.

    A sentence that opens with a reference to the previous one makes one statement with it. `supporting` citations are
    added if their passage is not cited yet, up to `limit` in all.
    """
    spans = _joined(quotes)
    passages = list(dict.fromkeys(passage.id for passage, _ in spans))
    by_id = {passage.id: passage for passage, _ in spans}
    numbers = {id_: number for number, id_ in enumerate(passages, start=1)}
    shown = {passage.words(span) for passage, span in spans}
    statements = tuple(
        Statement(passage.words(span), numbers[passage.id], span.start, span.end, _under(passage, span, shown))
        for passage, span in spans
    )
    citations = [
        make_citation(
            numbers[id_], by_id[id_], sorted((s for p, s in spans if p.id == id_), key=lambda span: span.start)
        )
        for id_ in passages
    ]
    room = max(0, limit - len(citations))
    others = [citation for citation in supporting if citation.passage_id not in numbers][:room]
    numbered = [replace(citation, number=len(citations) + n) for n, citation in enumerate(others, start=1)]
    return statements, (*citations, *numbered)


def quoted(question: str, quotes: Sequence[Quote], confidence: float, kind: Kind = "list", more: int = 0) -> Answer:
    """Build the answer of one or more sentences in the order given: at most `MOST_SHOWN`; `more` were left out already.
    A list of one is a fact.
    """
    shown = quotes[:MOST_SHOWN]
    statements, citations = make_statements(shown)
    return Answer(
        question=question,
        answered=True,
        confidence=confidence,
        text="\n".join(statement.text for statement in statements),
        reason=and_more(max(more, len(quotes) - len(shown))),
        citations=citations,
        kind="fact" if kind == "list" and len(shown) == 1 else kind,
        statements=statements,
    )


def refusal(question: str, reason: str) -> Answer:
    """Build a refusal with its reason."""
    return Answer(question, False, 0.0, None, reason, ())


def found_by(answer: Answer | None, how: str) -> Answer | None:
    """Return the answer with a sentence on how it was found; a refusal, which has a reason, is left as it is."""
    return replace(answer, found=how) if answer and answer.answered else answer


def and_more(count: int) -> str | None:
    """Return the note that so many sentences were left out; None for 0."""
    return f"{count} more sentence{'s' * (count > 1)} may belong here." if count > 0 else None


def overlap(one: Span | Statement | Highlight, other: Span | Statement | Highlight) -> bool:
    """Return whether two ranges of one text share a character."""
    return one.start < other.end and other.start < one.end


def _under(passage: Passage, span: Span, shown: Collection[str]) -> str:
    """Return the lead of a statement, without headings that are statements themselves."""
    return SEPARATOR.join(lead for lead in leads_of(passage, span.start) if lead not in shown)


def _joined(quotes: Sequence[Quote]) -> list[tuple[Passage, Span]]:
    """Return the span of each statement in the order given; overlapping spans are merged at the place of the first."""
    spans: list[tuple[Passage, Span]] = []
    for quote in quotes:
        passage, span = quote.passage, quote.span
        met = [n for n, (other, own) in enumerate(spans) if other.id == passage.id and overlap(own, span)]
        for number in reversed(met):
            own = spans[number][1]
            span = Span(min(own.start, span.start), max(own.end, span.end))
            del spans[number]
        spans.insert(met[0] if met else len(spans), (passage, span))
    return spans
