"""What a question names exactly, by number, row, weekday or task, and is answered by without a search."""

from __future__ import annotations

from datetime import date

from relbot.answer import Answer
from relbot.answering.documents.headings import answer_by_heading
from relbot.answering.documents.permissions import rules_on
from relbot.answering.documents.structure import numbered
from relbot.answering.rows.contacts import contact_for, of_the_same
from relbot.answering.rows.hours import hours_of_week
from relbot.answering.rows.lookup import rows_named
from relbot.answering.rows.sibling import sibling_row
from relbot.answering.tables.table_answers import rows_asked_for
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Kind

_LONGEST = 300
"""Characters of a question that names something so."""


def named_exactly(way: Reformulation, kind: Kind, generation: Generation, today: date) -> Answer | None:
    """What headings, numbers, rows and lines answer, where a question names them; None where it does not."""
    if len(way.text) > _LONGEST:
        return None
    return (
        numbered(way.text, generation)
        or sibling_row(way, generation)
        or of_the_same(way.typed or way.text, way.previous_passage_id, generation)
        or hours_of_week(way.text, generation, today)
        or rows_asked_for(way.text, kind, generation, today)
        or rows_named(way.text, kind, generation, today)
        or contact_for(way.text, generation)
    )


def named_after_all(question: str, generation: Generation) -> Answer | None:
    """What lines answer where nothing that was read did: the rules on what is to be allowed, what stands under the day
    asked about, who does something.
    """
    if len(question) > _LONGEST:
        return None
    by_line = rules_on(question, generation) or answer_by_heading(question, generation)
    return by_line or contact_for(question, generation, is_refused=True)
