"""Makes the attempts at a question: at each of its reformulations, at the topic of an overview by itself, and, if the
answer is doubtful, without words such as "now" and "still". Accepts attempts whose verdict is on a part of the answer.
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
"""Intents also tried without the words of the present: "how many are there now", "does the pill still work"."""

_MAY_ANSWER = 0.35
"""The least confidence at which a question about the present is also tried without its words, if its answer is
doubtful. Tuned on 24 such questions about thirty articles (15 right instead of 11) and on 87 unanswerable ones, made
from others by adding "these days" or "still" (66 refused instead of 68; without a least confidence 61)."""
_OF_LINES = 0.9
"""Share of the threshold above which adjacent lines count as an answer. Tuned on questions about 153 folders of
everyday documents and 119 articles: at 0.74, ten of 54 additional answers are right and 25 should be refusals; at 0.9,
six are right and nine should be refusals."""
_TOLD = 0.9
"""Bonus, in log-odds, for an FAQ pair if the person tells what happened to them, since a long message shares fewer
words with the pair. Of 199 such messages about the twelve pages of `benchmarks/fit_faq.py`, 0.64 rank their pair first;
with log-odds from -1 to -0.6 it is right for three in five, against one in four of other questions."""


@dataclass(frozen=True, slots=True)
class Search:
    """The context of a search: the index generation, the pipeline and the limits."""

    limit: int
    """The most citations, unless the statements need more."""
    generation: Generation
    pipeline: Pipeline
    timer: StepTimer

    def within(self, generation: Generation) -> Search:
        """Return the same search in another generation, e.g. one narrowed to some passages."""
        return replace(self, generation=generation)


def attempts_at(
    question: str, ways: Sequence[Reformulation], intent: Intent, topic: str, search: Search
) -> list[Attempt]:
    """Return the attempts at the reformulations of a question, and at the `topic` of an overview by itself if there is
    one; if the best is doubtful, also those without the words of the present. Raises UnreadableQuery.
    """
    generation, pipeline = search.generation, search.pipeline
    beside = [way for way in ways if way.in_previous_passage]
    ways = [way for way in ways if not way.in_previous_passage]
    if topic:
        ways = [*ways, _by_topic(ways[0], topic, generation)]
    elif any(way.text == question or way.typed == question for way in ways):
        ways = _with_own(ways, reformulations_of(question, intent, generation))

    def at(ways: Sequence[Reformulation]) -> Iterator[Attempt]:
        found = pipeline.attempts(ways, generation, search.timer, search.limit, breadth_of(intent.kind).read)
        return (one for one in found if one.verdict.confidence >= one.reformulation.least_confidence)

    threshold = pipeline.verdict_weights.threshold
    accepted = (_accepted_by_pair(attempt, threshold) for attempt in at([*ways, *beside]))
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


def _accepted_by_pair(attempt: Attempt, threshold: float) -> Attempt:
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
    """Return whether an attempt may have an answer, but other words may find a better one."""
    return _MAY_ANSWER <= attempt.verdict.confidence < DOUBTFUL_CONFIDENCE


def _with_own(ways: Sequence[Reformulation], own: Sequence[Reformulation]) -> Sequence[Reformulation]:
    """Return the reformulations of a question in a dialogue, followed, unless its reference is resolved, by those of
    the question taken by itself, as fallbacks.
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
    """Return the topic of an overview as a fallback reformulation, which is shown to the user as what they asked."""
    searched, asked = with_subject(topic, generation), with_subject(way.text, generation)
    shown = (asked.shown or asked.text) if asked else way.shown or way.text
    return replace(way, text=searched.text if searched else topic, shown=shown, is_fallback=True)
