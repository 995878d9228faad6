"""What a question names exactly, by number, row, weekday or task, and is answered by without a search."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from relbot.answer import Answer
from relbot.answering.broad_answers import mentioned
from relbot.answering.documents.headings import answer_by_heading
from relbot.answering.documents.permissions import rules_on
from relbot.answering.documents.structure import numbered
from relbot.answering.rows.confidence import is_chosen_by_value, row_confidence, states_price, tells_stock
from relbot.answering.rows.contacts import contact_for, of_the_same
from relbot.answering.rows.hours import hours_of_week
from relbot.answering.rows.lookup import rows_named
from relbot.answering.rows.mail_headers import header_of_mail
from relbot.answering.rows.sibling import sibling_row
from relbot.answering.tables.table_answers import rows_asked_for
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Intent, Kind
from relbot.reading.reader import Reader

_WHO_DOES = re.compile(r"\W*who\s(?:all\s)?(?!(?:is|are|was|were)\b)\w", re.IGNORECASE)
"""Whoever does something is not told by each sentence with the word for it: "who works there"."""
_LONGEST = 300
"""Characters of a question that names something so."""


def named_exactly(
    way: Reformulation, kind: Kind, generation: Generation, today: date, reader: Reader, threshold: float
) -> Answer | None:
    """What headings, numbers, rows and lines answer, where a question names them; None where it does not. Rows and
    lines that are found by their words are read, and taken from a confidence of `threshold` on.
    """
    question = way.text
    if len(question) > _LONGEST:
        return None

    def likely(found: Answer | None) -> Answer | None:
        if found is None or not found.answered or is_chosen_by_value(question, today):
            return found
        is_told = states_price(found) or tells_stock(found)
        confidence = max(row_confidence(found, reader), found.confidence if is_told else 0)
        return replace(found, confidence=confidence) if confidence >= threshold else None

    return (
        numbered(question, generation)
        or sibling_row(way, generation)
        or of_the_same(way.typed or question, way.previous_passage_id, generation)
        or header_of_mail(way, generation)
        or hours_of_week(question, generation, today)
        or likely(rows_asked_for(question, kind, generation, today))
        or likely(rows_named(question, kind, generation, today))
        or likely(contact_for(question, generation))
    )


def named_after_all(way: Reformulation, intent: Intent, generation: Generation) -> Answer | None:
    """What lines answer where nothing that was read did: those that name what is to be listed, unless its topic stands
    beside it ("Who rides, and which days does she work?"), the rules on what is to be allowed, what stands under the
    day asked about.
    """
    question = way.text
    if len(question) > _LONGEST:
        return None
    is_listed = intent.kind == "list" and not way.is_joined and not _WHO_DOES.match(question)
    listed = mentioned(question, intent.topic, generation) if is_listed else None
    return listed or rules_on(question, generation) or answer_by_heading(question, generation)
