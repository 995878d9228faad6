"""What stands in a question beside the noun and says that several things are meant: "over the years", "everything …",
"…, names".

As the readers of `listing`, each takes a request as `phrasing.phrased` spells it and returns the words of its topic, or
None.
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
"""All that somebody did or that happened: not "everything about it", which is told as a whole."""
_EXAMPLES = r"(?:etc|and so on|(?:and|n|&|or) (?:stuff|things|such)|(?<=, )(?:anything|whatever|any \w+s(?: or \w+)?))"
_NAMES = r"(?:just |full |all (?:of )?)?(?:the |their |any )?names|all (?:of )?(?:the|their|his|her|its) \w+s"
_TAGGED = re.compile(
    rf"(?:any|{_WHICH}) (?P<t>.+?)(?:,? (?:by name|one by one|{_EXAMPLES})|, ?(?:{_NAMES}))", re.IGNORECASE
)
"""Behind a question for them: "who runs it, names", "what did it hit, boats and stuff"."""
_WHICH_ONES = re.compile(rf"(?:{AUXILIARY} |any )(?P<t>.+?),? (?:and )?(?:which|what) ones?", re.IGNORECASE)
"""Behind a question whether there is any: "did any of them win a prize, which ones"."""
_CHOICE = re.compile(
    r"(?:what|which|who) (?:are|were) (?P<t>the (?:main|chief|key|major|different|various|individual|respective|other"
    r"|first|last|(?:most|least) \w+|\w{3,}est) \w+s(?: .+)?)",
    re.IGNORECASE,
)
"""Of several one chooses, which no name does: "what were the main mistakes", but not "what are the Alps"."""
_NAMED_ALONE = re.compile(
    rf"(?P<t>(?!(?:{WH}|{AUXILIARY}|the|an?|this|that|it|i|we|you|they|he|she|if|in|on|at|for|to|of|with)\b)"
    r"(?P<noun>(?:[a-z'-]+ )??[a-z'-]+)"
    r" (?:who|which|where|that['’]?s|that|i|we|you|they|to(?= (?!wh)(?-i:[a-z])\w* \S)) [^:;]+)",
    re.IGNORECASE,
)
"""Things typed without a question, with a clause that says which: "shops where I can see one", "stuff to bring"."""
_WHO_THEY = re.compile(r"(?P<t>(?:\S+ ){0,4}?(?P<noun>[a-z'-]+)), (?:who|what) (?:are|were) they", re.IGNORECASE)
_PATTERNS = (_EVERYTHING, _TAGGED, _WHICH_ONES, _CHOICE)


def in_turn(text: str) -> str | None:
    """Of what was so at one time after another: "what was she called over the years"."""
    match = _IN_TURN.fullmatch(text)
    return match["t"] if match else None


def of_several(text: str) -> str | None:
    """Of what a question wants several, as other words than its noun say."""
    named = _NAMED_ALONE.fullmatch(text) or _WHO_THEY.fullmatch(text)
    if named and is_several(named["noun"].split()[-1]):
        return named["t"]
    return next((match["t"] for pattern in _PATTERNS if (match := pattern.fullmatch(text))), None)
