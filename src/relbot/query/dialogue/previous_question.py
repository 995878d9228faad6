"""The one thing that the previous question is about, and whether it asks for a person."""

from __future__ import annotations

import re

from relbot.query.question_words import AUXILIARY, INTERROGATIVE

_ASKED_ABOUT = re.compile(
    rf"(?:(?:{INTERROGATIVE}|how\s[a-z]+)\s(?:is|are|was|were)|who['’]?s|what['’]?s|tell\sme\s(?:more\s)?about)"
    r"(?<!^which is)\s(?P<thing>(?!(?:it|that|this|he|she|they|there|not|to|the\s\w+est)\b)"
    r"(?!(?-i:[a-z]+(?:ed|own|ung|orn|osen)\s))"
    r"(?:(?:the|an?)\s)?(?:(?:[^\s,]+\s){0,2}|(?:[^\s,]+\s){0,3}[^\s,]+['’]s\s(?:[^\s,]+\s){0,3})[^\s,]+)$",
    re.IGNORECASE,
)
"""A question that asks about one thing and no more: "who was montcalm", "when are the elections", "what's Kim's best
known speech"; not "who was elected treasurer".
"""
_PREDICATE = re.compile(
    r"(?<!\b(?:is|an|my))(?<!\b(?:are|was|the|our))(?<!\bwere)(?<!\ba)\s(?:open|shut|due|over|free|full|on|off|ready|available"
    r"|held|built|sold|made|born|shown|known|sent|kept|taken|given|broken|written|paid|[a-z]{3,}ed)$",
    re.IGNORECASE,
)
"""The predicate at the end of a question about a thing: "when is the sauna open", "where is the key kept"."""
_ASKS_FOR_CIRCUMSTANCE = re.compile(r"(?:and\s)?(?:(?:since|until)\s)?(?:when|where|how)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"(?:and\s)?(?:whom?|who['’]?s)\b", re.IGNORECASE)
_WHO_DID = re.compile(rf"(?:and\s)?who(?:['’]?s\b|\s(?:is|are|was|were)\b|\s(?!{AUXILIARY}\b))", re.IGNORECASE)


def asks_who(question: str) -> bool:
    """Return whether a question asks for a person."""
    return _ASKS_WHO.match(question) is not None


def asks_who_did(question: str) -> bool:
    """Return whether a question asks who is or does something: "who founded Telenet" names nobody that "he" may be."""
    return _WHO_DID.match(question) is not None


def asked_about(question: str) -> re.Match[str] | None:
    """Return the match of a question about one thing, with the thing as its group "thing", or None. A final predicate
    is left out: "open" in "when is the sauna open".
    """
    bare = question.rstrip(" ?!.…")
    return _ASKED_ABOUT.match(_PREDICATE.sub("", bare) if _ASKS_FOR_CIRCUMSTANCE.match(bare) else bare)
