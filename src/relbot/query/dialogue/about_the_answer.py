"""Recognises messages about the last answer itself: to continue it, shorten it or confirm it, to say what else there
is, which one is meant by "the second one", and when it was.
"""

from __future__ import annotations

import re

from relbot.query.question_words import strip_discourse_marker
from relbot.query.request.length import COUNT
from relbot.temporal.date_patterns import ORDINALS, lowered

_PIECE = r"(?:one|facts?|things?|sentences?|details?|info|points?)"
_MORE = re.compile(
    r"(?:please\s)?(?:(?:can|could)\syou\s)?(?:(?:tell|give|show)\sme|say)?\s?(?:a\s(?:bit|little)\s)?(?:some(?:thing)?\s)?"
    r"more(?:\s(?:about|on)\s(?:it|that|this|them|him|her))?(?:\splease)?"
    r"|go\son|continue|anything\selse|(?:and\s)?what\selse"
    rf"|(?:(?:tell|give|show)\sme\s)?(?:(?:{COUNT}|some|a\s(?:few|couple))\smore|(?:another|(?:(?:{COUNT}|some)\s)?more|next)\s{_PIECE})"
    r"(?:\splease)?",
    re.IGNORECASE,
)
_NEXT = re.compile(r"next|(?:and\s)?(?:then|what\s(?:next|then|came\s(?:next|then)))", re.IGNORECASE)
_ELABORATION = re.compile(
    r"(?:how(?:\s(?:exactly|so|precisely))?|in\swhat\sway|like\swhat|such\sas(?:\swhat)?|for\s(?:example|instance)"
    r"|what\sdo(?:es)?\s(?:you|that|it)\smean|(?:please\s)?(?:explain|elaborate)(?:\s(?:that|it|this))?|and\s(?:after|what\shappened\s(?:then|next)))",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"(?:please\s)?(?:make\s(?:it|that)\s|a\s(?:bit|little)\s|much\s)?(?:short(?:er)?|brief(?:er|ly)?|too\slong|tldr|tl;dr"
    rf"|(?:(?:just|only|in)\s)*(?:{COUNT}|a|a\ssingle)\s(?:short\s)?(?:sentences?|lines?|points?))(?:\s(?:version|please|pls))*",
    re.IGNORECASE,
)
_ORDINALS = ORDINALS[:10]
_POINTED_AT = re.compile(
    rf"(?:(?:what|how)\sabout\s|tell\sme\s(?:more\s)?about\s|more\s(?:about|on)\s)?(?:the\s(?P<nth>{'|'.join(_ORDINALS)}|last)"
    r"(?:\s(?:one|point|sentence|item|thing))?|(?:number|no\.?|#|point)\s?(?P<number>\d{1,2}))",
    re.IGNORECASE,
)
_CONFIRMATION = re.compile(
    r"(?:oh\s|no\s|wait\s)?(?:really|seriously|are\syou\s(?:really\s)?sure|is\s(?:that|this|it)\s(?:really\s)?(?:true|so|right|correct)"
    r"|who\ssays\s(?:so|that|this)|says\swho|how\sdo\syou\sknow(?:\sthat)?|where\sdoes\sit\ssay\s(?:so|that|this)"
    r"|(?:what(?:['’]s|\sis)\s(?:your|the)\s)?source)",
    re.IGNORECASE,
)
_WHEN_THAT = re.compile(
    r"(?:(?:and|so|but)\s)?(?:when|(?:on|in)?\s?(?:what|which)\s(?:year|date|day))\s(?:exactly\s)?"
    r"(?:(?:was|were|is)\s(?:that|this)|did\s(?:that|this)\shappen)(?:\s(?:exactly|again))?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\W*(?:(?:number|no|nr)\b\W*)?\d+(?:[.,:]\d+)*\W*", re.IGNORECASE)
_OTHER = r"others?|other\sones?"
_MORE_OF_THEM = r"more(?:\sof\s(?:them|these|those))?"
_OTHERS = re.compile(
    "|".join(
        (
            rf"(?:who|what|where|which|when)\s(?:else|{_OTHER})"
            r"(?:\s(?:besides|except|apart\sfrom|other\sthan|than|but)\s.+)?",
            rf"(?:who|what|which)\s(?:{_OTHER})\s(?:is|are|was|were)\sthere",
            rf"(?:who|what|which)\s(?:is|are|was|were)\sthe\s(?:{_OTHER}|rest)",
            rf"(?:is|are|was|were)\sthere\s(?:(?:any|some)\s)?(?:{_OTHER}|another(?:\sone)?|{_MORE_OF_THEM})",
            rf"(?:any|the|some)\s(?:others|other\sones|{_MORE_OF_THEM})",
            r"(?:any(?:one|body|where))\selse",
            "others",
        )
    ),
    re.IGNORECASE,
)


def asks_for_more(text: str) -> bool:
    """Return whether the text only asks to go on: "Tell me more", "go on"."""
    return _matches_whole(_MORE, text) or asks_what_came_next(text)


def asks_what_came_next(text: str) -> bool:
    """Return whether the text only asks for what follows: "and then?", "what next"."""
    return _matches_whole(_NEXT, text)


def asks_for_others(text: str) -> bool:
    """Return whether the text only asks for further answers to the last question: "Who else?", "any others?"."""
    return _OTHERS.fullmatch(strip_discourse_marker(_normalised(text))) is not None


def asks_to_elaborate(text: str) -> bool:
    """Return whether the text only asks for more detail on the last answer: "How exactly?", "Like what?"."""
    return _matches_whole(_ELABORATION, text)


def asks_for_less(text: str) -> bool:
    """Return whether the text only asks for a shorter answer: "shorter please"."""
    return _SHORTER.fullmatch(_normalised(text)) is not None


def pointed_at(text: str, count: int) -> int | None:
    """Return the index of the one of `count` sentences that a text points at ("the second one", "number 2"), or None if
    it points at none of them or `count` is below 2.
    """
    match = _POINTED_AT.fullmatch(strip_discourse_marker(_normalised(text)))
    if match is None or count < 2:
        return None
    nth = lowered(match["nth"]) if match["nth"] else ""
    number = int(match["number"]) if match["number"] else count if nth == "last" else _ORDINALS.index(nth) + 1
    return number - 1 if 1 <= number <= count else None


def is_bare_number(text: str) -> bool:
    """Return whether the text is a number and nothing else, as one types to choose: "2", "#3", "no. 4"."""
    return _BARE_NUMBER.fullmatch(text) is not None


def asks_for_confirmation(text: str) -> bool:
    """Return whether the text only doubts the last answer: "Really?", "How do you know?"."""
    return _CONFIRMATION.fullmatch(_normalised(text)) is not None


def asks_when_that_was(text: str) -> bool:
    """Return whether the text only asks for the time of the event in the last answer: "When was that exactly?"."""
    return _WHEN_THAT.fullmatch(_normalised(text)) is not None


def _matches_whole(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a pattern matches the whole text, with or without an initial discourse marker: "and", "so"."""
    return any(pattern.fullmatch(variant) for variant in (_normalised(text), strip_discourse_marker(_normalised(text))))


def _normalised(text: str) -> str:
    """Return a text with single spaces and without punctuation at its ends."""
    return " ".join(text.split()).strip(" ?!.…")
