"""Turns the best attempt at a question into its answer: statements and citations, or a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relbot.answer import Answer
from relbot.answering.citations import cite
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, Composed, breadth_of, compose, pair_of
from relbot.answering.documents.headings import with_its_heading
from relbot.answering.documents.newest import newer_than
from relbot.answering.documents.permissions import with_exceptions, without_siblings
from relbot.answering.items import ItemWeights
from relbot.answering.lines.enumerations import enumerated
from relbot.answering.mentions.introduction import count_mentions, introduced
from relbot.answering.statements import Quote, and_more, make_statements, refusal
from relbot.index.protocol import Generation
from relbot.query.request.intent import Intent, read_intent
from relbot.reading.attempt import Attempt
from relbot.reading.evidence import RULED_OUT_MAX_CONFIDENCE
from relbot.reading.passage_reading import ReadPassage, title_and_sentences

_NO_OTHERS = "The sources name no others."
_NEXT_BEHIND = 2.5
"""How far, in log-odds of reader and ranking, the next FAQ pair may be behind a doubtful one to be shown as well. Of 56
such pairs for those messages, 19 are the right one."""


def lines_of(attempt: Attempt, intent: Intent, generation: Generation) -> Composed | None:
    """Return the lines that answer an attempt, or None; not for a follow-up on a list that was shown before."""
    if not attempt.verdict.answered or attempt.reformulation.previous_answer:
        return None
    return enumerated(intent.kind, attempt.query, attempt.passages, generation)


def answer_of(attempt: Attempt, composed: Composed, topic: str, limit: int, generation: Generation) -> Answer:
    """Build the answer from the sentences chosen for an attempt, with at most `limit` citations unless they need more,
    or the refusal. A list that is too long says how many mentions of its topic it leaves out.
    """
    verdict, question = attempt.verdict, attempt.query.text
    if verdict.supporting and not composed.quotes:
        return replace(refusal(question, _NO_OTHERS), closest=cite(verdict.supporting, limit))
    statements, citations = make_statements(composed.quotes, cite(verdict.supporting, limit), limit)
    left_out = composed.left_out and max(composed.left_out, count_mentions(topic, generation) - len(statements))
    return Answer(
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


def composed_of(
    attempt: Attempt, intent: Intent, lines: Composed | None, generation: Generation, weights: ItemWeights
) -> Composed:
    """Choose the sentences of an attempt (the `lines`, if these answer) and add their context: a newer document's
    value, the heading that says when, an introduction, the next FAQ pair, the exceptions to a rule. Empty if the
    attempt is refused, or if all of it was shown before.
    """
    if not attempt.verdict.supporting:
        return Composed("none", [])
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
