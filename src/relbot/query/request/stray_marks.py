"""Removes debris of typing and pasting from a message: invisible characters, unpaired brackets and quotes."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
"""Soft hyphens, zero-width spaces and direction marks: "do\u200bgs" looks like "dogs"."""
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", '"': '"', "`": "`"}
_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_TAG = re.compile(r"(?<=[^\W\d_])(?P<marks>[?!.]{0,5})\s[(\[{](?:[^\W_]|\W{0,3})[)\]}]\s*$")
"""A single letter or mark in brackets after a question: "when is it (x)". After a number it names a part: "rule 4
(b)"."""
_WINDOW = 40
_LONGEST = 500
"""The longest text that is cleaned, in characters."""


def without_unseen(text: str) -> str:
    """Return a text without the invisible characters within and between its words."""
    return _UNSEEN.sub("", text)


def without_stray_marks(text: str) -> str:
    """Return a text without an unpaired bracket or quote at its ends; unchanged if nothing else would be left."""
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
