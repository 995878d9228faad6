"""Answers one question: an overview where one is asked for, else the pipeline's best attempt at the ways to put it,
composed into statements with their citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Source
from relbot.answering.attempt_answer import answer_of, lines_of, refused_for
from relbot.answering.broad_answers import in_rows, overview_of, overview_of_heading
from relbot.answering.compose import DOUBTFUL_CONFIDENCE, breadth_of
from relbot.answering.documents.another_question import answers_another
from relbot.answering.documents.exact import named_after_all, named_exactly
from relbot.answering.documents.structure import answer_about, told
from relbot.answering.lines.lead import is_of_the_opposite
from relbot.answering.overviews.people import everybody_named
from relbot.answering.overviews.period import told_of_period
from relbot.answering.rows.office_holders import is_of_another_rank
from relbot.answering.rows.sibling import tells_line_again
from relbot.answering.rows.values import lacks_what_is_asked
from relbot.answering.statements import found_by, quoted, refusal
from relbot.attempts import Search, attempts_at
from relbot.index.narrowed import NarrowedGeneration
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation, leading
from relbot.query.document_question import document_question
from relbot.query.language import ASK_IN_ENGLISH, is_foreign
from relbot.query.named_document import is_of_other_dates, named_rows
from relbot.query.query import UnreadableQuery, normalise_text
from relbot.query.request.intent import Intent, Kind, read_intent
from relbot.query.request.phrasing import without_expletives
from relbot.query.request.question_kinds import asks_of_a_process
from relbot.query.request.reformulations import with_subject
from relbot.query.weekdays import with_weekdays
from relbot.query.wording.informal_words import in_plain_words
from relbot.query.wording.reword import reword_question
from relbot.reading.attempt import Attempt
from relbot.reading.refusal import NOT_SAID
from relbot.temporal import calendar
from relbot.text.terms import content_stems

_OF_DOCUMENT = "The question says in which document to look, and this is what it says."
_PERSONS = "The question asks who all is named, and each is shown by the sentence that names them first."
_OF_A_TIME = "The question asks what happened at a time, and this is what is dated to it."
_IN_ROWS = "Rows or lines that belong together were looked up, by what the question names."
_AS_A_WHOLE = "The question asks for a topic, a section or a document as a whole, and this was taken from it."
_UNDER_HEADING = "The words are those of a heading or title, and this was taken from what stands under it."
_AS_A_SECTION = "A section was judged as a whole, and this is what it says."
_NOTHING_TO_READ = "There are no sources here that I may answer from."


def answer_question(question: str, ways: Sequence[Reformulation], search: Search) -> Answer:
    """The answer to one question, put in some ways."""
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
    if not answer.answered and (plain := _in_plain_words(worded, ways, search.generation)):
        again = _answer(plain, [replace(ways[0], text=plain)], search, today)
        answer = replace(again, interpreted_as=again.interpreted_as or plain) if again.answered else answer
    if not answer.answered and is_foreign(question, generation):  # what came closest shares hardly more than letters
        answer = replace(answer, reason=ASK_IN_ENGLISH, interpreted_as=None, suggestion=None, closest=())
    is_as_typed = answer.interpreted_as == normalise_text(question)
    return replace(answer, question=question, interpreted_as=None if is_as_typed else answer.interpreted_as)


def _in_plain_words(question: str, ways: Sequence[Reformulation], generation: Generation) -> str | None:
    """A question that stands alone in plain words, but for the informal ones that a source has; None where it is so."""

    def is_known(words: str) -> bool:
        found = generation.lexicon.frequencies(content_stems(words))
        return bool(found) and all(found.values())

    if leading(ways).typed_stems is not None:
        return None
    plain = without_expletives(in_plain_words(question, is_known) or question)
    return plain if plain != question else None


def _of_document(question: str, ways: Sequence[Reformulation], search: Search) -> Answer | None:
    """The answer of the document that a question names, or where that does not say, of all documents to the question
    without it; None where no document of the name is here.
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
        return found_by(told(question, part.passages(rows)), _OF_DOCUMENT)
    if named.topic and (said := answer_about(question, named.topic, part.passages(rows))):
        return found_by(said, _OF_DOCUMENT)
    answer = answer_question(named.asked, [Reformulation(named.asked)], search.within(part))
    if answer.answered:
        return replace(answer, question=question, interpreted_as=None)
    answer = answer_question(named.elsewhere, [Reformulation(named.elsewhere)], search)
    return replace(answer, question=question, interpreted_as=answer.interpreted_as or named.elsewhere)


def _answer(question: str, ways: Sequence[Reformulation], search: Search, today: date) -> Answer:
    """The answer to a question in the corpus's words, with what it was understood as where it was searched for."""
    generation, pipeline, timer = search.generation, search.pipeline, search.timer
    lead = leading(ways)
    intent = _intent(question, lead, generation)
    subject = _source_of(lead.previous_passage_id, generation)
    seen = lead.previous_answer if lead.asks_for_others else ""
    with timer.time("overview"):
        found = (
            found_by(everybody_named(lead.text, generation, subject, pipeline.reader.word_vector, seen), _PERSONS)
            or found_by(told_of_period(lead.text, generation, subject, today, seen), _OF_A_TIME)
            or found_by(in_rows(lead.text, intent, generation, today), _IN_ROWS)
            or _named_exactly(lead, intent, search, today)
            or found_by(overview_of(lead.text, intent, generation, subject), _AS_A_WHOLE)
        )
    if found:
        is_completed = lead.typed_stems is not None
        return replace(found, interpreted_as=normalise_text(lead.shown or lead.text)) if is_completed else found
    # A topic that no overview is of is searched for, and told as a section, as is how something goes.
    topic = intent.topic if intent.kind == "overview" else ""
    of_a_process = intent.kind == "how" and lead.typed_stems is None and asks_of_a_process(question)
    sought = replace(intent, kind="section") if intent.kind == "overview" or of_a_process else intent
    try:
        attempts = attempts_at(question, ways, sought, topic, search)
    except UnreadableQuery as error:
        return refusal(question, error.reason)
    best = max(attempts, key=Attempt.preference)
    if told := _as_a_section(question, best, intent.kind, search):
        return told
    lines = lines_of(best, intent if of_a_process else sought, generation)
    if best.suggestion and (named := _named_exactly(best.reformulation, intent, search, today)):
        return replace(named, interpreted_as=best.query.text, suggestion=best.suggestion)
    if not best.verdict.answered:
        if found := named_after_all(lead, sought, generation):
            return found
        if topic and (mentioned_alone := overview_of(question, intent, generation, subject, is_read=True)):
            return replace(mentioned_alone, found=_AS_A_WHOLE)
        # An overview is refused for its topic, which is the fallback.
        best = _refused([a for a in attempts if a.reformulation.is_fallback] if topic else attempts)
    elif not lines and breadth_of(sought.kind).of_items:
        best = pipeline.read_whole(best, timer)
    with timer.time("citations"):
        answer = answer_of(best, sought, lines, search.limit, generation, pipeline.item_weights, today)
    # "And irc?" asks what was asked of another, but "and article 7?" what that says.
    is_heading = ways[0].typed_stems is None or bool(best.query.identifiers)
    if is_heading and answer.confidence < DOUBTFUL_CONFIDENCE and (told := overview_of_heading(question, generation)):
        return replace(told, found=_UNDER_HEADING)
    if answer.answered and (lack := _lack(question, best, answer, generation)):
        answer = refused_for(lack, answer)
    understood = normalise_text(best.reformulation.shown) or best.query.text
    return replace(answer, interpreted_as=understood, suggestion=best.suggestion)


def _as_a_section(question: str, attempt: Attempt, kind: Kind, search: Search) -> Answer | None:
    """The section that answers a question for several things, where no list does that is told by its items; unless it
    depends on a dialogue, or was refused for what the sources do not mention.
    """
    verdict, way = attempt.verdict, attempt.reformulation
    if way.typed_stems is not None or way.previous_answer:
        return None
    is_told_by_items = verdict.answered and kind == "list"
    if is_told_by_items or not (verdict.answered or verdict.reason == NOT_SAID):
        return None
    section = search.pipeline.section(attempt, kind, search.generation, search.timer)
    if section is None:
        return None
    told = quoted(question, section.quotes, section.confidence)
    return replace(told, interpreted_as=attempt.query.text, suggestion=attempt.suggestion, found=_AS_A_SECTION)


def _lack(question: str, best: Attempt, answer: Answer, generation: Generation) -> str | None:
    """Why what was found is no answer though it reads like one; None where it is one."""
    if is_of_the_opposite(question, answer.statements[0].under.rstrip(":")):
        return NOT_SAID
    if tells_line_again(best.reformulation, answer):
        return NOT_SAID
    if is_of_another_rank(question, [statement.text for statement in answer.statements]):
        return NOT_SAID
    is_another = answers_another(best.query, best.verdict.supporting[0])
    return is_another or lacks_what_is_asked(question, answer, generation.lexicon)


def _intent(question: str, way: Reformulation, generation: Generation) -> Intent:
    """What a question is for, in a dialogue as it is completed in itself, and not by what stands beside it; of a change
    in what the document is about.
    """
    intent = read_intent(way.text if way.typed_stems and not way.is_joined else question)
    completed = with_subject(question, generation) if intent.kind == "change" else None
    return read_intent(completed.text) if completed else intent


def _named_exactly(way: Reformulation, intent: Intent, search: Search, today: date) -> Answer | None:
    pipeline = search.pipeline
    threshold = pipeline.verdict_weights.threshold
    return named_exactly(way, intent.kind, search.generation, today, pipeline.reader, threshold)


def _refused(attempts: Sequence[Attempt]) -> Attempt:
    """A refusal is of the first reformulation, not of an interpretation; its reason is that of the corrected spelling,
    if there is one, whose words the sources do mention.
    """
    first, second = attempts[0], attempts[1] if len(attempts) > 1 else attempts[0]
    reason = second.verdict.reason if second.suggestion else first.verdict.reason
    return replace(first, verdict=replace(first.verdict, reason=reason))


def _source_of(passage_id: str, generation: Generation) -> Source | None:
    around = generation.surroundings(passage_id) if passage_id else None
    return around.passage.source if around else None
