"""The evidence for an answer: a few explainable signals from the ranking and the reader, some of which rule a sentence
out on their own.
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
"""Upper limit of the margin, on the scale of the ranking scores; a larger one adds no information."""
RULING_OUT = ("lacking", "opposite", "affirmed", "another_time")
"""The signals, 0 or 1, any one of which says that the sentence is no answer."""
RULED_OUT_MAX_LOG_ODDS = -1.5
"""The highest log-odds of a sentence that is ruled out. Set by hand, just below those of any answer given, since the
answer may be elsewhere in the corpus."""
RULED_OUT_MAX_CONFIDENCE = 1 / (1 + math.exp(-RULED_OUT_MAX_LOG_ODDS))


def signals(query: Query, passages: Sequence[ReadPassage]) -> dict[str, float]:
    """Return the signals of the best passage, by name. `passages` are best first and not empty."""
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
    """Return whether one of the signals that rule an answer out is set (`RULING_OUT`)."""
    return any(values[name] for name in RULING_OUT)


def time_share(query: Query) -> float:
    """Return the timeframe's share of the token weights, 0 to 1."""
    return float(query.token_weights[query.time_token_indices].sum())


def name_stems(query: Query) -> list[str]:
    """Return the distinct stems of capitalised words, other than the first, that have an IDF."""
    names = (term for term in query.terms if term.is_capitalised)
    return list(dict.fromkeys(term.stem for term in names if term.stem in query.idf))


def _lead(best: RankedPassage, others: Sequence[RankedPassage]) -> float:
    """Return how far the best passage is ahead of the best one under another heading, on the scale of the ranking
    scores: negative if it is behind, 0 if there is no other.
    """
    rivals = [
        other.score for other in others if other.match.record.passage.section != best.match.record.passage.section
    ]
    return best.score - max(rivals) if rivals else 0.0


def _is_of_another_time(query: Query, best: RankedPassage) -> bool:
    """Return whether the question states a date, the sentence has only other dates, and no sentence of the passage is
    of that time.

    On the training half of SQuAD 2.0, this holds for the answering sentence of 1 in 960 questions, and for the nearest
    sentence of 1 in 40 unanswerable ones.
    """
    timeframe = query.timeframe
    if timeframe is None or timeframe.is_present or not re.search(r"\d", query.text[timeframe.start : timeframe.end]):
        return False
    agreement = [float(sentence.signals[_PLACE["time"]]) for sentence in best.match.sentences]
    return agreement[best.sentence_index] < 0 >= max(agreement)
