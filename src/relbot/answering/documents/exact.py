"""Answers questions that name something exactly, by number, row, weekday or task, without a search."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from relbot.answer import Answer
from relbot.answering.broad_answers import mentioned
from relbot.answering.documents.authors import author_of
from relbot.answering.documents.headings import answer_by_heading, day_of_thing
from relbot.answering.documents.permissions import rules_on
from relbot.answering.documents.structure import part_by_number
from relbot.answering.releases.dated_change import change_dated
from relbot.answering.releases.latest import about_releases
from relbot.answering.rows.confidence import is_chosen_by_value, row_confidence, states_price, tells_state, tells_stock
from relbot.answering.rows.contacts import contact_for, of_the_same
from relbot.answering.rows.group_prices import price_for_group
from relbot.answering.rows.hours import hours_of_week
from relbot.answering.rows.lookup import rows_named
from relbot.answering.rows.mail_headers import header_of_mail
from relbot.answering.rows.office_holders import holder_of_office
from relbot.answering.rows.sibling import sibling_row
from relbot.answering.statements import found_by
from relbot.answering.tables.table_answers import rows_asked_for
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Intent, Kind
from relbot.reading.reader import Reader

_WHO_DOES = re.compile(r"\W*who\s(?:all\s)?(?!(?:is|are|was|were)\b)\w", re.IGNORECASE)
"""Questions about everybody who does something ("who works there"), which mentions of the verb do not answer."""
_LONGEST = 300
"""The longest question that names something exactly, in characters."""
_BY_NUMBER = "The question names a part by its number, and this is what stands there."
_OF_RELEASES = "The question is about releases, and this was looked up in the headings of the changelog."
_OF_A_CHANGE = "A line of a changelog was looked up that has all that the question names."
_BESIDE = "It is the row or line near the one told before that has the words of the question."
_WITH_IT = "It is the one such address or number that stands with the answer before."
_FOR_GROUP = "The row of a price list was looked up that is for so many people."
_IN_HEADER = "It was looked up in the header of the mail."
_SIGNED = "The byline or signature of the document was looked up."
_AS_HOURS = "The lines that tell the hours of a week were looked up."
_IN_TABLE = "It was looked up in a table, by the values and columns that the question names."
_BY_WORDS = "A row or line was looked up that has all that the question names, in it or above it."
_IN_HEADING = "A title or heading that names the thing says when it is."
_AS_HOLDER = "The sentence or line was looked up that says who is what the question names."
_AS_CONTACT = "A line on the topic was looked up that says how to reach somebody."
_AFTER_ALL = "No passage that was read answers the question; this was looked up by its words."


def named_exactly(
    way: Reformulation, kind: Kind, generation: Generation, today: date, reader: Reader, threshold: float
) -> Answer | None:
    """Answer from the headings, numbers, rows and lines that a question names; None if it names none. Rows and lines
    that are found by their words are read, and accepted at a confidence of `threshold`.
    """
    question = way.text
    if len(question) > _LONGEST:
        return None

    def likely(found: Answer | None) -> Answer | None:
        if found is None or not found.answered or is_chosen_by_value(question, today):
            return found
        is_told = states_price(found) or tells_stock(found) or tells_state(found)
        confidence = max(row_confidence(found, reader), found.confidence if is_told else 0)
        return replace(found, confidence=confidence) if confidence >= threshold else None

    return (
        found_by(about_releases(question, generation), _OF_RELEASES)
        or found_by(part_by_number(question, generation), _BY_NUMBER)
        or found_by(change_dated(question, generation), _OF_A_CHANGE)
        or found_by(sibling_row(way, generation), _BESIDE)
        or found_by(of_the_same(way.typed or question, way.previous_passage_id, generation), _WITH_IT)
        or found_by(header_of_mail(way, generation), _IN_HEADER)
        or found_by(author_of(question, generation, reader.word_vector), _SIGNED)
        or found_by(holder_of_office(question, generation), _AS_HOLDER)
        or found_by(day_of_thing(question, generation), _IN_HEADING)
        or found_by(price_for_group(question, generation), _FOR_GROUP)
        or found_by(hours_of_week(question, generation, today), _AS_HOURS)
        or found_by(likely(rows_asked_for(question, kind, generation, today)), _IN_TABLE)
        or found_by(likely(rows_named(question, kind, generation, today)), _BY_WORDS)
        or found_by(likely(contact_for(question, generation)), _AS_CONTACT)
    )


def named_after_all(way: Reformulation, intent: Intent, generation: Generation) -> Answer | None:
    """Answer from lines after the reader found nothing: lines that mention what is to be listed (unless the topic was
    added to the question: "Who rides, and which days does she work?"), rules, or what is under the day asked about.
    """
    question = way.text
    if len(question) > _LONGEST:
        return None
    is_listed = intent.kind == "list" and not way.is_joined and not _WHO_DOES.match(question)
    listed = mentioned(question, intent.topic, generation) if is_listed else None
    return found_by(listed or rules_on(question, generation) or answer_by_heading(question, generation), _AFTER_ALL)
