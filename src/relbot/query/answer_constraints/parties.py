"""Finds sentences about another party than the one asked about: asked for the landlord's notice, "The tenant's notice
period is three months" beside "The landlord must give six months' notice".

The reader sees that both are about notice, but is weak at telling whose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from relbot.text.english import is_plural
from relbot.text.terms import STOPWORDS, fold, stem, stems

_OPENS = re.compile(
    r"\W{0,3}(?:(?P<the>the|an?|each|every|any|our|your|all)\s)?(?P<noun>[^\W\d_]{3,30})(?:['’]s?)?\s", re.IGNORECASE
)
_OWNER = re.compile(
    r"(?P<own>[^\W\d_]{3,30})(?:['’]s|(?<=s)['’])\s\w"
    r"|(?:\b(?:is|are)|what['’]?s|how long is)\s(?:the\s|an?\s|my\s)?(?P<bare>[^\W\d_]{3,30}s)\s\w"
    r"|\b(?:of|for)\s(?:the\s|an?\s|my\s)?(?P<of>[^\W\d_]{3,30})\W*$",
    re.IGNORECASE,
)
"""A possessor, with and without an apostrophe: "landlords notice period", "notice period for landlords"."""
_LIGHT = frozenset(stems("give get make take keep need own use long time much many"))
"""Words that carry little of what is asked: "how much notice does the tenant have to give"."""


def of_another_party(question: str, asked: Collection[str], sentences: Sequence[str]) -> list[bool]:
    """Return for each of some consecutive sentences whether it is about another party.

    Such a sentence opens with a noun that the question lacks, and does not have the noun asked about, while another
    sentence opens with that noun and has as many of the question's stems (any, if the noun is the possessor). `asked`
    are the stems of the question's content words.
    """
    parties = [_party(sentence) for sentence in sentences]
    if not any(party in asked for party in parties) or all(party in asked for party in parties):
        return [False] * len(sentences)
    owners = {stem(fold(next(filter(None, match.groups())))) for match in _OWNER.finditer(question)}
    told = [frozenset(stems(sentence)) & frozenset(asked) - _LIGHT for sentence in sentences]
    own = [(party, words - {party}) for party, words in zip(parties, told, strict=True) if party in asked]

    def is_of_another(party: str, words: frozenset[str]) -> bool:
        if not party or party in asked:
            return False
        return any(of not in words and words & rest and (of in owners or words <= rest) for of, rest in own)

    return [is_of_another(party, words) for party, words in zip(parties, told, strict=True)]


def _party(sentence: str) -> str:
    """Return the stem of the noun that a sentence opens with, after an article or in the plural; "" if it opens
    otherwise.
    """
    opening = _OPENS.match(sentence)
    if opening is None or fold(opening["noun"]) in STOPWORDS or not (opening["the"] or is_plural(opening["noun"])):
        return ""
    return stem(fold(opening["noun"]))
