"""Rules for questions by what answers them: a reason, a way, the present, an extreme in time, a yes or no.

Each reader takes a request as `phrasing.phrased` spells it and returns the words of its topic, or None.
"""

from __future__ import annotations

import re

from relbot.query.question_words import AUXILIARY, WH
from relbot.query.request.requests import YEAR

_OPENING = re.compile(
    rf"^(?:(?:in|by|to|for|from|on|at|with|of|until|since) )?(?:{WH}(?: {AUXILIARY})?|{AUXILIARY})\b ?(?:there )?",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"^how (?:many|much|long|old|far|high|tall|large|big|often|fast|deep|wide|heavy|late|early|soon"
    r"|rich|hot|cold|strong|close|small"
    r"|loud|thick|expensive|common|likely|popular|important|good|bad|safe|dangerous|frequently|quickly"
    r"|accurate|successful)\b",
    re.IGNORECASE,
)
_QUANTITY_OPENING = re.compile(rf"^how \w+(?: {AUXILIARY})?\b ?(?:there )?", re.IGNORECASE)

_WHY = (
    re.compile(r"^(?:why|how come|hows come|how is come)\b(?: come)?(?P<t>.*)", re.IGNORECASE),
    re.compile(
        r"^what (?:(?:has |have |had |really |actually )?(?:caused|causes?|led to|leads to|made|makes"
        r"|drove|triggered|prompted"
        r"|brought about|brought on|motivated|provoked|sparked|gave rise to|contributed to))\b(?P<t>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:what|whats) (?:is|was|are|were) )?(?:the )?(?:(?:main|real|actual|official|biggest|root) )?"
        r"(?:reasons?|causes?|motives?|motivations?|rationale|explanation|justification|purpose|point|idea)"
        r" (?:for|of|behind|that|why|to)\b(?P<t>.+)",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:what (?:is|was) )?the (?:reason|point|purpose)\b(?P<t>.*)", re.IGNORECASE),
    re.compile(
        r"^(?:for what|for which|to what|what) (?:reasons?|end|purpose)\b (?:did|does|do|was|were|is"
        r"|are)?\b(?P<t>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what (?:did|does|do) (?P<t>(?!.*\b(?:stand|vote|look|pay|ask|trade|use|hope|search"
        r"|wait)\b).+ (?:do|want|need|have)\b.*) for$",
        re.IGNORECASE,
    ),
    re.compile(r"^what (?:was|is|were|are) (?P<t>(?:it|this|that|they)(?: all)?(?: good)?) for$", re.IGNORECASE),
    re.compile(r"^(?:explain|tell (?:me|us)|explain to (?:me|us)|and) why\b(?P<t>.*)", re.IGNORECASE),
    re.compile(r"^what (?:all )?went (?:so )?wrong\b(?: with| for| in| at)?(?P<t>.*)", re.IGNORECASE),
    re.compile(r"^(?:what (?:is|was) in it for|what got into) (?P<t>.+)", re.IGNORECASE),
)
_AUX_LED = re.compile(rf"^ ?{AUXILIARY}\b", re.IGNORECASE)
_HOW = (
    re.compile(
        rf"^(?:(?:explain|tell (?:me|us)|show (?:me|us)|explain to (?:me|us)) )?how(?: to| {AUXILIARY}"
        r"| so)?\b(?P<t>.*)",
        re.IGNORECASE,
    ),
    re.compile(rf"^(?:in|by) (?:what|which) (?:ways?|manner|means|method)(?: {AUXILIARY})?\b(?P<t>.*)", re.IGNORECASE),
    re.compile(
        r"^what (?:did|does|do|has|have) "
        r"(?P<t>.+ (?:think|thought|say|said|feel|felt|believe|argue|teach) (?:about|of|on) .+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what (?:to do|(?:do|should|must|shall) (?:i|we|you)(?: (?:have|need) to)? do)\b(?P<t>(?: (?:when|if|after"
        r"|with|about|to) .+)?)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<t>.+?),? (?:how|what (?:to do|(?:do|should|must|shall) (?:i|we)(?: (?:have|need) to)? do))$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:the )?(?:steps|instructions|procedure|guide) (?:for|to)\b(?P<t>.*)", re.IGNORECASE),
    re.compile(
        r"^what (?:is|are|was|were) the (?:process|procedure|way|method|steps|mechanism|trick) (?:for|of"
        r"|to|behind)\b(?P<t>.*)",
        re.IGNORECASE,
    ),
)
_NOW_WORDS = re.compile(
    r"\b(?:still (?:a thing|around)|today|right now|nowadays|currently|presently|these days|at present"
    r"|at the moment|as of (?:today|now)"
    r"|for now|by now|still|now|(?<=the )latest(?: (?:news|update|status)s?)?(?: (?:on|about|with|from))?"
    r"|^latest(?: (?:news|updates?|status)(?: (?:on|about|with|from))?)?|(?:any|what is the"
    r"|the) (?:news|updates?) (?:on|about|from)"
    r"|^current|(?<=the )current|(?<=his )current|(?<=her )current|(?<=their )current|(?<=its )current)\b",
    re.IGNORECASE,
)
_PAST = re.compile(rf"^(?:{WH} )?(?:did|was|were|had|used)\b|\bdid\b", re.IGNORECASE)
_DATED = re.compile(rf"^(?!is\b|are\b|do\b|does\b|has\b|have\b).*{YEAR}", re.IGNORECASE)
_TIMELESS = re.compile(
    r"\b(?:until|up to|till|from) (?:now|today)\b|\bcurrent (?:of|in a|through|flow)|\b(?:stand|stood|sit) still\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"^(?:is|are) (?:there )?(?:still )?(?:any|anything|anyone|some|much"
    r"|many)?\b ?(?P<t>.*?) ?\b(?:left|remaining|around)$",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"^(?:is|are|will|any|anything)\b.*\b(?:coming(?: (?:out|up|soon|next))?|planned|in the works|on the way|upcoming"
    r"|scheduled|planning .+)$",
    re.IGNORECASE,
)
"""What is to come is told by the newest sentences too: "is another one coming"."""
_LIKE = re.compile(r" (?:like|doing|going|looking)$", re.IGNORECASE)

_FIRST = r"(?:first|earliest|oldest|initial|original)(?: (?:ever|known|recorded|documented))?"
_LAST = r"(?:last|most recent|newest|final|latest|youngest)(?: (?:ever|known|recorded|documented))?"
_NO_EXTREME = re.compile(
    r"\b(?:first|second|last|final) (?:world war|aid|name|ladies|lady|minister|language|person|class"
    r"|nations?|amendment|republic"
    r"|floor|half|division|lieutenant|empire|century|grade|crusade|temple|consul|triumvirate|supper"
    r"|year|month|week|night|summer"
    r"|winter|decade|hand|degree|order|base|lord|sea lord|solution|judgement|judgment|fantasy|cause|time zone)\b",
    re.IGNORECASE,
)
_STEPS = re.compile(r"\bhow\s(?:to|(?:do|can|could|should|shall|must|would)\s(?:i|we|you|one))\s", re.IGNORECASE)


def _extreme(word: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(
            r"^(?:(?:who|what|which|where|when|name|list|whose)(?: (?:is|was|were|are|has been))? )?(?:(?:the"
            r"|his|her|its|their|our|a) )?"
            rf"(?P<of>(?:very )?{word})\b(?P<t>.*)",
            re.IGNORECASE,
        ),
        re.compile(
            r"^(?:when|where|how|in what year|what year) (?:did|was|were|has|have|had|is"
            rf"|are) (?P<t>.+?)(?<!\bthe)(?<!\bhis)(?<!\bher)(?<!\bits)(?<!\btheir) (?P<of>{word})\b(?P<t2>.*)",
            re.IGNORECASE,
        ),
        re.compile(rf"^(?:who|what|which(?: \w+)?) (?P<of>{word}) (?P<t>.+)", re.IGNORECASE),
        re.compile(rf"^(?:who|what|which) (?P<t>(?:\w+ )?(?:\w+ )?\w+?) (?P<of>{word})$", re.IGNORECASE),
        re.compile(rf"^what (?:was|were|is|are) (?:the|his|her|its|their) (?P<of>{word})\b(?P<t>.*)", re.IGNORECASE),
    )


_FIRST_RULES, _LAST_RULES = _extreme(_FIRST), _extreme(_LAST)
_TIME_OF = re.compile(r"^ ?(?:times?|occasions?|thing)\b(?: that| when)?", re.IGNORECASE)


def why(text: str) -> str | None:
    """The topic of a question for a reason."""
    for pattern in _WHY:
        if match := pattern.match(text):
            return _AUX_LED.sub("", match["t"])
    return None


def how(text: str) -> str | None:
    """The topic of a question for a way or means, which "how many" is not."""
    if _HOW_MUCH.match(text) or text.lower().startswith("how about"):
        return None
    return next((match["t"] for pattern in _HOW if (match := pattern.match(text))), None)


def asks_for_steps(question: str) -> bool:
    """Whether it asks what to do: "how do I reset it", "how to start", but not "how did it start"."""
    return _STEPS.search(question) is not None


def now(text: str) -> str | None:
    """The topic of a question for how something is at present."""
    if match := _LEFT.match(text):
        return _NOW_WORDS.sub("", match["t"])
    if _TO_COME.search(text):
        return without_opening(text)
    if _TIMELESS.search(text) or not _NOW_WORDS.search(text) or _PAST.search(text) or _DATED.search(text):
        return None
    rest = " ".join(_NOW_WORDS.sub(" ", text).split()).strip(" ,")
    return _LIKE.sub("", without_opening(rest)) if rest else ""


def first(text: str) -> str | None:
    """The topic of a question for the earliest of its kind."""
    return _of_extreme(text, _FIRST_RULES)


def last(text: str) -> str | None:
    """The topic of a question for the latest of its kind."""
    return _of_extreme(text, _LAST_RULES)


def yes_or_no(text: str, *, asked: bool) -> str | None:
    """What is to be affirmed or denied; `asked` tells whether the text ended in a question mark."""
    if match := re.match(
        r"(?:is it (?:really )?(?:true|so|correct|right|possible)|am i right|is it a fact)(?: that)? (?P<t>.+)",
        text,
        re.IGNORECASE,
    ):
        return match["t"]
    if match := re.match(rf"{AUXILIARY} (?:there )?(?P<t>.+)", text, re.IGNORECASE):
        return match["t"]
    if match := re.match(
        r"(?:do you know |i want to know |i was wondering )?(?:if|whether) (?P<t>.+)|(?P<t2>.+), (?:right"
        r"|correct|true|no|yes|isn'?t it|or not|didn'?t (?:he|she|it|they))$",
        text,
        re.IGNORECASE,
    ):
        return match["t"] or match["t2"]
    opens = re.match(rf"{WH}\b|(?:in|by|to|from|on|at|for) {WH}\b", text, re.IGNORECASE)
    verb = re.search(
        r"\b(?:is|are|was|were|did|had|has|have|will|can|could|\w{2,}ed|lost|won|died|left|came|went|got)\b",
        text,
        re.IGNORECASE,
    )
    return text if asked and not opens and verb and len(text.split()) > 2 else None


def without_opening(text: str) -> str:
    """A question without the words it begins with: "who wrote it" is "wrote it"."""
    opening = _QUANTITY_OPENING if _HOW_MUCH.match(text) else _OPENING
    return opening.sub("", text, count=1).strip() or text


def _of_extreme(text: str, rules: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in rules:
        match = pattern.match(text)
        if match is None or _NO_EXTREME.match(text, match.start("of")):
            continue
        parts = match.groupdict()
        rest = _TIME_OF.sub("", f" {parts['t']}".replace("  ", " ")) if parts["t"][:1] in (" ", "") else parts["t"]
        if re.match(r" ?(?:is|are|was|were|do|does|did|not|long)\b", rest, re.IGNORECASE):
            continue
        return f"{rest} {parts.get('t2') or ''}".strip()
    return None
