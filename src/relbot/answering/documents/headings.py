"""Quotes the heading above a sentence if the heading states what is asked: the date of the minutes in which something
was discussed, or the number of the version that fixed something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from relbot.answer import Answer, Passage, Span
from relbot.answering.documents.likeness import by_likeness
from relbot.answering.statements import Quote, quoted
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.times.dated_heading import (
    asks_day,
    asks_version,
    heading_that_says,
    is_to_come,
    says_day,
    says_it,
    sentences_on,
    words_dated,
)
from relbot.query.named_document import day_in
from relbot.query.request.phrasing import phrased
from relbot.temporal.calendar import MONTHS, WEEKDAYS
from relbot.text.terms import content_stems

_LOOKED_AT = 40
_BACK = 40
"""How many passages back the beginning of a section is searched."""
_CONFIDENCE = 0.75
_OF_A_THING = 0.85
"""Confidence of a heading that names the thing and its day. Both set by hand."""
_WHEN_IS = re.compile(
    r"(?:when (?:is|are|was|were|will)|(?:on )?(?:what|which) (?:day|date) (?:is|are|was|were)"
    r"|(?:what is )?(?:the )?date (?:of|for))"
    r"(?: (?:the|our|your|this year's))? (?P<thing>[^,?]{2,60}?)(?: (?:held|be|on|happening|taking place|scheduled))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:\d{{1,4}}(?:st|nd|rd|th)?[\s./–-]*)*\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})(?:[\s,.]*\d{{1,4}})*\b",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"[^\w\s'’-]|\s[–—-]|\b(?:of|to|in|at|on|for|with|from|by|and)\b|\d", re.IGNORECASE)
"""The end of the thing that a heading names: "Class trip to Heidelberg, 14 June" is about a class trip."""


def with_its_heading(question: str, quotes: Sequence[Quote], generation: Generation) -> list[Quote]:
    """Return the quotes, preceded by the first one's heading if only that states the time or version asked for."""
    quotes = list(quotes)
    heading = _above(question, quotes[0]) if quotes else ""
    return [*_headed(quotes[0], heading, generation), *quotes[1:]] if heading else quotes


def answer_by_heading(question: str, generation: Generation) -> Answer | None:
    """Return the sentence about what is asked, below the heading that states its time or version; None if neither is
    asked for, or if there is no such sentence.
    """
    asked = words_dated(question)
    if not asked or not (asks_version(question) or asks_day(question)) or is_to_come(question):
        return None
    chosen = [(record, sentences_on(record, asked)) for record in generation.matching(sorted(asked), _LOOKED_AT)]
    found = by_likeness(generation.encoder.vector(question), chosen, generation)
    headed = [(likeness, quote, heading) for likeness, quote in found if (heading := _above(question, quote))]
    if not headed:
        return None
    _, quote, heading = max(headed, key=lambda each: each[0])
    quotes = _headed(quote, heading, generation)
    return quoted(question, quotes, _CONFIDENCE) if len(quotes) > 1 else None


def day_of_thing(question: str, generation: Generation) -> Answer | None:
    """Return the title or heading that names a thing and its day or month, for a question about when it is; None if
    there is none, if several differ, or if a sentence about the thing states a day itself.
    """
    asked = _WHEN_IS.fullmatch(phrased(question))
    stems = frozenset(content_stems(asked["thing"])) if asked else frozenset[str]()
    if not stems:
        return None
    found = dict[str, Quote]()
    for record in generation.matching(sorted(stems), _LOOKED_AT):
        passage = record.passage
        if any(says_day(passage.words(each.span)) for each in record.sentences if stems <= {*each.terms}):
            return None
        for heading in (passage.source.title, *passage.section):
            if heading not in found and stems <= {*content_stems(heading)} and _names(heading, stems):
                first = first_below(passage, heading, generation)
                if quote := heading_quote(first, heading, generation):
                    found[heading] = quote
    return quoted(question, [*found.values()], _OF_A_THING, "fact") if len(found) == 1 else None


def _names(heading: str, stems: frozenset[str]) -> bool:
    """Return whether a heading states a day or month, and the thing that it names is one of the stems: a concert, not
    the dress for it.
    """
    day = day_in(heading)
    if day is None or not day.month:
        return False
    words = next((part for part in _NAME_ENDS.split(_DATE.sub("; ", heading)) if content_stems(part)), "")
    return bool(words) and content_stems(words)[-1] in stems


def heading_quote(passage: Passage, heading: str, generation: Generation) -> Quote | None:
    """Return the heading above a passage as a quote; None if the text does not show it verbatim."""
    text = generation.document(passage.source.path).text
    start = text.rfind(heading, 0, passage.start)
    if not heading or start < 0:
        return None
    quote, sentences = text[start : passage.end], (Span(start, start + len(heading)), *passage.sentences)
    return Quote(replace(passage, start=start, quote=quote, sentences=sentences, anchors=()), 0)


def _above(question: str, quote: Quote) -> str:
    """Return the heading that states what is asked; "" if the sentence does so itself."""
    return "" if says_it(question, quote.text) else heading_that_says(question, quote.passage.section)


def _headed(quote: Quote, heading: str, generation: Generation) -> list[Quote]:
    """Return a heading and a sentence below it; only the sentence if the text does not show the heading verbatim."""
    return below_heading(heading, first_below(quote.passage, heading, generation), [quote], generation)


def below_heading(heading: str, first: Passage, quotes: Sequence[Quote], generation: Generation) -> list[Quote]:
    """Return some quotes preceded by the heading above the passage `first`; only the quotes if the text does not show
    the heading verbatim.
    """
    above = heading_quote(first, heading, generation)
    if above is None:
        return [*quotes]
    own = (Quote(above.passage, q.sentence + 1, q.sentences) if q.passage.id == first.id else q for q in quotes)
    return [above, *own]


def first_below(passage: Passage, heading: str, generation: Generation) -> Passage:
    """Return the first passage of the section with this heading, or of the document with this title."""
    is_title = heading not in passage.section
    depth = 0 if is_title else len(passage.section) - passage.section[::-1].index(heading)
    row, begin = generation.row_of(passage.id), generation.manifest.entry(passage.source.path).rows.start
    if row is None:
        return passage
    near = [record.passage for record in generation.passages(range(max(begin, row - _BACK), row + 1))]
    own = [*takewhile(lambda other: other.section[:depth] == passage.section[:depth], reversed(near))]
    return own[-1] if own else passage
