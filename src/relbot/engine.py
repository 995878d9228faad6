"""The pipeline of a question, top to bottom: analysis, candidates, late interaction, ranking, verdict, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from relbot.answer import Answer, Contents, Hit, Parts, SourceText, Surroundings
from relbot.answering.citations import cite
from relbot.answering.timeline import Event, events, parse_span
from relbot.conversation import Conversation
from relbot.index.current_generation import CurrentGeneration
from relbot.index.generation import Generation
from relbot.query.followup import Reformulation
from relbot.query.query import Query, UnreadableQuery, analyse, normalise_text
from relbot.query.spelling import correct
from relbot.reading.event_dates import event_date, extreme_event_date
from relbot.reading.followup_verdict import check_typed_words
from relbot.reading.verdict import Verdict, decide
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import match_candidates, maxsim
from relbot.retrieval.ranking import RankedPassage, RankingWeights, rank
from relbot.step_timer import StepTimer
from relbot.temporal.interval import Interval

_SHORT_LIST = 12
"""Candidates for late interaction, 0.3 ms each. 0.983 of the right passages are among them on SQuAD 2.0 and all on
XQuAD; with 20 it is 0.990, but the right one comes first no more often (0.878)."""


class Relbot:
    """Answers questions from an index. Thread-safe; follows a rebuild without reopening."""

    def __init__(
        self, current: CurrentGeneration, ranking_weights: RankingWeights, verdict_weights: VerdictWeights
    ) -> None:
        self._current = current
        self._ranking_weights = ranking_weights
        self._verdict_weights = verdict_weights

    @classmethod
    def open(cls, index: str | Path = "index", *, model: str | None = None) -> Relbot:
        """Open an index for reading. Raises IndexUnusable, also where it was built with another model."""
        return cls(CurrentGeneration(Path(index), model), RankingWeights.load(), VerdictWeights.load())

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, wholly from one generation, with at most `limit` citations, 1 or more. Raises IndexUnusable."""
        return self._answer(text, [Reformulation(text)], limit)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """The passages that rank highest, best first, without a claim that they answer. Raises IndexUnusable."""
        _check_limit(limit)
        try:
            _, ranked = self._rank(text, self._current.get(), StepTimer(), max(limit, _SHORT_LIST))
        except UnreadableQuery:
            return []
        return [_hit(passage) for passage in ranked[:limit]]

    def timeline(self, span: str | None = None, words: str | None = None) -> tuple[Event, ...]:
        """The dated sentences in chronological order: of a span such as "1956..1961", and with all of some words, where
        those are given. Raises IndexUnusable, SpanUnreadable.
        """
        interval = None if span is None else parse_span(span, _today())
        return events(self._current.get().store, interval, words)

    def conversation(self) -> Conversation:
        """Consecutive questions by one person, each of which may depend on those before."""
        return Conversation(self._answer, self.passage)

    def passage(self, passage_id: str) -> Surroundings | None:
        """A passage that was cited, with its neighbours; None where the index no longer holds it."""
        return self._current.get().surroundings(passage_id)

    def document(self, path: str) -> SourceText:
        """The rendered text of a source, to which all offsets refer. Raises SourceUnknown."""
        return self._current.get().document(path)

    @property
    def contents(self) -> Contents:
        """What is indexed now."""
        return self._current.get().contents

    def _answer(self, text: str, reformulations: Sequence[Reformulation], limit: int) -> Answer:
        """The answer to `text`, from the reformulation with the best verdict. Raises IndexUnusable."""
        _check_limit(limit)
        generation, timer = self._current.get(), StepTimer()
        try:
            attempts = list(self._attempts(reformulations, generation, timer, limit))
        except UnreadableQuery as error:
            return Answer(error.text, False, 0.0, None, error.reason, (), generation=generation.name)
        best = max(attempts, key=Attempt.preference)
        if not best.verdict.answered:
            best = attempts[0]  # a refusal is of the first reformulation, not of an interpretation
        with timer.time("citations"):
            citations = cite(best.verdict.supporting, limit)
            closest = cite(best.verdict.runners_up, limit)
        question = normalise_text(text)
        return Answer(
            question=question,
            answered=best.verdict.answered,
            confidence=best.verdict.confidence,
            text=citations[0].highlight.text if citations else None,
            reason=best.verdict.reason,
            citations=citations,
            interpreted_as=best.query.text if best.query.text != question else None,
            suggestion=best.suggestion,
            closest=closest,
            signals=best.verdict.signals,
            generation=generation.name,
            timing=timer.milliseconds(),
        )

    def _attempts(
        self, reformulations: Sequence[Reformulation], generation: Generation, timer: StepTimer, limit: int
    ) -> Iterator[Attempt]:
        """An attempt at each reformulation and at its spelling correction; at fallbacks only while none is answered.

        Raises UnreadableQuery.
        """
        answered = False
        for reformulation in sorted(reformulations, key=lambda reformulation: reformulation.is_fallback):
            if reformulation.is_fallback and answered:
                return
            for attempt in self._attempts_at(reformulation, generation, timer, limit):
                answered = answered or (attempt.verdict.answered and not attempt.is_from_previous_passage)
                yield attempt

    def _attempts_at(
        self, reformulation: Reformulation, generation: Generation, timer: StepTimer, limit: int
    ) -> Iterator[Attempt]:
        as_written = self._attempt(reformulation, generation, timer, limit)
        yield as_written
        with timer.time("spelling"):
            correction = correct(as_written.query, generation)
        if correction:
            corrected = replace(reformulation, text=correction.text)
            with suppress(UnreadableQuery):  # an expanded abbreviation may make it too long
                yield replace(self._attempt(corrected, generation, timer, limit), suggestion=correction.suggestion)

    def _attempt(self, reformulation: Reformulation, generation: Generation, timer: StepTimer, limit: int) -> Attempt:
        query, ranked = self._rank(reformulation.text, generation, timer, _SHORT_LIST)
        with timer.time("verdict"):
            verdict = decide(query, ranked, self._verdict_weights, limit + 1)
            checked = check_typed_words(reformulation, query, ranked, verdict)
        return Attempt(reformulation, query, checked.verdict, checked.is_from_previous_passage)

    def _rank(
        self, text: str, generation: Generation, timer: StepTimer, short_list: int
    ) -> tuple[Query, list[RankedPassage]]:
        """The analysed query and its passages, best first. Raises UnreadableQuery."""
        with timer.time("question"):
            query = analyse(text, generation, _today(), lambda event: self._date_event(event, generation))
        with timer.time("candidates"):
            candidates = retrieve(query, generation, short_list)
        with timer.time("interaction"):
            ranked = rank(match_candidates(query, candidates, generation), self._ranking_weights)
        return query, ranked

    def _date_event(self, event: str, generation: Generation) -> Interval | None:
        """The date of an event by the corpus; None without strong evidence."""
        if interval := extreme_event_date(event, generation.store):
            return interval
        query = analyse(f"When was it that {event}?", generation, _today())
        matches = match_candidates(query, retrieve(query, generation, _SHORT_LIST), generation)
        return event_date(query, rank(matches, self._ranking_weights), generation.store, self._verdict_weights)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reformulation of a question, with the verdict on it."""

    reformulation: Reformulation
    query: Query
    verdict: Verdict
    is_from_previous_passage: bool
    """Whether the answer is a sentence chosen from the passage of the previous answer, for want of a better one."""
    suggestion: str | None = None
    """The spelling correction, where it was made."""

    def preference(self) -> tuple[bool, bool, bool, float]:
        """Sort key; the greatest is answered with."""
        return (
            self.verdict.answered,
            not self.is_from_previous_passage,
            not self.reformulation.is_fallback,
            self.verdict.confidence,
        )


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}, and 1 is the least")


def _today() -> date:
    return datetime.now(UTC).date()


def _hit(ranked: RankedPassage) -> Hit:
    candidate = ranked.match.candidate
    parts = Parts(candidate.dense, candidate.lexical, maxsim(ranked.match))
    return Hit(ranked.match.record.passage, ranked.score, parts)
