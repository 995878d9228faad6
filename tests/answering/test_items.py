from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranked import Read
from relbot.answering.items import SIGNALS, ItemWeights, item_signals, number_to_show, probable_items, untold_items
from relbot.answering.statements import Quote
from relbot.reading.passage_reading import read_whole
from relbot.reading.reader import Reader

WEIGHTS = ItemWeights.load()
probabilities = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=40).map(lambda many: sorted(many, reverse=True))


@pytest.mark.parametrize(
    ("likely", "shown"),
    [
        ([], 0),
        ([0.3], 1),
        ([0.9, 0.02, 0.02, 0.01], 1),
        ([0.95, 0.95, 0.9, 0.05, 0.05, 0.05], 3),
        ([0.9] * 30, 30),
        ([0.2] * 30, 30),
    ],
)
def test_as_many_are_shown_as_are_probable_beside_the_best(likely: list[float], shown: int) -> None:
    assert number_to_show(likely) == shown


@given(likely=probabilities, better=st.floats(0, 1))
def test_no_item_is_left_out_that_is_as_probable_as_one_shown(likely: list[float], better: float) -> None:
    shown = number_to_show(likely)
    assert 1 <= shown <= len(likely)
    assert shown == len(likely) or likely[shown] < likely[shown - 1]
    improved = sorted([*likely, max(likely[0], better)], reverse=True)
    assert number_to_show(improved) <= shown + 1, "one more that is sure makes none of the others more so"


@pytest.mark.parametrize("question", ["List all visits between the two countries", "Which treaties?", "zebra", "1961"])
def test_each_sentence_that_was_read_is_an_item_with_some_probability_the_most_probable_first(
    question: str, read: Read, reader: Reader
) -> None:
    query, passages = read(question)
    items = probable_items(query, read_whole(query, passages, reader), WEIGHTS)
    likely = [probability for probability, _ in items]
    quotes = {(quote.passage.id, quote.sentence) for _, quote in items}
    sentences = {(p.ranked.match.record.passage.id, n) for p in passages for n in range(len(p.ranked.match.sentences))}
    assert likely == sorted(likely, reverse=True)
    assert all(0 < probability < 1 for probability in likely)
    assert len(items) == len(quotes)
    assert quotes == sentences if query.timeframe is None else quotes < sentences


def test_what_answers_is_more_probable_than_what_is_on_the_topic(read: Read, reader: Reader) -> None:
    query, passages = read("Which statesmen were hosted in Tirana or Pyongyang?")
    items = probable_items(query, read_whole(query, passages, reader), WEIGHTS)
    hosted = [probability for probability, quote in items if "hosted" in quote.text or "received" in quote.text]
    assert len(hosted) >= 2
    assert min(hosted) > np.median([probability for probability, _ in items])


def test_of_sentences_that_answer_as_well_the_one_that_is_like_the_best_is_the_more_probable(
    read: Read, reader: Reader
) -> None:
    query, passages = read("Which statesmen were hosted in Tirana or Pyongyang?")
    whole = read_whole(query, passages, reader)
    signals, _ = item_signals(query, whole, WEIGHTS)
    likeness = signals[:, SIGNALS.index("likeness")]
    assert np.all(np.abs(likeness) <= 1)
    likely = np.argsort(-WEIGHTS.log_odds(signals), kind="stable")
    assert likeness[likely[:3]].mean() > likeness.mean()
    raised = signals.copy()
    raised[:, SIGNALS.index("likeness")] += 0.1
    assert np.all(WEIGHTS.log_odds(raised) > WEIGHTS.log_odds(signals))


def test_nothing_read_has_no_items(read: Read) -> None:
    assert probable_items(read("zebra")[0], [], WEIGHTS) == []


@pytest.mark.parametrize(
    ("told", "is_sure", "left"),
    [("", False, "abc"), ("a", False, "bc"), ("ab", False, "abc"), ("ab", True, "c"), ("abc", True, "")],
)
def test_what_was_told_is_told_again_only_where_nothing_else_is_as_likely(
    told: str, is_sure: bool, left: str, read: Read
) -> None:
    passage = read("embassy")[1][0].ranked.match.record.passage
    items = [(0.9, Quote(passage, 0)), (0.8, Quote(passage, 1)), (0.4, Quote(passage, 2))]
    by_name = dict(zip("abc", items, strict=True))
    said = "\n".join(by_name[name][1].text for name in told)
    assert untold_items(items, said, is_sure=is_sure) == [by_name[name] for name in left]
