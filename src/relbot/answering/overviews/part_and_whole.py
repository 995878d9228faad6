"""Separates a part from the whole that it is asked of: "religion in Switzerland", "its climate over there"."""

from __future__ import annotations

import re

from relbot.answering.overviews.scope import find_section, names_document
from relbot.index.protocol import Generation
from relbot.text.terms import fold, tokenize

_PART = re.compile(
    r"(?P<part>.+?) (?P<preposition>in|on|of|at|around|from|within|for|about) (?:all of )?(?P<whole>.+)"
    r"|(?P<whole_s>.+?)(?:['’]s?) (?P<its_part>.+)|(?P<part_there>.+?)(?: (?:over|out|back|up|down))? (?:there|here)",
    re.IGNORECASE,
)
_TOLD_AS_A_WHOLE = frozenset(("history", "story", "past", "background", "basics", "facts"))
"""Words that ask for a document as a whole, unless a heading has them."""
_LIFE = frozenset(("life", "career"))
"""Words that ask for a person as a whole, whereas "life in" a country is a part of what there is to tell."""
_CONJUNCTION = re.compile(r"\s(?:and|&)\s|,\s", re.IGNORECASE)


def part_asked_of(topic: str, generation: Generation) -> str:
    """Return the part of the only document that a topic asks about, "religion" for "religion in Switzerland"; else the
    topic.
    """
    match = _PART.fullmatch(topic) if len(generation.manifest.sources) == 1 else None
    if match is None:
        return topic
    part = match["part"] or match["its_part"] or match["part_there"]
    whole = match["whole"] or match["whole_s"]
    if whole and not names_document(whole, generation):
        return topic
    general = _TOLD_AS_A_WHOLE | _LIFE if whole and match["preposition"] in (None, "of") else _TOLD_AS_A_WHOLE
    told = [{fold(term.word) for term in tokenize(one) if not term.is_stopword} for one in _CONJUNCTION.split(part)]
    is_general = not any(told) or any(words and words <= general for words in told)
    return topic if is_general and find_section(part, generation) is None else part
