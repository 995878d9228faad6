"""Puts numbers into words: confidence, length, counts, dates and ages. Pure; shared by terminal and Discord.

The humanize package does this and far more; these few lines are all that is needed.
"""

from __future__ import annotations

from datetime import date, datetime

from relbot.answer import Answer

_CONFIDENCE_LEVELS = ((0.9, "Very likely right"), (0.7, "Likely right"), (0.5, "Perhaps right"), (0.0, "A guess"))
_AGE_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def confidence_in_words(confidence: float) -> str:
    """Return a confidence of 0–1 in words and as a percentage; never 100 %, as nothing here is certain."""
    level = next((words for least, words in _CONFIDENCE_LEVELS if confidence >= least), _CONFIDENCE_LEVELS[-1][1])
    return f"{level} ({min(99, round(100 * confidence))} %)"


def confidence_and_length(answer: Answer) -> str:
    """Return the confidence of an answer and, if it has several statements, how much it quotes, such as "4 sentences".

    Sentences are counted, not the things they mention, since a sentence may name none of them or three. A table row
    counts as one sentence.
    """
    confidence = confidence_in_words(answer.confidence)
    if len(answer.statements) < 2:
        return confidence
    from relbot.text.sentences import split  # takes 0.1 s to import, and most answers are one statement
    from relbot.text.table_rows import first_column

    prose = [each.text for each in answer.statements if first_column(each.text) is None]
    rows = len(answer.statements) - len(prose)
    sentences = sum(len(split(text, 0, len(text))) for text in prose)
    counted = quantity(sentences + rows, "sentence") if prose else quantity(rows, "row")
    return f"{confidence} · {f'an overview in {counted}' if answer.kind == 'overview' else counted}"


def quantity(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural, such as "1 source" and "2,000 sources"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def dated(day: str) -> str:
    """Return the date of a source in words, such as "dated 5 March 2024", from ISO 8601 to the day, month or year."""
    year, *rest = map(int, day.split("-"))
    words = [*map(str, rest[1:]), *(f"{date(year, month, 1):%B}" for month in rest[:1]), str(year)]
    return f"dated {' '.join(words)}"


def time_ago(then: datetime, now: datetime) -> str:
    """Return the age in the largest unit that fits, such as "2 hours ago"; "just now" under a minute or in future."""
    seconds = int((now - then).total_seconds())
    for size, unit in _AGE_UNITS:
        if seconds >= size:
            return f"{quantity(seconds // size, unit)} ago"
    return "just now"
