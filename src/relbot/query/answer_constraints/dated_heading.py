"""Headings that say when something happened, or in what version: those of minutes, news and changelogs."""

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
"""Words of a question about the past: opening hours do not tell when a shop was opened."""
_TO_COME = re.compile(r"\b(?:coming|will|gonna|going\sto|planned|due)\b", re.IGNORECASE)
"""Words of a question about the future, which the heading of what has been does not answer."""
_TELLING = frozenset(
    stems(
        "discuss discussed discussion talk talked talking speak spoke mention mentioned decide decided decision agree"
        " agreed bring brought come came up raise raised happen happened take place topic add added introduced new last"
        " first version release update build meeting session day date month newsletter issue edition minutes scheduled"
    )
)
"""What is done to anything in minutes, news and schedules, and what these are: a sentence of them need not say it."""


def asks_version(question: str) -> bool:
    """Whether a question asks for a version."""
    return _ASKS_VERSION.search(question) is not None


def asks_day(question: str) -> bool:
    """Whether it asks for a day or what is held on one, and not for a version."""
    return not asks_version(question) and (asks_when(question) or _ASKS_DAY.search(question) is not None)


def is_to_come(question: str) -> bool:
    """Whether it asks about what is still to come."""
    return _TO_COME.search(question) is not None and OF_THE_PAST.search(question) is None


def words_dated(question: str) -> frozenset[str]:
    """The stems of what is to be dated, or found in a version."""
    return frozenset(content_stems(question)) - _TELLING


def heading_that_says(question: str, section: Sequence[str]) -> str:
    """The innermost heading that says the version or day that is asked for; "" where none does, or it is another day
    than the question names.
    """
    is_version = asks_version(question)
    if not is_version and not asks_day(question):
        return ""
    heading = next((each for each in reversed(section) if (says_version if is_version else says_day)(each)), "")
    asked, told = weekdays_named(question), weekdays(heading)
    return "" if asked and told and asked.isdisjoint(told) else heading


def says_it(question: str, text: str) -> bool:
    """Whether a sentence itself says the version or day that is asked for."""
    return says_version(text) if asks_version(question) else asks_day(question) and says_day(text)


def sentences_on(record: PassageRecord, words: frozenset[str]) -> list[int]:
    """The sentences that have some words, some of them in the title or the headings perhaps."""
    above = {*record.heading_terms}
    return [
        number
        for number, sentence in enumerate(record.sentences)
        if words <= {*sentence.terms, *above} and not words.isdisjoint(sentence.terms)
    ]


def told_by_heading(question: str, record: PassageRecord) -> list[int]:
    """The sentences that have all words for what is asked about, below the heading that says when it was, or in what
    version: none of these need say it.
    """
    words = words_dated(question)
    if not words or is_to_come(question) or not heading_that_says(question, record.passage.section):
        return []
    return sentences_on(record, words)


def tells_of_another(question: str, record: PassageRecord) -> list[bool]:
    """Which sentences are not of what is asked about, where their heading says when it was or in what version, and
    others have more of its words. What states a day itself may go on about what is named before it.
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
    """Whether what stands under some headings tells what happened: the innermost says when, or in what version."""
    return bool(section) and (says_day(section[-1]) or says_version(section[-1]))


def says_version(words: str) -> bool:
    """Whether a heading says a version."""
    return _VERSION.search(words) is not None


def says_day(words: str) -> bool:
    """Whether it says a day, a month, or another part of a year."""
    day = day_in(words)
    return bool(weekdays(words) or _PERIOD.search(words)) or (day is not None and day.month > 0)
