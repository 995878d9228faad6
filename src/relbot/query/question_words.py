"""Interrogatives, auxiliaries and discourse markers that questions begin with, and the topic of a question."""

from __future__ import annotations

import re

WH = r"(?:who|whom|whose|what|when|where|why|how|which)"
AUXILIARY = (
    r"(?:(?:did|does|do|was|were|is|are|has|have|had|would|could|should|might|must|shall)(?:n['’]?t)?|will"
    r"|(?:wo|ai)n['’]?t|can(?:(?:no|['’]?)t)?|may|am)"
)
INTERROGATIVE = (
    r"(?:(?:by|with|to|from|of|for|in|on|at|since|until|till)\s(?=whom?\b|what\b|which\b|when\b|where\b|how\b))?"
    r"(?:how\s(?:many|much|long|old|far|big|often|come)|whom?|whose|when|where|why|how|what|which)"
)
_CONTRACTED = r"(?:['’]?s|['’](?:re|d|ll|ve))"
QUESTION_OPENING = re.compile(rf"^(?:{INTERROGATIVE}{_CONTRACTED}?|{AUXILIARY})\b", re.IGNORECASE)
_CORRECTION = (
    r"(?:(?:no|nope|sorry|wait)[\s,]+)*i\s(?:mean|meant|(?:was\sasking|asked)\s(?:about|for))|not\s[^,?]{1,40}(?=,)"
    r"|(?:no|nope|sorry|wait|actually)(?=,?\s(?:(?:the|an?|his|her|its|their)\s\w|(?:in|on|at|for|after|before|since)\s(?:the\s)?\d"
    r"|\d{4}\b)|,\s(?-i:[A-Z])\w+\W*$)"
)
"""Words that introduce a correction: "no, i meant the mill", "not the railway, the bridge"."""
_DISCOURSE_MARKER = re.compile(
    rf"^\W*(?:(?:ok|okay|so|well|and|but|or|hm+|then|also|{_CORRECTION})\b(?![-'’]\w)[\s,]*)+", re.IGNORECASE
)
_LEADING_MARKS = re.compile(r"^\W+")
_WHAT_ABOUT = re.compile(
    r"^(?:(?:what|how)\s+about|(?:is\s(?:it|that)\s)?(?:the\s)?same\s+(?:for|with))\s+", re.IGNORECASE
)
_THERE = r"(?:there\s+(?=(?:an?|any|some|the|no)\s))"
_OPENING = re.compile(rf"^(?:{INTERROGATIVE}{_CONTRACTED}?\b\s*)?(?:{AUXILIARY}\b\s*)?{_THERE}?", re.IGNORECASE)
_POINTS_ONLY = re.compile(
    r"(?:(?:all|exactly|really|even|again|now|then|here|about|up|with|it|its|this|that|these|those|they|them|the|document|"
    r"article|page|text|thing|stuff|story|one|going on)\b\s*)+",
    re.IGNORECASE,
)
"""Words that name nothing: only the context tells what "what is this all about?" is about."""
_BESIDE = re.compile(r"\s\((?P<subject>[^()]+)\)$")


def strip_discourse_marker(text: str) -> str:
    """Return a text without a leading "and", "ok, so" or punctuation."""
    return _LEADING_MARKS.sub("", _DISCOURSE_MARKER.sub("", text))


def has_discourse_marker(text: str) -> bool:
    """Return whether a text begins with "and", "what about" or the like."""
    return bool(_DISCOURSE_MARKER.match(text) or _WHAT_ABOUT.match(text))


def question_core(text: str) -> str:
    """Return a question without "and", "what about" and the question mark, single-spaced."""
    return _WHAT_ABOUT.sub("", strip_discourse_marker(" ".join(text.split()))).rstrip(" ?!.…")


def without_subject(question: str) -> tuple[str, str]:
    """Return a question without its question mark and the subject in brackets after it, and that subject or ""."""
    bare = question.rstrip(" ?!.…")
    match = _BESIDE.search(bare)
    return (bare[: match.start()], match["subject"]) if match else (bare, "")


def topic(question: str) -> str:
    """Return what a question is about: its words without interrogative and auxiliary.

    For a completed question ("When was that: …?", "Where was he born (…)?") it is what completes it. Empty if the
    question names nothing, as in "What's this about?".
    """
    asked, subject = without_subject(question)
    about = subject or asked.rpartition(": ")[2]
    rest = _OPENING.sub("", _WHAT_ABOUT.sub("", strip_discourse_marker(about))) or about
    return "" if _POINTS_ONLY.fullmatch(rest) else rest
