from __future__ import annotations

from typing import get_args

import pytest

from relbot.answering.attempt_answer import told_in_several
from relbot.index.protocol import Generation
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.intent import Kind
from relbot.reading.attempt import Attempt
from relbot.step_timer import StepTimer

TOGETHER: frozenset[Kind] = frozenset({"list", "section", "how"})


@pytest.fixture(scope="module")
def refused(generation: Generation) -> Attempt:
    """An attempt at what is answered, by somebody who wants to be surer than that."""
    way = Reformulation("Why did Albania leave the Warsaw Pact?")
    attempt = next(iter(Pipeline.load(caution=0.999).attempts([way], generation, StepTimer(), 3)))
    assert not attempt.verdict.answered
    return attempt


@pytest.mark.parametrize("kind", get_args(Kind))
def test_what_several_sentences_tell_is_answered_a_little_below_the_threshold(kind: Kind, refused: Attempt) -> None:
    sure = refused.verdict.confidence
    found = told_in_several(refused, kind, sure * 1.2)
    assert found.verdict.answered is (kind in TOGETHER)
    assert found.verdict.confidence == sure
    shown = (*found.verdict.supporting, *found.verdict.runners_up)
    assert shown == refused.verdict.runners_up, "each passage is cited or told to be close, in the same order"
    assert bool(found.verdict.reason) is not found.verdict.answered
    assert told_in_several(refused, kind, sure * 2) is refused, "far below it is refused"
    assert told_in_several(refused, kind, sure) is refused, "at it, it is refused for another reason"
