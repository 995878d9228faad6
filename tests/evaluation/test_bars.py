from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from measure_bars import EXPECTED_RIGHT, MIN_ANSWERS, chosen, curve
from relbot.evaluation.bars import DEFAULT_RIGHT, bar_for, shipped_bars

outcomes = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 0.6, 0.7, 0.8, 0.9]), st.booleans(), st.booleans()), max_size=300
)


@given(outcomes)
def test_a_bar_tells_what_answering_from_it_on_gave(measured: list[tuple[float, bool, bool]]) -> None:
    answerable = sum(can for _, _, can in measured)
    for bar in curve(measured):
        given_answers = [outcome for outcome in measured if outcome[0] >= bar.least_confidence]
        assert len(given_answers) >= MIN_ANSWERS
        right = sum(is_right for _, is_right, _ in given_answers)
        assert bar.right == round((right + 1) / (len(given_answers) + 2), 4)
        assert bar.answered == round(sum(can for _, _, can in given_answers) / max(1, answerable), 4)


@given(outcomes)
def test_of_the_bars_that_are_right_often_enough_the_one_that_answers_most_is_taken(
    measured: list[tuple[float, bool, bool]],
) -> None:
    bars = curve(measured)
    for right in EXPECTED_RIGHT:
        reached = [bar.answered for bar in bars if bar.right >= right / 100]
        taken = chosen(bars).get(str(right))
        assert (taken is None) == (not reached)
        assert taken is None or taken["answered"] == max(reached)


def test_few_answers_make_no_bar() -> None:
    assert not chosen(curve([(0.99, True, True)] * (MIN_ANSWERS - 1)))


def test_the_shipped_bars_rise_with_what_is_expected() -> None:
    assert DEFAULT_RIGHT in shipped_bars()
    bars = [shipped_bars()[right] for right in sorted(shipped_bars())]
    assert [bar.least_confidence for bar in bars] == sorted(bar.least_confidence for bar in bars)
    assert all(bar.right >= right / 100 for right, bar in shipped_bars().items())
    assert bar_for(100) is None
