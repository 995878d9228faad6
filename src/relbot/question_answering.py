"""Answers one question: with an overview if it asks for one, else with the pipeline's best attempt at its
reformulations, composed into statements with citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Source
from relbot.answering.attempt_answer import answer_of, composed_of, lines_of, refused_for
from relbot.answering.broad_answers import connection, in_rows, overview_of, overview_of_heading
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, Composed, breadth_of
from relbot.answering.documents.another_question import answers_another
from relbot.answering.documents.authors import tells_of_another_text
from relbot.answering.documents.exact import named_after_all, named_exactly
from relbot.answering.documents.structure import answer_about, everything_said
from relbot.answering.lines.lead import is_of_the_opposite
from relbot.answering.overviews.people import everybody_named
from relbot.answering.overviews.period import told_of_period
from relbot.answering.rows.office_holders import is_of_another_rank
from relbot.answering.rows.other_amounts import are_of_other_prices
from relbot.answering.rows.sibling import repeats_line
from relbot.answering.rows.staff import staff_named
from relbot.answering.rows.values import lacks_what_is_asked
from relbot.answering.statements import found_by, quoted, refusal
from relbot.answering.tables.other_groups import are_of_other_groups
from relbot.answering.tables.other_spans import are_of_other_spans
from relbot.answering.tables.table_answers import with_rows_named
from relbot.attempts import Search, attempts_at
from relbot.index.narrowed import NarrowedGeneration
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation, leading
from relbot.query.document_question import document_question
from relbot.query.language import ASK_IN_ENGLISH, is_foreign
from relbot.query.named_document import is_of_other_dates, named_rows
from relbot.query.query import UnreadableQuery, normalise_text
from relbot.query.request.intent import Intent, Kind, read_intent
from relbot.query.request.question_kinds import asks_of_a_process
from relbot.query.request.reformulations import with_subject
from relbot.query.weekdays import with_weekdays
from relbot.query.wording.reword import in_plain_words, reword_question
from relbot.reading.attempt import Attempt
from relbot.reading.refusal import NOT_SAID
from relbot.temporal import calendar

_OF_DOCUMENT = "The question says in which document to look, and this is what it says."
_PERSONS = "The question asks who all is named, and each is shown by the sentence that names them first."
_STAFF = "The question asks who all is there, and these are named together, or are all who are named."
_OF_A_TIME = "The question asks what happened at a time, and this is what is dated to it."
_IN_ROWS = "Rows or lines that belong together were looked up, by what the question names."
_OF_BOTH = "The question asks how two things are connected, and this is where both are named."
_AS_A_WHOLE = "The question asks for a topic, a section or a document as a whole, and this was taken from it."
_UNDER_HEADING = "The words are those of a heading or title, and this was taken from what stands under it."
_AS_A_SECTION = "A section was judged as a whole, and this is what it says."
_NOTHING_TO_READ = "There are no sources here that I may answer from."

_PLAIN_MARGIN = 0.1
"""How much surer the answer to a standalone question in plain words must be than a doubtful one as typed. Of 101
people's questions with informal words 72 come out right with 0, 0.1 and 0.15, and 70 if doubtful answers are always
kept."""


def answer_question(question: str, ways: Sequence[Reformulation], search: Search) -> Answer:
    """Answer one question, given its reformulations."""
    generation = search.generation
    if not generation.manifest.passages:
        return refusal(question, _NOTHING_TO_READ)
    if narrowed := _of_document(question, ways, search):
        return narrowed
    today = calendar.today()
    with search.timer.time("wording"):
        dated = [replace(way, text=with_weekdays(way.text, today)) for way in ways]
        worded, ways = reword_question(with_weekdays(question, today), dated, generation)
    answer = _answer(worded, ways, search, today)
    surest = answer.confidence if answer.answered else 0.0
    if surest < DOUBTFUL_CONFIDENCE and (plain := in_plain_words(worded, ways, generation)):
        asked, plain_ways = plain
        again = _answer(asked, plain_ways, search, today)
        margin = _PLAIN_MARGIN if answer.answered and leading(ways).typed_stems is None else 0.0
        if again.answered and again.confidence > surest + margin:
            answer = replace(again, interpreted_as=again.interpreted_as or asked)
    if not answer.answered and is_foreign(question, generation):  # the closest passages share hardly more than letters
        answer = replace(answer, reason=ASK_IN_ENGLISH, interpreted_as=None, suggestion=None, closest=())
    is_as_typed = answer.interpreted_as == normalise_text(question)
    return replace(answer, question=question, interpreted_as=None if is_as_typed else answer.interpreted_as)


def _of_document(question: str, ways: Sequence[Reformulation], search: Search) -> Answer | None:
    """Answer from the document that a question names, or, if that does not say, from all documents without naming it.

    Return None if the question names no document or there is none of that name.
    """
    generation = search.generation
    named = document_question(ways[0].text) if ways[0].typed_stems is None else None
    if named is None:
        return None
    rows = named_rows(named.document, generation)
    if not rows:
        is_dated = is_of_other_dates(named.document, generation)
        return refusal(question, f"Nothing in the sources mentions the {named.document}.") if is_dated else None
    part = NarrowedGeneration(generation, rows)
    if not named.asked:
        return found_by(everything_said(question, part.passages(rows)), _OF_DOCUMENT)
    if named.topic and (said := answer_about(question, named.topic, part.passages(rows))):
        return found_by(said, _OF_DOCUMENT)
    answer = answer_question(named.asked, [Reformulation(named.asked)], search.within(part))
    if answer.answered:
        return replace(answer, question=question, interpreted_as=None)
    answer = answer_question(named.elsewhere, [Reformulation(named.elsewhere)], search)
    return replace(answer, question=question, interpreted_as=answer.interpreted_as or named.elsewhere)


def _answer(question: str, ways: Sequence[Reformulation], search: Search, today: date) -> Answer:
    """Answer a question in the corpus's words; if it was searched for, the answer says how it was understood."""
    generation, pipeline, timer = search.generation, search.pipeline, search.timer
    lead = leading(ways)
    intent = _intent(question, lead, generation)
    subject = _source_of(lead.previous_passage_id, generation)
    with timer.time("overview"):
        found = _looked_up(lead, intent, subject, search, today)
    if found:
        is_completed = lead.typed_stems is not None
        return replace(found, interpreted_as=normalise_text(lead.shown or lead.text)) if is_completed else found
    # A topic without an overview is searched for and answered with a section, as is a question about a process.
    topic = intent.topic if intent.kind == "overview" else ""
    of_a_process = intent.kind == "how" and lead.typed_stems is None and asks_of_a_process(question)
    sought = replace(intent, kind="section") if intent.kind == "overview" or of_a_process else intent
    try:
        attempts = attempts_at(question, ways, sought, topic, search)
    except UnreadableQuery as error:
        return refusal(question, error.reason)
    best = max(attempts, key=Attempt.preference)
    if section := _as_a_section(question, best, intent.kind, search):
        return section
    lines = lines_of(best, intent if of_a_process else sought, generation)
    if best.suggestion and (named := _named_exactly(best.reformulation, intent, search, today)):
        return replace(named, interpreted_as=best.query.text, suggestion=best.suggestion)
    if not best.verdict.answered:
        if found := named_after_all(lead, sought, generation):
            return found
        if topic and (mentioned_alone := overview_of(question, intent, generation, subject, is_read=True)):
            return replace(mentioned_alone, found=_AS_A_WHOLE)
        # The refusal of an overview is that of its topic, which is the fallback.
        best = _refused([a for a in attempts if a.reformulation.is_fallback] if topic else attempts)
    elif not lines and breadth_of(sought.kind).of_items:
        best = pipeline.read_whole(best, timer)
    with timer.time("citations"):
        answer = _composed_answer(best, sought, lines, search, today)
    # "And irc?" repeats the previous question for another subject, but "and article 7?" asks what the article says.
    is_heading = ways[0].typed_stems is None or bool(best.query.identifiers)
    if is_heading and answer.confidence < DOUBTFUL_CONFIDENCE and (below := overview_of_heading(question, generation)):
        return replace(below, found=_UNDER_HEADING)
    if answer.answered and (lack := _lack(question, best, answer, generation, today)):
        answer = refused_for(lack, answer)
    if lead.typed_stems is None and (staff := staff_named(question, answer, generation, pipeline.reader.word_vector)):
        return replace(staff, found=_STAFF)
    understood = normalise_text(best.reformulation.shown) or best.query.text
    return replace(answer, interpreted_as=understood, suggestion=best.suggestion)


def _looked_up(
    way: Reformulation, intent: Intent, subject: Source | None, search: Search, today: date
) -> Answer | None:
    """What answers without a search, where a question asks for it by name, by time, or as a whole."""
    text, generation, pipeline = way.text, search.generation, search.pipeline
    seen = way.previous_answer if way.asks_for_others else ""
    return (
        found_by(everybody_named(text, generation, subject, pipeline.reader.word_vector, seen), _PERSONS)
        or found_by(told_of_period(text, generation, subject, today, seen), _OF_A_TIME)
        or found_by(in_rows(text, intent, generation, today), _IN_ROWS)
        or _named_exactly(way, intent, search, today)
        or found_by(connection(text, generation), _OF_BOTH)
        or found_by(overview_of(text, intent, generation, subject), _AS_A_WHOLE)
    )


def _composed_answer(attempt: Attempt, intent: Intent, lines: Composed | None, search: Search, today: date) -> Answer:
    """The answer that an attempt gives, or the refusal, as where the question calls a row by what no source names."""
    generation = search.generation
    composed = composed_of(attempt, intent, lines, generation, search.pipeline.item_weights)
    composed, unknown = with_rows_named(attempt.query.text, composed, generation, today)
    answer = answer_of(attempt, composed, intent.topic, search.limit, generation)
    return refused_for(f"Nothing in the sources mentions {unknown}.", answer) if unknown else answer


def _as_a_section(question: str, attempt: Attempt, kind: Kind, search: Search) -> Answer | None:
    """Answer a question for several things with a section, unless it is answered by a list of items.

    Return None also if the question depends on a dialogue, or was refused for something the sources do not mention.
    """
    verdict, way = attempt.verdict, attempt.reformulation
    if way.typed_stems is not None or way.previous_answer:
        return None
    if (verdict.answered and kind == "list") or not (verdict.answered or verdict.reason == NOT_SAID):
        return None
    section = search.pipeline.section(attempt, kind, search.generation, search.timer)
    if section is None:
        return None
    answer = quoted(question, section.quotes, section.confidence)
    return replace(answer, interpreted_as=attempt.query.text, suggestion=attempt.suggestion, found=_AS_A_SECTION)


def _lack(question: str, best: Attempt, answer: Answer, generation: Generation, today: date) -> str | None:
    """Return why what was found is not an answer although it reads like one; None if it is one."""
    said = [statement.text for statement in answer.statements]
    if (
        is_of_the_opposite(question, answer.statements[0].under.rstrip(":"))
        or repeats_line(best.reformulation, answer)
        or is_of_another_rank(question, said)
        or tells_of_another_text(question, said)
        or are_of_other_spans(question, said)
        or are_of_other_groups(question, said)
        or are_of_other_prices(question, said, today)
    ):
        return NOT_SAID
    why_another = answers_another(best.query, best.verdict.supporting[0])
    return why_another or lacks_what_is_asked(question, answer, generation.lexicon)


def _intent(question: str, way: Reformulation, generation: Generation) -> Intent:
    """Return the intent of a question; in a dialogue, of the question as completed, unless its subject was only joined
    to it. A question for a change is completed with the document's subject.
    """
    intent = read_intent(way.text if way.typed_stems and not way.is_joined else question)
    completed = with_subject(question, generation) if intent.kind == "change" else None
    return read_intent(completed.text) if completed else intent


def _named_exactly(way: Reformulation, intent: Intent, search: Search, today: date) -> Answer | None:
    pipeline = search.pipeline
    threshold = pipeline.verdict_weights.threshold
    found = named_exactly(way, intent.kind, search.generation, today, pipeline.reader, threshold)
    is_of_others = found and are_of_other_spans(way.text, [statement.text for statement in found.statements])
    return None if is_of_others else found


def _refused(attempts: Sequence[Attempt]) -> Attempt:
    """Return the refused attempt at the first reformulation, not at an interpretation; if there is a corrected
    spelling, whose words the sources do mention, with the reason of its refusal.
    """
    first, second = attempts[0], attempts[1] if len(attempts) > 1 else attempts[0]
    reason = second.verdict.reason if second.suggestion else first.verdict.reason
    return replace(first, verdict=replace(first.verdict, reason=reason))


def _source_of(passage_id: str, generation: Generation) -> Source | None:
    around = generation.surroundings(passage_id) if passage_id else None
    return around.passage.source if around else None
