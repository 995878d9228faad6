"""Which attempts at a question count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.attempts import Search, attempts_at
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import read_intent
from relbot.step_timer import StepTimer

BAND = "# The Lirz band\n\nThe Lirz band was formed in the spring of 1889. It plays on Sundays.\n"


@pytest.mark.parametrize(("least", "counts"), [(0.0, True), (0.5, True), (1.0, False)])
def test_a_way_that_only_may_be_meant_counts_where_its_answer_is_sure(
    indexed: Callable[[dict[str, str]], Path], least: float, counts: bool
) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"band.md": BAND})))
    question, meant = "how old is the flute", "when did The Lirz band begin?"
    ways = [Reformulation(question), Reformulation(meant, is_fallback=True, least_confidence=least)]
    search = Search(1, generation, Pipeline.load(), StepTimer())
    attempts = attempts_at(question, ways, read_intent(question), "", search)
    assert (meant in [attempt.reformulation.text for attempt in attempts]) == counts
