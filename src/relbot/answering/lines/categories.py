"""The rows of a table that have what a list is asked of for a value: "which beans do you sell", where a row says
"Group: Beans".
"""

from __future__ import annotations

import re
from collections import defaultdict

from relbot.answering.statements import Quote, in_text_order
from relbot.index.protocol import Generation
from relbot.temporal.calendar import MONTHS
from relbot.text.table_rows import cells
from relbot.text.terms import tokenize

_NUMBERED = re.compile(rf"\d|\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_LOOKED_AT = 60
"""Passages that hold words of the topic."""
_LEAST = 2
"""Rows that make a category of a value."""


def rows_of_category(topic: str, generation: Generation, *, whole: bool = False) -> list[Quote]:
    """The rows of one table whose value in one column has words of a topic and no others, in order; of several values
    those of the one with the most of the topic's words, then of the most rows. None where no two rows share one, or the
    topic has a date or number, which a category does not tell; or the value is to be the `whole` of the topic.
    """
    asked = frozenset[str]() if _NUMBERED.search(topic) else _stems(topic)
    found = defaultdict[tuple[str, str, frozenset[str]], list[Quote]](list)
    for record in generation.matching(sorted(asked), _LOOKED_AT) if asked else ():
        for number in range(len(record.sentences)):
            quote = Quote(record.passage, number)
            for column, value in cells(quote.text):
                if (words := _stems(value)) and (words == asked if whole else words <= asked):
                    found[record.passage.source.path, column, words].append(quote)
    (_, _, words), rows = max(
        found.items(), key=lambda item: (len(item[0][2]), len(item[1])), default=(("", "", frozenset()), [])
    )
    return in_text_order(rows) if words and len(rows) >= _LEAST else []


def _stems(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in tokenize(text) if not term.is_stopword and not term.word.isdigit())
