"""Recognises words other than the noun that show that a question asks for several things: "over the years",
"everything …", "…, names".

As in `listing`, each function takes a request as normalised by `phrasing.phrased` and returns its topic, or None.
"""

from __future__ import annotations

import re

from relbot.query.question_words import AUXILIARY, WH
from relbot.query.request.lists.nouns import is_several

_WHICH = rf"(?:who|what|where|which)(?: {AUXILIARY})?"
_IN_TURN = re.compile(
    rf"{_WHICH} (?P<t>.+?)[, ]+(?:(?:over|through(?:out)?|down) (?:all )?(?:the|these) "
    r"(?:years|decades|centuries|ages|generations)|one (?:after|by) (?:the other|another|one)|in turn"
    r"|from (?:the )?(?:very )?(?:start|beginning) to (?:now|today|the present|(?:the )?(?:end|finish)))(?:[, ].*)?",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"everything (?:that |which )?(?P<t>(?!(?:about|on|of|regarding|around|in|you|i|we|else)\b)\S+ .+)", re.IGNORECASE
)
"""All that somebody did or that happened, but not "everything about it", which asks for an overview."""
_EXAMPLES = r"(?:etc|and so on|(?:and|n|&|or) (?:stuff|things|such)|(?<=, )(?:anything|whatever|any \w+s(?: or \w+)?))"
_NAMES = r"(?:just |full |all (?:of )?)?(?:the |their |any )?names|all (?:of )?(?:the|their|his|her|its) \w+s"
_TAGGED = re.compile(
    rf"(?:any|{_WHICH}) (?P<t>.+?)(?:,? (?:by name|one by one|{_EXAMPLES})|, ?(?:{_NAMES}))", re.IGNORECASE
)
"""A tag that follows a question for several things: "who runs it, names", "what did it hit, boats and stuff"."""
_WHICH_ONES = re.compile(rf"(?:{AUXILIARY} |any )(?P<t>.+?),? (?:and )?(?:which|what) ones?", re.IGNORECASE)
"""A final "which ones" after a question whether there are any: "did any of them win a prize, which ones"."""
_CHOICE = re.compile(
    r"(?:what|which|who) (?:are|were) (?P<t>the (?:main|chief|key|major|different|various|individual|respective|other"
    r"|first|last|(?:most|least) \w+|\w{3,}est) \w+s(?: .+)?)",
    re.IGNORECASE,
)
"""An adjective that chooses among several things, as no proper name has: "what were the main mistakes", but not "what
are the Alps"."""
_NAMED_ALONE = re.compile(
    rf"(?P<t>(?!(?:{WH}|{AUXILIARY}|the|an?|this|that|it|i|we|you|they|he|she|if|in|on|at|for|to|of|with)\b)"
    r"(?P<noun>(?:[a-z'-]+ )??[a-z'-]+)"
    r" (?:who|which|where|that['’]?s|that|i|we|you|they|to(?= (?!wh)(?-i:[a-z])\w* \S)) [^:;]+)",
    re.IGNORECASE,
)
"""A plural with a relative clause instead of a question: "shops where I can see one", "stuff to bring"."""
_WHO_THEY = re.compile(r"(?P<t>(?:\S+ ){0,4}?(?P<noun>[a-z'-]+)), (?:who|what) (?:are|were) they", re.IGNORECASE)
_PATTERNS = (_EVERYTHING, _TAGGED, _WHICH_ONES, _CHOICE)


def succession_topic(text: str) -> str | None:
    """Return the topic of a question for a succession of things: "what was she called over the years"."""
    match = _IN_TURN.fullmatch(text)
    return match["t"] if match else None


def plural_topic(text: str) -> str | None:
    """Return the topic of a question that other words than its noun show to ask for several things."""
    named = _NAMED_ALONE.fullmatch(text) or _WHO_THEY.fullmatch(text)
    if named and is_several(named["noun"].split()[-1]):
        return named["t"]
    return next((match["t"] for pattern in _PATTERNS if (match := pattern.fullmatch(text))), None)
