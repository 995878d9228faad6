"""Answers messages from an index: small talk by a reply, a request for an overview by central sentences, and a question
by the pipeline's best attempt, composed into statements with their citations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Answer, Citation, Contents, Hit, Kind, Parts, SourceText, Statement, Surroundings
from relbot.answering.citations import cite
from relbot.answering.compose import breadth_of, compose, joined
from relbot.answering.overview import OVERVIEW_CONFIDENCE, overview, which_document
from relbot.answering.scope import Ambiguous, find_scope, names_document
from relbot.answering.small_talk import reply
from relbot.answering.statements import make_statements
from relbot.answering.suggestions import suggest
from relbot.answering.taught import TaughtAnswers, lead_with, question_vector
from relbot.answering.timeline import Event, events, parse_span
from relbot.conversation import Conversation
from relbot.index.current_generation import CurrentGeneration
from relbot.index.generation import Generation
from relbot.pipeline import SHORT_LIST, Attempt, Pipeline
from relbot.query.followup import Reformulation
from relbot.query.query import MAX_CHARACTERS, UnreadableQuery, normalise_text
from relbot.query.request.intent import Intent, read_intent
from relbot.query.request.small_talk import SmallTalk, small_talk
from relbot.query.request.subject import filled_in
from relbot.query.request.utterance import cleared, split_questions
from relbot.retrieval.late_interaction import maxsim
from relbot.retrieval.ranking import RankedPassage
from relbot.step_timer import StepTimer

WITHDRAWN = "What was taught about that has just been withdrawn; ask again in a minute."
_REFERS_TO_ANSWER = re.compile(r"\bthat\W*$", re.IGNORECASE)
"""A question that ends in "that" means something said before, and not what the document is about."""


class Relbot:
    """Answers questions from an index. Thread-safe; follows a rebuild without reopening."""

    def __init__(self, current: CurrentGeneration, pipeline: Pipeline, taught: TaughtAnswers) -> None:
        self._current, self._pipeline, self._taught = current, pipeline, taught
        self._suggested: tuple[str, tuple[str, ...]] = ("", ())

    @classmethod
    def open(
        cls,
        index: str | Path = "index",
        *,
        model: str | None = None,
        caution: float | None = None,
        corpus: str | Path | None = None,
    ) -> Relbot:
        """Open an index for reading; `caution` is the least confidence of an answer, 0 to 1, in place of relbot's own.

        What people taught is put before the documents as soon as it stands in `corpus`, where that is given.
        Raises IndexUnusable, also where it was built with another model; ModelError where the reader is not sound.
        """
        taught = TaughtAnswers(None if corpus is None else Path(corpus))
        return cls(CurrentGeneration(Path(index), model), Pipeline.load(caution), taught)

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, wholly from one generation, with at most `limit` citations, 1 or more, unless its statements need
        more. Raises IndexUnusable.
        """
        return self._answer(text, [Reformulation(cleared(text))], limit)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """The passages that rank highest, best first, without a claim that they answer. Raises IndexUnusable."""
        _check_limit(limit)
        try:
            _, ranked = self._pipeline.rank(text, self._current.get(), StepTimer(), max(limit, SHORT_LIST))
        except UnreadableQuery:
            return []
        return [_hit(passage) for passage in ranked[:limit]]

    def timeline(self, span: str | None = None, words: str | None = None) -> tuple[Event, ...]:
        """The dated sentences in chronological order: of a span such as "1956..1961", and with all of some words, where
        those are given. Raises IndexUnusable, SpanUnreadable.
        """
        interval = None if span is None else parse_span(span, datetime.now(UTC).date())
        return events(self._current.get().store, interval, words)

    def conversation(self) -> Conversation:
        """Consecutive questions by one person, each of which may depend on those before."""
        return Conversation(self._answer, self.passage)

    def passage(self, passage_id: str) -> Surroundings | None:
        """A passage that was cited, with its neighbours; None where the index no longer holds it."""
        if taught := self._taught.passage(passage_id):
            return Surroundings(taught, None, None)
        found = self._current.get().surroundings(passage_id)
        return None if found and self._taught.is_withdrawn(found.passage.source.path) else found

    def vector(self, question: str) -> NDArray[np.float32]:
        """The meaning of a question, (384,), normalised. Raises IndexUnusable."""
        return question_vector(question, self._current.get().encoder)

    def document(self, path: str) -> SourceText:
        """The rendered text of a source, to which all offsets refer. Raises SourceUnknown."""
        return self._current.get().document(path)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Up to three questions that the corpus answers; found by asking, once for each generation.

        Raises IndexUnusable.
        """
        return self._suggestions(self._current.get())

    @property
    def contents(self) -> Contents:
        """What is indexed now."""
        return self._current.get().contents

    def _answer(self, text: str, reformulations: Sequence[Reformulation], limit: int) -> Answer:
        """The answer to a message: to small talk, to a question put in some ways, or to several questions, which are
        answered as consecutive ones. Raises IndexUnusable.
        """
        _check_limit(limit)
        generation, timer = self._current.get(), StepTimer()

        def ask(question: str, ways: Sequence[Reformulation], limit: int) -> Answer:
            return self._answer_to(question, ways, limit, generation, timer)

        whole = cleared(text) if normalise_text(text) else ""
        questions = _questions(text, whole)
        if talk := small_talk(questions[0]):
            answer = self._chat(talk, generation)
        elif questions != [whole]:
            conversation = Conversation(ask, generation.surroundings)
            answer = joined([conversation.ask(question, limit) for question in questions])
        else:
            answer = ask(questions[0], reformulations, limit)
        return replace(
            answer,
            question=normalise_text(text)[:MAX_CHARACTERS],
            generation=generation.name,
            timing=timer.milliseconds(),
        )

    def _answer_to(
        self, question: str, ways: Sequence[Reformulation], limit: int, generation: Generation, timer: StepTimer
    ) -> Answer:
        """What somebody taught for the question, and what the documents say."""
        with timer.time("taught"):
            wordings = [question, *(way.text for way in ways if not way.is_fallback and way.text != question)]
            found = self._taught.find(wordings, generation.encoder, self._pipeline.reader)
        answer = self._answer_from_index(question, ways, limit, generation, timer)
        if any(self._taught.is_withdrawn(cited.document.path) for cited in (*answer.citations, *answer.closest)):
            answer = Answer(question, False, 0.0, None, WITHDRAWN, ())
        return lead_with(found, answer) if found else answer

    def _answer_from_index(
        self, question: str, ways: Sequence[Reformulation], limit: int, generation: Generation, timer: StepTimer
    ) -> Answer:
        """An overview, or what the best of the ways to put a question finds."""
        intent = read_intent(question)
        if intent.kind == "overview" or (
            intent.kind in ("list", "section") and names_document(intent.topic, generation)
        ):
            with timer.time("overview"):
                overview_answer = self._overview(question, intent.topic, generation)
            if overview_answer:
                return overview_answer
            intent = replace(intent, kind="section")
            ways = [Reformulation(intent.topic)] if intent.topic else ways
        if ways == [Reformulation(question)] and (completed := self._with_subject(question, generation)):
            ways = [*ways, Reformulation(completed)]
        try:
            attempts = list(self._pipeline.attempts(ways, generation, timer, limit, breadth_of(intent.kind).read))
        except UnreadableQuery as error:
            return Answer(question, False, 0.0, None, error.reason, ())
        best = max(attempts, key=Attempt.preference)
        if not best.verdict.answered:
            best = attempts[0]  # a refusal is of the first reformulation, not of an interpretation
        with timer.time("citations"):
            answer = self._cited(best, intent, limit)
        interpreted_as = best.query.text if best.query.text != normalise_text(question) else None
        return replace(answer, question=question, interpreted_as=interpreted_as, suggestion=best.suggestion)

    def _cited(self, attempt: Attempt, intent: Intent, limit: int) -> Answer:
        """The statements and citations of an attempt, or the refusal."""
        verdict = attempt.verdict
        kind: Kind = "none"
        statements: tuple[Statement, ...] = ()
        citations: tuple[Citation, ...] = ()
        if verdict.supporting:
            kind, quotes = compose(intent.kind, verdict.supporting[0], attempt.passages)
            statements, citations = make_statements(quotes, cite(verdict.supporting, limit), limit)
        return Answer(
            question=attempt.query.text,
            answered=verdict.answered,
            confidence=verdict.confidence,
            text="\n".join(statement.text for statement in statements) or None,
            reason=verdict.reason,
            citations=citations,
            kind=kind,
            statements=statements,
            closest=cite(verdict.runners_up, limit),
            signals=verdict.signals,
        )

    @staticmethod
    def _with_subject(question: str, generation: Generation) -> str | None:
        """The question completed with what the only document is about; None where it stands alone."""
        sources = generation.manifest.sources
        if len(sources) != 1 or _REFERS_TO_ANSWER.search(question):
            return None
        return filled_in(question, sources[0].source.title)

    def _overview(self, question: str, topic: str, generation: Generation) -> Answer | None:
        """An overview, or which document is meant; None where none is about the topic by its words."""
        scope = find_scope(topic, generation)
        if scope is None:
            return None
        if isinstance(scope, Ambiguous):
            return Answer(question, False, 0.0, None, which_document(scope), ())
        statements, citations = make_statements(overview(scope))
        return Answer(
            question=question,
            answered=True,
            confidence=OVERVIEW_CONFIDENCE,
            text="\n".join(statement.text for statement in statements),
            reason=None,
            citations=citations,
            kind="overview",
            statements=statements,
        )

    def _chat(self, talk: SmallTalk, generation: Generation) -> Answer:
        said = reply(talk.kind, next(iter(self._suggestions(generation)), None))
        return Answer("", False, 0.0, None, said, (), kind="chat")

    def _suggestions(self, generation: Generation) -> tuple[str, ...]:
        """Questions that the corpus answers; found once for each generation."""

        def is_answered(question: str) -> bool:
            return self._answer_to(question, [Reformulation(question)], 1, generation, StepTimer()).answered

        name, found = self._suggested
        if name != generation.name:
            found = suggest(generation, is_answered)
            self._suggested = generation.name, found
        return found


def _questions(text: str, whole: str) -> list[str]:
    """The questions of a message, one or more, without what is said around and between them; a message that is empty,
    small talk, or too long to be read, as a whole.
    """
    if not whole or len(text) > MAX_CHARACTERS or small_talk(whole):
        return [whole]
    parts = [cleared(part) for part in split_questions(text)]
    return [part for part in parts if not small_talk(part)] or parts[:1]


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}, and 1 is the least")


def _hit(ranked: RankedPassage) -> Hit:
    candidate = ranked.match.candidate
    parts = Parts(candidate.dense, candidate.lexical, maxsim(ranked.match))
    return Hit(ranked.match.record.passage, ranked.score, parts)
