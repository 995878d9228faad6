"""Evidence that the corpus holds an answer: a logistic model over few signals, each of which can be explained to a
person. Fitted by `benchmarks/fit_verdict.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from relbot.query.answer_constraints.answer_type import lacks_answer_type
from relbot.query.answer_constraints.denial import lacks_denial
from relbot.query.answer_constraints.opposites import says_opposite
from relbot.query.query import Query
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, PassageMatch, SentenceMatch
from relbot.retrieval.ranking import RankedPassage
from relbot.text.terms import Term

_S = {name: index for index, name in enumerate(SENTENCE_SIGNALS)}
_P = {name: index for index, name in enumerate(PASSAGE_SIGNALS)}
_MAX_MARGIN = 3.0
"""The margin is clipped here, on the scale of the ranking scores: a larger one says nothing more."""
MIN_EVIDENCE, MAX_EVIDENCE = -4.0, 0.0
"""Log-odds. Similarity counts against an answer and not for it, which the reader tells better. By cross-validation on
SQuAD 2.0, where 0.90 of the questions inside are answered, with bounds of -4 and 0 (-4 and 1, -2 and 0): of those
outside 0.052 (0.040, 0.054) are answered, of the impossible 0.505 (0.522, 0.498), and of the paraphrases in
`questions.jsonl` 0.675 (0.652, 0.679) rightly."""
RULING_OUT = ("lacking", "opposite", "affirmed", "another_time")
"""The signals of which one alone says that the sentence is no answer, 1 where it does."""
RULED_OUT_MAX_LOG_ODDS = -1.5
"""Highest log-odds of an answer that is ruled out. Set by hand, below those of any answer given and no lower, since the
corpus may hold the answer elsewhere."""


def signals(query: Query, ranked: Sequence[RankedPassage]) -> dict[str, float]:
    """The signals of the best passage, by name. `ranked` is best first and not empty."""
    best = ranked[0]
    match, sentence = best.match, best.sentence.signals
    sentence_stems = [frozenset(s.terms) for s in match.record.sentences]
    in_passage = frozenset(match.record.heading_terms).union(*sentence_stems)
    in_sentence = sentence_stems[best.sentence_index]
    similarity = _term_similarity(query, best.sentence, in_sentence)
    return {
        "passage": float(match.signals[_P["even"]]),
        "surroundings": float(best.window_similarity().mean()),
        "with_before": float(sentence[_S["with_before"]]),
        "meaning": float(sentence[_S["dense"]]),
        "asked": float(sentence[_S["asked"]]),
        "weakest_word": min(similarity.values(), default=0.0),
        "absent_names": sum(query.idf[stem] for stem in name_stems(query) if stem not in in_sentence),
        "absent_numbers": float(sum(stem not in in_passage for stem in number_stems(query))),
        "missing": _unmatched_share(query, match, in_passage),
        "time": float(sentence[_S["time"]]) * time_share(query),
        "lacking": float(lacks_answer_type(query.text, best.sentence_text, best.sentence_record.dates)),
        "opposite": float(says_opposite(query.text, best.sentence_text)),
        "affirmed": float(lacks_denial(query.text, best.sentence_text)),
        "another_time": float(_is_of_another_time(query, best)),
        "margin": min(best.score - ranked[1].score, _MAX_MARGIN) if len(ranked) > 1 else _MAX_MARGIN,
    }


def evidence(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """Log-odds that the corpus holds the answer, between `MIN_EVIDENCE` and `MAX_EVIDENCE`."""
    log_odds = weights.holds["bias"] + sum(w * values[name] for name, w in weights.holds.items() if name != "bias")
    return max(MIN_EVIDENCE, min(MAX_EVIDENCE, log_odds))


def is_ruled_out(values: Mapping[str, float]) -> bool:
    return any(values[name] for name in RULING_OUT)


def time_share(query: Query) -> float:
    """The share of the token weights that the timeframe has, 0 to 1."""
    return float(query.token_weights[query.time_token_indices].sum())


def name_stems(query: Query) -> list[str]:
    """The stems of capitalised words, without the first, which every question capitalises."""
    return _stems_where(query, lambda term: term.start > 0 and term.word[0].isupper())


def number_stems(query: Query) -> list[str]:
    """The stems of words with a digit in them."""
    return _stems_where(query, lambda term: any(map(str.isdigit, term.word)))


def _is_of_another_time(query: Query, best: RankedPassage) -> bool:
    """Whether the question states a date, the sentence has others only, and no sentence of the passage is of that time.

    Of SQuAD 2.0's training half, that holds for the sentence that answers in 1 of 960 questions, and for the nearest
    sentence in 1 of 40 that cannot be answered.
    """
    timeframe = query.timeframe
    if timeframe is None or timeframe.is_present or not re.search(r"\d", query.text[timeframe.start : timeframe.end]):
        return False
    agreement = [float(sentence.signals[_S["time"]]) for sentence in best.match.sentences]
    return agreement[best.sentence_index] < 0 >= max(agreement)


def _stems_where(query: Query, condition: Callable[[Term], bool]) -> list[str]:
    return list(dict.fromkeys(term.stem for term in query.terms if term.stem in query.idf and condition(term)))


def _term_similarity(query: Query, sentence: SentenceMatch, stems: frozenset[str]) -> dict[str, float]:
    """By stem of each content term, its similarity to the sentence, 0 to 1: 1 where the sentence holds the stem."""
    similarity = {}
    for term in query.terms:
        if term.stem in query.idf:
            mean = _mean_over_term(query, term, sentence)
            similarity[term.stem] = 1.0 if term.stem in stems else max(0.0, mean)
    return similarity


def _unmatched_share(query: Query, match: PassageMatch, stems: frozenset[str]) -> float:
    """The share of the query's terms that the passage does not match, weighted by idf, 0 to 1."""
    total = sum(query.idf.values())
    unmatched = 0.0
    for term in query.terms:
        if term.stem in query.idf and term.stem not in stems:
            unmatched += query.idf[term.stem] * (1 - max(0.0, _mean_over_term(query, term, match)))
    return unmatched / total if total else 0.0


def _mean_over_term(query: Query, term: Term, match: PassageMatch | SentenceMatch) -> float:
    """The mean over a term's tokens of their highest similarity in a passage or sentence; 0 without tokens."""
    tokens = query.token_indices(term)
    return float(match.max_similarity[tokens].mean()) if len(tokens) else 0.0
