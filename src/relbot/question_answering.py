"""Answers one question: an overview where one is asked for, else the pipeline's best attempt at the ways to put it,
composed into statements with their citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from relbot.answer import Answer, Citation, Source, Statement
from relbot.answering.broad_answers import and_more, mentioned, overview_of, overview_of_heading, scheduled
from relbot.answering.citations import cite
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, Composed, breadth_of, compose
from relbot.answering.introduction import count_mentions, introduced
from relbot.answering.items import ItemWeights
from relbot.answering.lines.enumerations import enumerated
from relbot.answering.statements import make_statements
from relbot.index.protocol import Generation
from relbot.pipeline import Attempt, Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import UnreadableQuery, normalise_text
from relbot.query.request.intent import Intent, read_intent
from relbot.query.request.reformulations import reformulations_of, with_subject
from relbot.query.wording.reword import reword, reworded
from relbot.step_timer import StepTimer

_SURE_OF_ITEMS = 0.69
"""Confidence in a list below which the sentences that name the thing to be listed are shown, where there are some; by
hand, moved as `DOUBTFUL_CONFIDENCE` was."""

NOTHING_TO_READ = "There are no sources here that I may answer from."


def answer_question(
    question: str,
    ways: Sequence[Reformulation],
    limit: int,
    generation: Generation,
    pipeline: Pipeline,
    timer: StepTimer,
) -> Answer:
    """The answer to one question, put in some ways, with at most `limit` citations unless its statements need more."""
    if not generation.manifest.passages:
        return Answer(question, False, 0.0, None, NOTHING_TO_READ, ())
    with timer.time("wording"):
        worded = reword(question, generation).text
        ways = [reworded(way, generation) for way in ways]
    answer = _answer(worded, ways, limit, generation, pipeline, timer)
    is_as_typed = answer.interpreted_as == normalise_text(question)
    return replace(answer, question=question, interpreted_as=None if is_as_typed else answer.interpreted_as)


def _answer(
    question: str,
    ways: Sequence[Reformulation],
    limit: int,
    generation: Generation,
    pipeline: Pipeline,
    timer: StepTimer,
) -> Answer:
    """The answer to a question in the corpus's words, with what it was understood as where it was searched for."""
    intent = read_intent(ways[0].text if ways[0].typed_stems else question)
    if intent.kind == "change" and (completed := with_subject(question, generation)):
        intent = read_intent(completed.text)
    asked, subject = intent, _source_of(ways[0].previous_passage_id, generation)
    with timer.time("overview"):
        whole = scheduled(question, intent, generation, _today()) or overview_of(question, intent, generation, subject)
    if whole:
        return whole
    topic = intent.topic if intent.kind == "overview" else ""
    if intent.kind == "overview":
        intent = replace(intent, kind="section")
    if topic:
        ways = [*ways, _by_topic(ways[0], topic, generation)]
    elif any(way.text == question or way.typed == question for way in ways):
        ways = _with_own(ways, reformulations_of(question, intent, generation))
    try:
        attempts = list(pipeline.attempts(ways, generation, timer, limit, breadth_of(intent.kind).read))
    except UnreadableQuery as error:
        return Answer(question, False, 0.0, None, error.reason, ())
    best = max(attempts, key=Attempt.preference)
    unsure = not best.verdict.answered or best.verdict.confidence < _SURE_OF_ITEMS
    lines = _lines(best, intent, generation)
    if unsure and not lines and intent.kind == "list" and (listed := mentioned(question, intent.topic, generation)):
        return listed
    if not best.verdict.answered:
        if topic and (mentioned_alone := overview_of(question, asked, generation, subject, is_read=True)):
            return mentioned_alone
        # An overview is refused for its topic, which is the fallback.
        best = _refused([a for a in attempts if a.reformulation.is_fallback] if topic else attempts)
    elif not lines and breadth_of(intent.kind).of_items:
        best = pipeline.read_whole(best, timer)
    with timer.time("citations"):
        answer = _cited(best, intent, lines, limit, generation, pipeline.item_weights)
    if answer.confidence < DOUBTFUL_CONFIDENCE and (told := overview_of_heading(question, generation)):
        return told
    understood = normalise_text(best.reformulation.shown) or best.query.text
    return replace(answer, interpreted_as=understood, suggestion=best.suggestion)


def _today() -> date:
    return datetime.now(UTC).date()


def _with_own(ways: Sequence[Reformulation], own: Sequence[Reformulation]) -> Sequence[Reformulation]:
    """The ways to put a question in a dialogue, and where these fail and leave what it means open, those in which it
    stands for itself.
    """
    if len(ways) == 1 and ways[0].typed_stems is None:
        return own
    if any(way.is_resolved for way in ways):
        return ways
    texts = [way.text for way in ways]
    return [*ways, *(replace(way, is_fallback=True) for way in own if way.text not in texts)]


def _by_topic(way: Reformulation, topic: str, generation: Generation) -> Reformulation:
    """The topic of an overview by itself, where what was typed is not answered; to people it is what they asked."""
    searched, asked = with_subject(topic, generation), with_subject(way.text, generation)
    shown = (asked.shown or asked.text) if asked else way.shown or way.text
    return replace(way, text=searched.text if searched else topic, shown=shown, is_fallback=True)


def _refused(attempts: Sequence[Attempt]) -> Attempt:
    """A refusal is of the first reformulation, not of an interpretation; its reason is that of the corrected spelling,
    if there is one, whose words the sources do mention.
    """
    first, second = attempts[0], attempts[1] if len(attempts) > 1 else attempts[0]
    reason = second.verdict.reason if second.suggestion else first.verdict.reason
    return replace(first, verdict=replace(first.verdict, reason=reason))


def _lines(attempt: Attempt, intent: Intent, generation: Generation) -> Composed | None:
    """The lines that answer, where it is answered by such, and not with what is left of a list told before."""
    if not attempt.verdict.answered or attempt.reformulation.previous_answer:
        return None
    return enumerated(intent.kind, attempt.query, attempt.passages, generation)


def _cited(
    attempt: Attempt, intent: Intent, lines: Composed | None, limit: int, generation: Generation, weights: ItemWeights
) -> Answer:
    """The statements and citations of an attempt, or the refusal."""
    verdict = attempt.verdict
    composed = Composed("none", [])
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    if verdict.supporting:
        way = attempt.reformulation
        seen = way.previous_answer or None
        best, around = verdict.supporting[0], generation.surroundings
        left_open = way.typed_stems is not None
        breadth = breadth_of(intent.kind, left_open=left_open, confidence=verdict.confidence)
        composed = lines or compose(
            intent.kind, breadth, attempt.query, best, attempt.passages, around, weights, seen=seen
        )
        if not composed.quotes:
            return replace(_nothing_more(attempt.query.text), closest=cite(verdict.supporting, limit))
        if not lines and intent.kind in ("who", "definition"):
            composed = introduced(read_intent(attempt.query.text).topic, composed.quotes[0], generation)
        statements, citations = make_statements(composed.quotes, cite(verdict.supporting, limit), limit)
    left_out = composed.left_out and max(composed.left_out, count_mentions(intent.topic, generation) - len(statements))
    return Answer(
        question=attempt.query.text,
        answered=verdict.answered,
        confidence=min(verdict.confidence, composed.confidence) if verdict.answered else verdict.confidence,
        text="\n".join(statement.text for statement in statements) or None,
        reason=and_more(left_out) if verdict.answered else verdict.reason,
        citations=citations,
        kind=composed.kind,
        statements=statements,
        closest=cite(verdict.runners_up, limit),
        signals=verdict.signals,
    )


def _source_of(passage_id: str, generation: Generation) -> Source | None:
    around = generation.surroundings(passage_id) if passage_id else None
    return around.passage.source if around else None


def _nothing_more(question: str) -> Answer:
    return Answer(question, False, 0.0, None, "The sources name no others.", ())
