"""Turns the best attempt at a question into its answer: statements and citations, or a refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Citation, Statement
from relbot.answering.citations import cite
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, Composed, breadth_of, compose, pair_of
from relbot.answering.documents.headings import with_its_heading
from relbot.answering.documents.newest import newer_than
from relbot.answering.documents.permissions import with_exceptions, without_siblings
from relbot.answering.introduction import count_mentions, introduced
from relbot.answering.items import ItemWeights
from relbot.answering.lines.enumerations import enumerated
from relbot.answering.statements import Quote, and_more, make_statements, refusal
from relbot.answering.tables.table_answers import with_rows_named
from relbot.index.protocol import Generation
from relbot.query.request.asides import tells_of_oneself
from relbot.query.request.intent import Intent, Kind, read_intent
from relbot.reading.attempt import Attempt
from relbot.reading.evidence import RULED_OUT_MAX_CONFIDENCE
from relbot.reading.passage_reading import ReadPassage, title_and_sentences

_OF_LINES = 0.9
"""Share of the threshold above which adjacent lines count as an answer. Tuned on questions about 153 folders of
everyday documents and 119 articles: at 0.74, ten of 54 additional answers are right and 25 should be refusals; at 0.9,
six are right and nine should be refusals."""
_NO_OTHERS = "The sources name no others."
_TOLD = 0.9
"""Bonus, in log-odds, for an FAQ pair if the person tells what happened to them, since a long message shares fewer
words with the pair. Of 199 such messages about the twelve pages of `benchmarks/fit_faq.py`, 0.64 rank their pair first;
with log-odds from -1 to -0.6 it is right for three in five, against one in four of other questions."""
_NEXT_BEHIND = 2.5
"""How far, in log-odds of reader and ranking, the next FAQ pair may be behind a doubtful one to be shown as well. Of 56
such pairs for those messages, 19 are the right one."""


def accepted_by_lines(attempt: Attempt, kind: Kind, threshold: float, generation: Generation) -> Attempt:
    """Accept an attempt that lines of a list or table answer at a lower confidence than `threshold`, because the
    verdict judges a single line, which is only part of the answer. Follow-ups are left alone: they are refused for
    other reasons as well.
    """
    verdict, is_of_dialogue = attempt.verdict, attempt.reformulation.typed_stems is not None
    is_near = _OF_LINES * threshold <= verdict.confidence < threshold
    if is_of_dialogue or not is_near or not verdict.runners_up:
        return attempt
    if enumerated(kind, attempt.query, attempt.passages, generation, is_doubtful=True) is None:
        return attempt
    best, *others = verdict.runners_up
    answered = replace(verdict, answered=True, reason=None, supporting=(best,), runners_up=tuple(others))
    return replace(attempt, verdict=answered)


def accepted_by_pair(attempt: Attempt, threshold: float) -> Attempt:
    """Raise the confidence of an attempt in which an FAQ pair answers a message that tells what happened to
    somebody.
    """
    verdict = attempt.verdict
    is_told = attempt.reformulation.typed_stems is None and tells_of_oneself(attempt.query.text)
    best = next(iter((*verdict.supporting, *verdict.runners_up)), None)
    if not is_told or best is None or best.match.question is None or verdict.confidence <= RULED_OUT_MAX_CONFIDENCE:
        return attempt
    confidence = round(1 / (1 + math.exp(-_TOLD) * (1 / verdict.confidence - 1)), 4)
    verdict = replace(verdict, confidence=confidence)
    if not verdict.answered and confidence >= threshold:
        verdict = replace(verdict, answered=True, reason=None, supporting=(best,), runners_up=verdict.runners_up[1:])
    return replace(attempt, verdict=verdict)


def lines_of(attempt: Attempt, intent: Intent, generation: Generation) -> Composed | None:
    """Return the lines that answer an attempt, or None; not for a follow-up on a list that was shown before."""
    if not attempt.verdict.answered or attempt.reformulation.previous_answer:
        return None
    return enumerated(intent.kind, attempt.query, attempt.passages, generation)


def answer_of(
    attempt: Attempt,
    intent: Intent,
    lines: Composed | None,
    limit: int,
    generation: Generation,
    weights: ItemWeights,
    today: date,
) -> Answer:
    """Return the answer with at most `limit` citations, unless its statements need more; or the refusal.

    `lines` is the result of `lines_of`.
    """
    verdict, question = attempt.verdict, attempt.query.text
    composed, unknown = Composed("none", []), ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    if verdict.supporting:
        composed = _composed(attempt, intent, lines, generation, weights)
        if not composed.quotes:
            return replace(refusal(question, _NO_OTHERS), closest=cite(verdict.supporting, limit))
        composed, unknown = with_rows_named(question, composed, generation, today)
        statements, citations = make_statements(composed.quotes, cite(verdict.supporting, limit), limit)
    left_out = composed.left_out and max(composed.left_out, count_mentions(intent.topic, generation) - len(statements))
    answer = Answer(
        question=question,
        answered=verdict.answered,
        confidence=min(verdict.confidence, composed.confidence) if verdict.answered else verdict.confidence,
        text="\n".join(statement.text for statement in statements) or None,
        reason=and_more(left_out) if verdict.answered else verdict.reason,
        citations=citations,
        kind=composed.kind,
        statements=statements,
        closest=cite(verdict.runners_up, limit),
        signals=verdict.signals,
        span=_span_of(composed.quotes, attempt.passages),
    )
    return refused_for(f"Nothing in the sources mentions {unknown}.", answer) if unknown else answer


def _composed(
    attempt: Attempt, intent: Intent, lines: Composed | None, generation: Generation, weights: ItemWeights
) -> Composed:
    """Choose the sentences of an answered attempt and add their context: a newer document's value, the heading that
    says when, an introduction, the next FAQ pair, the exceptions to a rule. Empty if all of it was shown before.
    """
    query, way, best = attempt.query, attempt.reformulation, attempt.verdict.supporting[0]
    breadth = breadth_of(intent.kind, left_open=way.typed_stems is not None, confidence=attempt.verdict.confidence)
    composed = lines or compose(attempt, intent.kind, breadth, generation.surroundings, weights)
    if not composed.quotes:
        return composed
    record = best.match.record
    is_fact = composed.kind == "fact" and composed.quotes[0].passage is record.passage
    if is_fact and (newer := newer_than(composed.quotes[0], record, query, generation)):
        composed = composed._replace(kind="list", quotes=[newer, *composed.quotes])
    headed = with_its_heading(query.text, composed.quotes, generation)
    if len(headed) > len(composed.quotes):
        composed = composed._replace(kind="list", quotes=headed)
    if not lines and intent.kind in ("who", "definition"):
        composed = introduced(read_intent(query.text).topic, composed.quotes[0], generation)
    composed = _with_next_pair(composed, attempt)
    quotes = with_exceptions(query.text, composed.quotes)
    if intent.kind == "yesno":
        quotes = without_siblings(query.idf, quotes)
    return composed._replace(kind=composed.kind if len(quotes) > 1 else "fact", quotes=quotes)


def _with_next_pair(composed: Composed, attempt: Attempt) -> Composed:
    """Add the next FAQ pair to a doubtful one, if it is nearly as likely."""
    best, *others = attempt.passages
    first = pair_of(best.ranked)
    if attempt.verdict.confidence >= DOUBTFUL_CONFIDENCE or first is None or composed.quotes != [first]:
        return composed
    close = (other.ranked for other in others if best.score - other.score <= _NEXT_BEHIND)
    pairs = (pair for each in close if (pair := pair_of(each)) and pair.passage.section != first.passage.section)
    following = next(pairs, None)
    return composed._replace(kind="list", quotes=[first, following]) if following else composed


def refused_for(reason: str, answer: Answer) -> Answer:
    """Return a refusal that shows the answer's citations as the closest passages, with the confidence of an answer that
    is ruled out.
    """
    return replace(
        answer,
        answered=False,
        confidence=min(answer.confidence, RULED_OUT_MAX_CONFIDENCE),
        text=None,
        reason=reason,
        citations=(),
        kind="none",
        statements=(),
        found="",
        closest=(*answer.citations, *answer.closest),
        span="",
    )


def _span_of(quotes: Sequence[Quote], passages: Sequence[ReadPassage]) -> str:
    """Return the likeliest answer span in the first of some sentences; "" if the reader did not read it."""
    for read in passages if quotes else ():
        number = quotes[0].sentence - read.reading.first
        is_its = read.ranked.match.record.passage.id == quotes[0].passage.id
        if is_its and 0 <= number < len(read.reading.spans):
            span, sentence = read.reading.spans[number], title_and_sentences(read.ranked)[1][quotes[0].sentence]
            words = sentence[span.start : span.end]
            return words if words in quotes[0].text else ""  # it is read with what is above it
    return ""
