"""Whether the best passage answers at all, and how sure that is.

Whether the corpus holds an answer is judged by a logistic model over few signals, each with a meaning that can be told
to a person; how sure the answer is, by that and by what the sentence is to each word of the question (`attention`).
Fitted by `benchmarks/fit_verdict.py`; `docs/quality.md` shows how it is calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from relbot.answer import Signal
from relbot.corpus.terms import Term
from relbot.search.answer_type import lacks
from relbot.search.attention import compare
from relbot.search.interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, Reading, SentenceReading
from relbot.search.question import Question
from relbot.search.ranking import Ranked, Weights

_S = {name: place for place, name in enumerate(SENTENCE_SIGNALS)}
_P = {name: place for place, name in enumerate(PASSAGE_SIGNALS)}


@dataclass(frozen=True, slots=True)
class Verdict:
    answered: bool
    confidence: float
    """0–1, calibrated."""
    reason: str | None
    """Why there is no answer, as a sentence; None where there is one."""
    signals: tuple[Signal, ...]
    answering: tuple[Ranked, ...]
    """The passages to cite, best first; none without an answer."""
    others: tuple[Ranked, ...]
    """What came nearest besides, best first."""


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
        "absent_names": sum(question.rarity[stem] for stem in _names(question) if stem not in in_sentence),
        "absent_numbers": float(sum(stem not in in_passage for stem in _numbers(question))),
        "missing": _missing(question, reading, in_passage),
        "time": float(sentence[_S["time"]] * question.weights[question.time_pieces].sum()),
        "lacking": float(lacks(question.text, reading.row.passage.words(best.sentence.span), best.stored.dates)),
        "margin": min(best.score - ranked[1].score, _FAR) if len(ranked) > 1 else _FAR,
    }


_FAR = 3.0
"""The margin from which on more says nothing, on the scale of the fitted scores."""


def _names(question: Question) -> list[str]:
    """The stems of words that are parts of names; the first word of a question is written like one."""
    return _stems(question, lambda term: term.start > 0 and term.word[0].isupper())


def _numbers(question: Question) -> list[str]:
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


def evidence(values: Mapping[str, float], weights: Weights) -> float:
    """How much speaks for the corpus holding the answer, in log-odds: not enough where the sentence lacks the time or
    number that was asked for.
    """
    found = weights.holds["bias"] + sum(w * values[name] for name, w in weights.holds.items() if name != "bias")
    return min(found, weights.threshold - _LACKING) if values["lacking"] else found


_LACKING = 1.0
"""How far that is from enough, in log-odds. Set by hand: the corpus may hold the answer elsewhere, so that no more is
claimed against it. With 20, AUROC outside is 0.998 against 0.999 on XQuAD and 0.980 against 0.981 on SQuAD 2.0."""


def confidence(found: float, attention: float, margin: float, weights: Weights) -> float:
    """How often the answering sentence is right on such evidence, this far ahead of the next passage; 0 to 1."""
    scale = weights.calibration
    logit = scale["bias"] + scale["evidence"] * found + scale["attention"] * attention + scale["margin"] * margin
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def judge(question: Question, ranked: Sequence[Ranked], weights: Weights, most: int = 4) -> Verdict:
    """The verdict on ranked passages. The best decides; of the first `most` those are cited that would answer alone."""
    values = signals(question, ranked)
    found = evidence(values, weights)
    answering: tuple[Ranked, ...] = ()
    reason = None
    if found >= weights.threshold:
        own = [evidence(signals(question, ranked[place:]), weights) for place in range(min(len(ranked), most))]
        answering = tuple(r for r, held in zip(ranked, own, strict=False) if held >= weights.threshold)
    else:
        reason = _reason(question)
    attention = weights.attention.answers(compare(question, ranked[0].reading, ranked[0].place))
    # A refusal claims nothing, so nothing is ahead of anything.
    sure = confidence(found, attention, values["margin"] if answering else 0.0, weights)
    told = _told(question, ranked[0], {**values, "attention": attention}, weights)
    others = tuple(r for r in ranked[:most] if r not in answering)
    return Verdict(bool(answering), round(sure, 4), reason, told, answering, others)


_WORDS = {
    "passage": "how near the passage as a whole comes to the question",
    "surroundings": "how near the sentence and its neighbours come to it",
    "with_before": "how near the sentence and the one before come to its telling words",
    "meaning": "how alike sentence and question are in meaning",
    "asked": "how much of the sentence is about what was asked",
    "weakest_word": "how near the sentence comes to the word it meets least",
    "absent_names": "names asked about that the sentence does not hold",
    "absent_numbers": "numbers asked about that the passage does not hold",
    "missing": "words that the passage comes nowhere near",
    "time": "how well its date fits the time asked about",
    "lacking": "a time or number was asked for, and the sentence tells none",
    "attention": "how well each word of the question is met, as learned from right and wrong answers",
}
_HARDLY_ABSENT = {
    "absent_names": "no rare name asked about is missing from the sentence",
    "absent_numbers": "no number asked about is missing from the passage",
    "missing": "the passage comes near the telling words",
}
"""For what speaks for an answer by hardly being there."""


def _told(question: Question, best: Ranked, values: Mapping[str, float], weights: Weights) -> tuple[Signal, ...]:
    """The signals in words, the weightiest first; those that say nothing here are left out."""
    held = frozenset(best.reading.row.heading_terms).union(*(s.terms for s in best.reading.row.sentences))
    absent = [term.word for term in question.terms if term.stem in question.rarity and term.stem not in held]
    asked_about = {"absent_names": bool(_names(question)), "absent_numbers": bool(_numbers(question))}
    counted = {**weights.holds, "attention": weights.calibration["attention"]}  # for the confidence alone
    del counted["bias"]
    told = []
    for name, weight in counted.items():
        effect = weight * (values[name] - weights.between[name])
        if abs(effect) >= _WORTH_TELLING and asked_about.get(name, True):
            words = _WORDS[name] if effect < 0 else _HARDLY_ABSENT.get(name, _WORDS[name])
            if name == "missing" and absent and effect < 0:
                words += f" ({', '.join(absent)})"
            told.append(Signal(name, round(values[name], 3), round(effect, 2), words))
    if values["lacking"]:
        told.append(Signal("lacking", 1.0, round(_lacking(values, weights), 2), _WORDS["lacking"]))
    return tuple(sorted(told, key=lambda signal: -abs(signal.effect)))


_WORTH_TELLING = 0.05


def _lacking(values: Mapping[str, float], weights: Weights) -> float:
    """How much the lack of a time or number takes from the evidence."""
    return evidence(values, weights) - evidence({**values, "lacking": 0.0}, weights)


def _reason(question: Question) -> str:
    names = [term.word for term in question.unknown if _is_telling(term)]
    if names:
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
        return f"Nothing in the sources mentions {listed}."
    return "The sources do not say."


_RELATING = """
across after against although around because before behind beside besides between beyond during inside outside though
through towards unless within without
"""
"""Words whose absence explains nothing."""


def _is_telling(term: Term) -> bool:
    """Whether a word is a name or so, whose absence explains a refusal."""
    if term.word.lower() in _RELATING.split():
        return False
    return term.word[:1].isupper() or term.word.isdigit() or len(term.word) > 5
