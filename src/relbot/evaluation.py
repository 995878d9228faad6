"""How good the answers are: questions with known answers, asked and scored. Pure but for the asking itself.

A question file holds one JSON object a line: `{"question": …, "answers": [… or null], "kind": …}`, or a dialogue,
`{"turns": [{"question": …, "answers": …}, …]}`, whose turns are asked in one conversation.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from time import perf_counter
from typing import Any

from relbot.answer import Answer
from relbot.errors import QuestionsUnreadable

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and verbatim texts any of which its answer should hold; None where there should be no answer."""

    line: int
    question: str
    answers: tuple[str, ...] | None
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    asked: Question
    answered: bool
    text: str | None
    confidence: float
    held: bool
    """The answering sentence, or that which came closest where there is no answer, holds a wanted text."""
    rank: int | None
    """The number of the first citation that holds a wanted text."""
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.answered and self.held if self.asked.answers is not None else not self.answered

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "right": self.right}


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares are 0–1, None where there was nothing to take a share of; times are milliseconds."""

    questions: int
    right: float
    """Rightly answered or rightly refused."""
    answered: float
    answer_at_1: float | None
    """Of the answerable: the answering sentence holds a wanted text."""
    passage_at_1: float | None
    passage_at_3: float | None
    false_answers: float | None
    """Of the unanswerable: answered all the same."""
    calibration_error: float | None
    """Of the answers given: the expected distance of confidence from the share that was right (ten bins)."""
    p50: float
    p95: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_questions(lines: Iterable[str], file: str) -> list[tuple[Question, ...]]:
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
        kind = "dialogue" if dialogue else "other"
        conversations.append(tuple(_question(turn, file, number, kind) for turn in turns))
    if not conversations:
        raise QuestionsUnreadable(file, 1, "the file holds no questions")
    return conversations


def _question(entry: object, file: str, line: int, kind: str) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise QuestionsUnreadable(file, line, "there is no question that is a text")
    answers = entry.get("answers", ...)
    known = (
        isinstance(answers, list) and answers and all(isinstance(answer, str) and answer.strip() for answer in answers)
    )
    if answers is not None and not known:
        raise QuestionsUnreadable(file, line, "answers is neither a list of texts nor null")
    return Question(line, entry["question"], tuple(answers) if answers else None, str(entry.get("kind", kind)))


def ask_all(conversations: Iterable[Sequence[Question]], begin: Callable[[], Ask]) -> Iterator[Outcome]:
    """Ask each conversation's turns in order; `begin` opens a conversation that has heard nothing yet."""
    for turns in conversations:
        ask = begin()
        for turn in turns:
            start = perf_counter()
            answer = ask(turn.question)
            yield judge(turn, answer, 1000 * (perf_counter() - start))


def judge(asked: Question, answer: Answer, milliseconds: float) -> Outcome:
    """Compare an answer with what was wanted, without regard to case and white space."""
    wanted = [_plain(text) for text in asked.answers or ()]

    def holds(text: str | None) -> bool:
        return text is not None and any(want in _plain(text) for want in wanted)

    rank = next((citation.number for citation in answer.citations if holds(citation.quote)), None)
    closest = answer.closest[0].highlight.text if answer.closest else None
    held = holds(answer.text if answer.answered else closest)
    return Outcome(asked, answer.answered, answer.text, answer.confidence, held, rank, milliseconds)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def score(outcomes: Sequence[Outcome]) -> Scores:
    """The figures over at least one outcome."""
    answerable = [outcome for outcome in outcomes if outcome.asked.answers is not None]
    unanswerable = [outcome for outcome in outcomes if outcome.asked.answers is None]
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return Scores(
        questions=len(outcomes),
        right=sum(outcome.right for outcome in outcomes) / len(outcomes),
        answered=sum(outcome.answered for outcome in outcomes) / len(outcomes),
        answer_at_1=_share(outcome.right for outcome in answerable),
        passage_at_1=_share(outcome.rank == 1 for outcome in answerable),
        passage_at_3=_share(outcome.rank is not None and outcome.rank <= 3 for outcome in answerable),
        false_answers=_share(outcome.answered for outcome in unanswerable),
        calibration_error=calibration_error(given(outcomes)),
        p50=_percentile(times, 0.50),
        p95=_percentile(times, 0.95),
    )


def score_by_kind(outcomes: Iterable[Outcome]) -> dict[str, Scores]:
    """The figures of each kind of question, kinds in alphabetical order."""

    def kind(outcome: Outcome) -> str:
        return outcome.asked.kind

    return {name: score(list(group)) for name, group in groupby(sorted(outcomes, key=kind), key=kind)}


@dataclass(frozen=True, slots=True)
class Reach:
    """What answering as much as this gives, the surest first. Shares are 0–1."""

    answered: bool
    """False where it goes further than relbot did, to sentences that came closest and were not given as answers."""
    coverage: float
    """Of all questions: answered."""
    precision: float
    """Of those: rightly."""


def coverage_curve(outcomes: Sequence[Outcome]) -> list[Reach]:
    """From the surest answers alone to answering everything; what is equally sure comes at once.

    The risk-coverage curve of El-Yaniv and Wiener (JMLR 2010), with precision in place of risk.
    """

    def sureness(outcome: Outcome) -> tuple[bool, float]:
        return outcome.answered, outcome.confidence

    curve, reached, right = [], 0, 0
    for (answered, _), group in groupby(sorted(outcomes, key=sureness, reverse=True), key=sureness):
        held = [outcome.held for outcome in group]
        reached, right = reached + len(held), right + sum(held)
        curve.append(Reach(answered, reached / len(outcomes), right / reached))
    return curve


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence."""

    middle: float
    """Of its range."""
    answers: int
    confidence: float
    """On average, 0–1."""
    right: float
    """The share that was right, 0–1."""


def given(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """The confidence of each answer that was given, and whether it was right."""
    return [(outcome.confidence, outcome.right) for outcome in outcomes if outcome.answered]


def calibration_bins(answers: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """(confidence, right) pairs in bins of equal width, by confidence; empty ones are left out."""
    filled: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        filled.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    return [
        Bin((n + 0.5) / bins, len(pairs), sum(c for c, _ in pairs) / len(pairs), sum(r for _, r in pairs) / len(pairs))
        for n, pairs in sorted(filled.items())
    ]


def calibration_error(answers: Sequence[tuple[float, bool]], bins: int = 10) -> float | None:
    """Expected calibration error of (confidence, right) pairs (Naeini et al., AAAI 2015); None of none."""
    apart = (found.answers * abs(found.confidence - found.right) for found in calibration_bins(answers, bins))
    return sum(apart) / len(answers) if answers else None


def _share(held: Iterable[bool]) -> float | None:
    values = list(held)
    return sum(values) / len(values) if values else None


def _percentile(ordered: Sequence[float], share: float) -> float:
    """By nearest rank: a time that was really measured."""
    return ordered[math.ceil(share * len(ordered)) - 1]
