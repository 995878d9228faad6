"""Which attempts at a question are made, and which are accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.attempts import Search, accepted_by_lines, attempts_at
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import read_intent
from relbot.reading.attempt import Attempt
from relbot.step_timer import StepTimer

Indexed = Callable[[dict[str, str]], Path]
STEPS = {
    "lock.md": "# The lock\n\n## Opening the lock\n\nThe lock is older than the bridge.\n\n"
    "1. Turn the wheel to the left.\n2. Wait until the water is level.\n3. Push both gates open.\n"
}

BAND = "# The Lirz band\n\nThe Lirz band was formed in the spring of 1889. It plays on Sundays.\n"


def unsure(question: str, generation: Generation) -> Attempt:
    """An attempt at a question, by somebody who wants to be surer than relbot ever is."""
    attempts = Pipeline.load(caution=0.9999).attempts([Reformulation(question)], generation, StepTimer(), 3)
    attempt = next(iter(attempts))
    assert not attempt.verdict.answered
    return attempt


def test_steps_are_an_answer_a_little_below_the_threshold(indexed: Indexed) -> None:
    generation = open_index(indexed(STEPS)).open()
    refused = unsure("how do I open the lock", generation)
    sure = refused.verdict.confidence
    found = accepted_by_lines(refused, "how", sure * 1.1, generation)
    assert found.verdict.answered
    assert found.verdict.reason is None
    assert found.verdict.confidence == sure
    shown = (*found.verdict.supporting, *found.verdict.runners_up)
    assert shown == refused.verdict.runners_up, "each passage is cited or told to be close, in the same order"
    assert accepted_by_lines(refused, "how", sure * 1.2, generation) is refused, "farther below it is refused"
    assert accepted_by_lines(refused, "how", sure, generation) is refused, "at it, it is refused for another reason"


@pytest.mark.parametrize("question", ["how did Hoxha receive Kim", "list the visits"])
def test_prose_is_none(question: str, generation: Generation) -> None:
    refused = unsure(question, generation)
    assert accepted_by_lines(refused, "how", refused.verdict.confidence * 1.1, generation) is refused


@pytest.mark.parametrize(("least", "counts"), [(0.0, True), (0.5, True), (1.0, False)])
def test_a_way_that_only_may_be_meant_counts_where_its_answer_is_sure(
    indexed: Indexed, least: float, counts: bool
) -> None:
    generation = open_index(indexed({"band.md": BAND})).open()
    question, meant = "how old is the flute", "when did The Lirz band begin?"
    ways = [Reformulation(question), Reformulation(meant, is_fallback=True, least_confidence=least)]
    search = Search(1, generation, Pipeline.load(), StepTimer())
    attempts = attempts_at(question, ways, read_intent(question), "", search)
    assert (meant in [attempt.reformulation.text for attempt in attempts]) == counts
