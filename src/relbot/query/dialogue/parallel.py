"""The previous question with one part replaced by another of the same kind: after "is the hall open on saturday", "and
on sunday?" asks "is the hall open on sunday"; after "what does E1 mean", "and E3?" asks what E3 means; likewise "the
first bus" and "and the last?".
"""

from __future__ import annotations

import re

from relbot.query.dialogue.pronouns import PREPOSITION
from relbot.query.question_words import AUXILIARY
from relbot.temporal.calendar import WEEKDAYS

_DAY = re.compile(
    rf"(?P<before>\b(?:on|at|over)\s)?(?:\bthe\s)?\b(?:(?:{'|'.join(WEEKDAYS)})s?|weekdays?|weekends?"
    r"|(?:public\s|bank\s)?holidays|(?P<relative>today|tomorrow|tonight))\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:(?P<noun>[^\W\d_]{3,})\s)?(?P<code>[^\W\d_]*-?\d[\w.-]*)(?<![.-])", re.IGNORECASE)
"""A code or number, with the noun before it: "E3", "room 118", "version 2.2.0"."""
_LEADING_WORDS = re.compile(r"(?:(?:in|of|on|for|about|under|by)\s)?(?:the\s)?", re.IGNORECASE)
_BEFORE_RANK = r"^|(?<=the\s)|(?<=his\s)|(?<=her\s)|(?<=its\s)|(?<=our\s)|(?<=their\s)|(?<=['’]s\s)"
"""What precedes "last" and "next" as ranks; otherwise "last" is a verb, and "next" an adverb."""
_RANK = re.compile(
    rf"\b(?:the\s)?(?P<rank>first|(?<!\ba\s)second|third|fourth|fifth|(?:{_BEFORE_RANK})(?:last|next)|earliest|latest|cheapest|(?:old|new|bigg|small|larg|high|low)est"
    r"|(?<=the\s)(?:[a-z]{3,}est|(?:most|least)\s[a-z]+))\b",
    re.IGNORECASE,
)
"""A word that ranks one of several: "first", "latest", "the cheapest"."""
_FINAL_ONE = re.compile(r"(?<=\w)\sones?$", re.IGNORECASE)
_PHRASE = re.compile(
    rf"\b(?P<preposition>(?:for|with|without|by|from|(?P<only_like>of|on|in|at)))\s(?:(?!(?:{PREPOSITION}|{AUXILIARY})\b)[\w'’-]++\s?){{1,3}}$",
    re.IGNORECASE,
)
"""A prepositional phrase at the end of a question: "for students", "without a card". One with "of", "on", "in" or "at"
("of pip") only replaces one with the same preposition."""


def replace_parallel_part(question: str, fragment: str) -> str | None:
    """Return the question with the fragment in place of its last part of the same kind; a day or a prepositional phrase
    is appended if there is none. Return None if the fragment is no day, code, rank or prepositional phrase, or does not
    fit.
    """
    if asked := _DAY.fullmatch(fragment):
        old = _last_match(_DAY, question)
        alone = old is not None and not (old["before"] or old["relative"])  # "saturday hours"
        day = fragment[len(asked["before"] or "") :]
        return _substituted(day if alone or asked["relative"] else f"{asked['before'] or 'on '}{day}", question, old)
    if (asked := _CODE.fullmatch(_LEADING_WORDS.sub("", fragment, count=1))) and (old := _last_match(_CODE, question)):
        own = asked["noun"] and asked["noun"].lower() != (old["noun"] or "").lower()
        start = old.start() if own else old.start("code")
        return f"{question[:start]}{asked[0] if own else asked['code']}{question[old.end() :]}"
    if is_rank(fragment) and (old := _last_match(_RANK, question)):
        rank = re.sub(r"^the\s", "", _FINAL_ONE.sub("", fragment), flags=re.IGNORECASE)
        return f"{question[: old.start('rank')]}{rank}{question[old.end() :]}"
    if asked := _PHRASE.fullmatch(fragment):
        old = _last_match(_PHRASE, question)
        is_like = old is not None and old["preposition"].lower() == asked["preposition"].lower()
        return _substituted(fragment, question, old if is_like else None) if is_like or not asked["only_like"] else None
    return None


def names_day(question: str) -> bool:
    """Return whether a question names a day of the week, the weekend, a holiday or "today"."""
    return _DAY.search(question) is not None


def is_rank(fragment: str) -> bool:
    """Return whether a fragment only says which of several: "the last one", "the other"."""
    which = _FINAL_ONE.sub("", fragment)
    return _RANK.fullmatch(which) is not None or which.lower() == "the other"


def names_rank(question: str) -> bool:
    """Return whether a question asks for one of several by its rank: "who paid for the third one"."""
    return _RANK.search(question) is not None


def _substituted(part: str, question: str, old: re.Match[str] | None) -> str:
    return f"{question[: old.start()]}{part}{question[old.end() :]}" if old else f"{question} {part}"


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)
