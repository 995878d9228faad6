"""Recognises questions that ask for several things: requests for lists, plurals after "which", "who were the founders".

The rules match a request as normalised by `phrasing.phrased`; what is to be listed is its topic.
"""

from __future__ import annotations

import re

from relbot.query.question_words import AUXILIARY
from relbot.query.request.lists.nouns import CLAUSE_AFTER, head_of, heads_plural, is_several
from relbot.query.request.lists.several import plural_topic, succession_topic
from relbot.query.request.word_lists import ATTRIBUTES, is_role
from relbot.text.english import is_plural

_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_SOME = rf"(?:all|every|each|some|any|the|a few|a couple(?: of)?|several|more|other|{_COUNT}|me|us|out|off|of|up)"
_DEMAND = re.compile(
    rf"^(?:list|enumerate|name|give|show|tell|mention|provide|get|itemize)\b(?P<some>(?: {_SOME})*)(?: (?P<t>.+))?$",
    re.IGNORECASE,
)
_LIST_OF = re.compile(
    r"^(?:(?:give|show|get|make|tell|can i (?:get|have)|i (?:want|need)|what (?:is|are)) )?(?:(?:me"
    r"|us) )?(?:some |a few |\w+ )?(?:the |a |any )?"
    r"(?:(?:full|complete|short|good|other|more|entire) )?(?:lists?|examples?|names) of(?: all)? (?P<t>.+)",
    re.IGNORECASE,
)
_WHAT_ALL = re.compile(
    rf"^(?:what|who|where|which|how) all\b(?: {AUXILIARY}\b)?(?P<t>.*)|^(?:where|who"
    rf"|what) (?:{AUXILIARY}) (?:all (?:the|of the|of)|(?!(?:it|this|that) )(?:\w+ ){{1,4}}?all) (?P<t2>.+)",
    re.IGNORECASE,
)
_EVERY = re.compile(r"^(?:all|every|each|any other|any more|(?:the )?other)(?: of)?(?: the)? (?P<t>.+)", re.IGNORECASE)
_ELSE = re.compile(rf"^(?:what|who|where|which) (?:else\b|other\b)(?: {AUXILIARY}\b)?(?P<t>.*)", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"^(?P<t>.+?)[, ]+(?:all of (?:them|it)|every(?:thing| one)|everyone)$", re.IGNORECASE)
_WHICH = re.compile(
    r"^(?:(?:in|on|at|by|from|to|with|for|of) )?(?:which"
    rf"|what)(?: all)? (?P<t>(?P<head>.+?)(?: (?P<verb>{AUXILIARY})\b(?P<rest>.*))?)$",
    re.IGNORECASE,
)
_OBJECT_OPENINGS = """
the a an this that these those his her its their our my your it him to up at in on for with from between through into
over under behind around against across along about after before and if when most
"""
_AFTER_A_VERB = frozenset(_OBJECT_OPENINGS.split())
"""Words that follow a verb, as in "which country hosts the …", where "hosts" only looks like a plural."""
_NO_NOUN_FIRST = re.compile(r"(?:is|are|was|were|did|do|does|one|an?|the)(?!\S)", re.IGNORECASE)
_AGREES = re.compile(r"(?:were|are)(?:n'?t)?", re.IGNORECASE)
"""Auxiliaries that only a plural takes: "which unis were connected"."""
_OWN_SUBJECT = re.compile(
    r" (?:the|these|those|all|both|most|some|many|his|her|its|our|your|their|my|they|we|you)\b", re.IGNORECASE
)
"""A subject that such an auxiliary agrees with instead: "what continent are the islands off", "what kind of people were
they"."""
_BUT_FOR = re.compile(
    r"^(?:(?:apart|aside) from|besides|other than|except(?: for)?) [^,?]+,? "
    r"(?:what|who|which|where)\b(?P<t>.+)",
    re.IGNORECASE,
)
_WHO_MAY = re.compile(
    r"^who (?:(?:can|may|must|could)(?:'?t|n't|not)?|is(?:n'?t| not)? allowed(?: to)?) (?P<t>.+)", re.IGNORECASE
)
"""A rule that applies to several: "who can vote"."""
_WHAT_MAY_BE_DONE = re.compile(
    r"^what (?:all )?(?:(?:can|could|may) (?P<t>(?!(?:it|he|she|that|this) (?:be|mean)\b)"
    r"(?!(?:i|we) do(?:$| (?:about|if|when|after)\b))(?:\S+ ){1,6}?\w+.*)"
    r"|(?:have|has|had|were|was|is|are) (?P<t2>(?:\S+ ){1,4}?(?:been )?\w+ed (?:for|over|with|of|about))"
    r"|(?:do|does|did|will) (?P<t3>(?!(?:it|that|this)\b)(?:\S+ ){1,3}?(?:need|require|have to)\b.*)"
    r"|(?:is|was) there (?:left )?to (?P<t4>(?!it\b|that\b)\w+.*))$",
    re.IGNORECASE,
)
"""What somebody can do, must have or was blamed for is seldom a single thing: "what can you eat there"."""
_WHAT_IS_RULED = re.compile(
    r"^what (?:all )?(?:(?:am|are|is) (?:i|we|you|one|people|anyone) (?:not )?(?P<t>(?:allowed|supposed|meant|obliged"
    r"|expected) to (?!do$)\S+.*)|(?:ca|must|may|should|could)(?:n['’]?t|n? ?not) (?P<t2>(?:\S+ ){1,4}?\w+.*)"
    r"|(?:must|should|shall) (?P<t3>(?:i|we|you|one) (?!do\b)\S+.*)"
    r"|(?:is|are|is not|are not|isn['’]?t|aren['’]?t) (?P<t4>(?:not )?(?:allowed|banned|forbidden|prohibited|permitted"
    r"|included|excluded|covered|provided|required)\b.*)|comes with (?P<t5>.+))$",
    re.IGNORECASE,
)
"""Nor is what is required, forbidden or included: "what should I bring", "what's banned in the park"."""
_WHO_ALL_DO = re.compile(
    r"^who (?:all )?(?P<t>(?:works|lives|teaches|plays|sings|sits|volunteers|helps|stays|belongs|competes|rides)"
    r"(?: out)? (?:here|there|(?:in|at|for|on|with|to) .+))",
    re.IGNORECASE,
)
"""Everyone who does something that many do at a place: "who works at the shop"."""
_WHAT_MANY_DO = re.compile(
    r"^what (?:did|do|have) (?P<t>(?P<own>(?:all )?(?:the|these|those|his|her|its|our|your|their) )?(?P<who>.+))",
    re.IGNORECASE,
)
"""What several people did is seldom a single thing either: "what did their mathematicians work out"."""
_PARTICLES = "out up down off on over in into at to for of from with against about there then back"
_AFTER_A_DEED = frozenset(_PARTICLES.split())
"""Particles that may follow the verb; other words are part of what was done: "what did they name it"."""
_WHAT_IS_SAID = re.compile(
    r"^what (?:did|do|does|had|has|have) (?P<t>.+ (?:say|said|think|thought|feel|felt|believe|believed|teach|taught"
    r"|argue|argued|write|wrote|written) (?:about|of|on) .+)",
    re.IGNORECASE,
)
"""What somebody said or thought of something usually takes several sentences."""
_WHO_IS_IN = re.compile(
    r"^who (?:is|are|was|were) (?:who |all )?(?P<t>(?:in|on|among|part of) "
    r"(?!(?:charge|power|control|command|office|top|the (?:lead|throne|right|wrong))\b).+)",
    re.IGNORECASE,
)
"""The members of a group: "who is in the cast"."""
_ANY = re.compile(r"^any (?P<t>.+)", re.IGNORECASE)
_ANYTHING = re.compile(
    r"^(?:any|every)(?:thing)? (?:else )?(?:that )?(?P<t>(?:i|we|you|one) (?:(?:should|must|can) \S+"
    r"|(?:need|have|ought) to \S+).*)",
    re.IGNORECASE,
)
"""The same as "what should I know": "anything I should know before I come"."""
_WHAT_IS_ON = re.compile(
    r"^what (?:is|was) (?:on|planned|scheduled|coming up)"
    r"(?P<t>(?: (?:in|on|at|for|this|next|during|between|over) .+| today| tonight| tomorrow)?)$",
    re.IGNORECASE,
)
"""The events of a time: "what's on in September"."""
_WHAT_DONE = re.compile(
    r"^what (?:did|do|have|had|has) (?P<t>(?!(?:it|he|she|i|we|you)\b)(?:\S+ ){1,5}?(?:do|done|get up to|been up to"
    r"|tr(?:y|ied)(?=$| first| before| to \w+ (?:it|them|this|that)\b))\b(?! (?:it|that|this|so)\b).*"
    r"|(?:it|he|she) do (?:after|before|during|when|while|once|about|against) .+)",
    re.IGNORECASE,
)
"""What somebody did is seldom a single thing: "what did the allies do"."""
_WHERE_IN = re.compile(r"^where (?:all )?(?P<t>in .+? (?:did|do|were|are) (?:they|the \w+s|\w+s)\b.*)", re.IGNORECASE)
"""The places in a region: "where in Ireland did they settle"."""
_OF_EACH = re.compile(
    r"^(?:how (?:many|much|often)|what|which|who|when|where)\b"
    r"(?!.*\b(?:\w+est|most|first|last|best|worst|only)\b)"
    r"(?P<t>.*\b(?:(?:in|for|of|by|at|to|does|did|from) (?:(?:each|every) (?!day|week|month|year|season|time)"
    r"|(?:the )?(?:different|various|individual|respective) (?=\w+s\b))|ever )\w.*)",
    re.IGNORECASE,
)
"""Questions with "each" or "ever" may have several answers, unless they ask for one: "who ever lived there"."""
_WHAT_ARE = re.compile(
    r"^what (?:are|were) (?P<own>the |his |her |its |their |your |our |some |all |all the )(?P<t>.+)", re.IGNORECASE
)
_WHO_ARE = re.compile(
    r"^who (?:are|were) (?:all )?(?P<own>the |his |her |its |their |your |our |some of the |some "
    r"|all the |all )(?P<t>.+)",
    re.IGNORECASE,
)
_LONGEST_NOUN = 5
"""The most words between "which" and its auxiliary; a later auxiliary belongs to a clause: "… while she was on the
throne"."""


def listed(text: str) -> str | None:
    """Return what a question asks to be listed, or None."""
    if match := _LIST_OF.match(text):
        return match["t"]
    if (about := succession_topic(text) or plural_topic(text)) is not None:
        return about
    if match := _DEMAND.match(text):
        some, about = match["some"].lower(), match["t"] or ""
        demanded = text.lower().startswith(("list", "enumerate", "itemize"))
        several = re.search(rf"\b(?:all|every|each|some|few|couple|several|more|other|{_COUNT})\b", some)
        if (demanded and not about.lower().startswith("of ")) or several or (some.strip() and heads_plural(about)):
            return about
        return None
    if match := _WHAT_ALL.match(text) or _ELSE.match(text) or _ALL_OF_THEM.match(text) or _EVERY.match(text):
        return next(group for group in match.groups() if group is not None)
    if match := _WHO_ARE.match(text):
        noun = head_of(match["t"])
        return (
            match["t"]
            if is_plural(noun) and (is_role(noun) or match["own"].lower() != "the " or CLAUSE_AFTER.search(match["t"]))
            else None
        )
    if (match := _WHAT_ARE.match(text)) and is_plural(noun := head_of(match["t"])):
        # "what are the Alps" asks what they are
        return match["t"] if match["own"].lower() != "the " or CLAUSE_AFTER.search(match["t"]) else None
    if (match := _ANY.match(text)) and heads_plural(match["t"]):
        return match["t"]
    if (match := _WHAT_MANY_DO.match(text)) and _is_of_many(match["own"], match["who"]):
        return match["t"]
    for pattern in (
        *(_BUT_FOR, _OF_EACH, _WHO_MAY, _WHO_IS_IN, _WHO_ALL_DO, _WHAT_DONE, _WHERE_IN, _ANYTHING),
        *(_WHAT_MAY_BE_DONE, _WHAT_IS_RULED, _WHAT_IS_SAID, _WHAT_IS_ON),
    ):
        if match := pattern.match(text):
            if pattern is _WHAT_DONE and _is_of_one(match["t"]):
                continue  # "what did his dad do"
            return next((group for group in match.groups() if group), "")
    return _which(text)


def _which(text: str) -> str | None:
    match = _WHICH.match(text)
    if match is None or _NO_NOUN_FIRST.match(match["t"]):
        return None
    words = match["head"].split()
    if match["verb"] and len(words) <= _LONGEST_NOUN:
        noun = head_of(match["head"])
        is_of_it = noun.lower() not in ATTRIBUTES and not _has_subject(match["rest"])
        agrees = is_of_it and _AGREES.fullmatch(match["verb"]) is not None
        several = is_several(noun) or agrees
        return match["t"] if several else None
    words = match["t"].split()
    # Without an auxiliary, nothing marks where the noun ends and the verb begins: only an initial plural is reliable.
    heads = [word for word in words[:3] if is_several(word)]
    if not heads:
        return None
    place = words.index(heads[0])
    after = words[place + 1 :]
    if (pair := after[:2]) and pair[0].lower() in ("and", "or") and is_plural(pair[-1]):
        after = after[2:]  # "which drugs and medicines come from …"
    # What looks like a plural is a verb in "which country hosts the …", "what makes it …", "what route connects Fresno
    # with …" and "what surrounds chloroplasts".
    is_verb = not after or after[0].lower() in _AFTER_A_VERB or (len(after) == 1 and is_plural(after[0]))
    is_verb = is_verb or (heads[0].islower() and after[0][0].isupper())
    return None if is_verb else match["t"]


def _has_subject(rest: str) -> bool:
    """Return whether words after a verb open with a subject of their own: "the islands off", "certain powers kept"."""
    first = rest.split()[:2]
    return _OWN_SUBJECT.match(rest) is not None or any(is_plural(word) or word[0].isupper() for word in first)


def _is_of_many(own: str | None, done: str) -> bool:
    """Return whether words are a plural subject with its verb and no more: "mathematicians work out" after "their"."""
    words = done.split()
    plural = next((place for place, word in enumerate(words[:3]) if is_plural(word)), None)
    if plural is None or not (own or is_role(words[plural])):
        return False
    rest = words[plural + 1 :]
    return len(rest) > 0 and all(word.lower() in _AFTER_A_DEED for word in rest[1:])


def _is_of_one(done: str) -> bool:
    """Return whether the words end in a singular subject with its verb: "the king do"."""
    *who, verb = done.lower().split()
    return verb in ("do", "done") and not any(is_plural(word) for word in who)
