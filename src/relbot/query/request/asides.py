"""Takes off what people say about themselves before or after a question: why they want to know, how much, how soon.

"I have a test tomorrow, …" and "…, I'm in class" ask nothing. Only clauses that say nothing else are
taken off, and only where a mark or a politeness parts them: what is told of a topic ("my aunt moved to this place, …")
may be what the question is about, and stays, as does what somebody is where they ask about themselves ("I'm coeliac,
what can I eat").
"""

from __future__ import annotations

import re

from relbot.text.terms import content_stems

_OCCASION = (
    r"(?:test|exam|quiz|finals?|midterm|essay|paper|report|assignment|presentation|homework|hw|project|thesis|meeting|"
    r"deadline|interview|class|lesson|lecture|school|work|uni|college|course|trip|visit|flight|holiday|vacation|"
    r"movie(?:\snight)?|game\snight|quiz\snight|pub\squiz|book\sclub|date|party|dinner|lunch|breakfast|bed)"
)
_SOON = (
    r"(?:(?:is\s|are\s)?(?:in\s\d+\s?\w+|in\san?\s\w+|(?:on\s)?\w+day|tonight|today|tomorrow|tmrw|tmr|tomoz|2moro|soon|later|now|"
    r"next\s\w+|this\s\w+|coming\sup|due(?:\s\w+){0,2}))"
)
_QUICKLY = (
    r"(?:(?:real|really|super|very|so|as)\s)?(?:quick|quickly|fast|brief|briefly|short|shortly|simple|simply|rq|asap)"
)
_A = r"(?:(?:an?|my|our|the|to|this)\s)?"
_TIME = r"(?:an?\s|\d+\s?)(?:\w+\s)?(?:sec(?:ond)?s?|mins?|minutes?|hours?)"
_I, _THAT = r"(?:(?:i|we)(?:['’]?ve|\shave|['’]d|\shad)?\s)?(?:have\s)?", r"(?:it|this|that|him|her|them|those)"
_NO_SELF = (
    "new in at on near with from reading looking asking talking interested curious about trying writing sure told"
)
"""After "I'm", what opens more than a word on oneself: what somebody is new to or reading is a topic."""
_WHO_ONE_IS = (  # "im american", "I'm not religious"; "I am Spartacus" is quoted
    rf"(?:i['’]?m|i\sam|we['’]?re|we\sare)\s(?!(?:{'|'.join(_NO_SELF.split())})\b)"
    r"(?:(?-i:[a-z][\w'’-]*|[A-Z][a-z]+(?:an|ish|ese|ch)\b)(?:\s(?=[\w]))?){1,3}"
)
_KINDS = {
    "in class": r"(?:i['’]?m|i\sam|we['’]?re|we\sare)\sin\s(?:class|bed|school|a\s(?:hurry|rush|meeting))",
    "what one has to do": (
        r"(?:(?:i|we)(?:['’]ve)?\s)?(?:just\s|only\s)?(?:have|got|gotta|need|has)\s"
        rf"(?:(?:to|an?|my|our|the|\w+)\s){{0,3}}(?:{_OCCASION}|{_TIME})(?:\s{_SOON})?"
    ),
    "what is due": rf"{_A}(?:\w+\s)?{_OCCASION}\s{_SOON}",
    "what for": (
        r"(?:it['’]?s\s|this\sis\s|need\s(?:it|this)\s|asking\s)?"
        rf"for\s{_A}(?:\w+\s)?(?:{_OCCASION}|friend|kid|son|daughter|\w+\sof\smine)"
    ),
    "why": r"(?:i['’]?m\s|i\sam\s)?(?:just\s|only\s)?(?:curious|asking|wondering|out\sof\s(?:curiosity|interest))",
    "no time": r"(?:i\s(?:have|had)\s|there['’]?s\s|got\s)?no\s(?:time|patience)(?:\s(?:for|to)\s(?:\w+\s?){1,5})?",
    "too long": r"(?:way\s)?(?:too|2)\slong(?:[,;]?\s(?:did\s?n['’]?t|to)\sread)?",
    "not read": (
        r"(?:(?:i|we)\s)?(?:did\s?n['’]?t|don['’]?t\s(?:want|have\stime)\sto|won['’]?t)\s"
        r"read\s(?:it|this|that|all\s\w+|the\s\w+)(?:\s\w+)?"
    ),
    "how": rf"(?:(?:keep|make)\sit\s)?{_QUICKLY}(?:\s(?:please|pls|plz))?",
    "asked for": r"(?:please\s|pls\s|just\s|do\s)?tell\s(?:me|us)(?:\s(?:please|pls|plz|now|already))?",
    "not known": (
        r"help(?:\sme)?|i\s(?:forgot|forget|never\s(?:learned|learnt|understood)\s(?:it|this|that))"
        r"|i\sknow\s(?:nothing|little)(?:\sabout\s(?:it|this|that))?"
        rf"|{_I}(?:never|not)\sheard\s(?:of|about)\s{_THAT}(?:\sbefore)?"
        r"|(?:i\s)?(?:never|did\s?n['’]?t|was\s?n['’]?t)\s(?:(?:really|even)\s)?"
        r"(?:(?:paid|pay|paying)\sattention|listen(?:ed|ing)?)(?:\s(?:in|at|to|during)\s\w+(?:\s\w+)?)?"
        r"|(?:i\s)?(?:never|did\s?n['’]?t)\s(?:(?:really|even)\s)?"
        r"(?:learn(?:ed|t)?|had|have|stud(?:y|ied)|do|did|took|take)\s"
        rf"(?:{_THAT}|any\sof\s(?:it|this|that))(?:\s(?:in|at)\s\w+(?:\s\w+)?)?"
        rf"|{_I}no\s(?:idea|clue)(?:\s(?:what\s(?:it|this|that)\sis|about\s{_THAT}))?"
        rf"|{_I}(?:do\s?n['’]?t|do\snot)\sknow\s(?:{_THAT}|(?:anything|much)\sabout\s{_THAT})(?:\sat\sall)?"
    ),
}
_ASIDE = "|".join(_KINDS.values())
_BEFORE = re.compile(
    rf"^(?:{_ASIDE}|(?P<who>{_WHO_ONE_IS}))\s?(?:[,;:.!…]{{1,5}}|[–—-]{{1,3}}(?=\s)|\s(?:so|and)(?=\s))\s?(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:\s?[,;.!?…]{{1,5}}\s?|\s[–—-]{{1,3}}\s|\s(?:please|pls|plz|thanks|thx|ty|cuz|bc|because|since)[,.!]?\s)"
    rf"(?:{_ASIDE}|(?P<who>{_WHO_ONE_IS}))[\s.!…]*$",
    re.IGNORECASE,
)
_WINDOW = 120
"""Characters at either end that an aside may take."""
_OF_ONESELF = re.compile(r"\b(?:i|we|me|us|my|our)\b|\b(?:i|we)['’]?(?:m|ve|re|d|ll)\b", re.IGNORECASE)
_OPENS_QUESTION = re.compile(
    r"\W*(?:who|what|when|where|why|how|which|can|could|may|do|does|did|is|are|was|will|would|should|am|have|has)\b",
    re.IGNORECASE,
)
_ASKS_TO_BE_TOLD = re.compile(
    r"\b(?:tell|give|show|explain|help|remind|teach|catch)(?:\s\w+)?(?:\sto)?\s(?:me|us)\b|\bexplain\b.*\bto\s(?:me|us)\b",
    re.IGNORECASE,
)
"""Its "me" tells nothing of oneself."""
_OF_WHAT_IS_TOLD = re.compile(r"\W*(?:is|would|will)\s(?:that|this)\b(?!\s(?:about|from|of)\b)", re.IGNORECASE)
"""What is asked of what was told: "is that a problem", but not "is this about Spain"."""
_ANYTHING = re.compile(r"\b(?:some|any)(?:thing|one|body)\b|\bgoing\son\b", re.IGNORECASE)
"""Words that say nothing of what is asked for: "is there something" depends on who asks."""
_LEAST_TOLD = 9
"""Words of what somebody tells."""
_SOME_WORDS = re.compile(r"\w\W+\w")
"""What a question has at least."""


def tells_of_oneself(text: str) -> bool:
    """Whether somebody tells what happened to them, and asks at the end, if at all: "the chain came off my bike today,
    is that covered?".
    """
    is_long = len(text.split()) >= _LEAST_TOLD
    return is_long and _OPENS_QUESTION.match(text) is None and _OF_ONESELF.search(text) is not None


def without_asides(text: str) -> str:
    """An utterance without them; as it is where hardly a word would be left."""
    while (shorter := _without_one(text)) != text:
        text = shorter
    return text


def _without_one(text: str) -> str:
    asked = text.rstrip().endswith("?")
    if (match := _BEFORE.match(text[:_WINDOW])) and _is_question_without(match["who"], text[match.end() :]):
        return text[match.end() :]
    start = max(0, len(text) - _WINDOW)
    if (match := _AFTER.search(text, start)) and _is_question_without(match["who"], text[: match.start()]):
        ends = "?" if asked or match[0].lstrip().startswith("?") else ""
        return text[: match.start()] + ends
    return text


def _is_question_without(who: str | None, rest: str) -> bool:
    """Whether what is left asks something, and not about `who` somebody says they are."""
    if _SOME_WORDS.search(rest) is None:
        return False
    if who is None:
        return True
    asked = _ASKS_TO_BE_TOLD.sub("", rest)
    is_about_them = _OF_ONESELF.search(asked) or _OF_WHAT_IS_TOLD.match(asked)
    return not is_about_them and bool(content_stems(_ANYTHING.sub("", asked)))
