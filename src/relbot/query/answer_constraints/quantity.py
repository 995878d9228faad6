"""The quantities that questions ask for, and whether a sentence tells one of the kind.

A sentence is only refused where nothing in it could be the quantity: of 4,657 questions of SQuAD 2.0's and Natural
Questions' training halves that ask for one and can be answered, 14 of the sentences that answer are, most of them
because the data marks one beside the right one; of the 4,222 that cannot, one in five of the nearest sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from relbot.query.answer_constraints.quantity_table import QUANTITIES, Quantity
from relbot.temporal.date_mentions import DateMention

_OTHER_ASKED = re.compile(r"\b(?:who|whom|whose|when|where|why|what|which|how)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"(?:can|could|may|might|must|should|shall|will|would|do|does|did|is|are|was|were|am|has|have|had)\b"
    r"(?!.*\b(?:tell|know|have|has|got|give|there|send|show)\b)",
    re.IGNORECASE,
)
"""The beginning of a question whether something is so: "can I keep my phone number" asks for none."""
_PAIR = re.compile(r"(?:^|[;,|]\s?)[^\W\d][^:\n.!?;]{0,38}:\s+\S")
_ORDINAL = re.compile(r"(?<![\d,.])\d[\d,.]*(?:st|nd|rd|th)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[\d½¼¾]|\b(?:one(?!\s(?:of|another)\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores?|"
    r"zero|quarters?)\b(?!-\w+(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_COUNT_LIKE_YEAR = re.compile(r"\d{1,3}|1[0-3]\d\d")
"""A bare number that the grammar of dates reads as a year, and that is a count as likely: "a team of 1000"."""


@lru_cache(maxsize=64)  # asked for each sentence of a passage
def quantity_asked(question: str) -> Quantity | None:
    """The quantity that a question asks for; None where it asks for something else, or for that first."""
    if _WHETHER.match(question):
        return None
    for quantity in QUANTITIES:
        if match := quantity.asked.search(question):
            other = _OTHER_ASKED.search(question)
            return quantity if other is None or match.start() <= other.start() else None
    return None


def tells(quantity: Quantity, sentence: str, dates: Sequence[DateMention]) -> bool:
    """Whether a sentence holds what could be a quantity of the kind; `dates` are those in the sentence."""
    if (quantity.by_date and dates) or (quantity.by_span and _is_span(dates)) or quantity.told.search(sentence):
        return True
    if _PAIR.search(sentence):
        return _NUMBER.search(sentence) is not None
    return quantity.by_number and _NUMBER.search(_without_dates(sentence, dates)) is not None


def _is_span(dates: Sequence[DateMention]) -> bool:
    return len(dates) > 1 or any(date.interval.is_open or len(re.findall(r"\d+", date.text)) > 1 for date in dates)


def _without_dates(sentence: str, dates: Sequence[DateMention]) -> str:
    """The sentence with spaces in place of dates and ordinals, so that the numbers left count something."""
    letters = list(sentence)
    for date in dates:
        if not _COUNT_LIKE_YEAR.fullmatch(date.text):
            letters[date.start : date.end] = " " * (date.end - date.start)
    return _ORDINAL.sub(" ", "".join(letters))
