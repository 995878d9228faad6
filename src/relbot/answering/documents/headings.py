"""Quotes the heading above a sentence where the heading says what is asked: the minutes' date for when something was
discussed, the number of the version that fixed something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from relbot.answer import Answer, Passage, Span
from relbot.answering.documents.likeness import by_likeness
from relbot.answering.statements import Quote, quoted
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.dated_heading import (
    asks_day,
    asks_version,
    heading_that_says,
    is_to_come,
    on,
    says_it,
    words_dated,
)

_LOOKED_AT = 40
_BACK = 40
"""Passages before one in which its section begins."""
_CONFIDENCE = 0.75


def with_its_heading(question: str, quotes: Sequence[Quote], generation: Generation) -> list[Quote]:
    """The quotes, before the first its heading where that says the time or version that is asked for, and it not."""
    quotes = list(quotes)
    heading = _above(question, quotes[0]) if quotes else ""
    return [*_headed(quotes[0], heading, generation), *quotes[1:]] if heading else quotes


def answer_by_heading(question: str, generation: Generation) -> Answer | None:
    """The sentence with all words for what is asked about, below the heading that says when or in what version; None
    where that is not asked, or there is none.
    """
    asked = words_dated(question)
    if not asked or not (asks_version(question) or asks_day(question)) or is_to_come(question):
        return None
    chosen = [(record, on(record, asked)) for record in generation.matching(sorted(asked), _LOOKED_AT)]
    found = by_likeness(generation.encoder.vector(question), chosen, generation)
    headed = [(likeness, quote, heading) for likeness, quote in found if (heading := _above(question, quote))]
    if not headed:
        return None
    _, quote, heading = max(headed, key=lambda each: each[0])
    quotes = _headed(quote, heading, generation)
    return quoted(question, quotes, _CONFIDENCE) if len(quotes) > 1 else None


def heading_quote(passage: Passage, heading: str, generation: Generation) -> Quote | None:
    """The heading above a passage as its first sentence; None where the text does not show it as it is."""
    text = generation.document(passage.source.path).text
    start = text.rfind(heading, 0, passage.start)
    if not heading or start < 0:
        return None
    quote, sentences = text[start : passage.end], (Span(start, start + len(heading)), *passage.sentences)
    return Quote(replace(passage, start=start, quote=quote, sentences=sentences, anchors=()), 0)


def _above(question: str, quote: Quote) -> str:
    """The heading that says what is asked; "" where the sentence does so itself."""
    return "" if says_it(question, quote.text) else heading_that_says(question, quote.passage.section)


def _headed(quote: Quote, heading: str, generation: Generation) -> list[Quote]:
    """A heading and a sentence below it; the sentence alone where the heading is not shown as it is."""
    first = _first_below(quote.passage, heading, generation)
    above = heading_quote(first, heading, generation)
    if above is None:
        return [quote]
    is_same = first.id == quote.passage.id
    return [above, Quote(above.passage, quote.sentence + 1, quote.sentences) if is_same else quote]


def _first_below(passage: Passage, heading: str, generation: Generation) -> Passage:
    """The first passage of the section that a heading opens."""
    depth = len(passage.section) - passage.section[::-1].index(heading)
    row, begin = generation.row_of(passage.id), generation.manifest.entry(passage.source.path).rows.start
    if row is None:
        return passage
    near = [record.passage for record in generation.passages(range(max(begin, row - _BACK), row + 1))]
    own = [*takewhile(lambda other: other.section[:depth] == passage.section[:depth], reversed(near))]
    return own[-1] if own else passage
