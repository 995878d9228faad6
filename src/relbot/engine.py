"""The way of a question, from top to bottom: read, candidates, interaction, ranking, verdict, answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from relbot.answer import Answer, Contents, Hit, Parts, Surroundings
from relbot.index.generation import Generation
from relbot.index.reader import Reader
from relbot.search import candidates, interaction, question, ranking, verdict
from relbot.search.citations import cite
from relbot.search.question import Question, Unreadable
from relbot.search.ranking import Ranked, Weights
from relbot.timeline import Event, events, read_span

_SHORT_LIST = 20
"""Candidates read closely: 0.99 of the right passages are among them, and each costs 0.1 ms."""


class Relbot:
    """Answers questions from an index. Thread-safe; follows a rebuild without reopening."""

    def __init__(self, reader: Reader, weights: Weights) -> None:
        self._reader = reader
        self._weights = weights

    @classmethod
    def open(cls, index: str | Path = "index", *, model: str | None = None) -> Relbot:
        """Open an index for reading. Raises IndexUnusable, also where it was built with another model."""
        return cls(Reader(Path(index), model), Weights.load())

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, wholly from one generation, with at most `limit` citations, 1 or more. Raises IndexUnusable."""
        _at_least_one(limit)
        generation, steps = self._reader.generation(), Steps()
        try:
            asked, ranked = self._ranked(text, generation, steps, _SHORT_LIST)
        except Unreadable as error:
            return Answer(error.shown, False, 0.0, None, error.reason, (), generation=generation.name)
        with steps.timed("verdict"):
            judged = verdict.judge(asked, ranked, self._weights)
            citations = cite(judged.answering, limit)
            closest = cite(judged.others, limit)
        return Answer(
            question=asked.text,
            answered=judged.answered,
            confidence=judged.confidence,
            text=citations[0].highlight.text if citations else None,
            reason=judged.reason,
            citations=citations,
            closest=closest,
            signals=judged.signals,
            generation=generation.name,
            timing=steps.total(),
        )

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """The passages nearest to a question, best first, without a claim that they answer it. Raises IndexUnusable."""
        _at_least_one(limit)
        try:
            _, ranked = self._ranked(text, self._reader.generation(), Steps(), max(limit, _SHORT_LIST))
        except Unreadable:
            return []
        return [_hit(found) for found in ranked[:limit]]

    def timeline(self, span: str | None = None, words: str | None = None) -> tuple[Event, ...]:
        """The dated sentences in order of time: of a span such as "1956..1961", and with some words, where those are
        given. Raises IndexUnusable, SpanUnreadable.
        """
        within = None if span is None else read_span(span, datetime.now(UTC).date())
        return events(self._reader.generation().store, within, words)

    def conversation(self) -> Conversation:
        """A run of questions by one person, each of which may lean on those before."""
        return Conversation(self)

    def passage(self, passage_id: str) -> Surroundings | None:
        """A passage that was cited, with its neighbours; None where the sources hold it no more."""
        return self._reader.generation().surroundings(passage_id)

    @property
    def contents(self) -> Contents:
        """What is indexed now."""
        return self._reader.generation().contents

    def _ranked(
        self, text: str, generation: Generation, steps: Steps, short_list: int
    ) -> tuple[Question, list[Ranked]]:
        """The question as it is read, and the passages that may answer it, best first. Raises Unreadable."""
        with steps.timed("question"):
            asked = question.read(text, generation, datetime.now(UTC).date())
        with steps.timed("candidates"):
            found = candidates.candidates(asked, generation, short_list)
        with steps.timed("interaction"):
            ranked = ranking.rank(interaction.read(asked, found, generation), self._weights)
        return asked, ranked


class Conversation:
    """Questions in a row."""

    def __init__(self, bot: Relbot) -> None:
        self._bot = bot

    def ask(self, text: str, limit: int = 3) -> Answer:
        """The same as `Relbot.ask`, in the light of what was asked before."""
        return self._bot.ask(text, limit)


class Steps:
    """How long each step takes."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, float] = {}

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self._milliseconds[step] = round(1000 * (perf_counter() - start), 3)

    def total(self) -> dict[str, float]:
        return {**self._milliseconds, "total": round(sum(self._milliseconds.values()), 3)}


def _at_least_one(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}, and 1 is the least")


def _hit(found: Ranked) -> Hit:
    candidate = found.reading.candidate
    parts = Parts(candidate.dense, candidate.lexical, interaction.maxsim(found.reading))
    return Hit(found.reading.row.passage, found.score, parts)
