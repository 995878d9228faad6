"""Joins the answers to the several questions of one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relbot.answer import Answer, Citation, Statement
from relbot.answering.citations import with_highlight
from relbot.answering.statements import overlap


def joined(parts: Sequence[Answer], note: str = "") -> Answer:
    """Return one answer to several questions, with the statements of the answers in order, each once, and the citations
    that they need. Its reason lists the unanswered questions, followed by the note.
    """
    answered = [part for part in parts if part.answered]
    left = "; ".join(part.question for part in parts if not part.answered)
    reason = "\n".join(filter(None, [f"The sources do not say: {left}" if left else "", note])) or None
    if not answered:
        return replace(parts[0], reason=reason, interpreted_as=None, suggestion=None)
    statements, citations, said = list[Statement](), dict[str, Citation](), set[str]()
    for part in answered:
        by_number = {citation.number: citation for citation in part.citations}
        for statement in part.statements:
            words = " ".join(statement.text.casefold().split())  # a source may say the same in two places
            if words in said:
                continue
            said.add(words)
            own = by_number[statement.citation]
            cited = citations.setdefault(own.passage_id, replace(own, number=len(citations) + 1, highlights=()))
            if not any(overlap(statement, shown) for shown in cited.highlights):
                citations[own.passage_id] = with_highlight(cited, statement.start, statement.end, own)
                statements.append(replace(statement, citation=cited.number))
    return replace(
        answered[0],
        confidence=min(part.confidence for part in answered),
        text="\n".join(statement.text for statement in statements),
        reason=reason,
        citations=tuple(citations.values()),
        kind="list" if len(statements) > 1 else answered[0].kind,
        statements=tuple(statements),
        interpreted_as=None,
        suggestion=None,
        closest=(),
        signals=(),
        found="Several questions were asked, and each was searched for by itself.",
    )
