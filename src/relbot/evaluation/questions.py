"""Reads a question file: questions with the answers that are expected.

It holds one JSON object per line: `{"question": …, "answers": [… or null], "kind": …}`, or a dialogue,
`{"turns": [{"question": …, "answers": …}, …]}`, whose turns are asked in one conversation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from relbot.errors import QuestionsUnreadable


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """A question and its expected answers."""

    line: int
    """In the question file, from 1."""
    question: str
    answers: tuple[str, ...] | None
    """Verbatim texts, any of which the answer should contain; None if the corpus does not answer the question."""
    kind: str
    """A label to group scores by."""


def read_questions(lines: Iterable[str], file: str) -> list[tuple[EvaluationQuestion, ...]]:
    """The conversations of a question file, most of one turn; blank lines are skipped. Raises QuestionsUnreadable."""
    conversations = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionsUnreadable(file, number, f"this is not JSON ({error})") from None
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
    valid = (
        isinstance(answers, list) and answers and all(isinstance(answer, str) and answer.strip() for answer in answers)
    )
    if answers is not None and not valid:
        raise QuestionsUnreadable(file, line, "answers is neither a list of texts nor null")
    kind = str(entry.get("kind", default_kind))
    return EvaluationQuestion(line, entry["question"], tuple(answers) if answers else None, kind)
