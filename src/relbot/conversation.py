"""A conversation: consecutive questions by one person, each interpreted in the context of the previous ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from relbot.answer import Answer, Citation
from relbot.answering.dialogue.continuation import FindPassage, continued, quoted_citations
from relbot.answering.dialogue.repetition import part_of, repeated
from relbot.answering.statements import refusal
from relbot.query.dialogue.about_the_answer import (
    asks_for_confirmation,
    asks_for_more,
    asks_for_others,
    asks_to_elaborate,
    asks_what_came_next,
    asks_when_that_was,
    is_bare_number,
    pointed_at,
)
from relbot.query.dialogue.common_nouns import ranked_noun, things_asked_for
from relbot.query.dialogue.completion import only_asks
from relbot.query.dialogue.followup import is_about_a_statement, is_fragment, may_be_in_previous_passage, reformulate
from relbot.query.dialogue.given_by_answer import given_person
from relbot.query.dialogue.parallel import names_rank
from relbot.query.dialogue.previous_question import asks_who_did
from relbot.query.dialogue.pronouns import entity_names, with_capitals
from relbot.query.dialogue.reformulation import (
    DialogueContext,
    Person,
    Reformulation,
    and_asked,
    leading,
    read_in_previous_passage,
)
from relbot.query.query import normalise_text
from relbot.query.question_words import question_core, topic
from relbot.query.request.length import sentences_asked_for
from relbot.query.request.utterance import cleared
from relbot.temporal.calendar import today
from relbot.temporal.date_mentions import extract_dates

Ask = Callable[[str, Sequence[Reformulation], int], Answer]
"""Answers a question as typed, given its reformulations and the most citations to return."""

_MAX_INTERRUPTIONS = 2
"""The most unanswered unrelated questions in a row before the context is dropped."""
_MAX_EARLIER_NAMES = 3
"""The most names kept from the answer before the last one, and the most persons kept that were given as answers."""
_ELABORATION = 3
"""The number of following sentences that elaborate an answer, or go on after one of several sentences."""
NOTHING_SAID = "The previous question was not answered, so it is not clear what this one is about."


class Conversation:
    """A conversation that keeps the last answer, the names in the one before it, and the citations shown since.

    Thread-safe: questions are answered one after another.
    """

    def __init__(self, ask: Ask, passage: FindPassage) -> None:
        self._ask, self._passage = ask, passage
        self._lock = threading.Lock()
        self._last: Answer | None = None
        self._whole: Answer | None = None
        """The last answer in full, of which `_last` may be a part that was asked for: "the second one"."""
        self._asked = self._said = ""
        """The question that the last answer is to, as searched for (or its likeliest meaning, if it was answered as
        typed), and as shown to the user."""
        self._person: Person | None = None
        self._told: tuple[str, ...] = ()
        self._listed = ""
        self._earlier_names: tuple[str, ...] = ()
        self._refused: Answer | None = None
        """The refusal of an unrelated question since the last answer."""
        self._unanswered: Answer | None = None
        """The refusal of the previous question, as searched for, if it was refused."""
        self._interruptions = 0
        self._shown: list[Citation] = []

    def ask(self, text: str, limit: int = 3) -> Answer:
        """Answer a question in the context of the previous ones. Raises IndexUnusable."""
        with self._lock:
            said = cleared(text)
            if self._last and asks_for_more(said):
                return self._continue(text, self._last, is_onward=asks_what_came_next(said))
            if self._last and asks_for_confirmation(said):
                return repeated(text, self._last)
            if self._last and not self._refused and asks_when_that_was(said) and _is_dated(self._last):
                understood = and_asked(self._said.rstrip(" ?!.…"), question_core(said))
                return replace(repeated(text, self._last), interpreted_as=understood)
            points = self._whole is not None and pointed_at(text, len(self._whole.statements)) is not None
            before = self._unanswered.question if self._unanswered else self._said
            is_of_rank = points and names_rank(before)  # after "the first voyage", "the second one" is a voyage
            if self._last and self._whole and not is_of_rank and (chosen := part_of(text, self._last, self._whole)):
                shown = [chosen.citations[0]] if points else quoted_citations(self._whole)
                self._last, self._shown, self._unanswered = chosen, shown, None
                return chosen
            if self._last and asks_for_others(said):
                others = [Reformulation(self._asked, previous_answer=self._last.text or "")]
                answer = self._ask(text, others, limit)
                self._update(answer, others)
                return answer
            unanswered = self._unanswered if only_asks(question_core(said)) or is_fragment(said) else None
            if (refused := self._refused or unanswered) and is_about_a_statement(said, today()):
                return _refused_without_statement(text, refused)
            context = _context_of_refusal(unanswered) if unanswered else self._context()
            asked = ways = reformulate(said, context, today())
            if context and may_be_in_previous_passage(said, ways, context):
                asked = [*ways, read_in_previous_passage(said, context)]
            answer = self._ask(text, asked, limit)
            if self._last and not answer.answered and asks_to_elaborate(said):
                return self._continue(text, self._last, _ELABORATION)
            self._update(answer, ways)
            return answer

    def _context(self) -> DialogueContext | None:
        last, refused = self._last, self._refused
        if refused and (last is None or last.text is None or _closest_has_name(refused)):
            return _context_of_refusal(refused)
        if last is None or last.text is None:
            return None
        question = with_capitals(self._asked, [cited.quote for cited in last.citations])
        if not topic(question):  # "What's this about?" has no subject that a follow-up could be about
            return None
        return DialogueContext(
            question=question,
            answer="\n\n".join(statement.text for statement in last.statements),
            span=last.span,
            said=self._said,
            typed=cleared(last.question),
            passage_id=last.citations[0].passage_id,
            source=last.citations[0].document.path,
            heading=next(reversed(last.citations[0].section), ""),
            is_interrupted=self._interruptions > 0,
            person=self._person,
            told=self._told,
            listed=self._listed,
            earlier_names=self._earlier_names,
        )

    def _update(self, answer: Answer, ways: Sequence[Reformulation]) -> None:
        """Update the context with the answer to a question with these reformulations.

        What is refused leaves it unchanged: a follow-up, a bare number, up to `_MAX_INTERRUPTIONS` unrelated questions.
        """
        is_followup = any(way.typed_stems is not None or way.asks_for_others for way in ways)
        if answer.kind == "chat" or (not answer.answered and is_bare_number(answer.question)):
            return
        self._unanswered = None if answer.answered else _refusal_as_searched(answer, leading(ways))
        if answer.answered:
            self._earlier_names = _names(self._last) if self._last else ()
            understood, lead = answer.interpreted_as, leading(ways)
            stands_alone = len(ways) == 1 and lead.typed_stems is None
            if stands_alone and understood and understood.lower().endswith(_joined_ending(lead)):
                understood = None  # it stands alone, and was only read beside the previous answer
            is_of_before = self._last is not None and _passage_of(answer) == _passage_of(self._last)
            if understood is None and lead.typed_stems is not None and is_of_before:  # "Its price?", answered as typed
                self._asked, self._said = lead.text, lead.shown or lead.text
            else:
                self._said = understood or cleared(answer.question)
                said = self._said.lower()  # names may have been capitalised
                self._asked = next(
                    (way.text for way in ways if way.shown.lower() == said), _as_searched(self._said, ways)
                )
            listed = things_asked_for(question_core(self._asked)) or ranked_noun(self._asked)
            self._listed = listed or (self._listed if is_followup else "")
            self._last = self._whole = answer
            self._interruptions, self._shown = 0, quoted_citations(answer)
            self._refused, context = None, self._context()
            if context and asks_who_did(context.question):
                self._person = given_person(context)
                names = (self._person.name, *self._told) if self._person else self._told
                self._told = tuple(dict.fromkeys(names))[:_MAX_EARLIER_NAMES]
        elif not is_followup:
            self._refused = answer
            self._interruptions += 1
            if self._interruptions > _MAX_INTERRUPTIONS:
                self._last = self._whole = None

    def _continue(self, text: str, last: Answer, count: int | None = None, *, is_onward: bool = False) -> Answer:
        shown = last.citations[-1:] if is_onward and last.kind == "timeline" else self._shown
        usual = _ELABORATION if len(last.statements) > 1 and not is_onward else 1
        count = count or sentences_asked_for(text) or usual
        answer = continued(text, last, shown, count, self._passage, is_onward=is_onward)
        if answer.answered:
            self._shown.extend(answer.citations)
            self._last, self._whole, self._unanswered = answer, answer, None
        return answer


def _context_of_refusal(refused: Answer) -> DialogueContext:
    """Return the context that a refused question leaves: "Who founded Telenet?", "Where did the money come from?"."""
    said = refused.interpreted_as or ""
    if not _closest_has_name(refused):
        return DialogueContext(refused.question, "", said=said)
    closest = refused.closest[0]
    question = with_capitals(refused.question, [closest.quote])
    return DialogueContext(question, "", said=said, passage_id=closest.passage_id, source=closest.document.path)


def _refusal_as_searched(refused: Answer, lead: Reformulation) -> Answer:
    """Return the refusal with its question as searched for, and, to show, as asked if it was completed loosely."""
    said = cleared(refused.question) if ": " in lead.text else lead.shown or lead.text
    return replace(refused, question=lead.text, interpreted_as=said)


def _joined_ending(way: Reformulation) -> str:
    """Return how a question ends that was joined to the previous one by `read_in_previous_passage`."""
    return f", and {question_core(way.text).lower()}?"


def _as_searched(said: str, ways: Sequence[Reformulation]) -> str:
    """Return a question as worded for search: the part joined to a previous question with the topic of the
    reformulation that joins it, or `said` if none does. "Who is Kim, and when did he die" (typed "kick the bucket")
    gives "when did he die: Kim".
    """
    for way in ways:
        beside, joined, _ = way.shown.rpartition(", and ")
        if way.is_joined and joined and said.startswith(beside + joined):
            return f"{said[len(beside + joined) :].rstrip(' ?')}: {way.text.partition(': ')[2]}"
    return said


def _closest_has_name(refused: Answer) -> bool:
    """Return whether the passage closest to a refused question contains a name from the question."""
    quotes = [closest.quote for closest in refused.closest[:1]]
    names = [name.words for quote in quotes for name in entity_names(with_capitals(refused.question, [quote]))]
    return any(name in quote for quote in quotes for name in names)


def _refused_without_statement(text: str, refused: Answer) -> Answer:
    """Refuse a question about a statement when none was made: "And who said that?" after a refusal."""
    return replace(refusal(normalise_text(text), NOTHING_SAID), generation=refused.generation)


def _passage_of(answer: Answer) -> str:
    return answer.citations[0].passage_id


def _is_dated(answer: Answer) -> bool:
    """Return whether an answer is one statement with a date, i.e. a day, a month or a year."""
    return len(answer.statements) == 1 and bool(extract_dates(answer.statements[0].text))


def _names(last: Answer) -> tuple[str, ...]:
    texts = (last.interpreted_as or last.question, last.text or "")
    return tuple(name.words for text in texts for name in entity_names(text))[:_MAX_EARLIER_NAMES]
