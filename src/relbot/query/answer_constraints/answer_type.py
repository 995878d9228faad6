"""The expected answer type of a question, whether a sentence has something of that type, and whether two questions
ask for the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from relbot.query.answer_constraints.named_kinds import lacks_name
from relbot.query.answer_constraints.quantity import quantity_asked, tells
from relbot.query.timeframe import asks_when
from relbot.temporal.date_mentions import DateMention
from relbot.text.proper_names import CAPITAL
from relbot.text.terms import content_stems, stems

AnswerType = Literal["time", "number", "person", "place", "reason", "other"]

_QUESTION_PATTERNS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
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
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundreds? thousands? millions?
billions? half third quarter dozen percent several no
"""
_NUMBER = re.compile(rf"\d[\d,.]*|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.IGNORECASE)
_NAME = re.compile(rf"(?<=[\s“\"'(]){CAPITAL}\w+")
_REASON = re.compile(r"\b(?:because|due|since|so that|in order|reasons?|results?|caus\w+|led|to)\b", re.IGNORECASE)
_ANSWER_PATTERNS: dict[AnswerType, re.Pattern[str]] = {
    "number": _NUMBER,
    "person": _NAME,
    "place": _NAME,
    "reason": _REASON,
}
_TIME_WORDS = r"""
january february march april may june july august september october november december
\w+days? years? months? weeks? century centuries decades? era period age spring summer autumn winter
beginning start end after before prior upon during until till since when if once today early late later ago
reign war time immediately soon
hours? minutes? mornings? noon midday afternoons? evenings? nights? midnight dawn dusk daytime birth ages
seasons? episodes? finale edition sunrise sunset daily weekly monthly yearly annually weekends? always never
easter christmas pentecost passover hanukkah ramadan diwali midsummer halloween thanksgiving
"""
_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_TIME = re.compile(
    rf"\d|\b(?:{'|'.join(_TIME_WORDS.split())}|at (?:{'|'.join(_HOURS.split())}))\b",
    re.IGNORECASE,
)

_SAID_BEFORE = re.compile(r"^[^?]{1,60}?:\s+(?=\w)")
"""A speaker before a question."""


def lacks_answer_type(question: str, sentence: str, dates: Sequence[DateMention]) -> bool:
    """Return whether a sentence cannot be the answer because it has nothing of the type asked for: a time, a quantity
    (`quantity`) or a name (`named_kinds`).

    No question of XQuAD and SQuAD 2.0 is answered rightly by a sentence that this excludes.
    """
    if quantity := quantity_asked(question):
        return not tells(quantity, question, sentence, dates)
    if lacks_name(question, sentence):
        return True
    return not dates and _TIME.search(sentence) is None and asks_when(question)


def expected_answer_type(question: str) -> AnswerType:
    """Return the answer type of a question; "other" if no pattern matches."""
    if asks_when(question):
        return "time"
    matching = (answer_type for answer_type, pattern in _QUESTION_PATTERNS if pattern.search(question))
    return next(matching, "other")


def type_agreement(answer_type: AnswerType, question: str, sentence: str, dates: Sequence[DateMention]) -> float:
    """Return 1 if a sentence has something of the type that is not in the question, else -1; 0 for "other"."""
    if answer_type == "other":
        return 0.0
    found: Iterable[str]
    if answer_type == "time":
        found = (mention.text for mention in dates)
    else:
        found = (match.group() for match in _ANSWER_PATTERNS[answer_type].finditer(sentence))
    folded = question.casefold()
    return 1.0 if any(words.casefold() not in folded for words in found) else -1.0


def same_words(one: str, other: str) -> bool:
    """Return whether two questions differ only in stop words, case and endings, and expect the same type of answer."""
    words, other_words = content_stems(one), content_stems(other)
    return words == other_words and (bool(words) or stems(one) == stems(other)) and same_kind(one, other)


def asks_the_same(question: str, sentence: str) -> bool:
    """Return whether a sentence is itself a question that asks for the same: "Ann: who keeps the cash box?"."""
    if sentence.rstrip("\"”’')] ")[-1:] != "?":
        return False
    asked = set(content_stems(question))
    return bool(asked) and asked <= set(content_stems(sentence)) and same_kind(question, _SAID_BEFORE.sub("", sentence))


def same_kind(one: str, other: str) -> bool:
    """Return whether two questions expect the same type of answer and name the same numbers."""
    return expected_answer_type(one) == expected_answer_type(other) and _numbers(one) == _numbers(other)


def _numbers(question: str) -> set[str]:
    return {stem for stem in stems(question) if any(map(str.isdigit, stem))}
