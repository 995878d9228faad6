"""Whom to ask: the line that names a topic and how to reach somebody, "who do I ask about refunds", and what is said of
how to reach the person of the answer before: "her email?".
"""

from __future__ import annotations

import re

from relbot.answer import Answer, Passage
from relbot.answering.broad_answers import quoted
from relbot.answering.rows.lookup import CONFIDENCE, LOOKED_AT
from relbot.answering.rows.values import REACHED, Shape, is_table_row, value_asked
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.text.terms import tokenize

_WHOM = re.compile(
    r"\W*(?:who|whom|where)\s(?:do|can|should|must|could)\s(?:i|we|you|one)\s"
    r"(?:ask|contact|write\sto|write|e-?mail|call|phone|talk\sto|speak\sto|tell|report(?:\sto)?|turn\sto|complain|go\sto)\b"
    r"\s?(?:about|for|regarding|if|when|with|on|of)?\s?(?P<topic>.*)",
    re.IGNORECASE,
)
_WHO_DOES = re.compile(
    r"\W*who\s(?:runs?|leads?|heads?|handles?|manages?|maintains?|organi[sz]es?|does|(?:is|are)\s(?:responsible\sfor"
    r"|in\scharge\sof)|takes?\scare\sof|looks?\safter|deals?\swith)\s(?P<topic>.+)",
    re.IGNORECASE,
)
_OF_THEIRS = re.compile(r"\b(?:his|her|their|its)\b", re.IGNORECASE)
_RARE = 0.2
"""Share of the passages that a word of the topic is in at most."""
_NEIGHBOURS = 3
"""Sentences from the one that names the topic, among which the address is."""


def contact_for(question: str, generation: Generation, *, is_refused: bool = False) -> Answer | None:
    """The line with a word of the topic that says how to reach somebody, or the sentence and the address beside it in
    its section; None where none has. Who does something is answered so only where it `is_refused` otherwise.
    """
    match = _WHOM.match(question) or (_WHO_DOES.match(question) if is_refused else None)
    stems = {term.stem for term in tokenize(match["topic"]) if not term.is_stopword} if match else set()
    if not stems:
        return None
    counts = generation.lexicon.frequencies(stems)
    most = max(1, int(_RARE * generation.manifest.passages))
    rare = {stem for stem in stems if 0 < counts[stem] <= most}
    found: list[tuple[int, bool, bool, list[Quote]]] = []
    for record in generation.matching(sorted(stems), LOOKED_AT):
        reached = [number for number in range(len(record.sentences)) if _reaches(_words(record.passage, number))]
        for number, sentence in enumerate(record.sentences):
            met = len(rare & {*sentence.terms})
            is_all = stems <= {*sentence.terms} and number in reached
            distance, near = min(((abs(other - number), other) for other in reached), default=(_NEIGHBOURS + 1, 0))
            if (met or is_all) and distance <= _NEIGHBOURS:
                is_told = REACHED.search(_words(record.passage, near)) is not None
                found.append((met, near == number, is_told, [Quote(record.passage, n) for n in sorted({number, near})]))
    if not found:
        return None
    quotes = max(found, key=lambda each: each[:3])[3]
    return quoted(question, quotes, "list" if len(quotes) > 1 else "fact", CONFIDENCE)


def of_the_same(question: str, before: str, generation: Generation) -> Answer | None:
    """The address or number that the passage of the answer before, whose id is given, has of whom it is about; None
    where another thing is asked, or it has none or several.
    """
    shape = value_asked(question) if before and _OF_THEIRS.search(question) else None
    around = generation.surroundings(before) if shape else None
    if shape is None or around is None:
        return None
    near = [p for p in (around.passage, around.after, around.before) if p and p.section == around.passage.section]
    in_row = [*_with_shape(near[0], shape)] or [quote for p in near[1:] if p.section for quote in _with_shape(p, shape)]
    return quoted(question, in_row, "fact", CONFIDENCE) if len(in_row) == 1 else None


def _reaches(text: str) -> bool:
    """Whether a line says how to reach somebody, or is the row of one in a table."""
    return REACHED.search(text) is not None or is_table_row(text)


def _with_shape(passage: Passage, shape: Shape) -> list[Quote]:
    return [Quote(passage, n) for n in range(len(passage.sentences)) if shape.search(_words(passage, n))]


def _words(passage: Passage, number: int) -> str:
    return passage.words(passage.sentences[number])
