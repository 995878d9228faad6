"""Decides whether a sentence can be quoted alone: it has content and does not open with a reference to the previous
sentence.
"""

from __future__ import annotations

import re

_SELVES = "article brochure faq guide guidebook handbook leaflet manual newsletter page readme website wiki"
"""Nouns by which a text refers to itself: "this guide" is the text itself, while "this book" may be one mentioned
before."""
_ANAPHORIC_OPENING = re.compile(
    r"[\"“(]?(?!(?:these days|this (?:week|month|year))\b(?! (?:was|were|is|are|had|has|have)\b))"
    rf"(?!this (?:{'|'.join(_SELVES.split())})\b)"
    r"(?:he|she|it|they|him|his|her|hers|its|their|this|that|these|those|the (?:former|latter)|both|such|"
    r"one of them|some of them|all of them|there)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence whose antecedent is in the previous sentence."""
_JUDGED = """
possible impossible important necessary unnecessary essential vital crucial hard difficult easy simple common usual
unusual customary normal useful useless better best worth wise safe unsafe dangerous legal illegal unlawful forbidden
enough too late early time good bad nice interesting tempting fair right wrong reasonable sufficient agreed decided
"""
"""Adjectives after "It was" that judge an action ("It was possible to …"), so that "it" is a dummy; in "It was sent to"
and "It was home to" it is a thing."""
_PARTICIPLES = """
sold sent built made given taken written bought brought left lost held led put set run kept won found shown known
drawn laid paid
"""
"""Irregular participles; with those in -ed they say what was done to a thing, unless a clause follows."""
_IT_IS = (
    r"(?:is|was|has been|had been|became|seems|appears|turned out)\b"
    rf"(?! (?:\w+ed|{'|'.join(_PARTICIPLES.split())})\b(?! (?:that|whether|who|when)\b))"
    rf"(?:.*?\b(?:that|who|when)\b|(?: \w+)?? (?:{'|'.join(_JUDGED.split())})\b[^,;]{{0,40}}? to\b)"
)
_IT_RAINS = (
    r"(?:(?:often|usually|always|never|rarely|seldom|still|also|can|may|will|is|was|has been) )*"
    r"(?:rain|snow|drizzle)(?:s|ed|ing)?\b"
)
_IT_TOOK = r"took\b.*?\b(?:time|long|\w*(?:minute|hour|day|week|month|year|decade)s?)\b.*?\bto\b"
_DUMMY_OPENING = re.compile(
    rf"[\"“(]?(?:it (?:{_IT_IS}|{_IT_RAINS}|{_IT_TOOK})|there (?:is|are|was|were|has|have|had)\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence with a dummy "it" or "there": "It was not until 1978 that …"."""
_CONNECTIVES = (
    *("however", "but", "and", "or", "so", "also", "then", "thus", "therefore", "hence", "moreover", "furthermore"),
    *("in addition", "additionally", "instead", "nevertheless", "nonetheless", "meanwhile", "similarly", "likewise"),
    *("conversely", "by contrast", "in contrast", "on the other hand", "for example", "for instance", "consequently"),
    *("as a result", "as such", "accordingly", "otherwise", "besides", "still", "yet", "again", "finally"),
    *("afterwards", "later", "subsequently", "another", "other", "others", "the same"),
)
_CONNECTIVE = re.compile(rf"(?:{'|'.join(_CONNECTIVES)})\b,?", re.IGNORECASE)
"""The beginning of a sentence that continues the previous one."""
_CONSEQUENCE = re.compile(
    r"(?:as a (?:result|consequence)|consequently|therefore|hence|thus|accordingly|for (?:this|that) reason"
    r"|because of (?:this|that)|due to (?:this|that)|that is why)\b(?! of\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence that tells what the previous one led to: not "As a result of the war"."""
_REPLIES = """
yes no yeah yep nope sure certainly absolutely definitely maybe perhaps possibly probably never always sometimes rarely
usually generally partly indeed correct right true false wrong unfortunately sadly not yet really of course it that all
depends at only exactly both neither ja nein doch nie
"""
_REPLY = re.compile(rf"(?:(?:{'|'.join(_REPLIES.split())})\b[\s,]*){{1,4}}[.!:;…]*$", re.IGNORECASE)
"""A sentence of only these words says yes or no, and leaves the content to the next sentence."""
_POINTING = re.compile(r"\b(?:this|these|such(?!\sas))\b", re.IGNORECASE)
_END = re.compile(r"[.!?…。][\"”’')\]]*(?:\[[^\]]{1,20}\])*$")
_MIN_WORDS, _MAX_WORDS, _MAX_OF_DEFINITION = 6, 55, 110


def opens_with_reference(sentence: str) -> bool:
    """Return whether a sentence begins with a pronoun or the like that refers to the previous sentence."""
    return _ANAPHORIC_OPENING.match(sentence) is not None and _DUMMY_OPENING.match(sentence) is None


def is_bare_reply(sentence: str) -> bool:
    """Return whether a sentence is only "Yes.", "It depends." or the like, so that the next one belongs to it."""
    return _REPLY.match(sentence) is not None


def stands_alone(sentence: str, *, is_definition: bool = False) -> bool:
    """Return whether a sentence can be quoted in a summary: readable, without an opening reference or connective."""
    return is_readable(sentence, is_definition=is_definition) and not refers_back(sentence)


def refers_back(sentence: str) -> bool:
    """Return whether a sentence begins with a reference to the previous one, or as a continuation or result of it."""
    return opens_with_reference(sentence) or continues(sentence) or is_consequence(sentence)


def continues(sentence: str) -> bool:
    """Return whether a sentence begins with a connective and so continues the previous one."""
    return _CONNECTIVE.match(sentence) is not None


def is_consequence(sentence: str) -> bool:
    """Return whether a sentence begins by saying that it follows from the previous one, which tells why."""
    return _CONSEQUENCE.match(sentence) is not None


def points_back(sentence: str) -> bool:
    """Return whether a sentence refers to another one from within: "was unimpressed by this objection"."""
    return _POINTING.search(sentence) is not None


def is_complete(sentence: str) -> bool:
    """Return whether a sentence ends with a closing mark."""
    return _END.search(sentence) is not None


def is_readable(sentence: str, *, is_definition: bool) -> bool:
    """Return whether a sentence is complete, of a readable length, and no question. A definition may be longer, because
    it often has names in brackets.
    """
    longest = _MAX_OF_DEFINITION if is_definition else _MAX_WORDS
    is_question = sentence.rstrip("\"”’')]").endswith("?")
    return is_complete(sentence) and not is_question and _MIN_WORDS <= sentence.count(" ") + 1 <= longest
