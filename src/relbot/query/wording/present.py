"""Rewords questions about the present, because their answers seldom share those words: "In 2014 there were 12,179
students" says how many there are now, and "the limit ended in 1995" whether there still is one.
"""

from __future__ import annotations

import re

_PRESENT = re.compile(
    r"\s?\b(?:as of (?:now|today)|right now|by now|for now|nowadays|these days|currently|presently|at the moment"
    r"|at present|now|today|rn|still|yet|ever since)\b(?![-'’]\w)",
    re.IGNORECASE,
)
_STILL = re.compile(r"(?<=\s)still\b(?![-'’]\w)", re.IGNORECASE)
_ANYMORE = re.compile(r"\s(?:anymore|any more|any longer)\b", re.IGNORECASE)
_SOME_WORDS = re.compile(r"\w+\W+\w+\W+\w")
"""Three words, the least that must be left of a question."""


def present_wordings(question: str) -> list[str]:
    """Return a question without its words for the present, and one with "no longer" in place of "still"; none if it has
    no such words.

    These are asked beside the original: if they replaced it, 3 of 24 such questions would lose their right answer, such
    as "who is the boss there now".
    """
    bare = without_present(question)
    ended = _ANYMORE.sub("", _STILL.sub("no longer", question))
    wordings = [bare] if bare != question and _SOME_WORDS.match(bare) else []
    return [*wordings, ended] if _STILL.search(question) else wordings


def without_present(question: str) -> str:
    """Return a question without its words for the present."""
    return _ANYMORE.sub("", _PRESENT.sub("", question)).strip()
