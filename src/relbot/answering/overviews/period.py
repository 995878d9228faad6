"""Answers with all that a document dates to a time, if the question asks for just that: "what did she do in the 30s",
"list everything before 1900".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Source
from relbot.answering.overviews.overview import OVERVIEW_CONFIDENCE, overview
from relbot.answering.overviews.scope import Scope, all_documents, find_scope, find_section, names_document
from relbot.answering.statements import Quote, in_text_order, quoted, refusal
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.times.asked_day import day_asked
from relbot.query.request.phrasing import phrased, topic
from relbot.query.request.utterance import cleared
from relbot.query.subject.references import open_references
from relbot.query.timeframe import extract_timeframe
from relbot.temporal.calendar import BEGINNING, END, Day
from relbot.temporal.interval import Interval, reference_day

_LONGEST = 200
"""The longest question that asks for nothing else, in characters."""
_NOTHING_ELSE = "The sources tell nothing else of that time."
_MOST = 12
"""The most sentences shown; if there are more, an overview of them is."""
_LONGER = 10
"""The greatest length of a date around the time asked about, relative to that time: a decade for a year."""
_Rule = Callable[[Interval, Interval], bool]
_HAPPENED = (
    r"(?:happened|happens|happen|went on|(?:was|were) going on|took place|occurred|changed|went down"
    r"|was (?:done|up))"
)
_TO_WHOM = r"(?: (?:to|with|for|between|in|at|on|around|over) (?P<topic>.+?)| (?:out )?(?:there|here))?"
_DID = r"(?:do|done|get up to|got up to|been up to|be up to|achieve|achieved|accomplish|accomplished|did|up to)"
_ALL = (
    r"(?:(?:list|tell|give|show|name) (?:me )?)?(?:everything|every event|all (?:of )?(?:the )?(?:things|events)"
    r"|(?:the )?(?:main |key |important |major )?events|anything)"
)
_ALL_THAT = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"what(?: all| else| things| events)?(?: all| exactly)? {_HAPPENED}{_TO_WHOM}",
        rf"what(?: all)? (?:did|does|do|had|has|have|was|were) (?P<topic>.+?) (?:all )?{_DID}",
        rf"{_ALL}(?: that)?(?: {_HAPPENED}{_TO_WHOM})?",
        rf"{_ALL}(?: that)? (?P<topic>\S+(?: \S+)?) {_DID}",
    )
)
"""Forms of such a question with the time removed."""
_MAY_ASK = re.compile(rf"\b(?:{_HAPPENED}|{_DID}|everything|events?|things|anything)\b", re.IGNORECASE)
"""A quick check before looking for a time, which takes longer."""
_NOUN = re.compile(r"(?:the|this|that|these|those) \w+", re.IGNORECASE)
"""A reference to what the document is about: "what happened with the band in 1940"."""
_BEFORE_A_TIME = re.compile(
    r"[\s,]*\b(?:(?:back )?(?:in|during|on|from|around|over|throughout|within)(?: the| all the)?|the|back)$",
    re.IGNORECASE,
)


def told_of_period(
    question: str, generation: Generation, subject: Source | None, today: date, told: str
) -> Answer | None:
    """Return what the document dates to the time asked about, in chronological order.

    None if the question asks for something else, or nothing has such a date. `subject` is the document that the
    conversation is about, and `told` the text shown before, whose sentences are left out.
    """
    if len(question) > _LONGEST or (asked := _asked(phrased(cleared(question)), today)) is None:
        return None
    time, about = asked
    scope = _document_of(about, generation, subject)
    if scope is None:
        return None
    is_of_it = next((rule for rule in (_begins_or_ends, _surrounds) if any(_sentences(scope, time, rule))), None)
    if is_of_it is None:
        return None
    of_it = zip(scope.records, _sentences(scope, time, is_of_it), strict=True)
    chosen = tuple(frozenset(n for n in own if record.passage.texts[n] not in told) for record, own in of_it)
    found = [Quote(record.passage, n) for record, own in zip(scope.records, chosen, strict=True) for n in sorted(own)]
    if not found:
        return refusal(question, _NOTHING_ELSE)
    shown = found if len(found) <= _MOST else overview(replace(scope, sentences=chosen), generation, _MOST)
    first_days = _first_days(scope, time, is_of_it)
    in_time = sorted(in_text_order(shown), key=lambda quote: first_days[quote.passage.id, quote.sentence])
    return quoted(question, in_time, OVERVIEW_CONFIDENCE, "timeline", more=len(found) - len(shown))


def _asked(request: str, today: date) -> tuple[Interval, str] | None:
    """Return the time, and whom or what the question is about ("" if not said); None if it asks for more than what
    happened then.
    """
    timeframe = extract_timeframe(request, today) if _MAY_ASK.search(request) else None
    if timeframe is None or timeframe.is_present or timeframe.is_to_come:
        return None
    if day_asked(request, today):
        return None  # the year of a day that can be read in two ways
    before = _BEFORE_A_TIME.sub("", request[: timeframe.start].rstrip())
    rest = " ".join(f"{before} {request[timeframe.end :]}".split()).strip(" ,?!.")
    match = next(filter(None, (pattern.fullmatch(rest) for pattern in _ALL_THAT)), None)
    if match is None:
        return None
    return timeframe.interval, match["topic"] or ""


def _document_of(about: str, generation: Generation, subject: Source | None) -> Scope | None:
    """Return the document referred to by a pronoun, a bare noun or its title, or all documents if none is; None if
    something else is named.
    """
    words = topic(about)
    references = open_references(about)
    is_pointed_at = bool(references) and references[0].start == 0 and references[0].end == len(about)
    if is_pointed_at or not words or _NOUN.fullmatch(about):
        words = ""
    elif not names_document(words, generation) or find_section(words, generation):
        return None
    together = all_documents(generation) if not words and subject is None else None
    scope = together or find_scope(words, generation, subject)
    return scope if isinstance(scope, Scope) and scope.sentences is None else None


def _begins_or_ends(date: Interval, asked: Interval) -> bool:
    """Return whether a date begins or ends within the time asked about. The life "from 1902 to 1981" does not count for
    the thirties, nor "in the 19th century" for 1862, and "since 2007" counts only for 2007.
    """
    begins = date.first > BEGINNING and asked.first <= date.first <= asked.last
    return begins or (date.last < END and asked.first <= date.last <= asked.last)


def _surrounds(date: Interval, asked: Interval) -> bool:
    """Return whether a date contains the time asked about and is not much longer: the early nineties for 1991."""
    return date.contains(asked) and date.days <= _LONGER * asked.days


def _sentences(scope: Scope, asked: Interval, is_of_it: _Rule) -> tuple[frozenset[int], ...]:
    """Return, for each passage, the sentences with a date of that time."""
    return tuple(
        frozenset(
            number
            for number, sentence in enumerate(record.sentences)
            if any(is_of_it(mention.interval, asked) for mention in sentence.dates)
        )
        for record in scope.records
    )


def _first_days(scope: Scope, asked: Interval, is_of_it: _Rule) -> dict[tuple[str, int], Day]:
    """Return the earliest reference day of that time for each passage id and sentence that has one."""
    return {
        (record.passage.id, number): min(map(reference_day, dates))
        for record in scope.records
        for number, sentence in enumerate(record.sentences)
        if (dates := [mention.interval for mention in sentence.dates if is_of_it(mention.interval, asked)])
    }
