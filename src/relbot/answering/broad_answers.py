"""Answers of several sentences: overviews, the turning points of a story, the rows of a comparison."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Source
from relbot.answering.documents.permissions import is_rule
from relbot.answering.lines.calendar_rows import dated_rows
from relbot.answering.lines.compared_rows import compared_rows
from relbot.answering.lines.enumerations import announced_rows
from relbot.answering.lines.labelled import lines_called
from relbot.answering.lines.lead import SO_MARKED
from relbot.answering.lines.weekday_rows import rows_of_weekday
from relbot.answering.mentions.introduction import count_mentions, mentions
from relbot.answering.mentions.named_entities import co_mentions
from relbot.answering.overviews.named_section import named_section
from relbot.answering.overviews.overview import LENGTH, OVERVIEW_CONFIDENCE, overview, which_document
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
from relbot.query.request.length import sentences_asked_for
from relbot.query.request.phrasing import phrased
from relbot.query.request.requests import CONNECTION
from relbot.query.request.who_and_what import meaning
from relbot.query.subject.references import open_references, points_at
from relbot.temporal.interval import reference_day
from relbot.text.english import is_plural
from relbot.text.terms import content_stems, tokenize

_OF_A_DOCUMENT: frozenset[IntentKind] = frozenset({"list", "section", "who", "definition"})
"""Intents that an overview answers if they are about a document."""
_POINTING: frozenset[IntentKind] = frozenset({"overview", "who", "definition"})
"""Intents that may refer to the document by a demonstrative: "explain this war to me"."""
_TOLD_WHOLE: frozenset[IntentKind] = frozenset({"list", "section", "how"})
"""Intents that a short section answers as a whole if its heading names the topic."""
_WORK = re.compile(r"\s(?:work|works|function|operate)\b(?:[\s,]+\w+)?$", re.IGNORECASE)
"""Questions about how a thing works, which its whole document answers: "how does the parliament work, roughly"."""
_OF_SECTION = re.compile(r"(?:in|on|at|from|under)\s(.+)|(.+)\s(?:say|said|tell|state|cover|contain)", re.IGNORECASE)
"""Questions for the content of a part: "what was in the q2 update", "what is on sunday", "what did ivo say"."""
_WITHIN = re.compile(r"(?:on|in|at|among|part of)\s", re.IGNORECASE)
"""Membership, which an overview of a document of that name does not answer: "who is on the board"."""
_PREDICATE = re.compile(rf"\s{AUXILIARY}\s", re.IGNORECASE)
"""The auxiliary of a question in the form of a statement, which is no title: "so all of them were with France?"."""
_PLACE = re.compile(
    r"(?:allowed|banned|forbidden|permitted|prohibited)\s(?:(?:with)?in(?:side)?|on|at|around|during)\s(.+)",
    re.IGNORECASE,
)
_FEWEST_RULES = 2
"""The fewest rules in the section on a place that answer what is allowed there: "what's banned in the car"."""
_LISTED = re.compile(
    r"\W*(?:(?:please|pls|plz|can|could|would|will|you|tell|give|show|me|us)\s)*(?:list|name|enumerate|all)\b",
    re.IGNORECASE,
)
"""An explicit request for a list."""
_TELLING = 3
"""The fewest words of a topic such that the sentences with all of them count as its list. With two, only one of six
questions about 153 folders of everyday documents and eight articles was answered rightly."""
_CONNECTING = 4
"""The most sentences that show how two things are connected."""
_MENTIONS_CONFIDENCE = 0.6
"""Confidence of a list of mentions: hardly above the threshold, since only the words match."""
_BEYOND = re.compile(r"\b(?:after|before|since|until|till|following|followed|prior)\b", re.IGNORECASE)
"""Prepositions of time: what came before or after something is not under its heading."""


def overview_of(
    question: str, intent: Intent, generation: Generation, subject: Source | None = None, *, is_read: bool = False
) -> Answer | None:
    """Return an overview or the turning points of a topic, an overview of a section that the question names by its
    heading, or a question back about which document is meant; None if none is asked for or nothing is about the topic.

    `subject` is the document that the conversation is about. `is_read` means that the nearest passages were read in
    vain, so that the few sentences that mention the topic are all there is.
    """
    if told := _section_as_a_whole(question, intent, generation):
        return told
    asks_for_changes = intent.kind == "change" and (not intent.topic or names_document(intent.topic, generation))
    asks_how = intent.kind == "how" and _WORK.search(intent.topic) is not None
    about = _WORK.sub("", intent.topic) if asks_how else intent.topic
    is_pointed_at = (intent.kind in _POINTING or asks_how) and _points_at_document(question, about, generation, subject)
    asks_for_all = asks_how or (intent.kind in _OF_A_DOCUMENT and meaning(phrased(question)) is None)
    is_named = asks_for_all and (is_pointed_at or (not _WITHIN.match(about) and names_document(about, generation)))
    asks_for_section = intent.kind == "section" and not _BEYOND.search(question)
    section = find_section(intent.topic, generation) if asks_for_section else None
    if intent.kind == "change" and not asks_for_changes:
        section = find_numbered_section(intent.topic, generation)
    if not (intent.kind == "overview" or asks_for_changes or is_named or section):
        return None
    about = part_asked_of(about, generation)
    scope = section or find_scope("" if is_pointed_at else about, generation, subject)
    if scope is None and (_is_of_the_subject(about) or _is_bare_noun(about, question)):
        scope = find_scope("", generation, subject)
    if scope is None or (isinstance(scope, Scope) and scope.is_thin and not is_read):
        return None
    if isinstance(scope, Ambiguous):
        return refusal(question, which_document(scope))
    if asks_for_changes:
        return _turning_points(question, scope, generation)
    length = sentences_asked_for(question) or LENGTH
    return quoted(question, overview(scope, generation, length), OVERVIEW_CONFIDENCE, "overview")


def _turning_points(question: str, scope: Scope, generation: Generation) -> Answer | None:
    """Return the dated sentences that an overview of a scope quotes, in chronological order; None if it has none."""
    dated = replace(scope, sentences=_dated(scope))
    if not any(dated.sentences or ()):
        return None
    turning_points = sorted(overview(dated, generation), key=lambda quote: _day(scope, quote))
    return quoted(question, turning_points, OVERVIEW_CONFIDENCE, "timeline")


def _section_as_a_whole(question: str, intent: Intent, generation: Generation) -> Answer | None:
    """Return a short section whose heading is what the question asks for, or the whole question, or says that its items
    are forbidden; None if there is none.
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
    """Return whether a topic refers to the document's subject ("how those two got along", "the best of this place"),
    and not to something related to it ("the film they made of it").
    """
    references = open_references(topic)
    if not references or references[0].kind == "noun":
        return bool(references)
    sides = (topic[: references[0].start], topic[references[0].end :])
    return any(all(term.is_stopword for term in tokenize(side)) for side in sides)


def _is_bare_noun(topic: str, question: str) -> bool:
    """Return whether a question calls its topic by a noun alone: "tell me about the relationship"."""
    references = (question[r.start : r.end].lower() for r in open_references(question) if r.kind == "noun")
    return bool(topic) and any(reference.endswith(f" {topic.lower()}") for reference in references)


def _points_at_document(question: str, topic: str, generation: Generation, subject: Source | None) -> bool:
    alone = subject is not None or len(generation.manifest.sources) == 1
    return alone and points_at(question, topic) and find_section(topic, generation) is None


def in_rows(question: str, intent: Intent, generation: Generation, today: date) -> Answer | None:
    """Return the rows of both sides of a comparison, the rows of calendars and timetables at the time asked about, or
    the lines with the label asked for; None if there are none.
    """
    found = (
        compared_rows(question, intent, generation)
        or dated_rows(question, intent, generation, today)
        or rows_of_weekday(question, generation)
        or lines_called(question, intent.kind, generation)
    )
    return quoted(question, found, OVERVIEW_CONFIDENCE) if found else None


def connection(question: str, generation: Generation) -> Answer | None:
    """Return the sentences that name both things of which a question asks how they are connected; None without one."""
    request = phrased(question)
    match = next(filter(None, (rule.fullmatch(request) for rule in CONNECTION)), None)
    if match is None or names_document(f"{match['one']} {match['other']}", generation):
        return None
    quotes = co_mentions(match["one"], match["other"], generation)[:_CONNECTING]
    return quoted(question, quotes, OVERVIEW_CONFIDENCE) if quotes else None


def overview_of_heading(question: str, generation: Generation) -> Answer | None:
    """Return an overview of the section or document whose heading or title is the whole question; None without one."""
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
    """Return the table that a sentence with all words of the topic introduces, or all sentences with these words.

    The sentences answer only if the topic has several words, says what the things must be ("which instruments are
    gauges"), or a list is explicitly requested. None if there are none.
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
    """Return the predicate of a topic whose noun no source has: "gauges" for "instruments are gauges"."""
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
    """Return the first date of a sentence."""
    record = next(record for record in scope.records if record.passage.id == quote.passage.id)
    day = min(reference_day(mention.interval) for mention in record.sentences[quote.sentence].dates)
    return day.year, day.month, day.day
