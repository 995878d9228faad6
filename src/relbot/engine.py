"""The way of a question, from top to bottom: read, candidates, interaction, ranking, verdict, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from relbot.answer import Answer, Contents, Hit, Parts, Surroundings
from relbot.answering.citations import cite
from relbot.answering.timeline import Event, events, read_span
from relbot.conversation import Conversation
from relbot.index.current_generation import Reader
from relbot.index.generation import Generation
from relbot.query import query
from relbot.query.followup import Wording
from relbot.query.query import Question, Unreadable
from relbot.query.spelling import correct
from relbot.reading import event_dates, verdict
from relbot.reading.followup_verdict import held_to
from relbot.reading.verdict import Verdict
from relbot.reading.weights import VerdictWeights
from relbot.retrieval import candidates, late_interaction, ranking
from relbot.retrieval.ranking import Ranked, RankingWeights
from relbot.temporal.interval import Interval

_SHORT_LIST = 12
"""Candidates read closely, 0.3 ms each. 0.983 of the right passages are among them on SQuAD 2.0 and all on XQuAD; with
20 it is 0.990, but the right one comes first no more often (0.878)."""


class Relbot:
    """Answers questions from an index. Thread-safe; follows a rebuild without reopening."""

    def __init__(self, reader: Reader, ranking_weights: RankingWeights, verdict_weights: VerdictWeights) -> None:
        self._reader = reader
        self._ranking_weights = ranking_weights
        self._verdict_weights = verdict_weights

    @classmethod
    def open(cls, index: str | Path = "index", *, model: str | None = None) -> Relbot:
        """Open an index for reading. Raises IndexUnusable, also where it was built with another model."""
        return cls(Reader(Path(index), model), RankingWeights.load(), VerdictWeights.load())

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, wholly from one generation, with at most `limit` citations, 1 or more. Raises IndexUnusable."""
        return self._answer(text, [Wording(text)], limit)

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
        return Conversation(self._answer, self.passage)

    def passage(self, passage_id: str) -> Surroundings | None:
        """A passage that was cited, with its neighbours; None where the sources hold it no more."""
        return self._reader.generation().surroundings(passage_id)

    @property
    def contents(self) -> Contents:
        """What is indexed now."""
        return self._reader.generation().contents

    def _answer(self, text: str, wordings: Sequence[Wording], limit: int) -> Answer:
        """The answer to what was asked, in the wording that is answered most surely. Raises IndexUnusable."""
        _at_least_one(limit)
        generation, steps = self._reader.generation(), Steps()
        try:
            found = list(self._found(wordings, generation, steps, limit))
        except Unreadable as error:
            return Answer(error.shown, False, 0.0, None, error.reason, (), generation=generation.name)
        best = max(found, key=Outcome.standing)
        if not best.verdict.answered:
            best = found[0]  # a refusal is of what was asked, not of a reading of it
        with steps.timed("citations"):
            citations = cite(best.verdict.answering, limit)
            closest = cite(best.verdict.others, limit)
        asked = query.clean(text)
        return Answer(
            question=asked,
            answered=best.verdict.answered,
            confidence=best.verdict.confidence,
            text=citations[0].highlight.text if citations else None,
            reason=best.verdict.reason,
            citations=citations,
            interpreted_as=best.question.text if best.question.text != asked else None,
            suggestion=best.suggestion,
            closest=closest,
            signals=best.verdict.signals,
            generation=generation.name,
            timing=steps.total(),
        )

    def _found(
        self, wordings: Sequence[Wording], generation: Generation, steps: Steps, limit: int
    ) -> Iterator[Outcome]:
        """What becomes of all wordings; of the second choices only where no other has an answer. Raises Unreadable."""
        answered = False
        for wording in sorted(wordings, key=lambda wording: wording.second):
            if wording.second and answered:
                return
            for outcome in self._outcomes(wording, generation, steps, limit):
                answered = answered or (outcome.verdict.answered and not outcome.beside)
                yield outcome

    def _outcomes(self, wording: Wording, generation: Generation, steps: Steps, limit: int) -> Iterator[Outcome]:
        """What becomes of a wording, as it is and as the corpus would spell it. Raises Unreadable."""
        as_written = self._outcome(wording, generation, steps, limit)
        yield as_written
        with steps.timed("spelling"):
            correction = correct(as_written.question, generation)
        if correction:
            respelt = replace(wording, text=correction.text)
            with suppress(Unreadable):  # what is written out may be too long
                yield replace(self._outcome(respelt, generation, steps, limit), suggestion=correction.suggestion)

    def _outcome(self, wording: Wording, generation: Generation, steps: Steps, limit: int) -> Outcome:
        asked, ranked = self._ranked(wording.text, generation, steps, _SHORT_LIST)
        with steps.timed("verdict"):
            judged = verdict.judge(asked, ranked, self._verdict_weights, limit + 1)
            held = held_to(wording, asked, ranked, judged)
            return Outcome(wording, asked, held.verdict, beside=held.beside)

    def _ranked(
        self, text: str, generation: Generation, steps: Steps, short_list: int
    ) -> tuple[Question, list[Ranked]]:
        """The question as it is read, and the passages that may answer it, best first. Raises Unreadable."""
        with steps.timed("question"):
            asked = query.read(text, generation, datetime.now(UTC).date(), lambda event: self._dated(event, generation))
        with steps.timed("candidates"):
            found = candidates.candidates(asked, generation, short_list)
        with steps.timed("interaction"):
            ranked = ranking.rank(late_interaction.read(asked, found, generation), self._ranking_weights)
        return asked, ranked

    def _dated(self, event: str, generation: Generation) -> Interval | None:
        """When an event was, as far as the sources say it beyond doubt."""
        if furthest := event_dates.furthest(event, generation.store):
            return furthest
        asked = query.read(f"When was it that {event}?", generation, datetime.now(UTC).date())
        found = late_interaction.read(asked, candidates.candidates(asked, generation, _SHORT_LIST), generation)
        return event_dates.date_of(
            asked, ranking.rank(found, self._ranking_weights), generation.store, self._verdict_weights
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a question in one wording."""

    wording: Wording
    question: Question
    verdict: Verdict
    suggestion: str | None = None
    beside: bool = False
    """Whether it is read beside the answer before, for want of anything better."""

    def standing(self) -> tuple[bool, bool, bool, float]:
        """By which the best of several is chosen."""
        return self.verdict.answered, not self.beside, not self.wording.second, self.verdict.confidence


class Steps:
    """How long each step takes, of all wordings together."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, float] = {}

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self._milliseconds[step] = self._milliseconds.get(step, 0.0) + 1000 * (perf_counter() - start)

    def total(self) -> dict[str, float]:
        total = sum(self._milliseconds.values())
        return {step: round(spent, 3) for step, spent in {**self._milliseconds, "total": total}.items()}


def _at_least_one(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}, and 1 is the least")


def _hit(found: Ranked) -> Hit:
    candidate = found.reading.candidate
    parts = Parts(candidate.dense, candidate.lexical, late_interaction.maxsim(found.reading))
    return Hit(found.reading.row.passage, found.score, parts)
