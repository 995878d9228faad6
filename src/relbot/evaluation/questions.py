"""Reads a question file: questions with their expected answers.

It contains one JSON object per line, in one of three forms:

- `{"question": …, "answers": […] or null, "kind": …}`: an answer is right if it contains any of the texts; null expects
  a refusal.
- `{"turns": [{"question": …, "answers": …}, …]}`: a dialogue, whose turns are asked in one conversation.
- `{"q": …, "want": […], "all": …, "least": …, "not": […], "before": […], "kind": …}`: a question, whose answer may be
  a list or an overview, or small talk; `relbot.evaluation.outcomes` defines which answers are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from relbot.errors.request import QuestionsUnreadable

MAX_LINE = 1_000_000
"""The most characters of a line: those of a conversation of ten thousand questions with a hundred each."""
_SMALL_TALK = "chat"
"""The kind of a `q` that should be recognised as small talk."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """The requirements on an answer beyond containing an expected text."""

    least: int | None
    """The fewest expected texts to show, without digressing; None if one is enough and the answer must be short."""
    not_first: tuple[str, ...] = ()
    """Texts that the first statement must not contain."""


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """A question and its expected answers."""

    line: int
    """The line number in the question file, from 1."""
    question: str
    answers: tuple[str, ...] | None
    """Verbatim texts, any of which the answer should contain; None if the corpus does not answer the question."""
    kind: str
    """A label to group scores by."""
    breadth: Breadth | None = None
    """None if it does not matter what else the answer shows."""
    before: tuple[str, ...] = ()
    """Questions that are asked first in the same conversation and not judged."""
    is_small_talk: bool = False


def lines_of(stream: TextIO, file: str) -> Iterator[str]:
    """Yield the lines of a question file. Raises QuestionsUnreadable for one longer than `MAX_LINE`, as from a device
    that never ends.
    """
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), ""), start=1):
        if len(line) > MAX_LINE:
            raise QuestionsUnreadable(file, number, f"the line is longer than {MAX_LINE:,} characters")
        yield line


def read_questions(lines: Iterable[str], file: str) -> list[tuple[EvaluationQuestion, ...]]:
    """Return the conversations of a question file, most of them with one turn; blank lines are skipped. Raises
    QuestionsUnreadable.
    """
    conversations: list[tuple[EvaluationQuestion, ...]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionsUnreadable(file, number, f"this is not JSON ({error})") from None
        if isinstance(entry, dict) and "q" in entry:
            conversations.append((_broad_question(entry, file, number),))
            continue
        dialogue = isinstance(entry, dict) and "turns" in entry
        turns = entry["turns"] if dialogue else [entry]
        if not isinstance(turns, list) or not turns:
            raise QuestionsUnreadable(file, number, "turns is not a list of questions")
        default_kind = "dialogue" if dialogue else "other"
        conversations.append(tuple(_question(turn, file, number, default_kind) for turn in turns))
    if not conversations:
        raise QuestionsUnreadable(file, 1, "the file holds no questions")
    return conversations


def _question(entry: object, file: str, line: int, default_kind: str) -> EvaluationQuestion:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise QuestionsUnreadable(file, line, "there is no question that is a text")
    answers = entry.get("answers", ...)
    if answers is not None and not (_are_texts(answers) and answers):
        raise QuestionsUnreadable(file, line, "answers is neither a list of texts nor null")
    kind = str(entry.get("kind", default_kind))
    return EvaluationQuestion(line, entry["question"], tuple(answers) if answers else None, kind)


def _broad_question(entry: dict[str, object], file: str, line: int) -> EvaluationQuestion:
    question, wanted, least = entry["q"], entry.get("want"), entry.get("least", 1)
    if not isinstance(question, str):
        raise QuestionsUnreadable(file, line, "q is not a text")
    for key, texts in (("want", wanted), ("not", entry.get("not", [])), ("before", entry.get("before", []))):
        if not _are_texts(texts):
            raise QuestionsUnreadable(file, line, f"{key} is not a list of texts")
    answers, several = _texts(wanted), entry.get("all", False)
    if not isinstance(several, bool):
        raise QuestionsUnreadable(file, line, "all is neither true nor false")
    if several and answers and (type(least) is not int or not 1 <= least <= len(answers)):
        raise QuestionsUnreadable(file, line, "least is not a number from 1 to that of the texts in want")
    kind = str(entry.get("kind", "other"))
    if answers and kind == _SMALL_TALK:
        raise QuestionsUnreadable(file, line, "want is not empty, and small talk has no answer")
    return EvaluationQuestion(
        line,
        question,
        answers or None,
        kind,
        Breadth(least if several and isinstance(least, int) else None, _texts(entry.get("not", []))),
        _texts(entry.get("before", [])),
        kind == _SMALL_TALK,
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()
