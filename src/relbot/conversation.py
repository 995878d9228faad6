"""Questions in a row by one person: what was asked last helps to understand what is asked next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

from relbot.answer import Answer, Citation, Surroundings
from relbot.search.citations import citation
from relbot.search.followup import Before, Wording, wants_more, wordings
from relbot.search.question import clean

Ask = Callable[[str, Sequence[Wording], int], Answer]
"""Answers what was typed, in the wording that is answered most surely."""


class Conversation:
    """Remembers the last answer, and no more. Thread-safe: questions are answered one after another."""

    def __init__(self, ask: Ask, passage: Callable[[str], Surroundings | None]) -> None:
        self._ask, self._passage = ask, passage
        self._lock = threading.Lock()
        self._last: Answer | None = None

    def ask(self, text: str, limit: int = 3) -> Answer:
        """One answer, in the light of what was asked before. Raises IndexUnusable."""
        with self._lock:
            last = self._last
            if last and wants_more(text):
                answer = self._more(text, last)
            else:
                answer = self._ask(text, wordings(text, _before(last), datetime.now(UTC).date()), limit)
            self._last = answer if answer.answered else None
            return answer

    def _more(self, text: str, last: Answer) -> Answer:
        """What the source says next, as surely as what it said last."""
        start = perf_counter()
        told = next(self._after(last.citations[0]), None)
        answer = replace(
            last,
            question=clean(text),
            interpreted_as=last.interpreted_as or last.question,
            suggestion=None,
            signals=(),
            timing={"total": round(1000 * (perf_counter() - start), 3)},
        )
        if told is None:
            return replace(answer, answered=False, text=None, reason="The section says no more.", citations=())
        return replace(answer, text=told.highlight.text, citations=(told,))

    def _after(self, shown: Citation) -> Iterator[Citation]:
        """The sentences after a citation's marked one, to the end of its section."""
        around = self._passage(shown.passage_id)
        if around is None:
            return
        for passage in (around.passage, around.after):
            if passage and passage.section == shown.section:
                yield from (
                    citation(1, passage, span) for span in passage.sentences if span.start >= shown.highlight.end
                )


def _before(last: Answer | None) -> Before | None:
    if last is None or last.text is None:
        return None
    return Before(last.interpreted_as or last.question, last.text, last.citations[0].passage_id)
