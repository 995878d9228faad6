"""Finds whom to ask: the line that names a topic and says how to reach somebody ("who do I ask about refunds"), and how
to reach the person of the previous answer ("her email?").
"""

from __future__ import annotations

import math
import re

from relbot.answer import Answer, Passage
from relbot.answering.rows.lookup import CONFIDENCE, LOOKED_AT
from relbot.answering.rows.values import REACHED, Shape, value_asked
from relbot.answering.statements import Quote, quoted, quotes_of
from relbot.index.protocol import Generation
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems

_WHOM = re.compile(
    r"\b(?:who|whom|where)\s(?:do|can|should|must|could)\s(?:i|we|you|one)\s"
    r"(?:ask|contact|write\sto|write|e-?mail|call|phone|talk\sto|speak\sto|tell|report(?:\sto)?|turn\sto|complain|go\sto)\b"
    r"(?:\s(?:about|for|regarding|if|when|with|on|of)\b)?",
    re.IGNORECASE,
)
"""A question whom to ask; its topic precedes or follows."""
_POSSESSIVE = re.compile(r"\b(?:his|her|their|its)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?:^|;\s)[^:;]{0,20}\b(?:name|nick\w*|who|person|contact\w*)\b[^:;]{0,20}:", re.IGNORECASE)
"""The column of names in a table of people."""
_LEAST_WEIGHT_SHARE = 0.5
"""The least total weight of the topic's words in a line, as a share of the rarest one's: a common word alone is not
enough."""
_MAX_DISTANCE = 3
"""The greatest distance from the sentence that names the topic to that with the address, in sentences."""


def contact_for(question: str, generation: Generation) -> Answer | None:
    """Return the line that names the topic of a question and says how to reach somebody, or the sentence that names it
    with the address near it in its passage; None if there is none.
    """
    match = _WHOM.search(question)
    topic = f"{question[: match.start()]} {question[match.end() :]}" if match else ""
    stems = set(content_stems(topic))
    if not stems:
        return None
    counts, passages = generation.lexicon.frequencies(stems), generation.manifest.passages
    rarity = {stem: math.log(1 + passages / count) for stem, count in counts.items() if count}
    found: list[tuple[float, bool, bool, list[Quote]]] = []
    for record in generation.matching(sorted(stems), LOOKED_AT):
        reached = [number for number in range(len(record.sentences)) if _reaches(_text_of(record.passage, number))]
        for number, sentence in enumerate(record.sentences):
            met = sum(rarity.get(stem, 0.0) for stem in stems & {*sentence.terms})
            distance, near = min(((abs(other - number), other) for other in reached), default=(_MAX_DISTANCE + 1, 0))
            if met > _LEAST_WEIGHT_SHARE * max(rarity.values(), default=0.0) and distance <= _MAX_DISTANCE:
                is_told = REACHED.search(_text_of(record.passage, near)) is not None
                found.append((met, near == number, is_told, [Quote(record.passage, n) for n in sorted({number, near})]))
    if not found:
        return None
    quotes = max(found, key=lambda each: each[:3])[3]
    return quoted(question, quotes, CONFIDENCE)


def of_the_same(question: str, before: str, generation: Generation) -> Answer | None:
    """Return the line with the address or number of the person of the previous answer, from the passage with the id
    `before` or its neighbours in the section; None if something else is asked, or there is not exactly one.
    """
    shape = value_asked(question) if before and _POSSESSIVE.search(question) else None
    around = generation.surroundings(before) if shape else None
    if shape is None or around is None:
        return None
    near = [p for p in (around.passage, around.after, around.before) if p and p.section == around.passage.section]
    in_row = [*_with_shape(near[0], shape)] or [quote for p in near[1:] if p.section for quote in _with_shape(p, shape)]
    return quoted(question, in_row, CONFIDENCE) if len(in_row) == 1 else None


def _reaches(text: str) -> bool:
    """Return whether a line says how to reach somebody, or is a row of a table of people."""
    return REACHED.search(text) is not None or (first_column(text) is not None and _PERSON.search(text) is not None)


def _with_shape(passage: Passage, shape: Shape) -> list[Quote]:
    return [quote for quote in quotes_of(passage) if shape.search(quote.text)]


def _text_of(passage: Passage, number: int) -> str:
    return passage.words(passage.sentences[number])
