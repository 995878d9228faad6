"""What speaks for the corpus holding an answer: a logistic model over few signals, each with a meaning that can be
told to a person. Fitted by `benchmarks/fit_verdict.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from relbot.query.answer_type import lacks
from relbot.query.query import Question
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, Reading, SentenceReading
from relbot.retrieval.ranking import Ranked
from relbot.text.terms import Term

_S = {name: place for place, name in enumerate(SENTENCE_SIGNALS)}
_P = {name: place for place, name in enumerate(PASSAGE_SIGNALS)}


def signals(question: Question, ranked: Sequence[Ranked]) -> dict[str, float]:
    """What speaks for and against the best passage. At least one is needed."""
    best = ranked[0]
    reading, sentence = best.reading, best.sentence.signals
    stems = [frozenset(s.terms) for s in reading.row.sentences]
    in_passage = frozenset(reading.row.heading_terms).union(*stems)
    in_sentence = stems[best.place]
    near = _word_similarity(question, best.sentence, in_sentence)
    return {
        "passage": float(reading.signals[_P["even"]]),
        "surroundings": float(best.window().mean()),
        "with_before": float(sentence[_S["with_before"]]),
        "meaning": float(sentence[_S["dense"]]),
        "asked": float(sentence[_S["asked"]]),
        "weakest_word": min(near.values(), default=0.0),
        "absent_names": sum(question.rarity[stem] for stem in names(question) if stem not in in_sentence),
        "absent_numbers": float(sum(stem not in in_passage for stem in numbers(question))),
        "missing": _missing(question, reading, in_passage),
        "time": float(sentence[_S["time"]]) * time_share(question),
        "lacking": float(lacks(question.text, reading.row.passage.words(best.sentence.span), best.stored.dates)),
        "margin": min(best.score - ranked[1].score, _FAR) if len(ranked) > 1 else _FAR,
    }


_FAR = 3.0
"""The margin from which on more says nothing, on the scale of the fitted scores."""


def time_share(question: Question) -> float:
    """How much of a question says the time that is asked about, 0 to 1."""
    return float(question.weights[question.time_pieces].sum())


def names(question: Question) -> list[str]:
    """The stems of words that are parts of names; the first word of a question is written like one."""
    return _stems(question, lambda term: term.start > 0 and term.word[0].isupper())


def numbers(question: Question) -> list[str]:
    """The stems of words with a digit in them."""
    return _stems(question, lambda term: any(map(str.isdigit, term.word)))


def _stems(question: Question, which: Callable[[Term], bool]) -> list[str]:
    return list(dict.fromkeys(term.stem for term in question.terms if term.stem in question.rarity and which(term)))


def _word_similarity(question: Question, sentence: SentenceReading, stems: frozenset[str]) -> dict[str, float]:
    """For each word that counts, how near the answering sentence comes to it: 1 where it stands there itself."""
    near = {}
    for term in question.terms:
        if term.stem in question.rarity:
            pieces = question.pieces(term)
            similar = float(sentence.similarity[pieces].mean()) if len(pieces) else 0.0
            near[term.stem] = 1.0 if term.stem in stems else max(0.0, similar)
    return near


def _missing(question: Question, reading: Reading, stems: frozenset[str]) -> float:
    """How much of the question's words, by rarity, the passage comes nowhere near, 0 to 1."""
    total = sum(question.rarity.values())
    missed = 0.0
    for term in question.terms:
        if term.stem in question.rarity and term.stem not in stems:
            pieces = question.pieces(term)
            similar = float(reading.similarity[pieces].mean()) if len(pieces) else 0.0
            missed += question.rarity[term.stem] * (1 - max(0.0, similar))
    return missed / total if total else 0.0


def evidence(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """How much speaks for the corpus holding the answer, in log-odds: not enough where the sentence lacks the time or
    number that was asked for.
    """
    found = weights.holds["bias"] + sum(w * values[name] for name, w in weights.holds.items() if name != "bias")
    return min(found, LACKING) if values["lacking"] else found


LACKING = -1.5
"""Log-odds. Set by hand, below what any answer is given on: the corpus may hold the answer elsewhere, so that no more
is claimed against it."""
