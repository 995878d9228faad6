"""Finds the section that says what is not allowed, however a question puts it: "what can't I bring" or "what's banned"
for "Never allowed in a unit".
"""

from __future__ import annotations

import re

from relbot.answer import Passage
from relbot.answering.overviews.named_section import section_sentences
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.denial import NEGATION
from relbot.query.request.phrasing import phrased
from relbot.query.request.requests import rules
from relbot.text.terms import content_stems, stems

_WHAT = r"\W*(?:what|which)(?:['’]?s)?(?:\s[\w-]+){0,3}?"
_ANYONE = r"(?:i|we|you|u|one|people|guests|members|visitors|customers|they)"
_ASKS = rules(
    rf"{_WHAT}\s(?:am|are|is)\s(?:{_ANYONE}\snot|not\s{_ANYONE})\s(?:allowed|permitted|supposed|meant)\sto"
    r"\s(?P<verb>\w+)(?P<rest>.*)",
    rf"{_WHAT}\s(?:are|is)n['’]?t\s{_ANYONE}\s(?:allowed|permitted|supposed|meant)\sto\s(?P<verb>\w+)(?P<rest>.*)",
    rf"{_WHAT}\s(?:ca|may|must|should)(?:n['’]?t|nnot|['’]t)\s{_ANYONE}\s(?P<verb>\w+)(?P<rest>.*)",
    rf"{_WHAT}\s(?:can|may|must|should)\s(?:{_ANYONE}\snot|not\s{_ANYONE})\s(?P<verb>\w+)(?P<rest>.*)",
    rf"{_WHAT}\s(?:do|does|will|wo)(?:n['’]?t\s{_ANYONE}|\s{_ANYONE}\snot|\snot\s{_ANYONE})\s(?P<verb>\w+)(?P<rest>.*)",
    rf"{_WHAT}(?:\s(?:is|are))?(?:n['’]?t|\snot)\s(?P<verb>allowed|permitted|accepted)(?P<rest>.*)",
    rf"{_WHAT}(?:\s(?:is|are))?\s(?P<verb>forbidden|banned|prohibited|off[\s-]limits)(?P<rest>.*)",
)
_FORBIDS = re.compile(r"\b(?:forbidden|banned|prohibited|disallowed|off[\s-]limits)\b", re.IGNORECASE)
_DENIES = re.compile(NEGATION, re.IGNORECASE)
"""A negation in a heading. "No dogs on the beach" has none: it answers where they may be."""
_DENIAL = re.compile(
    rf"{NEGATION}|\b(?:no|without|forbidden|banned|prohibited"
    r"|(?:ca|wo|do|does|did|is|are|was|were|should|must|would|could|have|has)nt)\b",
    re.IGNORECASE,
)
"""A negation in a question, including chat spellings: "what wont they pay for"."""
_PERMITS = frozenset(stems("allowed permitted accepted"))
_HEADED = frozenset(stems("allowed permitted accepted forbidden banned prohibited disallowed limits"))
"""Stems in the headings of such sections."""
_GENERAL = frozenset(stems("bring put keep store leave take have use do get allowed permitted accepted"))
"""Verbs that a heading need not have: "Never allowed" covers what not to bring or store, but not what not to wear."""
_PLACES = frozenset(stems("there here inside in it them stuff things"))
"""Stems in the rest of a question that name no place or thing."""
_LOOKED_AT = 60
_LONGEST = 300
"""The longest question that is considered, in characters."""


def prohibitions(question: str, generation: Generation) -> list[Quote]:
    """Return the sentences of the section whose heading says that its content is not allowed. Empty if the question
    asks for something else or names a place that no such heading does, or if several sections match.
    """
    asked = _asked(question)
    if asked is None:
        return []
    verb = frozenset(stems(asked["verb"])) - _HEADED
    of = frozenset(content_stems(asked["rest"])) - _PLACES
    found = dict[tuple[str, ...], tuple[Passage, int]]()
    for record in generation.matching(sorted(_HEADED | verb | of), _LOOKED_AT):
        passage = record.passage
        for depth in range(1, len(passage.section) + 1):
            heading = passage.section[depth - 1]
            above = frozenset(stems("\n".join((passage.source.title, *passage.section[:depth]))))
            if of <= above and verb <= above | _GENERAL and _forbids(heading, verb):
                found.setdefault((passage.source.path, *passage.section[:depth]), (passage, depth))
    return section_sentences(*found.popitem()[1], generation) if len(found) == 1 else []


def is_of_the_forbidden(question: str, heading: str) -> bool:
    """Return whether a section cannot answer a question because its heading negates. This holds if the question does
    not negate, or if it asks what is not allowed and the heading is about that, which is left to `prohibitions`.
    """
    if not _DENIES.search(heading) and not _FORBIDS.search(heading):
        return False
    if _DENIAL.search(question) is None:
        return True
    return not _HEADED.isdisjoint(stems(heading)) and _asked(question) is not None


def _asked(question: str) -> re.Match[str] | None:
    """Return the match of a question about what is not allowed, or None."""
    request = phrased(question) if len(question) <= _LONGEST else ""
    return next(filter(None, (pattern.fullmatch(request) for pattern in _ASKS)), None)


def _forbids(heading: str, verb: frozenset[str]) -> bool:
    """Return whether a heading says that what is below it is not allowed or must not be done."""
    words = frozenset(stems(heading))
    is_denied = _DENIES.search(heading) is not None and not words.isdisjoint(_PERMITS | verb)
    return is_denied or (_FORBIDS.search(heading) is not None and not _DENIES.search(heading))
