"""Reformulations of a standalone question: with the document's subject filled in, or reduced to its topic."""

from __future__ import annotations

import re

from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Intent
from relbot.query.subject.document_subject import document_subject
from relbot.query.subject.filling import Filled, filled_in
from relbot.query.timeframe import event_clause, extreme_event
from relbot.text.terms import content_stems

_REFERS_TO_ANSWER = re.compile(r"\bthat\W*$", re.IGNORECASE)
"""A question that ends in "that" refers to a previous message, not to the document's subject."""

_AGE = re.compile(
    r"\W*(?:and\s|so\s)?(?:how\sold\s(?:is|are)\s(?P<old>[^,;:]+?)"
    r"|how\slong\s(?:has|have)\s(?P<long>[^,;:]+?)\s(?:existed|been\s(?:around|going|running|there)))\W*",
    re.IGNORECASE,
)
"""The age of a thing: a source tells when it began, and seldom how old it is."""
_SURELY_BEGUN = 0.9
"""Confidence from which on what began is taken for the thing asked about. Of 53 articles and short documents that were
asked "how old is it" sixteen refused; when it began answers three of these with so much, each rightly, and others with
what else began: "the first university in Switzerland was founded".
"""


def reformulations_of(question: str, intent: Intent, generation: Generation) -> list[Reformulation]:
    """Return the question as typed, followed by its other reformulations.

    "Who is X" and "what is X" are also asked as "X" alone: whatever a source says of it answers, and the other words
    would distract from a misspelt name.
    """
    as_typed = Reformulation(question)
    if intent.kind in ("who", "definition") and intent.topic:
        return [as_typed, Reformulation(intent.topic, shown=question, is_fallback=True)]
    completed = None if _is_of_all_events(question) else with_subject(question, generation)
    if completed is None:
        return [as_typed]
    typed = frozenset(content_stems(question))
    ways = [as_typed, Reformulation(completed.text, typed_stems=typed, shown=completed.shown)]
    if (age := _AGE.fullmatch(completed.text)) and not completed.shown:
        begun = f"when did {age['old'] or age['long']} begin?"
        stems = frozenset(content_stems("begin"))
        ways.append(Reformulation(begun, typed_stems=stems, is_fallback=True, least_confidence=_SURELY_BEGUN))
    return ways


def with_subject(question: str, generation: Generation) -> Filled | None:
    """Return the question completed with the subject of the only document; None if it needs no completion."""
    if _REFERS_TO_ANSWER.search(question):
        return None
    return filled_in(question, document_subject(generation))


def _is_of_all_events(question: str) -> bool:
    """Return whether a question asks for the first or last of all dated events: "what happened first?"."""
    clause = event_clause(question)
    extreme = extreme_event(question[clause[0] :]) if clause else None
    return extreme is not None and not extreme.words.strip(" ?!.…")
