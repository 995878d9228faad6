"""Rules for questions who a person is, who all the people are, what a thing is, or what a word means.

Each reader takes a request as `phrasing.phrased` spells it and returns the words of its topic, or None.
"""

from __future__ import annotations

import re

from relbot.query.request.requests import YEAR
from relbot.query.request.word_lists import ATTRIBUTES, OFFICES

_WHO = (
    re.compile(r"^who (?:is|was|are|were) (?P<t>.+)", re.IGNORECASE),
    re.compile(
        r"^(?P<t>.+?)(?:,| [–—-])? who (?:(?:is|was|are|were) )?(?:(?:that|this)(?: \w+)?|he|she|they|it|those)$",
        re.IGNORECASE,
    ),
    re.compile(r"^who (?P<t>(?:\w+ ){0,3}?\w+) (?:is|was|are|were)$", re.IGNORECASE),
)
_RANKED = re.compile(
    r"^(?:(?:the|his|her|its|their) )?(?:very )?(?:first|last|next|only|second|third|most|best|worst|final|initial"
    r"|original|latest|(?!west|forest|harvest|guest|contest|protest|interest|priest|request|quest|test|crest|manifest|everest)\w+est)\b",
    re.IGNORECASE,
)
"""What has a rank is asked for as a fact: "the first woman in space", "the oldest church"."""
_NO_PERSON = re.compile(
    r"^(?:on|in|at|behind|to|the one|responsible|allowed|able|eligible|there|going|supposed|not|also"
    r"|it|winning|involved|inside|against"
    r"|from|with|under|buried|born|more|most|\w+ing (?:the|an?|it|this|that|his|her|their|things))\b"
    r"|^\w+(?:ed|own|ung|orn)\b(?! \w+$)|^(?:killed|shot"
    rf"|elected|chosen|hanged|made|left)\b|{YEAR}",
    re.IGNORECASE,
)
_WEIGHT = r"(?:main|key|central|major|big|biggest|important|most important)"
_PEOPLE = (
    rf"(?:(?:all )?(?:of )?(?:the |these |those )?(?:{_WEIGHT} )?(?:people|persons|individuals|names|personalities)"
    rf"|(?:all )?(?:the )?{_WEIGHT} (?:characters|figures|players|actors)|everybody|everyone)"
)
_TAKES_PART = (
    r"(?:involved|mentioned|named|concerned|connected|associated|in question"
    r"|(?:had|has|have|having) (?:something |anything )?to do|(?:play|plays|played) (?:a|any|some) (?:part|role)"
    r"|(?:come|comes|came) up(?! with)|appear|appears|appeared)"
)
_IN_THE_TEXT = (
    r"(?:in|of|from|behind) (?:(?:all )?(?:this|that|the|it|here)(?: (?:whole|entire))?"
    r"(?: (?:story|article|document|text|report|letter|page|history|mess|affair|thing|business|case|saga|tale|book))?)"
)
_EVERYBODY = (
    re.compile(
        rf"who (?:is|are|was|were) who(?: (?:{_IN_THE_TEXT}|here|(?:in|at|of|on) (?P<topic>.+)))?", re.IGNORECASE
    ),
    re.compile(
        rf"(?:(?:who(?: all)?(?: (?:is|are|was|were|got|gets))?(?: all)?|which|what|list|name|(?:give|tell|show) me) )?"
        rf"(?:names of )?(?:{_PEOPLE} )?(?:that |who |which )?(?:is |are |was |were |do |does |did )?(?:it |all )?"
        rf"{_TAKES_PART}(?: (?:{_IN_THE_TEXT}|here|there|(?:in|with|to|by) (?P<topic>.+)))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:who(?: all)? (?:is|are|was|were)(?: all)?|list|name|give me|tell me|show me|(?:all )?(?:the )?names of) "
        rf"{_PEOPLE}(?: (?:{_IN_THE_TEXT}|here|there))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:which|what) {_PEOPLE}(?: \S+){{0,4}} (?:does|do|did) .+ (?:mention|name)", re.IGNORECASE),
)
"""Asks for everybody in a document: "who was involved in the strike", "names of all the people in this story"."""
_BY_NAME = re.compile(
    r",? (?:(?:give|tell|show) me )?(?:by name|(?:the |their |all )?names?(?: only)?)$", re.IGNORECASE
)
_MEANS = (
    re.compile(
        r"^(?:what )?(?:does|do|did|is|was) (?P<t>.+?) (?:actually |really |even )?(?:stands?(?: for)?"
        r"|standing for|short for|means?|mean in \w+|meant|an? (?:acronym|abbreviation) for)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:what (?:is|was|are) )?(?:(?:the |a )?(?:exact |full )?(?:meanings?|definitions?|full form) (?:of|for)"
        r"|meant (?:by|with))|define|how (?:do|would|can) (?:you|we|they|one) define"
        r"|what (?:do|does|did) (?:they|you|he|she|it|people) mean (?:by|with)) (?P<t>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?!(?:who|what|how|why|when|where|which)\b)(?P<t>\S+(?: \S+){0,3}?),? (?:meaning|definition|stands for"
        r"|means what|what does it mean)$",
        re.IGNORECASE,
    ),
)
_WHAT_IS = re.compile(
    r"^what (?:is|are|was|were) (?P<t>.+)|^(?P<t2>[^,]+?),? what (?:is|was|are|were) (?:that|this|it"
    r"|those|these|they)$|^what (?P<t3>(?:the|an?|this|that|these|those) .+) (?:is|are|was|were)$",
    re.IGNORECASE,
)
_KIND_OF = re.compile(
    r"^what (?:kind|type|sort)s? of (?:an? )?\w+ (?:is|was|are|were) "
    r"(?P<t>(?!(?:it|that|this|they|these|those|he|she)$).+)",
    re.IGNORECASE,
)
"""Of what is named: "what kind of game is it" asks for one thing about what is spoken of, and not for all of it."""
_AND_ASKS = re.compile(r",? and (?:also )?(?:what|how|why|who|when|where)(?:'?s)?\b.*", re.IGNORECASE)
_OWN = re.compile(r"^(?:his|her|its|their|my|your|our|it|he|she|they|there)\b(?! (?:thing)$)", re.IGNORECASE)
_NO_THING = re.compile(
    r"^(?:in|on|at|inside|under|behind|with|for|about|called|made|used|known|so|wrong|left|best|better"
    r"|worse|needed|required|allowed|like"
    r"|happening|going|being|not|more|the (?:main|real|exact|total|current|average))\b"
    r"|.*['’]s? \w+$",
    re.IGNORECASE,
)
_SAID_OF = re.compile(
    r" (?:called|like|made of|used for|known for|famous for|named|about|doing|going on|located|paid)$"
    r"|^(?:\S+ ){2,}(?:costs?|worth)$",
    re.IGNORECASE,
)
"""What is asked of a thing, "the officer called", "a ton of paper cost", and not what it is, "a sunk cost"."""
_LONGEST_THING = 7
_BEHIND = re.compile(r" (?:of|in|between|for|to|behind) ")
"""What parts a noun from what it is of."""


def who(text: str) -> str | None:
    """The person that somebody asks to be told who it is; "who was the king of Norway" asks for a fact."""
    for pattern in _WHO:
        if match := pattern.match(text):
            about = _AND_ASKS.sub("", match["t"])
            if _RANKED.match(about) or _NO_PERSON.search(about) or len(about.split()) > _LONGEST_THING:
                return None
            office = re.match(
                r"(?:the |a |an |his |her |their |its )?((?:\w+ ){0,3}?(\w+))(?: (?:of|in|for|at|to|from|behind)\b"
                r"|$)",
                about,
                re.IGNORECASE,
            )
            if office and office[2].lower() in OFFICES and not about[:1].isupper():
                return None
            return re.sub(r" (?:guy|dude|person|man|woman|lady|fella)$", "", about, flags=re.IGNORECASE)
    return None


def everybody(text: str) -> str | None:
    """What somebody asks to be told all the people of; "" where it is all there is to read."""
    ways = dict.fromkeys((_BY_NAME.sub("", text), text))
    match = next(filter(None, (pattern.fullmatch(way) for way in ways for pattern in _EVERYBODY)), None)
    return None if match is None else match.groupdict().get("topic") or ""


def meaning(text: str) -> str | None:
    """The word or abbreviation that somebody asks the meaning of."""
    for pattern in _MEANS:
        if match := pattern.match(text):
            return match["t"]
    return None


def what(text: str) -> str | None:
    """The thing that somebody asks to be told what it is; "what is the capital of Peru" asks for a fact."""
    match = _WHAT_IS.match(text) or _KIND_OF.match(text)
    if match is None:
        return None
    about = _AND_ASKS.sub("", next((group for group in match.groups() if group), ""))
    if about.lower() in {"it", "that", "this", "they", "these", "those", "he", "she"}:
        return about
    bare = re.sub(r"^(?:the|an?|this|that|these|those) ", "", about, flags=re.IGNORECASE)
    before_of = _BEHIND.split(bare, maxsplit=1)[0].split()
    if (
        _OWN.match(about)
        or _RANKED.match(about)
        or _NO_THING.match(about)
        or _NO_THING.match(bare)
        or _SAID_OF.search(bare)
        or len(bare.split()) > _LONGEST_THING
        or not before_of
    ):
        return None
    own_article = about.lower().startswith(("a ", "an "))
    return about if own_article or before_of[-1].lower() not in ATTRIBUTES else None
