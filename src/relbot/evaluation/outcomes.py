"""Asks evaluation questions and judges each answer against the expected ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from relbot.answer import Answer, Citation, Statement
from relbot.evaluation.questions import EvaluationQuestion
from relbot.text.sentences import split

Ask = Callable[[str], Answer]

_MOST_SENTENCES = 4
"""The most sentences of an answer for which one expected text is enough: three statements, one with two sentences."""
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judged answer to one question. The field names are keys of `relbot eval --json`."""

    asked: EvaluationQuestion
    answered: bool
    text: str | None
    confidence: float
    held: bool
    """Whether a statement of the answer, or the closest sentence of a refusal, contains an expected text, and whether
    the breadth of an answer is right too if it matters. For small talk, whether it was recognised."""
    rank: int | None
    """The number of the first citation that contains an expected text."""
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether it was answered as expected, refused if no answer was expected, or recognised as small talk."""
        if self.asked.answers is not None:
            return self.answered and self.held
        return not self.answered and (self.held or not self.asked.is_small_talk)

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready values."""
        return {**asdict(self), "right": self.right}


def ask_all(
    conversations: Iterable[Sequence[EvaluationQuestion]], new_conversation: Callable[[], Ask]
) -> Iterator[Outcome]:
    """Ask the turns of each conversation in order, each starting with a `new_conversation`, and yield the outcomes."""
    for turns in conversations:
        ask = new_conversation()
        for turn in turns:
            for earlier in turn.before:
                ask(earlier)
            start = perf_counter()
            answer = ask(turn.question)
            yield judge(turn, answer, 1000 * (perf_counter() - start))


def judge(asked: EvaluationQuestion, answer: Answer, milliseconds: float) -> Outcome:
    """Compare an answer with the expected texts, ignoring case and white space.

    If the breadth of the answer matters, it must meet these conditions:
    - if one expected text is enough, the answer has at most `_MOST_SENTENCES`;
    - if several are expected, the answer shows as many, and at least half of its statements are in a paragraph of their
      passage that contains one;
    - in both cases, its first statement contains none of the excluded texts.
    """
    expected = [_normalise(text) for text in asked.answers or ()]

    def matches(text: str) -> bool:
        return any(each in _normalise(text) for each in expected)

    rank = next((citation.number for citation in answer.citations if matches(citation.quote)), None)
    if asked.is_small_talk:
        held = answer.kind == "chat"
    elif answer.answered:
        held = any(map(matches, _shown(answer))) and _has_breadth(asked, answer, matches)
    else:
        held = bool(answer.closest) and matches(answer.closest[0].highlights[0].text)
    return Outcome(asked, answer.answered, answer.text, answer.confidence, held, rank, milliseconds)


def _has_breadth(asked: EvaluationQuestion, answer: Answer, matches: Callable[[str], bool]) -> bool:
    """Return whether the breadth of an answer is as expected."""
    breadth, shown = asked.breadth, _shown(answer)
    if breadth is None:
        return True
    if any(_normalise(text) in _normalise(shown[0]) for text in breadth.not_first):
        return False
    if breadth.least is None:
        return sum(len(split(text, 0, len(text))) for text in shown) <= _MOST_SENTENCES
    held = sum(any(_normalise(each) in _normalise(text) for text in shown) for each in asked.answers or ())
    cited = {citation.number: citation for citation in answer.citations}
    fitting = sum(matches(_paragraph(each, cited.get(each.citation))) for each in answer.statements)
    return held >= breadth.least and 2 * fitting >= len(answer.statements)


def _shown(answer: Answer) -> list[str]:
    """Return the texts of the answer's statements, in order, or its own text if it has none."""
    return [statement.text for statement in answer.statements] or [answer.text or ""]


def _paragraph(statement: Statement, citation: Citation | None) -> str:
    """Return the paragraph around a statement, as far as the passage contains it."""
    if citation is None:
        return statement.text
    start, end = statement.start - citation.start, statement.end - citation.start
    breaks = list(_PARAGRAPH_BREAK.finditer(citation.quote))
    opens = max((each.end() for each in breaks if each.end() <= start), default=0)
    closes = min((each.start() for each in breaks if each.start() >= end), default=len(citation.quote))
    return citation.quote[opens:closes]


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split())
