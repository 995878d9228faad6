"""The threshold that a question file speaks for is the one with which most are right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relbot.evaluation.calibration import MIN_ANSWERABLE, MIN_UNANSWERABLE, better_caution
from relbot.evaluation.outcomes import Outcome
from relbot.evaluation.questions import EvaluationQuestion
from relbot.terminal.scores import caution_line

NOW = 0.5


def outcome(confidence: float, *, answerable: bool, held: bool) -> Outcome:
    asked = EvaluationQuestion(1, "Who?", ("he",) if answerable else None, "fact")
    return Outcome(asked, confidence >= NOW, "he", confidence, held and answerable, None, 1.0)


def right_with(threshold: float, outcomes: list[Outcome]) -> int:
    """How many are right where an answer takes this confidence."""
    return sum(
        (o.confidence >= threshold and o.held) if o.asked.answers else o.confidence < threshold for o in outcomes
    )


drawn = st.builds(outcome, st.integers(2, 20).map(lambda n: n / 20), answerable=st.booleans(), held=st.booleans())


@given(st.lists(drawn, min_size=30, max_size=80))
def test_no_threshold_is_better_than_the_one_it_names(extra: list[Outcome]) -> None:
    enough = [outcome(0.9, answerable=True, held=True)] * MIN_ANSWERABLE
    outcomes = [*extra, *enough, *[outcome(0.1, answerable=False, held=False)] * MIN_UNANSWERABLE]
    thresholds = {each.confidence for each in outcomes} - {0.1}  # with which all would be answered
    now, best = right_with(NOW, outcomes), max(right_with(threshold, outcomes) for threshold in thresholds)
    found = better_caution(outcomes)
    assert (found is None) == (best <= now)
    if found:
        assert right_with(found.caution, outcomes) == best
        assert (found.right, found.right_now) == (best / len(outcomes), now / len(outcomes))
        assert caution_line(found).startswith(f"With RELBOT_CAUTION={found.caution:.4f} ")


def test_few_questions_of_either_kind_say_nothing() -> None:
    refused = outcome(0.4, answerable=True, held=True)
    assert better_caution([refused] * 100) is None
    others = [outcome(0.1, answerable=False, held=False)] * MIN_UNANSWERABLE
    assert better_caution([refused] * (MIN_ANSWERABLE - 1) + others) is None
    assert better_caution([refused] * MIN_ANSWERABLE + others)
