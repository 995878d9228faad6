"""The kinds of quantities that questions ask for, and whether a sentence states one of that kind.

A sentence is excluded only if nothing in it could be the quantity. In the training halves of SQuAD 2.0 and Natural
Questions this excludes the marked sentence of 14 of 4,657 answerable questions for a quantity, most of which are marked
wrongly, and the nearest sentence of one in five of 4,222 unanswerable ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from relbot.query.answer_constraints.quantity_table import PRICE, QUANTITIES, Quantity
from relbot.query.identifiers import Identifier, identifiers
from relbot.temporal.date_mentions import DateMention

_OTHER_ASKED = re.compile(r"\b(?:who|whom|whose|when|where|why|what|which|how)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"(?:can|could|may|might|must|should|shall|will|would|do|does|did|is|are|was|were|am|has|have|had)\b"
    r"(?!.*\b(?:tell|know|have|has|got|give|there|send|show)\b)",
    re.IGNORECASE,
)
"""The beginning of a yes/no question, which asks for no quantity: "can I keep my phone number"."""
_PAIR = re.compile(r"(?:^|[;,|]\s?)[^\W\d][^:\n.!?;]{0,38}:\s+\S")
_ORDINAL = re.compile(r"(?<![\d,.])\d[\d,.]*(?:st|nd|rd|th)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[\d½¼¾]|\b(?:one(?!\s(?:of|another)\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores?|"
    r"zero|quarters?)\b(?!-\w+(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_HOW_MUCH_IS = re.compile(
    r"\bhow\smuch(?:['’]?s|\s(?:is|are|was|were|for))\s(?:(?!(?:in|on|at|of|for|from|to|left)\s)\S{1,20}\s){0,3}$",
    re.IGNORECASE,
)
"""The beginning of a question for the price of what it goes on to name by a number."""
_COUNT_LIKE_YEAR = re.compile(r"\d{1,3}|1[0-3]\d\d")
"""A bare number that the date grammar reads as a year, but that may as well be a count: "a team of 1000"."""


@lru_cache(maxsize=64)  # asked for each sentence of a passage
def quantity_asked(question: str) -> Quantity | None:
    """Return the quantity that a question asks for; None if it asks for something else, or for something else first."""
    if _WHETHER.match(question):
        return None
    if any(_HOW_MUCH_IS.search(question[: named.start]) for named in _named(question)[-1:] if _ends(question, named)):
        return PRICE
    for quantity in QUANTITIES:
        if match := quantity.asked.search(question):
            other = _OTHER_ASKED.search(question)
            return quantity if other is None or match.start() <= other.start() else None
    return None


def tells(quantity: Quantity, question: str, sentence: str, dates: Sequence[DateMention]) -> bool:
    """Return whether a sentence has what could be a quantity of this kind; `dates` are those in the sentence. A number
    that belongs to what the question names tells nothing: "how fast is the Rocket 2".
    """
    for named in _named(question):
        sentence = named.blanked(sentence)
    if (quantity.by_date and dates) or (quantity.by_span and _is_span(dates)) or quantity.told.search(sentence):
        return True
    if _PAIR.search(sentence):
        return _NUMBER.search(sentence) is not None
    return quantity.by_number and _NUMBER.search(_without_dates(sentence, dates)) is not None


@lru_cache(maxsize=64)
def _named(question: str) -> tuple[Identifier, ...]:
    return identifiers(question)


def _ends(question: str, named: Identifier) -> bool:
    return not re.search(r"\w", question[named.end :])


def _is_span(dates: Sequence[DateMention]) -> bool:
    return len(dates) > 1 or any(date.interval.is_open or len(re.findall(r"\d+", date.text)) > 1 for date in dates)


def _without_dates(sentence: str, dates: Sequence[DateMention]) -> str:
    """Return the sentence with dates and ordinals blanked out, so that the remaining numbers count something."""
    letters = list(sentence)
    for date in dates:
        if not _COUNT_LIKE_YEAR.fullmatch(date.text):
            letters[date.start : date.end] = " " * (date.end - date.start)
    return _ORDINAL.sub(" ", "".join(letters))
