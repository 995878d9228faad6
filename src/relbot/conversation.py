"""Questions in a row by one person: what was asked last helps to understand what is asked next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

from relbot.answer import Answer, Citation, Passage, Surroundings
from relbot.answering.citations import citation
from relbot.query.followup import Before, Wording, doubts, wants_more, wordings
from relbot.query.pronouns import named
from relbot.query.query import clean

Ask = Callable[[str, Sequence[Wording], int], Answer]
"""Answers what was typed, in the wording that is answered most surely."""

_ASIDES = 2
"""Questions without an answer, about something else, after which the talk before them is forgotten."""
_NAMES, _PASSAGES = 3, 50
"""Names kept of the answer before the last, and passages of a section looked through on either side for more."""


class Conversation:
    """Remembers the last answer, the names in the one before, and what was told since. Thread-safe: questions are
    answered one after another.
    """

    def __init__(self, ask: Ask, passage: Callable[[str], Surroundings | None]) -> None:
        self._ask, self._passage = ask, passage
        self._lock = threading.Lock()
        self._last: Answer | None = None
        self._names: tuple[str, ...] = ()
        self._asides = 0
        self._told: list[Citation] = []

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, in the light of what was asked before. Raises IndexUnusable."""
        with self._lock:
            if self._last and wants_more(text):
                return self._more(text, self._last)
            if self._last and doubts(text):
                return _again(text, self._last)
            ways = wordings(text, self._before(), datetime.now(UTC).date())
            answer = self._ask(text, ways, limit)
            self._remember(answer, leaned=any(way.said is not None for way in ways))
            return answer

    def _before(self) -> Before | None:
        last = self._last
        if last is None or last.text is None:
            return None
        passage = last.citations[0].passage_id
        return Before(last.interpreted_as or last.question, last.text, passage, self._asides > 0, self._names)

    def _remember(self, answer: Answer, *, leaned: bool) -> None:
        """A refused follow-up leaves the talk where it was; so does a question about something else, for a while."""
        if answer.answered:
            self._names = _names(self._last) if self._last else ()
            self._last, self._asides, self._told = answer, 0, [answer.citations[0]]
        elif not leaned:
            self._asides += 1
            if self._asides > _ASIDES:
                self._last = None

    def _more(self, text: str, last: Answer) -> Answer:
        """What the source says next, and at the end of the section what it said before, as surely as the answer."""
        start = perf_counter()
        told = next(self._untold(self._told[0]), None)
        answer = _again(text, last)
        if told is None:
            return replace(answer, answered=False, text=None, reason="The section says no more.", citations=())
        self._told.append(told)
        self._last = replace(
            answer,
            text=told.highlight.text,
            citations=(told,),
            signals=(),
            timing={"total": round(1000 * (perf_counter() - start), 3)},
        )
        return self._last

    def _untold(self, first: Citation) -> Iterator[Citation]:
        """The sentences of a section that were not shown yet, from a first one to the end and then from the start."""
        spans = [
            (passage, span) for passage in self._section(first.passage_id, first.section) for span in passage.sentences
        ]
        after = [(p, span) for p, span in spans if span.start >= first.highlight.end]
        for passage, span in after + spans[: len(spans) - len(after)]:
            if not any(told.highlight.start <= span.start < told.highlight.end for told in self._told):
                yield citation(1, passage, span)

    def _section(self, passage_id: str, section: tuple[str, ...]) -> list[Passage]:
        """The passages around one in its section, in order."""
        around = self._passage(passage_id)
        if around is None:
            return []
        found, before, after = [around.passage], around.before, around.after
        for _ in range(_PASSAGES):
            if before and before.section == section:
                found.insert(0, before)
                earlier = self._passage(before.id)
                before = earlier.before if earlier else None
            if after and after.section == section:
                found.append(after)
                later = self._passage(after.id)
                after = later.after if later else None
        return found


def _again(text: str, last: Answer) -> Answer:
    """The last answer, for what was typed now."""
    return replace(last, question=clean(text), interpreted_as=last.interpreted_as or last.question, suggestion=None)


def _names(last: Answer) -> tuple[str, ...]:
    said = (last.interpreted_as or last.question, last.text or "")
    return tuple(name.words for text in said for name in named(text))[:_NAMES]
