"""Repeats the last answer or a part of it: "really?", "the second one", "shorter"."""

from __future__ import annotations

from dataclasses import replace

from relbot.answer import Answer, Highlight
from relbot.query.dialogue.about_the_answer import asks_for_less, pointed_at
from relbot.query.query import normalise_text
from relbot.query.request.length import sentences_asked_for


def repeated(text: str, last: Answer) -> Answer:
    """Return the last answer as the answer to a new message."""
    interpretation = last.interpreted_as or last.question
    return replace(last, question=normalise_text(text), interpreted_as=interpretation, suggestion=None)


def part_of(text: str, last: Answer, whole: Answer) -> Answer | None:
    """Return the statements of a longer answer that a message asks for: "the second one" of the `whole` answer,
    "shorter" or "two sentences" for the `last` part that was shown; None if it asks for none.
    """
    number = pointed_at(text, len(whole.statements))
    if number is not None:
        last, kept = whole, whole.statements[number : number + 1]
    elif asks_for_less(text) and last.statements:
        kept = last.statements[: sentences_asked_for(text) or max(1, len(last.statements) // 3)]
    else:
        return None
    cited = {citation.number: citation for citation in last.citations}
    numbers = {old: new for new, old in enumerate(dict.fromkeys(statement.citation for statement in kept), start=1)}
    citations = tuple(
        replace(
            cited[old],
            number=new,
            highlights=tuple(Highlight(s.start, s.end, s.text) for s in kept if s.citation == old),
        )
        for old, new in numbers.items()
    )
    return replace(
        repeated(text, last),
        text="\n".join(statement.text for statement in kept),
        citations=citations,
        statements=tuple(replace(statement, citation=numbers[statement.citation]) for statement in kept),
        kind=last.kind if len(kept) > 1 else "fact",
        span=last.span if last.span in kept[0].text else "",
    )
