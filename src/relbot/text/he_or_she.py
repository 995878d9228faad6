"""Finds whether a text calls a person he or she: "Rourke was arrested during her stay", "his wife Elsbeth"."""

from __future__ import annotations

import re
from typing import Literal

Sex = Literal["he", "she"]
_KIN: dict[Sex, str] = {
    "he": r"husband|son|father|brother|uncle|nephew|widower|grandfather|grandson|king|prince|duke|mr|sir|lord",
    "she": r"wife|daughter|mother|sister|aunt|niece|widow|grandmother|granddaughter|queen|princess|duchess|mrs|miss|ms"
    r"|lady",
}
"""Kinship terms and titles of men and of women."""
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his)|(?P<she>she|her|hers))\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z]\w")
_NO_PERSON = re.compile(r"\b(?:the|in|at|on|near)\s(?:[A-Z][\w’'-]*\s?)+")
"""A name that is not a person's, so that no such pronoun refers to it."""
_AND_HIS = re.compile(r",?\sand\s(?:(?P<he>his)|her)\s")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_OPENING_PRONOUN = re.compile(r"[.!?]\s(?:(?P<he>He|His)|(?P<she>She|Her))\b")
_LONGEST = 2_000
"""The most characters of a text that are searched."""


def said_of(name: str, text: str) -> Sex | None:
    """Return the pronoun that a text uses for a person, or None if it is unclear.

    A pronoun counts if the name comes first in its sentence and no other name is between: "Ana managed the sale of
    his maps" says nothing about her.
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
