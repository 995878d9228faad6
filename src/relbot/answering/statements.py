"""Turns the sentences chosen for an answer into statements with their citations, in order and without near copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relbot.answer import Answer, Citation, Highlight, Kind, Passage, Span, Statement
from relbot.answering.citations import is_copy, make_citation, quotable_span
from relbot.answering.lines.lead import lead_of
from relbot.text.terms import stems

MOST_SHOWN = 20
"""Sentences of a list; where there are more, their number is told."""


@dataclass(frozen=True)
class Quote:
    """A sentence of a passage, by its index, or several from it on that are quoted as one."""

    passage: Passage
    sentence: int
    sentences: int = 1

    @property
    def text(self) -> str:
        first, last = self.passage.sentences[self.sentence], self.passage.sentences[self.sentence + self.sentences - 1]
        return self.passage.words(Span(first.start, last.end))

    @property
    def span(self) -> Span:
        """What is shown of the passage: with the sentence that a single one refers to."""
        if self.sentences == 1:
            return quotable_span(self.passage, self.sentence)
        last = self.passage.sentences[self.sentence + self.sentences - 1]
        return Span(self.passage.sentences[self.sentence].start, last.end)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its stems; the sentence itself where it has none."""
        return frozenset(stems(self.text) or [self.text])


def quotes_of(passage: Passage) -> list[Quote]:
    """Each sentence of a passage, in order."""
    return [Quote(passage, number) for number in range(len(passage.sentences))]


def sentences_within(quote: Quote) -> int:
    """How many sentences are shown for it, with those that it refers to."""
    span = quote.span
    return sum(span.start <= sentence.start < span.end for sentence in quote.passage.sentences)


def in_text_order(quotes: Iterable[Quote]) -> list[Quote]:
    """By source, and in each as they stand in it."""
    return sorted(quotes, key=lambda quote: (quote.passage.source.path, quote.passage.start, quote.sentence))


def without_copies(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes in the given order, without those that repeat an earlier one."""
    kept: list[Quote] = []
    for quote in quotes:
        if not any(repeats(quote, other) for other in kept):
            kept.append(quote)
    return kept


def each_once(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes in the given order, without those of the same words as an earlier one."""
    found: dict[str, Quote] = {}
    for quote in quotes:
        found.setdefault(quote.text, quote)
    return [*found.values()]


def repeats(quote: Quote, other: Quote) -> bool:
    """Whether a sentence says nothing that another does not."""
    return is_copy(quote.words, other.words)


def make_statements(
    quotes: Sequence[Quote], supporting: Sequence[Citation] = (), limit: int = 0
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements in the given order, and their citations numbered by first use.

    A sentence that opens with a reference to the one before is one statement with that.
    `supporting` are citations to add where their passage is not cited already, up to `limit` in all.
    """
    spans = _joined(quotes)
    passages = list(dict.fromkeys(passage.id for passage, _ in spans))
    by_id = {passage.id: passage for passage, _ in spans}
    numbers = {id_: number for number, id_ in enumerate(passages, start=1)}
    statements = tuple(
        Statement(passage.words(span), numbers[passage.id], span.start, span.end, lead_of(passage, span.start))
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
    """The answer of some sentences, one or more, in the order given: at most `MOST_SHOWN`, and `more` are left out. A
    list of one is a fact.
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
    """The answer that there is none, with why."""
    return Answer(question, False, 0.0, None, reason, ())


def found_by(answer: Answer | None, how: str) -> Answer | None:
    """The answer with a sentence that says how it was found; a refusal has a reason in its place."""
    return replace(answer, found=how) if answer and answer.answered else answer


def and_more(count: int) -> str | None:
    """What is said where so many sentences are left out."""
    return f"{count} more sentence{'s' * (count > 1)} may belong here." if count > 0 else None


def overlap(one: Span | Statement | Highlight, other: Span | Statement | Highlight) -> bool:
    """Whether two ranges of one text have a character in common."""
    return one.start < other.end and other.start < one.end


def _joined(quotes: Sequence[Quote]) -> list[tuple[Passage, Span]]:
    """The span of each statement, in the order given; spans that overlap are one, where the first of them stands."""
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
