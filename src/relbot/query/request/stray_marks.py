"""Removes what typing and pasting leave in a message: invisible characters, brackets and quotes without a pair."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
"""Soft hyphens, spaces of no width, marks of direction: "do\u200bgs" is seen as "dogs"."""
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", '"': '"', "`": "`"}
_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_TAG = re.compile(r"(?<=[^\W\d_])(?P<marks>[?!.]{0,5})\s[(\[{](?:[^\W_]|\W{0,3})[)\]}]\s*$")
"""A letter or mark in brackets behind a question: "when is it (x)". Behind a number it is a part: "rule 4 (b)"."""
_WINDOW = 40
_LONGEST = 500
"""Characters of a text that marks are taken off."""


def without_unseen(text: str) -> str:
    """A text without the characters that nobody sees within or between its words."""
    return _UNSEEN.sub("", text)


def without_stray_marks(text: str) -> str:
    """A text without a lone bracket or quote at its ends; the same where nothing else would be left."""
    if len(text) > _LONGEST:
        return text
    shorter = text[:-_WINDOW] + _TAG.sub(r"\g<marks>", text[-_WINDOW:])
    before = ""
    while shorter != before:
        before, shorter = shorter, _without_one(shorter.strip())
    return shorter if any(map(str.isalnum, shorter)) else text


def _without_one(text: str) -> str:
    end = len(text.rstrip("?!. "))
    if _is_lone(text[end - 1 : end], text):
        return text[: end - 1].rstrip() + text[end:].lstrip()
    return text[1:] if _is_lone(text[:1], text) else text


def _is_lone(mark: str, text: str) -> bool:
    other = _PAIRS.get(mark) or _CLOSING.get(mark)
    if not other:
        return False
    return text.count(mark) % 2 == 1 if mark == other else text.count(mark) > text.count(other)
