"""Whether a text tells a person to be a man or a woman: "Rourke was arrested during her stay", "his wife Elsbeth"."""

from __future__ import annotations

import re
from typing import Literal

Sex = Literal["he", "she"]
_KIN: dict[Sex, str] = {
    "he": r"husband|son|father|brother|uncle|nephew|widower|grandfather|grandson|king|prince|duke|mr|sir|lord",
    "she": r"wife|daughter|mother|sister|aunt|niece|widow|grandmother|granddaughter|queen|princess|duchess|mrs|miss|ms"
    r"|lady",
}
"""What a man or a woman is to others, or is called."""
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his)|(?P<she>she|her|hers))\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z]\w")
_NO_PERSON = re.compile(r"\b(?:the|in|at|on|near)\s(?:[A-Z][\w’'-]*\s?)+")
"""A name that no pronoun of a person takes up."""
_AND_HIS = re.compile(r",?\sand\s(?:(?P<he>his)|her)\s")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_OPENING_PRONOUN = re.compile(r"[.!?]\s(?:(?P<he>He|His)|(?P<she>She|Her))\b")
_LONGEST = 2_000
"""Characters of a text that is looked through."""


def said_of(name: str, text: str) -> Sex | None:
    """What a text calls the bearer of a name; None where it leaves that open.

    A pronoun tells it where the name comes first in its sentence and no other stands between: that "Ana managed the
    sale of his maps" says nothing of her.
    """
    text = text[:_LONGEST]
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        before, after = text[: match.start()], text[match.end() :]
        for sex, words in _KIN.items():
            if re.search(rf"\b(?:{words})\.?\s$", before, re.IGNORECASE):
                return sex
        if joined := _AND_HIS.match(after):
            return "he" if joined["he"] else "she"
        own = _SENTENCE_END.split(before)[-1]
        if _PRONOUN.search(own) or _NAME.search(own[1:]):
            continue
        end = _SENTENCE_END.search(after)
        within = _PRONOUN.search(after, 0, end.start() if end else len(after))
        found = within or (_OPENING_PRONOUN.match(after, end.start()) if end else None)
        if found and not _NAME.search(_NO_PERSON.sub("", after[: found.start()])):
            return "he" if found["he"] else "she"
    return None
