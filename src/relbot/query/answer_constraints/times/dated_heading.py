"""Headings that state a date or version for what stands below them, as in minutes, news and changelogs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.index.records import PassageRecord
from relbot.query.named_document import day_in
from relbot.query.timeframe import asks_when
from relbot.query.weekdays import weekdays, weekdays_named
from relbot.text.terms import content_stems, stems

_PERIOD = re.compile(r"\bQ[1-4]\b|\b(?:week|quarter)\s\d|\b(?:spring|summer|autumn|fall|winter)\s\d{4}", re.IGNORECASE)
_VERSION = re.compile(r"(?<![\w.])v?\d+(?:\.\d+)+|\b(?:version|release)\s\d", re.IGNORECASE)
_ASKS_VERSION = re.compile(r"\b(?:what|which)\s(?:version|release|update|build)\b", re.IGNORECASE)
_ASKS_DAY = re.compile(
    r"\b(?:what|which)\s(?:\w+\s)?(?:meeting|session|day|date|month|newsletter|issue|edition|minutes)\b", re.IGNORECASE
)
OF_THE_PAST = re.compile(r"\b(?:did|was|were|had|since)\b", re.IGNORECASE)
"""The past tense: "when did the shop open" does not ask for opening hours."""
_TO_COME = re.compile(r"\b(?:coming|will|gonna|going\sto|planned|due)\b", re.IGNORECASE)
"""The future, which the date of a past event does not answer."""
_TELLING = frozenset(
    stems(
        "discuss discussed discussion talk talked talking speak spoke mention mentioned decide decided decision agree"
        " agreed bring brought come came up raise raised happen happened take place topic add added introduced new last"
        " first version release update build meeting session day date month newsletter issue edition minutes scheduled"
    )
)
"""Words for what happens to any item in minutes, news and schedules, and for these themselves. A sentence under a dated
heading need not contain them."""


def asks_version(question: str) -> bool:
    """Return whether a question asks for a version."""
    return _ASKS_VERSION.search(question) is not None


def asks_day(question: str) -> bool:
    """Return whether a question asks for a day or for an event of one day, and not for a version."""
    return not asks_version(question) and (asks_when(question) or _ASKS_DAY.search(question) is not None)


def is_to_come(question: str) -> bool:
    """Return whether a question asks about the future."""
    return _TO_COME.search(question) is not None and OF_THE_PAST.search(question) is None


def words_dated(question: str) -> frozenset[str]:
    """Return the stems of what a question wants the date or version of."""
    return frozenset(content_stems(question)) - _TELLING


def heading_that_says(question: str, section: Sequence[str]) -> str:
    """Return the innermost heading that states the version or day asked for; "" if none does, or if it states another
    day of the week than the question names.
    """
    is_version = asks_version(question)
    if not is_version and not asks_day(question):
        return ""
    heading = next((each for each in reversed(section) if (_says_version if is_version else says_day)(each)), "")
    asked, told = weekdays_named(question), weekdays(heading)
    return "" if asked and told and asked.isdisjoint(told) else heading


def says_it(question: str, text: str) -> bool:
    """Return whether a sentence itself states the version or day asked for."""
    return _says_version(text) if asks_version(question) else asks_day(question) and says_day(text)


def sentences_on(record: PassageRecord, words: frozenset[str]) -> list[int]:
    """Return the sentences with all of some stems, at least one in the sentence itself and the others perhaps in its
    title or headings.
    """
    above = {*record.heading_terms}
    return [
        number
        for number, sentence in enumerate(record.sentences)
        if words <= {*sentence.terms, *above} and not words.isdisjoint(sentence.terms)
    ]


def told_by_heading(question: str, record: PassageRecord) -> list[int]:
    """Return the sentences about what is asked, below a heading that states its date or version, so that the sentence
    need not.
    """
    words = words_dated(question)
    if not words or is_to_come(question) or not heading_that_says(question, record.passage.section):
        return []
    return sentences_on(record, words)


def tells_of_another(question: str, record: PassageRecord) -> list[bool]:
    """Return for each sentence under a dated heading whether it is about something else than what is asked: others have
    more of the question's words. A sentence that states a date itself may continue the one before, and is kept.
    """
    told = told_by_heading(question, record)
    if told and (asks_version(question) or OF_THE_PAST.search(question)):
        return [number not in told for number in range(len(record.sentences))]
    if not heading_that_says(question, record.passage.section):
        return [False] * len(record.sentences)
    words = words_dated(question)
    held = [len(words.intersection(sentence.terms)) for sentence in record.sentences]
    texts = (record.passage.words(sentence.span) for sentence in record.sentences)
    return [own < max(held) and not says_it(question, text) for own, text in zip(held, texts, strict=True)]


def is_record(section: Sequence[str]) -> bool:
    """Return whether a section is a record of events: its innermost heading states a day or version."""
    return bool(section) and (says_day(section[-1]) or _says_version(section[-1]))


def _says_version(words: str) -> bool:
    """Return whether a heading states a version."""
    return _VERSION.search(words) is not None


def says_day(words: str) -> bool:
    """Return whether a heading states a day, a month or another part of a year."""
    day = day_in(words)
    return bool(weekdays(words) or _PERIOD.search(words)) or (day is not None and day.month > 0)
