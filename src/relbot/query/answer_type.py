"""What kind of thing a question asks for, and whether a sentence holds one that the question does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from relbot.query.timeframe import asks_when
from relbot.temporal.date_mentions import DateMention

AnswerType = Literal["time", "number", "person", "place", "reason", "other"]

_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|long|old|far|high|tall|large|big|often|fast|deep|wide|heavy)\b"
            r"|\bwhat (?:percent|percentage|number|proportion|fraction|amount)\b",
            re.IGNORECASE,
        ),
    ),
    ("person", re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+){0,1}?(?:city|country|state|place|region|county|town|location)\b",
            re.IGNORECASE,
        ),
    ),
    ("reason", re.compile(r"\bwhy\b|\bwhat (?:caused|led|made)\b", re.IGNORECASE)),
)
_NUMBER = re.compile(
    r"\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|dozen|percent|several|no)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\s“\"'(])[^\W\d_a-zà-ÿ]\w+")
_REASON = re.compile(r"\b(?:because|due|since|so that|in order|reasons?|results?|caus\w+|led|to)\b", re.IGNORECASE)
_SHOWS: dict[AnswerType, re.Pattern[str]] = {
    "number": _NUMBER,
    "person": _NAME,
    "place": _NAME,
    "reason": _REASON,
}
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores?|half|halves|thirds?|quarters?|both|pairs?|couples?|"
    r"several|few|many|single|no|none|only|every|all|numerous|first|second|last|double|triple|once|twice)\b",
    re.IGNORECASE,
)
_WHICH_YEAR = re.compile(r"\b(?:what|which) year\b", re.IGNORECASE)
_TIME = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|\w+days?|years?|months?|"
    r"weeks?|century|centuries|decades?|era|period|age|spring|summer|autumn|winter|beginning|start|end|after|before|until|"
    r"till|since|when|once|today|early|late|later|ago|reign|war|time|immediately|soon)\b",
    re.IGNORECASE,
)


def lacks(question: str, sentence: str, dates: Sequence[DateMention]) -> bool:
    """Whether a question asks when, which year or how many, and a sentence tells no time or number at all, so that it
    cannot be the answer.

    Of such questions of XQuAD and SQuAD 2.0, 344 were answered rightly, none of them by a sentence like that; of those
    that the answer given was wrong for, one in ten was.
    """
    if _HOW_MANY.search(question):
        return _COUNT.search(sentence) is None
    if dates or not asks_when(question):
        return False
    return re.search(r"\d" if _WHICH_YEAR.search(question) else _TIME, sentence) is None


def expected(question: str) -> AnswerType:
    """What a question asks for; "other" where nothing tells."""
    if asks_when(question):
        return "time"
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), "other")


def agreement(kind: AnswerType, question: str, sentence: str, dates: Sequence[DateMention]) -> float:
    """1 where a sentence holds something of the kind that the question does not say itself, else -1; 0 for "other"."""
    if kind == "other":
        return 0.0
    shown = (m.text for m in dates) if kind == "time" else (m.group() for m in _SHOWS[kind].finditer(sentence))
    asked = question.casefold()
    return 1.0 if any(words.casefold() not in asked for words in shown) else -1.0
