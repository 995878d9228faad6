"""Puts what is asked now beside what was asked before: "Who came in 1959, and why?"."""

from __future__ import annotations

from relbot.query.dialogue.reformulation import DialogueContext, Reformulation
from relbot.query.question_words import QUESTION_OPENING, strip_discourse_marker, without_subject


def with_topic(core: str, topic: str, context: DialogueContext, *, is_fallback: bool = False) -> Reformulation:
    """What is asked now with what was asked about before, unless that names nothing; for people as one sentence, in
    which a pronoun means what it does in a dialogue: "Who came in 1959, and why?".
    """
    if not topic:
        return Reformulation(f"{core}?", is_fallback=is_fallback)
    text = f"{core}: {topic}?"
    said = strip_discourse_marker(context.said or context.question).rstrip(" ?!.…")
    if topic == without_subject(said)[1]:
        return Reformulation(text, shown=f"{core} ({topic})?", is_fallback=is_fallback)
    if ": " in context.question:  # the question before was put in this way itself
        said = said.rpartition(", and ")[0] or said
    return Reformulation(text, shown=and_asked(said, core), is_fallback=is_fallback)


def and_asked(said: str, core: str) -> str:
    """Both as one sentence for people."""
    asked = core[:1].lower() + core[1:] if QUESTION_OPENING.match(core) else core
    return f"{said}, and {asked}?"
