"""The row of a thing that a question names by the whole of a cell, where nothing else answers: "how much hp does the
moss giant have", of a table that says "health". The row shows what there is of it.
"""

from __future__ import annotations

import math
import re

from relbot.answer import Answer
from relbot.answering.rows.lookup import LOOKED_AT
from relbot.answering.rows.values import KINDS
from relbot.answering.statements import Quote, quoted, without_copies
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.answer_type import lacks_answer_type
from relbot.query.answer_constraints.quantity import quantity_asked
from relbot.query.identifiers import identifiers
from relbot.query.weekdays import weekdays
from relbot.text.table_rows import cells
from relbot.text.terms import content_stems, tokenize

_LEAST = 0.3
"""Share of the question's words, by how rare they are, that the cell has. Set by hand."""
_MOST = 3
"""Rows of one name; more are no thing."""
_CONFIDENCE = 0.65


def row_of_thing(question: str, generation: Generation) -> Answer | None:
    """The rows of which one cell is named, none of its words missing in the question, that have a value of the kind
    asked for; None where there are none or many, or where it asks by a word that no source has, and for no quantity.
    """
    asked = set(content_stems(question))
    if not asked or identifiers(question):
        return None
    counts, passages = generation.lexicon.frequencies(asked), generation.manifest.passages
    if quantity_asked(question) is None and not all(counts.values()):
        return None  # "piets weight", where nothing is said of weights
    rarity = {stem: math.log(1 + (passages + 1) / (count + 0.5)) for stem, count in counts.items()}
    total = sum(rarity.values())
    shapes = [shape for words, shape in KINDS if words & asked]
    found: list[tuple[float, Quote]] = []
    for record in generation.matching(sorted(asked), LOOKED_AT):
        for number, sentence in enumerate(record.sentences):
            quote = Quote(record.passage, number)
            names = [_stems(value) for _, value in cells(quote.text) if not weekdays(value)]
            met = max((sum(rarity[stem] for stem in name) for name in names if name and name <= asked), default=0.0)
            has_values = all(shape.search(quote.text) for shape in shapes)
            if met >= _LEAST * total and has_values and not lacks_answer_type(question, quote.text, sentence.dates):
                found.append((met, quote))
    best = max((met for met, _ in found), default=0.0)
    quotes = without_copies(quote for met, quote in found if met == best)
    if not 0 < len(quotes) <= _MOST:
        return None
    return quoted(question, quotes, _CONFIDENCE)


def _stems(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in tokenize(text) if not term.is_stopword and re.search(r"[^\W\d]", term.word))
