"""Answers that are more than one sentence's: an overview, the turning points of a story, the rows of a comparison."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Source
from relbot.answering.documents.permissions import is_rule
from relbot.answering.introduction import count_mentions, mentions
from relbot.answering.lines.calendar_rows import dated_rows
from relbot.answering.lines.compared_rows import compared_rows
from relbot.answering.lines.enumerations import announced_rows
from relbot.answering.lines.labelled import lines_called
from relbot.answering.lines.lead import SO_MARKED
from relbot.answering.lines.weekday_rows import rows_of_weekday
from relbot.answering.overviews.named_section import named_section
from relbot.answering.overviews.overview import OVERVIEW_CONFIDENCE, overview, which_document
from relbot.answering.overviews.part_and_whole import part_asked_of
from relbot.answering.overviews.prohibitions import prohibitions
from relbot.answering.overviews.scope import (
    Ambiguous,
    Scope,
    find_numbered_section,
    find_scope,
    find_section,
    names_document,
)
from relbot.answering.statements import MOST_SHOWN, Quote, quoted, refusal
from relbot.index.protocol import Generation
from relbot.query.question_words import AUXILIARY, QUESTION_OPENING, question_core
from relbot.query.request.intent import Intent
from relbot.query.request.intent import Kind as IntentKind
from relbot.query.request.phrasing import phrased
from relbot.query.request.who_and_what import meaning
from relbot.query.subject.references import open_references, points_at
from relbot.temporal.interval import reference_day
from relbot.text.english import is_plural
from relbot.text.terms import content_stems, tokenize

_OF_A_DOCUMENT: frozenset[IntentKind] = frozenset({"list", "section", "who", "definition"})
"""What is answered by an overview where it is asked of a document."""
_POINTING: frozenset[IntentKind] = frozenset({"overview", "who", "definition"})
"""What may be asked of a document by pointing at it: "explain this war to me"."""
_TOLD_WHOLE: frozenset[IntentKind] = frozenset({"list", "section", "how"})
"""What a short section is told as a whole for, where its heading names it."""
_WORK = re.compile(r"\s(?:work|works|function|operate)\b(?:[\s,]+\w+)?$", re.IGNORECASE)
"""How a thing works is told by all of its document: "how does the parliament work, roughly"."""
_OF_SECTION = re.compile(r"(?:in|on|at|from|under)\s(.+)|(.+)\s(?:say|said|tell|state|cover|contain)", re.IGNORECASE)
"""What is asked of a part as a whole: "what was in the q2 update", "what is on sunday", "what did ivo say"."""
_WITHIN = re.compile(r"(?:on|in|at|among|part of)\s", re.IGNORECASE)
"""Whoever is on or in something is not told by what a document of that name is about: "who is on the board"."""
_PREDICATE = re.compile(rf"\s{AUXILIARY}\s", re.IGNORECASE)
"""Of a question that is put as a statement, "so all of them were with France?", which is no title."""
_PLACE = re.compile(
    r"(?:allowed|banned|forbidden|permitted|prohibited)\s(?:(?:with)?in(?:side)?|on|at|around|during)\s(.+)",
    re.IGNORECASE,
)
_FEWEST_RULES = 2
"""In the section on a place, from which on it tells what is allowed there: "what's banned in the car"."""
_LISTED = re.compile(
    r"\W*(?:(?:please|pls|plz|can|could|would|will|you|tell|give|show|me|us)\s)*(?:list|name|enumerate|all)\b",
    re.IGNORECASE,
)
"""Asks for a list and nothing else."""
_TELLING = 3
"""Words of what is to be listed, from which on sentences that hold all of them list it. With two, one of six questions
about 153 folders of everyday documents and eight articles was answered rightly so."""
_MENTIONS_CONFIDENCE = 0.6
"""Of a list of mentions: hardly more than the threshold, since it says no more than that the words stand there."""
_BEYOND = re.compile(r"\b(?:after|before|since|until|till|following|followed|prior)\b", re.IGNORECASE)
"""What came before or after something is not told under its heading."""


def overview_of(
    question: str, intent: Intent, generation: Generation, subject: Source | None = None, *, is_read: bool = False
) -> Answer | None:
    """An overview or the turning points, where they are asked for and something is about the topic; an overview of a
    section that is asked about by its heading; which document is meant, where that is open. `subject` is the document
    that the conversation is about; `is_read` tells that the passages nearest to the question were read in vain, so that
    the few sentences which mention the topic are all there is.
    """
    if told := _section_as_a_whole(question, intent, generation):
        return told
    changes = intent.kind == "change" and (not intent.topic or names_document(intent.topic, generation))
    works = intent.kind == "how" and _WORK.search(intent.topic) is not None
    about = _WORK.sub("", intent.topic) if works else intent.topic
    pointed = (intent.kind in _POINTING or works) and _points_at_document(question, about, generation, subject)
    as_a_whole = works or (intent.kind in _OF_A_DOCUMENT and meaning(phrased(question)) is None)
    named = as_a_whole and (pointed or (not _WITHIN.match(about) and names_document(about, generation)))
    of_section = intent.kind == "section" and not _BEYOND.search(question)
    section = find_section(intent.topic, generation) if of_section else None
    if intent.kind == "change" and not changes:
        section = find_numbered_section(intent.topic, generation)
    if not (intent.kind == "overview" or changes or named or section):
        return None
    about = part_asked_of(about, generation)
    scope = section or find_scope("" if pointed else about, generation, subject)
    if scope is None and _is_of_the_subject(about):
        scope = find_scope("", generation, subject)
    if scope is None or (isinstance(scope, Scope) and scope.is_thin and not is_read):
        return None
    if isinstance(scope, Ambiguous):
        return refusal(question, which_document(scope))
    if not changes:
        return quoted(question, overview(scope, generation), OVERVIEW_CONFIDENCE, "overview")
    dated = replace(scope, sentences=_dated(scope))
    if not any(dated.sentences or ()):
        return None
    turning_points = sorted(overview(dated, generation), key=lambda quote: _day(scope, quote))
    return quoted(question, turning_points, OVERVIEW_CONFIDENCE, "timeline")


def _section_as_a_whole(question: str, intent: Intent, generation: Generation) -> Answer | None:
    """A short section whose heading is what is asked for, or all that was typed; or says that what is in it is not
    allowed.
    """
    if forbidden := prohibitions(question, generation):
        return quoted(question, forbidden, OVERVIEW_CONFIDENCE, "list")
    is_typed_alone = intent.kind == "fact" and not QUESTION_OPENING.match(question_core(question))
    is_of_many = intent.kind == "definition" and is_plural(intent.topic.rpartition(" ")[2])
    within = _OF_SECTION.fullmatch(intent.topic) if intent.kind == "fact" else None
    marked = SO_MARKED.match(question)
    if not (intent.kind in _TOLD_WHOLE or is_of_many or is_typed_alone or within or marked):
        return None
    if intent.kind == "section" and _BEYOND.search(question):
        return None
    topic = next(filter(None, within.groups())) if within else intent.topic
    topic = _WORK.sub("", question_core(question) if is_typed_alone else topic)
    if marked:
        topic = f"{'not ' if marked['denied'] else ''}{marked['marked']}"
    quotes = named_section(topic, generation)
    if not quotes and marked and (place := _PLACE.fullmatch(marked["marked"])):
        quotes = named_section(place[1], generation)
        quotes = quotes if sum(is_rule(quote.text) for quote in quotes) >= _FEWEST_RULES else []
    if not quotes:
        return None
    is_overview = intent.kind in ("section", "fact") and len(quotes) > 1
    return quoted(question, quotes, OVERVIEW_CONFIDENCE, "overview" if is_overview else "list")


def _is_of_the_subject(topic: str) -> bool:
    """Whether a topic speaks of what the document is about, "how those two got along", "the best of this place", and
    not of a thing that this does something with: "the film they made of it".
    """
    references = open_references(topic)
    if not references or references[0].kind == "noun":
        return bool(references)
    sides = (topic[: references[0].start], topic[references[0].end :])
    return any(all(term.is_stopword for term in tokenize(side)) for side in sides)


def _points_at_document(question: str, topic: str, generation: Generation, subject: Source | None) -> bool:
    alone = subject is not None or len(generation.manifest.sources) == 1
    return alone and points_at(question, topic) and find_section(topic, generation) is None


def in_rows(question: str, intent: Intent, generation: Generation, today: date) -> Answer | None:
    """The rows of both sides of a comparison, those of calendars and timetables that a list of what is at a time asks
    for, or the lines with a label that is asked for; None where there are none.
    """
    found = (
        compared_rows(question, intent, generation)
        or dated_rows(question, intent, generation, today)
        or rows_of_weekday(question, generation)
        or lines_called(question, intent.kind, generation)
    )
    return quoted(question, found, OVERVIEW_CONFIDENCE) if found else None


def overview_of_heading(question: str, generation: Generation) -> Answer | None:
    """An overview of the section or document whose heading or title is all that was typed; None without such a one."""
    topic = question_core(question)
    if QUESTION_OPENING.match(topic):
        return None
    scope: Scope | Ambiguous | None = find_section(topic, generation)
    if scope is None and not _PREDICATE.search(topic) and names_document(topic, generation):
        scope = find_scope(topic, generation)
    if not isinstance(scope, Scope):
        return None
    return quoted(question, overview(scope, generation), OVERVIEW_CONFIDENCE, "overview")


def mentioned(question: str, topic: str, generation: Generation) -> Answer | None:
    """The table that a sentence with all words for what is to be listed leads to; or all such sentences, where these
    words are several or say what things are to be ("which instruments are gauges"), or a list is asked for and nothing
    else. None where there are none.
    """
    named = _of_known_words(topic, generation)
    found = mentions(named, generation)
    if table := announced_rows(found, generation):
        return quoted(question, table.quotes, _MENTIONS_CONFIDENCE, more=table.left_out)
    is_listed = _LISTED.match(question) is not None
    if not (is_listed or named != topic or len({*content_stems(topic)}) >= _TELLING):
        return None
    more = count_mentions(named, generation) - MOST_SHOWN if len(found) > MOST_SHOWN else 0
    return quoted(question, found, _MENTIONS_CONFIDENCE, more=more) if found else None


def _of_known_words(topic: str, generation: Generation) -> str:
    """What things are to be, of a topic that calls them by words that no source has: "instruments are gauges"."""
    called, are, said = _PREDICATE.split(topic, maxsplit=1)[0], _PREDICATE.search(topic), ""
    if are and not any(generation.lexicon.frequencies(content_stems(called)).values()):
        said = topic[are.end() :]
    return topic if said.startswith("there ") else said or topic


def _dated(scope: Scope) -> tuple[frozenset[int], ...]:
    return tuple(
        frozenset(number for number, sentence in enumerate(record.sentences) if sentence.dates)
        for record in scope.records
    )


def _day(scope: Scope, quote: Quote) -> tuple[int, int, int]:
    """The first date of a sentence."""
    record = next(record for record in scope.records if record.passage.id == quote.passage.id)
    day = min(reference_day(mention.interval) for mention in record.sentences[quote.sentence].dates)
    return day.year, day.month, day.day
