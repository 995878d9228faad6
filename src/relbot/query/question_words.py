"""The words that questions begin with, and what a question is about without them."""

from __future__ import annotations

import re

AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might|must)(?:n['’]t)?"
ASKING = (
    r"(?:(?:by|with|to|from|of|for|in|on|at|since|until)\s(?=whom?\b|what\b|which\b|when\b|where\b))?"
    r"(?:how\s(?:many|much|long|old|far|big|often)|whom?|whose|when|where|why|how|what|which)"
)
ASKS = re.compile(rf"^(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
_LINKS = re.compile(r"^\W*(?:(?:ok|okay|so|well|and|but|or|hm+|then|also)\b[\s,]*)+|^\W+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.IGNORECASE)
_OPENING = re.compile(rf"^(?:{ASKING}\b\s*)?(?:{AUXILIARY}\b\s*)?", re.IGNORECASE)


def unlinked(text: str) -> str:
    """A text without "and", "ok, so" before it."""
    return _LINKS.sub("", text)


def said(text: str) -> str:
    """What was said, without "and", "what about" and the question mark."""
    return _ABOUT.sub("", unlinked(" ".join(text.split()))).rstrip(" ?!.…")


def is_linked(text: str) -> bool:
    """Whether it begins with "and", "what about" or the like."""
    return bool(_LINKS.match(text) or _ABOUT.match(text))


def topic(question: str) -> str:
    """What a question is about, without what it begins with."""
    about = question.rpartition(": ")[2].rstrip(" ?!.…")
    return _OPENING.sub("", _ABOUT.sub("", unlinked(about))) or about
