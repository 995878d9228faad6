"""Answers from the structure of a document: a numbered part, the content of a meeting, or what a document says about a
topic under a heading or at the beginning of an item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from relbot.answer import Answer, Passage
from relbot.answering.documents.headings import heading_quote
from relbot.answering.overviews.numbered import find_parts, of_changes
from relbot.answering.overviews.overview import OVERVIEW_CONFIDENCE, which_document
from relbot.answering.overviews.scope import Ambiguous
from relbot.answering.statements import Quote, quoted, quotes_of, refusal
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.query.named_document import day_in
from relbot.query.numbered_part import numbered_part
from relbot.reading.refusal import NOT_SAID
from relbot.text.terms import Term, fold, tokenize

_NUMBERED_CONFIDENCE = 0.9
"""Confidence of a part found by its number: exact, unless several documents number their parts. Set by hand."""
_MOST_PARTS = 3
"""The most documents whose part with the number is shown; if more have one, the bot asks which is meant."""
_TITLE_WORDS = 3
"""The most words of the title of an agenda item, which says nothing by itself."""
_FORMALITY = re.compile(
    r"\W*(?:present|apologies|absent|excused|attend\w+|chair\w*|minutes|notes?|place|location|start|time|date|guests?"
    r"|next (?:meeting|call|session))\b[^:.]{0,20}:",
    re.IGNORECASE,
)
"""Lines by which minutes record attendance, place and time."""
_DECIDED = re.compile(r"\b(?:decide|decision|agree|resolve)", re.IGNORECASE)
_DECISION = re.compile(r"\W*(?:decision|decided|resolved|resolution|agreed|approved)\b[^:]{0,20}:", re.IGNORECASE)
_MOST_SAID = 8
"""The most sentences of a document with the words of a topic that still make an answer."""
_FIRST_WORDS = 4
"""Number of opening words that say what an item is about."""


def part_by_number(question: str, generation: Generation) -> Answer | None:
    """Return the part that a question asks for by its number, quoted in order, or a refusal if there is no such part;
    None if the question asks for none.
    """
    part = numbered_part(question)
    found = find_parts(part, generation) if part else None
    if part is None or found is None:
        return None
    titles = tuple(dict.fromkeys(each.passage.source.title for each in found))
    if len(titles) > _MOST_PARTS:
        return refusal(question, which_document(Ambiguous(titles)))
    quotes: list[Quote] = []
    for each in found:
        if not part.asks_when:
            quotes += of_changes(each, part.changes) if part.changes else each.quotes
        elif day_in(each.heading) and (dated := heading_quote(each.passage, each.heading, generation)):
            quotes.append(dated)
    if not quotes:
        absent = NOT_SAID if found or part.beside else f"Nothing in the sources mentions {part.text}."
        return refusal(question, absent)
    return quoted(question, quotes, _NUMBERED_CONFIDENCE)


def everything_said(question: str, records: Sequence[PassageRecord]) -> Answer | None:
    """Return the content of some passages in order, without attendance and bare titles; only the decisions if the
    question asks for these and they are marked. None if nothing is left.
    """
    quotes = [quote for record in records for quote in quotes_of(record.passage)]
    quotes = [
        q for q in quotes if not _FORMALITY.match(q.text) and (":" in q.text or len(q.text.split()) > _TITLE_WORDS)
    ]
    if _DECIDED.search(question):
        quotes = _decisions(quotes) or quotes
    return quoted(question, quotes, OVERVIEW_CONFIDENCE) if quotes else None


def _decisions(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the sentences that are marked as decisions, with the previous one if that says what was decided."""
    marked = [number for number, quote in enumerate(quotes) if _DECISION.match(quote.text)]
    led = {number - 1 for number in marked if len(quotes[number].text.split()) <= _TITLE_WORDS and number}
    return [quotes[number] for number in sorted({*marked, *led})]


def answer_about(question: str, topic: str, records: Sequence[PassageRecord]) -> Answer | None:
    """Return what some passages say about a topic; None if that is nothing or too much.

    It is everything under a heading with its words, else the sentences with the words as typed, else with any form of
    them, each with the rest of an item that begins so.
    """
    terms = [term for term in tokenize(topic) if not term.is_stopword]
    stems, words = frozenset(term.stem for term in terms), frozenset(_without_s(term) for term in terms)
    if not stems:
        return None
    under = [quote for record in records if _is_headed(record, stems) for quote in quotes_of(record.passage)]
    quotes = (
        under
        or [quote for record in records for quote in _with_items(record, words, _singular)]  # of parking, not of Park
        or [quote for record in records for quote in _with_items(record, stems, _stemmed)]
    )
    if not 0 < len(quotes) <= _MOST_SAID:
        return None
    return quoted(question, quotes, OVERVIEW_CONFIDENCE)


def _is_headed(record: PassageRecord, stems: frozenset[str]) -> bool:
    return any(stems <= {term.stem for term in tokenize(heading)} for heading in record.passage.section)


def _singular(passage: Passage, sentence: SentenceRecord) -> list[str]:
    return [_without_s(term) for term in tokenize(passage.words(sentence.span))]


def _without_s(term: Term) -> str:
    return fold(term.word).removesuffix("s")


def _stemmed(_: Passage, sentence: SentenceRecord) -> Sequence[str]:
    return sentence.terms


def _with_items(
    record: PassageRecord, asked: frozenset[str], words_of: Callable[[Passage, SentenceRecord], Sequence[str]]
) -> Iterator[Quote]:
    """Yield the sentences of a passage with some words, and those that follow one which opens an item with them."""
    passage, in_item = record.passage, False
    for number, sentence in enumerate(record.sentences):
        before = passage.sentences[number - 1].end if number else passage.start
        begins = not number or "\n" in passage.quote[before - passage.start : sentence.span.start - passage.start]
        words = words_of(passage, sentence)
        holds = asked <= frozenset(words)
        in_item = asked <= frozenset(words[:_FIRST_WORDS]) if begins else in_item
        if holds or in_item:
            yield Quote(passage, number)
