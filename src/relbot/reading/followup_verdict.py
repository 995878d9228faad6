"""Whether the answer to a reformulated question answers the words that were typed, and not only those filled in.

The corpus holds the words filled in from the dialogue by themselves, so they must not decide. Where no passage answers
as a whole, a sentence of the passage of the previous answer may, since a follow-up is mostly about that passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from relbot.answer import Signal
from relbot.index.records import SentenceRecord
from relbot.query.asked_for.answer_type import AnswerType, type_agreement
from relbot.query.followup import Reformulation
from relbot.query.query import Query
from relbot.reading.passage_reading import ReadPassage, names_identifiers
from relbot.reading.verdict import Verdict
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS, SentenceMatch
from relbot.retrieval.ranking import RankedPassage
from relbot.temporal.calendar import MONTHS
from relbot.text import terms

_MIN_SIMILARITY = 0.4
"""Of a sentence to each typed word. This and the next two are set on the seed's dialogues and 24 more."""
_MIN_SIMILARITY_SUBJECT = 0.2
"""The same where what the document is about was filled in. Of 280 people's questions about seven articles 184 come out
right, with 0.4 180."""
_MIN_SIMILARITY_FALLBACK = 0.5
"""The same for a fallback, and for the sentence of the previous answer where no other answers."""
_MIN_SIMILARITY_PREVIOUS = 0.65
"""Of the sentence of the previous answer, which is similar to all that was filled in, to the typed words on average; of
another sentence of its passage to each."""
_MIN_BESIDE = -3.0
"""Log-odds of the reader from which on a sentence beside the previous answer is one to the follow-up. Of 16 follow-ups
by people 7 come out right, with -2.5 6."""
_CONFIDENCE_FROM_PREVIOUS_PASSAGE = 0.7
"""Right were 18 of 23 such answers in 40 dialogues about four articles, but 2 of 5 in the 16 that were held out;
measured before there was a reader."""
_ANSWER_CUES: dict[AnswerType, re.Pattern[str]] = {
    "reason": re.compile(
        r"\b(?i:because|due to|owing to|thanks to|in order to|so that|as a result|reasons?|therefore|caused?|led to)\b"
    ),
    "place": re.compile(
        rf"\b(?:[Ii]n|[Aa]t|to|from|near|into|outside|off|across)\s(?:the\s)?(?!(?:{'|'.join(MONTHS)})\b)[^\W\d_a-z]\w"
    ),
}
"""What the sentence of the previous answer has to hold to answer a bare "Why?" or "Where?" as well."""
_LIFE_DATES = re.compile(
    r"\([^()\d]*(?:\d[^()]{0,30})?\d{3,4}\s?[-–]\s?[^()\d]{0,20}(?:\d[^()]{0,30})?\d{3,4}[^()]{0,9}\)"
)
_LIFE_STEMS = frozenset(terms.stems("born birth died dies death"))
"""What "(1871–1946)" after a name states."""
_TYPE, _TIME = SENTENCE_SIGNALS.index("type"), SENTENCE_SIGNALS.index("time")
_FROM_PREVIOUS_PASSAGE = Signal(
    "beside", 1.0, 0.85, "it stands beside the answer before and comes near each word that was said"
)
"""Its effect is the log-odds of `_CONFIDENCE_FROM_PREVIOUS_PASSAGE`."""
_FILLED_IN_ONLY = "it answers only what the talk before filled in, not what was said now"


class FollowupVerdict(NamedTuple):
    """A verdict on a reformulation, checked against the words that were typed."""

    verdict: Verdict
    is_from_previous_passage: bool = False
    """Whether the answer is a sentence chosen from the passage of the previous answer."""


def check_typed_words(
    reformulation: Reformulation,
    query: Query,
    ranked: Sequence[RankedPassage],
    read: Sequence[ReadPassage],
    verdict: Verdict,
) -> FollowupVerdict:
    """The verdict, where nothing was filled in or the best passage answers the typed words; else an answer from the
    passage of the previous answer; else a refusal with half the confidence.

    Passing on to the next best passage was tried and gained nothing: one turn of the seed dialogues won, one lost.
    """
    if reformulation.typed_stems is None:
        return FollowupVerdict(verdict)
    if verdict.supporting and _answers_typed_words(reformulation, query, verdict.supporting[0]):
        return FollowupVerdict(verdict)
    passages = (*verdict.supporting, *verdict.runners_up)
    if found := _from_previous_passage(reformulation, query, ranked) or _read_beside(reformulation, query, read):
        rest = tuple(passage for passage in passages if passage.match is not found.match)
        signals = (_FROM_PREVIOUS_PASSAGE,)
        answered = Verdict(True, _CONFIDENCE_FROM_PREVIOUS_PASSAGE, None, signals, (found,), rest)
        return FollowupVerdict(answered, is_from_previous_passage=True)
    if not verdict.supporting:
        return FollowupVerdict(verdict)
    halved = verdict.confidence / 2
    effect = _logit(halved) - _logit(verdict.confidence)
    lost = Signal("said", 0.0, round(effect, 2), _FILLED_IN_ONLY)
    refusal = Verdict(False, halved, "The sources do not say.", (lost, *verdict.signals), (), passages)
    return FollowupVerdict(refusal)


def _logit(probability: float) -> float:
    clipped = min(max(probability, 0.0001), 0.9999)  # confidence is rounded to four places
    return math.log(clipped / (1 - clipped))


def _answers_typed_words(reformulation: Reformulation, query: Query, passage: RankedPassage) -> bool:
    sentence, text = passage.sentence, passage.sentence_text
    if not _has_type_and_time(reformulation, query, sentence):
        return False
    similarity = _typed_similarity(reformulation, query, sentence, passage.sentence_record, text)
    if text not in reformulation.previous_answer:
        least = _MIN_SIMILARITY_FALLBACK if reformulation.is_fallback else _MIN_SIMILARITY
        least = least if reformulation.previous_answer else _MIN_SIMILARITY_SUBJECT
        return min(similarity, default=1.0) >= least
    if not similarity:  # the previous sentence answers a bare "Why?" only where it states a reason
        cue = _ANSWER_CUES.get(query.answer_type)
        has_cue = query.answer_type != "other" and (cue is None or cue.search(text) is not None)
        return reformulation.is_time_typed or has_cue
    mean = sum(similarity) / len(similarity)
    return mean >= _MIN_SIMILARITY_PREVIOUS and min(similarity) >= _MIN_SIMILARITY


def _from_previous_passage(
    reformulation: Reformulation, query: Query, ranked: Sequence[RankedPassage]
) -> RankedPassage | None:
    """The passage of the previous answer with its best acceptable sentence; None where it has none."""
    previous_id = reformulation.previous_passage_id
    passage = next((passage for passage in ranked if passage.match.record.passage.id == previous_id), None)
    if passage is None or not names_identifiers(query, passage):
        return None
    scored = list(_acceptable_sentences(reformulation, query, passage))
    best = max(scored, key=lambda pair: pair[0], default=None)
    return replace(passage, sentence=best[1]) if best else None


def _read_beside(reformulation: Reformulation, query: Query, read: Sequence[ReadPassage]) -> RankedPassage | None:
    """The passage of the previous answer with the other sentence that the reader prefers; None without a likely one."""
    for passage in read:
        ranked, reading = passage.ranked, passage.reading
        record = ranked.match.record
        if record.passage.id != reformulation.previous_passage_id or not names_identifiers(query, ranked):
            continue
        own = record.passage.sentences
        beside = [
            (float(logit) - reading.none, number)
            for number, logit in enumerate(reading.sentences, start=reading.first)
            if record.passage.words(own[number]) not in reformulation.previous_answer
            and _has_type_and_time(reformulation, query, ranked.match.sentences[number])
        ]
        score, number = max(beside, default=(-math.inf, 0))
        if score >= _MIN_BESIDE:
            return replace(ranked, sentence=ranked.match.sentences[number])
    return None


def _acceptable_sentences(
    reformulation: Reformulation, query: Query, passage: RankedPassage
) -> Iterator[tuple[float, SentenceMatch]]:
    """The sentences of the previous passage that match all typed words, each with a score."""
    record = passage.match.record
    for sentence, stored in zip(passage.match.sentences, record.sentences, strict=True):
        text = record.passage.words(stored.span)
        similarity = _typed_similarity(reformulation, query, sentence, stored, text)
        # Most sentences hold some name, so "who" requires more than other types; "buried" is similar to "died".
        is_repeated = text in reformulation.previous_answer and query.answer_type != "person"
        least = _MIN_SIMILARITY_FALLBACK if is_repeated else _MIN_SIMILARITY_PREVIOUS
        agrees = query.answer_type == "other" or type_agreement(query.answer_type, query.text, text, stored.dates) > 0
        fits = agrees and _has_type_and_time(reformulation, query, sentence)
        if similarity and fits and min(similarity) >= least:
            mean = sum(similarity) / len(similarity)
            yield mean + float(sentence.max_similarity @ query.token_weights), sentence


def _has_type_and_time(reformulation: Reformulation, query: Query, sentence: SentenceMatch) -> bool:
    """Whether a sentence has a date or number where one is asked for, and agrees with a timeframe that was typed."""
    has_type = query.answer_type not in ("time", "number") or sentence.signals[_TYPE] >= 0
    return has_type and not (reformulation.is_time_typed and sentence.signals[_TIME] <= 0)


def _typed_similarity(
    reformulation: Reformulation, query: Query, sentence: SentenceMatch, stored: SentenceRecord, text: str
) -> list[float]:
    """The similarity of a sentence to each typed word: 1 where it holds the stem, else the mean over its tokens."""
    in_sentence = frozenset(stored.terms) | (_LIFE_STEMS if _LIFE_DATES.search(text) else frozenset())
    return [
        1.0 if term.stem in in_sentence else float(sentence.max_similarity[query.token_indices(term)].mean())
        for term in query.terms
        if term.stem in (reformulation.typed_stems or ()) and len(query.token_indices(term))
    ]
