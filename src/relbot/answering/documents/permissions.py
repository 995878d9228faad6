"""Whether something is allowed: a rule with its exceptions and conditions; and of a list of what is allowed, or is not,
the line that names it alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from relbot.answering.lines.lead import lead_of, line_around
from relbot.answering.statements import Quote

_ASKS = re.compile(
    r"\W*(?:(?:where\s)?(?:can|could|may|must|should)\s(?:i|we|you|one|guests?|members?|people|any(?:one|body))\b"
    r"|(?:am|are)\s(?:i|we|you)\s(?:allowed|permitted)\b|do\s(?:i|we)\s(?:have|need)\sto\b"
    r"|(?:is|are)\b.{1,60}\b(?:allowed|permitted|forbidden|prohibited|banned|ok|okay|fine|welcome|required|mandatory))",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"\b(?:may|can(?:['’]t|not)?|must(?:n['’]t)?|allowed|permitted|forbidden|prohibited|banned|welcome|required|needs?|fine|never"
    r"|have\sto|no|not|only)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What a sentence has that allows, forbids or demands."""
_LONGEST_RULE = 4
"""Sentences of a rule that is quoted whole."""


def with_exceptions(question: str, quotes: Sequence[Quote]) -> list[Quote]:
    """The rules among some quotes whole, where it is asked what is allowed: what a rule excepts, and under which
    condition, may be said in the sentence behind it.
    """
    return [*dict.fromkeys(_whole(quote) for quote in quotes)] if _ASKS.match(question) else [*quotes]


def without_siblings(asked: Collection[str], quotes: Sequence[Quote]) -> list[Quote]:
    """Some quotes without the other lines of a list of which the first is the line that names something asked about, by
    its stem: what else is not allowed does not tell whether candles are.
    """
    first, *others = quotes
    lead = lead_of(first.passage, first.span.start)
    if not lead or first.words.isdisjoint(asked):
        return [*quotes]
    return [first, *(q for q in others if q.words & {*asked} or lead_of(q.passage, q.span.start) != lead)]


def _whole(quote: Quote) -> Quote:
    """A sentence with all of its line of a list, or the rest of its paragraph, where that is a rule and short; else as
    it is.
    """
    line = line_around(quote.passage, quote.sentence)
    first = line.start if lead_of(quote.passage, quote.passage.sentences[quote.sentence].start) else quote.sentence
    whole = Quote(quote.passage, first, line.stop - first)
    return whole if whole.sentences <= _LONGEST_RULE and _RULES.search(whole.text) else quote
