"""Headings that are questions, as in an FAQ: they say what the text below them answers, which by itself may be no more
than "Not yet."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.answer import Passage

_LABEL = re.compile(r"\W*(?:(?:Q|Question|Frage)\s?\d{0,3}\s?[.:)]|\d{1,3}[.)])\s*")
"""Before such a question."""


def question_headings(passages: Sequence[Passage]) -> list[str | None]:
    """Of each passage the nearest heading without its label, where that is a question or stands beside one that is
    among these ("Opening hours" and "Are dogs allowed?"); None elsewhere.
    """
    asking = {_place(passage) for passage in passages if _heading(passage).endswith("?")}
    return [_LABEL.sub("", _heading(p), count=1) if _place(p) in asking else None for p in passages]


def _heading(passage: Passage) -> str:
    return (passage.source.title, *passage.section)[-1].rstrip()


def _place(passage: Passage) -> tuple[str, int, tuple[str, ...]]:
    """What headings that stand beside each other share."""
    return passage.source.path, len(passage.section), passage.section[:-1]
