"""The attempts at a question: at the ways to put it, at the topic of an overview by itself, and where the answer is
doubtful without the words of the present.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from relbot.answering.attempt_answer import accepted_by_lines, accepted_by_pair
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, breadth_of
from relbot.index.protocol import Generation
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Intent, Kind
from relbot.query.request.reformulations import reformulations_of, with_subject
from relbot.query.wording.present import present_wordings
from relbot.reading.attempt import Attempt
from relbot.step_timer import StepTimer

_OF_THE_PRESENT: frozenset[Kind] = frozenset({"now", "yesno"})
"""What is also asked without the words of the present: "how many are there now", "does the pill still work"."""

_MAY_ANSWER = 0.35
"""Confidence from which on a question about the present is also asked without its words, where its answer is doubtful.
Set on 24 such questions about thirty articles, of which 15 come out right in place of 11, and on 87 without an answer
that are made of others by "these days" or "still", of which 66 are refused in place of 68; with no bound 61.
"""


@dataclass(frozen=True, slots=True)
class Search:
    """What a question is searched for in, and by."""

    limit: int
    """Citations at most, unless the statements need more."""
    generation: Generation
    pipeline: Pipeline
    timer: StepTimer

    def within(self, generation: Generation) -> Search:
        """The same in other passages."""
        return replace(self, generation=generation)


def attempts_at(
    question: str, ways: Sequence[Reformulation], intent: Intent, topic: str, search: Search
) -> list[Attempt]:
    """The attempts at a question, at the `topic` of an overview by itself too, and without the words of the present.
    Raises UnreadableQuery.
    """
    generation, pipeline = search.generation, search.pipeline
    beside = [way for way in ways if way.beside_answer]
    ways = [way for way in ways if not way.beside_answer]
    if topic:
        ways = [*ways, _by_topic(ways[0], topic, generation)]
    elif any(way.text == question or way.typed == question for way in ways):
        ways = _with_own(ways, reformulations_of(question, intent, generation))

    def at(ways: Sequence[Reformulation]) -> Iterator[Attempt]:
        found = pipeline.attempts(ways, generation, search.timer, search.limit, breadth_of(intent.kind).read)
        return (one for one in found if one.verdict.confidence >= one.reformulation.least_confidence)

    threshold = pipeline.verdict_weights.threshold
    accepted = (accepted_by_pair(attempt, threshold) for attempt in at([*ways, *beside]))
    attempts = [accepted_by_lines(attempt, intent.kind, threshold, generation) for attempt in accepted]
    if intent.kind in _OF_THE_PRESENT and _is_doubtful(max(attempts, key=Attempt.preference)):
        texts = [(way, text) for way in ways for text in present_wordings(way.text)]
        attempts += at([replace(way, text=text, shown=way.shown or way.text) for way, text in texts])
    return attempts


def _is_doubtful(attempt: Attempt) -> bool:
    """Whether there may be an answer, and other words may find a better one."""
    return _MAY_ANSWER <= attempt.verdict.confidence < DOUBTFUL_CONFIDENCE


def _with_own(ways: Sequence[Reformulation], own: Sequence[Reformulation]) -> Sequence[Reformulation]:
    """The ways to put a question in a dialogue, and where these fail and leave what it means open, those in which it
    stands for itself.
    """
    if len(ways) == 1 and ways[0].typed_stems is None:
        return own
    if any(way.is_resolved for way in ways):
        return ways
    texts = [way.text for way in ways]
    if all(way.typed_stems == frozenset() for way in ways):  # "why?" says nothing by itself
        own = [way for way in own if way.typed_stems is not None]
    return [*ways, *(replace(way, is_fallback=True) for way in own if way.text not in texts)]


def _by_topic(way: Reformulation, topic: str, generation: Generation) -> Reformulation:
    """The topic of an overview by itself, where what was typed is not answered; to people it is what they asked."""
    searched, asked = with_subject(topic, generation), with_subject(way.text, generation)
    shown = (asked.shown or asked.text) if asked else way.shown or way.text
    return replace(way, text=searched.text if searched else topic, shown=shown, is_fallback=True)
