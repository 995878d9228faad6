"""Chooses among texts that are not in the index the one that answers a question, by the reader alone."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.reading.reader import Reader

_LEAST = 0.0
"""The least log-odds of an answer, before calibration; from here on an answer is likelier than none."""


def best_text(question: str, texts: Sequence[str], reader: Reader) -> int | None:
    """Return the index of the text that answers best (the first if several tie), or None if none answers."""
    read = [_log_odds(question, text, reader) for text in texts]
    best = max(range(len(read)), key=read.__getitem__, default=None)
    return None if best is None or read[best] < _LEAST else best


def _log_odds(question: str, text: str, reader: Reader) -> float:
    """Return the highest log-odds of an answer in any window of the text."""
    from relbot.text.sentences import split  # takes 0.1 s to import, and few questions need it

    sentences = [text[span.start : span.end] for span in split(text, 0, len(text))]
    found, following = float("-inf"), 0
    while following < len(sentences):
        reading = reader.read(question, "", sentences[following:], 0)
        found = max(found, reading.answers)
        following += len(reading.sentences)
    return found
