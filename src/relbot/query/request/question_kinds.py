"""Rules for kinds of questions: why, how to do something, about the present, yes or no.

Each takes a request as normalised by `phrasing.phrased`.
"""

from __future__ import annotations

import re

from relbot.query.question_words import AUXILIARY, WH
from relbot.query.request.phrasing import phrased
from relbot.query.request.requests import YEAR

_OPENING = re.compile(
    rf"^(?:(?:in|by|to|for|from|on|at|with|of|until|since) )?(?:{WH}(?: {AUXILIARY})?|{AUXILIARY})\b ?(?:there )?",
    re.IGNORECASE,
)
_DEGREES = """
many much long old far high tall large big often fast deep wide heavy late early soon rich hot cold strong close small
loud thick expensive common likely popular important good bad safe dangerous frequently quickly accurate successful
"""
_HOW_MUCH = re.compile(rf"^how (?:{'|'.join(_DEGREES.split())})\b", re.IGNORECASE)
_DEGREE = re.compile(
    r"^how (?!(?:to|i|we|you|he|she|it|they|one|people|best|better|else|then|now|come|so|about|on|\w+ly)\b)"
    r"\w+ (?:is|are|was|were|must|should|can|could|may|might|will|would)"
    r" (?:i|we|you|it|he|she|they|this|that|these|those|there|the|an?|my|our|your|his|her|its|their)\b",
    re.IGNORECASE,
)
"""A question about a degree, with the auxiliary before its subject: "how full must it be", but not "how members can
join"."""
_QUANTITY_OPENING = re.compile(rf"^how \w+(?: {AUXILIARY})?\b ?(?:there )?", re.IGNORECASE)

_CAUSED = (
    r"(?:caused?|causes|led to|leads to|made|makes|drove|triggered|prompted|brought (?:about|on)|motivated|provoked"
    r"|sparked|gave rise to|contributed to)"
)
_REASON = (
    r"(?:reasons?|causes?|motives?|motivations?|rationale|explanation|justification|purpose|point|idea)"
    r" (?:for|of|behind|that|why|to)"
)
_WHY = re.compile(
    "|".join(
        (
            r"(?:(?:explain|tell)(?: to)?(?: me| us)? |and )?(?:why|how come|how is come)\b",
            rf"what (?:(?:has|have|had|really|actually) )?{_CAUSED}\b",
            rf"(?:what (?:is|was|are|were) )?(?:the )?(?:(?:main|real|actual|official|biggest|root) )?{_REASON}\b",
            r"(?:what (?:is|was) )?the (?:reason|point|purpose)\b",
            r"(?:for |to )?(?:what|which) (?:reasons?|end|purpose)\b",
            r"what (?:was|is|were|are) (?:it|this|that|they)(?: all)?(?: good)? for$",
            r"what (?:all )?went (?:so )?wrong\b",
        )
    ),
    re.IGNORECASE,
)
_HOW = (
    re.compile(
        rf"^(?:(?:explain|tell (?:me|us)|show (?:me|us)|explain to (?:me|us)) )?how(?: to| {AUXILIARY}"
        r"| so)?\b(?P<t>.*)",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?:in|by) (?:what|which) (?:ways?|manner|means|method)(?: {AUXILIARY})?\b(?P<t>.*)", re.IGNORECASE),
    re.compile(
        r"^what (?:now|to do|(?:(?:do|should|must|shall) (?:i|we|you)|(?:can|could) (?:i|we))(?: (?:have|need) to)? do"
        r"(?: (?:now|next|then))?)\b"
        r"(?P<t>(?: (?:when|if|after|with|about|to|in case of) .+)?)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<t>.+?),? (?:how|what (?:now|to do|(?:do|should|must|shall|can|could) (?:i|we)(?: (?:have|need) to)? do"
        r"(?: (?:now|next|then))?))$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:what (?:is|are|was|were) )?(?:the )?(?:process|procedure|way|method|steps|instructions|guide|mechanism"
        r"|trick) (?:for|of|to|behind)\b(?P<t>.*)",
        re.IGNORECASE,
    ),
)
_ABOUT = r"(?: (?:on|about|with|from))?"
_NOW_FORMS = (
    *(r"still (?:a thing|around)", "today", "right now", "nowadays", "currently", "presently", "these days"),
    *("at present", "at the moment", r"as of (?:today|now)", "for now", "by now", "still", "now"),
    rf"(?<=the )latest(?: (?:news|update|status)s?)?{_ABOUT}",
    rf"^latest(?: (?:news|updates?|status){_ABOUT})?",
    r"(?:any|what is the|the) (?:news|updates?) (?:on|about|from)",
    "^current",
    *(rf"(?<={owner} )current" for owner in ("the", "his", "her", "their", "its")),
)
_NOW_WORDS = re.compile(rf"\b(?:{'|'.join(_NOW_FORMS)})\b", re.IGNORECASE)
_PAST = re.compile(rf"^(?:{WH} )?(?:did|was|were|had|used)\b|\bdid\b", re.IGNORECASE)
_DATED = re.compile(rf"^(?!is\b|are\b|do\b|does\b|has\b|have\b).*{YEAR}", re.IGNORECASE)
_TIMELESS = re.compile(
    r"\b(?:until|up to|till|from) (?:now|today)\b|\bcurrent (?:of|in a|through|flow)|\b(?:stand|stood|sit) still\b"
    r"|\bwhat (?:(?:do|should|must|shall) (?:i|we)(?: (?:have|need) to)? do )?now$",
    re.IGNORECASE,
)
_LEFT = re.compile(r"(?:is|are) .*\b(?:left|remaining|around)$", re.IGNORECASE)
_TO_COME = re.compile(
    r"^(?:is|are|will|any|anything)\b.*\b(?:coming(?: (?:out|up|soon|next))?|planned(?: for .+)?|in the works"
    r"|on the way|upcoming|scheduled|planning .+)$",
    re.IGNORECASE,
)
"""The future, which the newest sentences tell as well as the present: "is another one coming"."""
_STEPS = re.compile(r"\bhow\s(?:to|(?:do|can|could|should|shall|must|would)\s(?:i|we|you|one))\s", re.IGNORECASE)
_PROCESS = re.compile(
    r"(?:.*\bexplain )?how (?:(?:does|do|is|are) (?!(?:i|we|you|u|one|it|this|that)\b)|(?!to\b)\S+ works?$)",
    re.IGNORECASE,
)
"""A recurring process has several steps, while a single event is told in one sentence."""
_WHETHER = re.compile(
    rf"{AUXILIARY} .|(?:am i right|(?:do you know |i want to know |i was wondering )?(?:if|whether)) ."
    r"|.+, (?:right|correct|true|no|yes|isn'?t it|or not|didn'?t (?:he|she|it|they))$",
    re.IGNORECASE,
)
_ASKS_WHICH = re.compile(rf"(?:(?:in|by|to|from|on|at|for) )?{WH}\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|did|had|has|have|will|can|could|\w{2,}ed|lost|won|died|left|came|went|got)\b", re.IGNORECASE
)
_SHORTEST_STATEMENT = 2
"""A statement that is asked about has more words than this: "all of them died?"."""


def asks_why(text: str) -> bool:
    """Return whether a question asks for a reason."""
    return _WHY.match(text) is not None


def how(text: str) -> str | None:
    """Return the topic of a question for a way or means, or None; "how many" asks for neither."""
    if _asks_degree(text) or text.lower().startswith("how about"):
        return None
    return next((match["t"] for pattern in _HOW if (match := pattern.match(text))), None)


def asks_for_steps(question: str) -> bool:
    """Return whether a question asks what to do: "how do I reset it", "how to start", but not "how did it start"."""
    return _STEPS.search(question) is not None


def asks_of_a_process(question: str) -> bool:
    """Return whether a question asks about a recurring process: "how do they elect him", but not "how did they" or "how
    do I".
    """
    return _PROCESS.match(phrased(question)) is not None


def asks_of_now(text: str) -> bool:
    """Return whether a question asks about the present or the future."""
    if _LEFT.match(text) or _TO_COME.search(text):
        return True
    is_past = _PAST.search(text) or _DATED.search(text) or _TIMELESS.search(text)
    return _NOW_WORDS.search(text) is not None and not is_past


def asks_whether(text: str, *, asked: bool) -> bool:
    """Return whether a text asks for a yes or no; `asked` says whether it ended in a question mark."""
    if _WHETHER.match(text):
        return True
    is_statement = asked and not _ASKS_WHICH.match(text) and _VERB.search(text) is not None
    return is_statement and len(text.split()) > _SHORTEST_STATEMENT


def without_opening(text: str) -> str:
    """Return a question without its question words: "who wrote it" becomes "wrote it"."""
    opening = _QUANTITY_OPENING if _asks_degree(text) else _OPENING
    return opening.sub("", text, count=1).strip() or text


def _asks_degree(text: str) -> bool:
    return _HOW_MUCH.match(text) is not None or _DEGREE.match(text) is not None
