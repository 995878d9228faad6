"""Whether what was found answers what somebody said, and not only what the conversation filled in for them.

What was filled in is in the sources by itself, so it must not decide. Where no passage answers as a whole, a sentence
of the passage that was shown last may: a follow-up is mostly about what stands there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from relbot.answer import Signal
from relbot.index.store import SentenceRow
from relbot.query.answer_type import AnswerType, agreement
from relbot.query.followup import Wording
from relbot.query.query import Question
from relbot.reading.verdict import Verdict
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS, SentenceReading
from relbot.retrieval.ranking import Ranked
from relbot.temporal.interval import MONTHS
from relbot.text import terms

_MET, _MET_SHOWN, _MET_AGAIN = 0.4, 0.5, 0.65
"""How near a sentence must come to each word that was said; the one that was shown last, where no other answers; the
same, which is near all that was filled in, to them on average, and one beside it. Set on the seed's dialogues and 24
more.
"""
_SURE_BESIDE = 0.7
"""Right were 18 of 23 such answers in 40 dialogues about four articles, but 2 of 5 in the 16 that were held out."""
_TELLS: dict[AnswerType, re.Pattern[str]] = {
    "reason": re.compile(
        r"\b(?i:because|due to|owing to|thanks to|in order to|so that|as a result|reasons?|therefore|caused?|led to)\b"
    ),
    "place": re.compile(
        rf"\b(?:[Ii]n|[Aa]t|to|from|near|into|outside|off|across)\s(?:the\s)?(?!(?:{'|'.join(MONTHS)})\b)[^\W\d_a-z]\w"
    ),
}
"""What a sentence that was shown already has to hold, to answer a bare "Why?" or "Where?"."""
_LIFE = re.compile(r"\([^()\d]*(?:\d[^()]{0,30})?\d{3,4}\s?[-–]\s?[^()\d]{0,20}(?:\d[^()]{0,30})?\d{3,4}[^()]{0,9}\)")
_OF_LIFE = frozenset(terms.stems("born birth died dies death"))
"""What "(1871–1946)" after a name tells."""
_TYPE, _TIME = SENTENCE_SIGNALS.index("type"), SENTENCE_SIGNALS.index("time")
_BESIDE = Signal("beside", 1.0, 0.85, "it stands beside the answer before and comes near each word that was said")
"""Its effect is the log-odds of `_SURE_BESIDE`."""
_FILLED_IN_ONLY = "it answers only what the talk before filled in, not what was said now"


class Held(NamedTuple):
    """A verdict held to what was said."""

    verdict: Verdict
    beside: bool = False
    """Whether the answer is merely beside the one before."""


def held_to(wording: Wording, question: Question, ranked: Sequence[Ranked], judged: Verdict) -> Held:
    """A verdict on what was said: of the best passage where that answers it, else of a sentence beside the one shown
    last, and a refusal, half as sure, where there is none.

    Passing on to the next best passage was tried and gained nothing: one turn of the seed dialogues won, one lost.
    """
    if wording.said is None or (judged.answering and _answers(wording, question, judged.answering[0])):
        return Held(judged)
    others = (*judged.answering, *judged.others)
    if found := _beside(wording, question, ranked):
        rest = tuple(r for r in others if r.reading is not found.reading)
        return Held(Verdict(True, _SURE_BESIDE, None, (_BESIDE,), (found,), rest), beside=True)
    if not judged.answering:
        return Held(judged)
    half = judged.confidence / 2
    lost = Signal("said", 0.0, round(_logit(half) - _logit(judged.confidence), 2), _FILLED_IN_ONLY)
    return Held(Verdict(False, half, "The sources do not say.", (lost, *judged.signals), (), others))


def _logit(probability: float) -> float:
    within = min(max(probability, 0.0001), 0.9999)  # confidence is rounded to so many places
    return math.log(within / (1 - within))


def _answers(wording: Wording, question: Question, found: Ranked) -> bool:
    sentence, stored = found.sentence, found.stored
    words = found.reading.row.passage.words(stored.span)
    if not _fits(wording, question, sentence):
        return False
    near = _near(wording, question, sentence, stored, words)
    if words not in wording.shown:
        return min(near, default=1.0) >= (_MET_SHOWN if wording.second else _MET)
    if not near:  # a bare "Why?" is not answered by what was said already, unless that tells why
        told = _TELLS.get(question.expects)
        return wording.in_time or (question.expects != "other" and (told is None or told.search(words) is not None))
    return sum(near) / len(near) >= _MET_AGAIN and min(near) >= _MET


def _beside(wording: Wording, question: Question, ranked: Sequence[Ranked]) -> Ranked | None:
    """The sentence of the passage shown last that comes nearest to what was said, all of which it has to meet."""
    found = next((r for r in ranked if r.reading.row.passage.id == wording.passage), None)
    if found is None:
        return None
    met = list(_met(wording, question, found))
    best = max(met, key=lambda pair: pair[0], default=None)
    return replace(found, sentence=best[1]) if best else None


def _met(wording: Wording, question: Question, found: Ranked) -> Iterator[tuple[float, SentenceReading]]:
    row = found.reading.row
    for sentence, stored in zip(found.reading.sentences, row.sentences, strict=True):
        words = row.passage.words(stored.span)
        near = _near(wording, question, sentence, stored, words)
        # Some name stands in every sentence, so who it was takes more than what it was; "buried" is near "died".
        least = _MET_SHOWN if words in wording.shown and question.expects != "person" else _MET_AGAIN
        typed = question.expects == "other" or agreement(question.expects, question.text, words, stored.dates) > 0
        if near and typed and _fits(wording, question, sentence) and min(near) >= least:
            yield sum(near) / len(near) + float(sentence.similarity @ question.weights), sentence


def _fits(wording: Wording, question: Question, sentence: SentenceReading) -> bool:
    """Whether a sentence has a date or number where one is asked for, and is of the time that was said."""
    typed = question.expects not in ("time", "number") or sentence.signals[_TYPE] >= 0
    return typed and not (wording.in_time and sentence.signals[_TIME] <= 0)


def _near(
    wording: Wording, question: Question, sentence: SentenceReading, stored: SentenceRow, words: str
) -> list[float]:
    """How near a sentence comes to each word that was said: 1 where it stands there itself."""
    held = frozenset(stored.terms) | (_OF_LIFE if _LIFE.search(words) else frozenset())
    return [
        1.0 if term.stem in held else float(sentence.similarity[question.pieces(term)].mean())
        for term in question.terms
        if term.stem in (wording.said or ()) and len(question.pieces(term))
    ]
