"""The evidence for an answer: a few signals of the passages as ranked and as read, each of which can be explained to a
person, and some of which rule a sentence out alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from relbot.query.answer_constraints.denial import lacks_denial
from relbot.query.answer_constraints.opposites import says_opposite
from relbot.query.query import Query
from relbot.reading.passage_reading import ReadPassage, lacks_answer
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS
from relbot.retrieval.ranking import RankedPassage

_PLACE = {name: index for index, name in enumerate(SENTENCE_SIGNALS)}
_MAX_MARGIN = 3.0
"""The margin is clipped here, on the scale of the ranking scores: a larger one says nothing more."""
RULING_OUT = ("lacking", "opposite", "affirmed", "another_time")
"""The signals of which one alone says that the sentence is no answer, 1 where it does."""
RULED_OUT_MAX_LOG_ODDS = -1.5
"""Highest log-odds of an answer that is ruled out. Set by hand, below those of any answer given and no lower, since the
corpus may hold the answer elsewhere."""
RULED_OUT_MAX_CONFIDENCE = 1 / (1 + math.exp(-RULED_OUT_MAX_LOG_ODDS))


def signals(query: Query, passages: Sequence[ReadPassage]) -> dict[str, float]:
    """The signals of the best passage, by name. `passages` are best first and not empty."""
    best = passages[0].ranked
    sentence = best.sentence.signals
    in_sentence = frozenset(best.sentence_record.terms)
    return {
        "reader": passages[0].reading.answers,
        "readings": float(np.mean([passage.reading.answers for passage in passages])),
        "margin": min([best.score - passage.ranked.score for passage in passages[1:]] + [_MAX_MARGIN]),
        "meaning": float(sentence[_PLACE["dense"]]),
        "absent_names": sum(query.idf[stem] for stem in name_stems(query) if stem not in in_sentence),
        "time": float(sentence[_PLACE["time"]]) * time_share(query),
        "question": float(best.match.question is not None),
        "lead": _lead(best, [passage.ranked for passage in passages[1:]]),
        "lacking": float(lacks_answer(query.text, best.match.record, best.sentence_index)),
        "opposite": float(says_opposite(query.text, best.sentence_text)),
        "affirmed": float(lacks_denial(query.text, best.sentence_text)),
        "another_time": float(_is_of_another_time(query, best)),
    }


def is_ruled_out(values: Mapping[str, float]) -> bool:
    """Whether one of the signals that rule an answer out is set (`RULING_OUT`)."""
    return any(values[name] for name in RULING_OUT)


def time_share(query: Query) -> float:
    """The share of the token weights that the timeframe has, 0 to 1."""
    return float(query.token_weights[query.time_token_indices].sum())


def name_stems(query: Query) -> list[str]:
    """The stems of capitalised words, without the first, which every question capitalises."""
    names = (term for term in query.terms if term.is_capitalised)
    return list(dict.fromkeys(term.stem for term in names if term.stem in query.idf))


def _lead(best: RankedPassage, others: Sequence[RankedPassage]) -> float:
    """How far the best is ahead of what is below another heading, on the scale of the ranking scores; 0 without one.
    It may be behind.
    """
    rivals = [
        other.score for other in others if other.match.record.passage.section != best.match.record.passage.section
    ]
    return best.score - max(rivals) if rivals else 0.0


def _is_of_another_time(query: Query, best: RankedPassage) -> bool:
    """Whether the question states a date, the sentence has others only, and no sentence of the passage is of that time.

    Of SQuAD 2.0's training half, that holds for the sentence that answers in 1 of 960 questions, and for the nearest
    sentence in 1 of 40 that cannot be answered.
    """
    timeframe = query.timeframe
    if timeframe is None or timeframe.is_present or not re.search(r"\d", query.text[timeframe.start : timeframe.end]):
        return False
    agreement = [float(sentence.signals[_PLACE["time"]]) for sentence in best.match.sentences]
    return agreement[best.sentence_index] < 0 >= max(agreement)
