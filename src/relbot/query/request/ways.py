"""The ways to put a question besides as it was typed: with what the document is about, or by its topic alone."""

from __future__ import annotations

import re
from dataclasses import replace

from relbot.index.generation import Generation
from relbot.query.followup import Reformulation
from relbot.query.request.intent import Intent
from relbot.query.request.subject import filled_in
from relbot.text.terms import stems, tokenize

_OVER = re.compile(r"^(when|how|why)(?:['’]?s|\s(?:is|was|were))\s(.{1,60}?)\s(?:all\s)?over(?=\W*$)", re.IGNORECASE)
"""An end in the words of speech: "when was it over"."""
_STARTED, _FOUNDER = (
    re.compile(r"^who\s(?:started|founded|began|set\sup)\s(?=\w)", re.IGNORECASE),
    "who was the founder of ",
)
"""A beginning as what somebody did; a source says as often what he was."""
_REFERS_TO_ANSWER = re.compile(r"\bthat\W*$", re.IGNORECASE)
"""A question that ends in "that" means something said before, and not what the document is about."""


def ways_to_put(question: str, intent: Intent, generation: Generation) -> list[Reformulation]:
    """A question as typed, but for a turn of speech that a source seldom has in its words, and in other ways.

    Who or what something is, is asked by its name alone as well: what a source says of it answers, and the name is what
    a misspelling leaves least of.
    """
    plain = _OVER.sub(r"\1 did \2 end", question)
    ways = [Reformulation(plain)]
    if intent.kind in ("who", "definition") and intent.topic:
        return [*ways, Reformulation(intent.topic, is_fallback=True)]
    if completed := with_subject(plain, generation):
        typed = frozenset(term.stem for term in tokenize(question) if not term.is_stopword)
        ways.append(Reformulation(completed, typed_stems=typed))
    founder = frozenset(stems("founder"))
    started = [way for way in ways if _STARTED.match(way.text)]
    return [*ways, *(replace(way, text=_STARTED.sub(_FOUNDER, way.text), typed_stems=founder) for way in started)]


def with_subject(question: str, generation: Generation) -> str | None:
    """The question completed with what the only document is about; None where it stands alone."""
    sources = generation.manifest.sources
    if len(sources) != 1 or _REFERS_TO_ANSWER.search(question):
        return None
    return filled_in(question, sources[0].source.title)
