"""Puts a taught answer before that of the documents. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relbot.answer import Answer, Citation, Span, Statement
from relbot.answering.citations import make_citation
from relbot.answering.taught.answers import Found, Taught
from relbot.corpus.taught import FOLDER
from relbot.text.terms import stems


def lead_with(found: Found, answer: Answer) -> Answer:
    """Return the taught answer, followed by that of the documents if it says something else."""
    citations = [
        make_citation(number, passage, [Span(passage.start, passage.end)])
        for number, passage in enumerate(found.taught.passages, start=1)
    ]
    statements = [Statement(citation.quote, citation.number, citation.start, citation.end) for citation in citations]
    for statement, citation in _otherwise(found.taught, answer):
        number = len(citations) + 1
        citations.append(replace(citation, number=number))
        statements.append(replace(statement, citation=number))
    cited = {citation.passage_id for citation in citations}
    closest = [citation for citation in (*answer.citations, *answer.closest) if citation.passage_id not in cited]
    return replace(
        answer,
        answered=True,
        confidence=found.confidence,
        text="\n".join(statement.text for statement in statements),
        reason=None,
        citations=tuple(citations),
        kind="fact" if len(statements) == 1 else "list",
        statements=tuple(statements),
        closest=tuple(replace(citation, number=n) for n, citation in enumerate(closest, start=1)),
        suggestion=None,
        signals=(),
        found="It was taught as the answer to this question, or to one that asks for the same.",
    )


def _otherwise(taught: Taught, answer: Answer) -> Iterator[tuple[Statement, Citation]]:
    """Yield the first statement of a document with its citation, unless the taught answer says all of it."""
    if answer.kind not in ("fact", "list") or not answer.answered:
        return
    statement = answer.statements[0]
    citation = answer.citations[statement.citation - 1]
    said = {stem for passage in taught.passages for stem in stems(passage.quote)}
    if not citation.document.path.startswith(f"{FOLDER}/") and not said.issuperset(stems(statement.text)):
        own = [shown for shown in citation.highlights if (shown.start, shown.end) == (statement.start, statement.end)]
        yield statement, replace(citation, highlights=tuple(own))
