"""Builds the answer that a person chose from a passage. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.answer import Answer, Kind, Passage, Span, Statement
from relbot.answering.citations import make_citation


def chosen_answer(question: str, passage: Passage, parts: Sequence[tuple[int, int]], generation: str) -> Answer | None:
    """Build the answer of one or more parts, given by their offsets in the passage; None if one lies outside it."""
    if not all(0 <= start < end <= len(passage.quote) for start, end in parts):
        return None
    cited = make_citation(1, passage, [Span(passage.start + start, passage.start + end) for start, end in parts])
    said = tuple(Statement(shown.text, 1, shown.start, shown.end) for shown in cited.highlights)
    whole = "\n".join(statement.text for statement in said)
    kind: Kind = "fact" if len(said) == 1 else "list"
    return Answer(question, True, 1.0, whole, None, (cited,), kind, said, generation=generation)
