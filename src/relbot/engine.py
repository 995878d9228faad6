"""The public interface: answers messages from an index, searches it, and gives access to its contents.

Small talk gets a reply. A question is answered with what was taught for it and with what the documents say
(`question_answering`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Answer, Hit, Parts, SourceText, Surroundings
from relbot.answering.dialogue.joined_answers import joined
from relbot.answering.releases.release_dates import dated_by_release
from relbot.answering.small_talk import reply
from relbot.answering.statements import refusal
from relbot.answering.suggestions import suggest
from relbot.answering.taught.answers import TaughtAnswers
from relbot.answering.taught.chosen import chosen_answer
from relbot.answering.taught.leading import lead_with
from relbot.answering.timeline import Event, events, parse_span
from relbot.attempts import Search
from relbot.contents import Contents
from relbot.conversation import Conversation
from relbot.index.current_generation import CurrentGeneration
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.pipeline import SHORT_LIST, Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.dialogue.several_questions import MOST_QUESTIONS, questions_of, to_ask_again
from relbot.query.query import MAX_CHARACTERS, MAX_MESSAGE_CHARACTERS, UnreadableQuery, normalise_text, unreadable
from relbot.query.request.utterance import cleared
from relbot.query.small_talk.phrases import Kind
from relbot.query.small_talk.recognition import small_talk
from relbot.question_answering import answer_question
from relbot.reading.best_text import best_text
from relbot.retrieval.late_interaction import maxsim
from relbot.retrieval.ranking import RankedPassage
from relbot.step_timer import StepTimer
from relbot.temporal.calendar import today

_SUGGESTED, _NEAR = 3, 4
"""The most questions suggested to a user, and the most passages from which those on a topic are generated."""

_WITHDRAWN = "What was taught about that has just been withdrawn; ask again in a minute."


class Relbot:
    """An engine that answers questions from an index. Thread-safe; follows a rebuild without reopening."""

    def __init__(
        self,
        current: CurrentGeneration,
        pipeline: Pipeline,
        taught: TaughtAnswers,
        collections: frozenset[str] | None = None,
    ) -> None:
        self._current, self._pipeline, self._all_taught, self._collections = current, pipeline, taught, collections
        self._taught = taught.within(collections)
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
        """Open an index for reading; `caution` is the least confidence of an answer, 0 to 1, instead of relbot's own.

        If `corpus` is given, answers taught in it take precedence over the documents as soon as they are written.
        Raises IndexUnusable, including if it was built with another model, and ModelError if the reader is damaged.
        """
        taught = TaughtAnswers(None if corpus is None else Path(corpus))
        with ThreadPoolExecutor(1) as beside:  # each of the two takes a third of the time of a cold answer
            pipeline = beside.submit(Pipeline.load, caution)
            return cls(CurrentGeneration(open_index(index), model), pipeline.result(), taught)

    def within(self, collections: Collection[str] | None) -> Self:
        """Return the same engine, restricted to some collections of sources (`Source.collection`); None means all."""
        chosen = None if collections is None else frozenset(collections)
        return type(self)(self._current, self._pipeline, self._all_taught, chosen)

    def ask(self, text: str, limit: int = 3) -> Answer:
        """Answer a message from a single index generation, with at most `limit` (1 or more) citations unless the
        statements need more. Raises IndexUnusable.
        """
        return self._answer(text, [Reformulation(cleared(text))], limit)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the passages that come closest, best first, without a claim that they answer. Raises IndexUnusable."""
        _check_limit(limit)
        generation = self._generation
        if not generation.manifest.passages:
            return []
        try:
            found = self._pipeline.search(text, generation, max(limit, SHORT_LIST))
        except UnreadableQuery:
            return []
        hits = [_hit(passage) for passage in found]
        return [hit for hit in hits if not self._taught.is_withdrawn(hit.passage.source.path)][:limit]

    def timeline(self, span: str | None = None, words: str | None = None) -> tuple[Event, ...]:
        """Return the dated sentences in chronological order, if given only those within a span such as "1956..1961",
        and only those with all of the words. Raises IndexUnusable, SpanUnreadable.
        """
        interval = None if span is None else parse_span(span, today())
        generation = self._generation
        found = events(generation, interval, words, dated_by_release(generation))
        return tuple(event for event in found if not self._taught.is_withdrawn(event.citation.document.path))

    def conversation(self) -> Conversation:
        """Start a conversation: consecutive questions by one person, each of which may depend on the previous ones."""
        return Conversation(self._answer, self.passage)

    def passage(self, passage_id: str) -> Surroundings | None:
        """Return a cited passage with its neighbours, or None if it is no longer in the index."""
        if taught := self._taught.passage(passage_id):
            return Surroundings(taught, None, None)
        found = self._generation.surroundings(passage_id)
        return None if found and self._taught.is_withdrawn(found.passage.source.path) else found

    def quote(self, question: str, passage_id: str, parts: Sequence[tuple[int, int]]) -> Answer | None:
        """Return the answer that a user chose: one or more parts of a passage, given by their offsets in it; None if
        they are no longer in the index.
        """
        found = self.passage(passage_id)
        return chosen_answer(question, found.passage, parts, self._generation.name) if found else None

    def best_text(self, question: str, texts: Sequence[str]) -> int | None:
        """Return the index in `texts`, which need not be indexed, of the one that answers best; None if none does."""
        return best_text(question, texts, self._pipeline.reader)

    def vector(self, question: str) -> NDArray[np.float32]:
        """Return the normalised embedding of a question, (384,). Raises IndexUnusable."""
        return self._generation.encoder.vector(question)

    def document(self, path: str) -> SourceText:
        """Return the rendered text of a source, to which all offsets refer. Raises SourceUnknown."""
        return self._generation.document(path)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Up to three questions that the corpus answers, found by asking, once per generation.

        Raises IndexUnusable.
        """
        return self._suggestions(self._generation)

    def suggestions_on(self, text: str) -> tuple[str, ...]:
        """Return up to three questions on the topic of a question, generated from the passages closest to it that share
        a word with it, and filled up with the general suggestions. Raises IndexUnusable.
        """
        generation = self._generation
        if not generation.manifest.passages:
            return ()
        try:
            query, ranked = self._pipeline.rank(text, generation, StepTimer(), SHORT_LIST)
        except UnreadableQuery:
            return self._suggestions(generation)
        records = [passage.match.record for passage in ranked]
        near = [r for r in records if any(stem in query.idf for sentence in r.sentences for stem in sentence.terms)]
        found = suggest(generation, self._is_answered(generation), on=near[:_NEAR])
        return tuple(dict.fromkeys((*found, *self._suggestions(generation))))[:_SUGGESTED]

    @property
    def contents(self) -> Contents:
        """The current contents of the index."""
        return self._generation.manifest.contents

    @property
    def _generation(self) -> Generation:
        return self._current.get(self._collections)

    def _answer(self, text: str, reformulations: Sequence[Reformulation], limit: int) -> Answer:
        """Answer a message: small talk, a question with its reformulations, or several questions, which are answered as
        a conversation. Raises IndexUnusable.
        """
        _check_limit(limit)
        generation, timer = self._generation, StepTimer()

        def ask(question: str, ways: Sequence[Reformulation], limit: int) -> Answer:
            return self._answer_to(question, ways, limit, generation, timer)

        whole = cleared(text)
        questions = questions_of(text, whole)
        if reason := unreadable(text, MAX_MESSAGE_CHARACTERS):
            answer = refusal(text, reason)
        elif kind := small_talk(questions[0]):
            answer = self._chat(kind, generation)
        elif questions != [whole]:
            conversation = Conversation(ask, generation.surroundings)
            answer = joined([conversation.ask(q, limit) for q in questions[:MOST_QUESTIONS]], to_ask_again(questions))
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
        """Answer a question with what was taught for it, and with what the documents say."""
        with timer.time("taught"):
            wordings = [question, *(way.text for way in ways if not way.is_fallback and way.text != question)]
            found = self._taught.find(wordings, generation.encoder, self._pipeline.reader)
        answer = answer_question(question, ways, Search(limit, generation, self._pipeline, timer))
        if any(self._taught.is_withdrawn(cited.document.path) for cited in (*answer.citations, *answer.closest)):
            answer = refusal(question, _WITHDRAWN)
        return lead_with(found, answer) if found else answer

    def _chat(self, kind: Kind, generation: Generation) -> Answer:
        said = reply(kind, next(iter(self._suggestions(generation)), None))
        return Answer("", False, 0.0, None, said, (), kind="chat")

    def _suggestions(self, generation: Generation) -> tuple[str, ...]:
        """Return questions that the corpus answers, found once per generation."""
        name, found = self._suggested
        if name != generation.name:
            found = suggest(generation, self._is_answered(generation), _SUGGESTED)
            self._suggested = generation.name, found
        return found

    def _is_answered(self, generation: Generation) -> Callable[[str], bool]:
        def is_answered(question: str) -> bool:
            return self._answer_to(question, [Reformulation(question)], 1, generation, StepTimer()).answered

        return is_answered


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}, and 1 is the least")


def _hit(ranked: RankedPassage) -> Hit:
    candidate = ranked.match.candidate
    parts = Parts(candidate.dense, candidate.lexical, maxsim(ranked.match))
    return Hit(ranked.match.record.passage, ranked.score, parts)
