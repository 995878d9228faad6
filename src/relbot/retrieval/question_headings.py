"""Finds headings that are questions, as in an FAQ: they say what the text below them answers, which by itself may be
just "Not yet."
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from relbot.answer import Passage

_LABEL = re.compile(r"\W*(?:(?:Q|Question|Frage)\s?\d{0,3}\s?[.:)]|\d{1,3}[.)])\s*")
"""Label before a question, e.g. "Q1:" or "3."."""
_SEVERAL = 2
"""Minimum number of questions among sibling headings for all of them to be those of an FAQ."""


def question_headings(passages: Sequence[Passage]) -> list[str | None]:
    """Return the nearest heading of each passage, without its label, if it is a question or has several questions as
    siblings among the passages ("Opening hours" beside "Are dogs allowed?"); None otherwise.
    """
    asking = {(_place(passage), _heading(passage)) for passage in passages if _heading(passage).endswith("?")}
    questions = Counter(place for place, _ in asking)
    is_asked = (_heading(p).endswith("?") or questions[_place(p)] >= _SEVERAL for p in passages)
    return [
        _LABEL.sub("", _heading(p), count=1) if asked else None for p, asked in zip(passages, is_asked, strict=True)
    ]


def _heading(passage: Passage) -> str:
    return (passage.source.title, *passage.section)[-1].rstrip()


def _place(passage: Passage) -> tuple[str, int, tuple[str, ...]]:
    """Return a key shared by the passages whose headings are siblings."""
    return passage.source.path, len(passage.section), passage.section[:-1]
