"""The attempts at a question: at the ways to put it, at the topic of an overview by itself, and where the answer is
doubtful without the words of the present; and which of them are accepted though the verdict is on a part of the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from relbot.answering.compose import DOUBTFUL_CONFIDENCE, breadth_of
from relbot.answering.lines.enumerations import enumerated
from relbot.index.protocol import Generation
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.asides import tells_of_oneself
from relbot.query.request.intent import Intent, Kind
from relbot.query.request.reformulations import reformulations_of, with_subject
from relbot.query.wording.present import present_wordings
from relbot.reading.attempt import Attempt
from relbot.reading.evidence import RULED_OUT_MAX_CONFIDENCE
from relbot.step_timer import StepTimer

_OF_THE_PRESENT: frozenset[Kind] = frozenset({"now", "yesno"})
"""What is also asked without the words of the present: "how many are there now", "does the pill still work"."""

_MAY_ANSWER = 0.35
"""Confidence from which on a question about the present is also asked without its words, where its answer is doubtful.
Set on 24 such questions about thirty articles, of which 15 come out right in place of 11, and on 87 without an answer
that are made of others by "these days" or "still", of which 66 are refused in place of 68; with no bound 61.
"""
_OF_LINES = 0.9
"""Share of the threshold from which on lines that stand together are taken for an answer. Of 54 questions about 153
folders of everyday documents and 119 articles that are answered so with 0.74, ten are right for it and 25 should be
refused; with 0.9 six and nine."""
_TOLD = 0.9
"""What is added to the log-odds of a pair of an FAQ where somebody tells what happened to them: the more words, the
less of them the pair holds. Of 199 such messages about the twelve pages of `benchmarks/fit_faq.py` 0.64 have their pair
first, and of those with log-odds from -1 to -0.6 three in five, of other questions one in four."""


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
        return pipeline.attempts(ways, generation, search.timer, search.limit, breadth_of(intent.kind).read)

    threshold = pipeline.verdict_weights.threshold
    accepted = (accepted_by_pair(attempt, threshold) for attempt in at([*ways, *beside]))
    attempts = [accepted_by_lines(attempt, intent.kind, threshold, generation) for attempt in accepted]
    if intent.kind in _OF_THE_PRESENT and _is_doubtful(max(attempts, key=Attempt.preference)):
        texts = [(way, text) for way in ways for text in present_wordings(way.text)]
        attempts += at([replace(way, text=text, shown=way.shown or way.text) for way, text in texts])
    return attempts


def accepted_by_lines(attempt: Attempt, kind: Kind, threshold: float, generation: Generation) -> Attempt:
    """An attempt that is answered by lines of a list or table, taken for answered from a lower confidence on than
    `threshold`: the verdict is on one line, which is a part of the answer. What depends on a dialogue is refused for
    other reasons too.
    """
    verdict, is_of_dialogue = attempt.verdict, attempt.reformulation.typed_stems is not None
    is_near = _OF_LINES * threshold <= verdict.confidence < threshold
    if is_of_dialogue or not is_near or not verdict.runners_up:
        return attempt
    if enumerated(kind, attempt.query, attempt.passages, generation, is_doubtful=True) is None:
        return attempt
    best, *others = verdict.runners_up
    answered = replace(verdict, answered=True, reason=None, supporting=(best,), runners_up=tuple(others))
    return replace(attempt, verdict=answered)


def accepted_by_pair(attempt: Attempt, threshold: float) -> Attempt:
    """An attempt at what somebody tells of themselves, which a pair of an FAQ answers, with the confidence that it then
    deserves.
    """
    verdict = attempt.verdict
    is_told = attempt.reformulation.typed_stems is None and tells_of_oneself(attempt.query.text)
    best = next(iter((*verdict.supporting, *verdict.runners_up)), None)
    if not is_told or best is None or best.match.question is None or verdict.confidence <= RULED_OUT_MAX_CONFIDENCE:
        return attempt
    confidence = round(1 / (1 + math.exp(-_TOLD) * (1 / verdict.confidence - 1)), 4)
    verdict = replace(verdict, confidence=confidence)
    if not verdict.answered and confidence >= threshold:
        verdict = replace(verdict, answered=True, reason=None, supporting=(best,), runners_up=verdict.runners_up[1:])
    return replace(attempt, verdict=verdict)


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
