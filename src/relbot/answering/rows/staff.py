"""Finds who works somewhere if no sentence names all of them: the people whom a section names together, e.g. in the
rows of a table of people, or all people whom a short document names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from relbot.answer import Answer
from relbot.answering.lines.standing_together import enumeration_around
from relbot.answering.overviews.people import people_named
from relbot.answering.overviews.scope import all_documents
from relbot.answering.statements import MOST_SHOWN, Quote, each_once, in_text_order, quoted
from relbot.index.protocol import Generation
from relbot.query.request.phrasing import phrased
from relbot.text.person_names import WordVector
from relbot.text.table_rows import first_column

_HERE = r"(?:here|there|(?:at|for|in)\s(?:this|that|the|your|our|their)?\s?[\w' -]{1,40})"
_TEAM = r"(?:the|your|our|their|its|this)\s(?:team|staff|crew)"
_ASKED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"who\s(?:all\s|else\s)?(?:works?|(?:is|are)\sworking|helps?\sout|volunteers)\s{_HERE}",
        rf"who\s(?:all\s)?(?:is|are)\s(?:all\s)?(?:(?:on|in)\s)?{_TEAM}",
        r"who\sare\s(?:all\s)?the\s(?:people|persons|ones)\s(?:who\s|that\s)?(?:are\s)?(?:work(?:ing)?|run(?:ning)?|behind"
        rf"|in\scharge|organi[sz](?:e|ing))(?:\s(?:of\s)?(?:it|this|that|{_HERE}|the\s[\w' -]{{1,40}}))?",
        rf"(?:names?\sof\s)?(?:everyone|everybody|all(?:\s(?:the\s)?people)?|the\speople)\s(?:on|in)\s{_TEAM}",
        r"(?:(?:which|what|list|all|(?:the\s)?names?\sof)\s)?(?:all\s)?(?:the\s)?(?:people|persons|everyone|everybody|staff)"
        rf"\s(?:who|that)?\s?works?\s{_HERE}",
        rf"who\sdoes\swhat(?:\s{_HERE})?",
    )
)
"""Questions for everyone who works somewhere, or runs it."""
_AND_MORE = re.compile(r"(?:,?\s(?:and|&)\s(?:what|as what|how|their)\b.*|,\s(?:by\s)?names?)$", re.IGNORECASE)
_FEWEST = 3
"""The fewest people of such a list. Set by hand."""
_FEW_PASSAGES = 30
"""The most passages in all documents for which everyone named is taken for staff."""
_CONFIDENCE = 0.65
"""The confidence of such a list: hardly more than the threshold, since it may name a guest."""


def staff_named(question: str, answer: Answer, generation: Generation, vector: WordVector) -> Answer | None:
    """Return the sentences or rows that name the people of a place, if a question asks for all of them and the answer
    so far names at most one; None if it asks for something else, or too few are named.
    """
    if not any(form.fullmatch(_AND_MORE.sub("", phrased(question))) for form in _ASKED):
        return None
    scope = all_documents(generation)
    people = people_named(scope.records, cache(vector)) if scope else []
    if len(people) < _FEWEST or _names_several(answer, people):
        return None
    sections = Counter((quote.passage.source.path, quote.passage.section) for quote in people)
    section, count = sections.most_common(1)[0]
    together = [quote for quote in people if (quote.passage.source.path, quote.passage.section) == section]
    if count >= _FEWEST and 2 * count >= len(people):
        return quoted(question, _whole_table(in_text_order(together), generation), _CONFIDENCE)
    return quoted(question, in_text_order(people[:MOST_SHOWN]), _CONFIDENCE) if _is_short(generation) else None


def _names_several(answer: Answer, people: Sequence[Quote]) -> bool:
    """Return whether an answer, no less sure than the list, has several statements or sentences that name somebody."""
    said = answer.text or ""
    is_sure = answer.answered and answer.confidence >= _CONFIDENCE
    return is_sure and (len(answer.statements) > 1 or sum(quote.text in said for quote in people) > 1)


def _is_short(generation: Generation) -> bool:
    return generation.manifest.passages <= _FEW_PASSAGES


def _whole_table(quotes: Sequence[Quote], generation: Generation) -> list[Quote]:
    """Return the quotes with all rows of the tables that any of them is a row of, as a row may have only a nickname."""
    found = [*quotes]
    for quote in quotes:
        table = enumeration_around(quote, generation) if first_column(quote.text) else None
        found += [row for line in table.lines for row in line] if table else []
    return in_text_order(each_once(found))
