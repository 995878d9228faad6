"""The heading above a sentence as a quote of its own, where it says what is asked: when something was discussed is the
date of the minutes that tell of it, and the version that fixed something the number above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from relbot.answer import Answer, Passage, Span
from relbot.answering.rows.values import OF_THE_PAST
from relbot.answering.statements import Quote, quoted
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.dated_heading import says_day, says_version
from relbot.query.timeframe import asks_when
from relbot.text.terms import content_stems, stems

_ASKS_VERSION = re.compile(r"\b(?:what|which)\s(?:version|release|update|build)\b", re.IGNORECASE)
_ASKS_DAY = re.compile(
    r"\b(?:what|which)\s(?:\w+\s)?(?:meeting|session|day|date|month|newsletter|issue|edition|minutes)\b", re.IGNORECASE
)
_TELLING = frozenset(
    stems(
        "discuss discussed discussion talk talked talking speak spoke mention mentioned decide decided decision agree"
        " agreed bring brought come came up raise raised happen happened take place topic add added introduced new last"
        " first version release update build meeting session day date month newsletter issue edition minutes scheduled"
    )
)
"""What is done to anything in minutes, news and schedules, and what these are: a sentence of them need not say it."""
_TO_COME = re.compile(r"\b(?:coming|will|gonna|going\sto|planned|due)\b", re.IGNORECASE)
"""What is to come is not told by when another was."""
_LOOKED_AT = 40
_BACK = 40
"""Passages before one in which its section begins."""
_CONFIDENCE = 0.75


def with_its_heading(question: str, quotes: Sequence[Quote], generation: Generation) -> list[Quote]:
    """The quotes, before the first its heading where that says the time or version that is asked for, and it not."""
    quotes = list(quotes)
    heading = _that_says(question, quotes[0]) if quotes else ""
    return [*_headed(quotes[0], heading, generation), *quotes[1:]] if heading else quotes


def answer_by_heading(question: str, generation: Generation) -> Answer | None:
    """The sentence with all words for what is asked about, below the heading that says when or in what version; None
    where that is not asked, or there is none.
    """
    asked = set(content_stems(question)) - _TELLING
    if not asked or _asks(question) is None or _is_to_come(question):
        return None
    vector = generation.encoder.encode(question).mean_vector()
    found: list[tuple[float, Quote]] = []
    for record in generation.matching(sorted(asked), _LOOKED_AT):
        vectors = generation.sentence_vectors_of([record.row])[0]
        found += [(float(vectors[number] @ vector), Quote(record.passage, number)) for number in _on(record, asked)]
    headed = [(likeness, quote, heading) for likeness, quote in found if (heading := _that_says(question, quote))]
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


def _asks(question: str) -> str | None:
    """What is asked for, where that is a "version" or a "day"."""
    if _ASKS_VERSION.search(question):
        return "version"
    return "day" if asks_when(question) or _ASKS_DAY.search(question) else None


def _is_to_come(question: str) -> bool:
    return _TO_COME.search(question) is not None and OF_THE_PAST.search(question) is None


def _that_says(question: str, quote: Quote) -> str:
    """The innermost heading above a sentence that says what is asked for; "" where the sentence does so itself."""
    says = {"version": says_version, "day": says_day}.get(_asks(question) or "")
    if says is None or says(quote.text):
        return ""
    return next((heading for heading in reversed(quote.passage.section) if says(heading)), "")


def _on(record: PassageRecord, asked: set[str]) -> list[int]:
    """The sentences that have the words, some of them in the title or the headings perhaps."""
    above = {*record.heading_terms}
    return [
        number
        for number, sentence in enumerate(record.sentences)
        if asked <= {*sentence.terms, *above} and not asked.isdisjoint(sentence.terms)
    ]


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
