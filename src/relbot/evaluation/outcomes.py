"""Asks evaluation questions and judges each answer against the expected ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from relbot.answer import Answer
from relbot.evaluation.questions import EvaluationQuestion

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judged answer to one question. The field names are keys of `relbot eval --json`."""

    asked: EvaluationQuestion
    answered: bool
    text: str | None
    confidence: float
    held: bool
    """Whether the answering sentence, or the closest one of a refusal, contains an expected text."""
    rank: int | None
    """The number of the first citation that contains an expected text."""
    milliseconds: float

    @property
    def right(self) -> bool:
        """Answered with an expected text, or refused where no answer was expected."""
        return self.answered and self.held if self.asked.answers is not None else not self.answered

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON-ready values."""
        return {**asdict(self), "right": self.right}


def ask_all(
    conversations: Iterable[Sequence[EvaluationQuestion]], new_conversation: Callable[[], Ask]
) -> Iterator[Outcome]:
    """Ask the turns of each conversation in order; `new_conversation` starts one without context."""
    for turns in conversations:
        ask = new_conversation()
        for turn in turns:
            start = perf_counter()
            answer = ask(turn.question)
            yield judge(turn, answer, 1000 * (perf_counter() - start))


def judge(asked: EvaluationQuestion, answer: Answer, milliseconds: float) -> Outcome:
    """Compare an answer with the expected texts, ignoring case and white space."""
    expected = [_normalise(text) for text in asked.answers or ()]

    def matches(text: str | None) -> bool:
        return text is not None and any(each in _normalise(text) for each in expected)

    rank = next((citation.number for citation in answer.citations if matches(citation.quote)), None)
    closest = answer.closest[0].highlight.text if answer.closest else None
    held = matches(answer.text if answer.answered else closest)
    return Outcome(asked, answer.answered, answer.text, answer.confidence, held, rank, milliseconds)


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split())
