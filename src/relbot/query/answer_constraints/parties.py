"""Which sentences tell of another party than the one that a question asks of: "The tenant's notice period is three
months" beside "The landlord must give six months' notice", where it is asked what notice the landlord gives.

A reader sees that both tell of notice, and not well whose.
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
"""Whose something is, with and without an apostrophe: "landlords notice period", "notice period for landlords"."""
_LIGHT = frozenset(stems("give get make take keep need own use long time much many"))
"""Words that tell little of what is asked: "how much notice does the tenant have to give"."""


def of_another_party(question: str, asked: Collection[str], sentences: Sequence[str]) -> list[bool]:
    """Which of some consecutive sentences open with a noun that is not asked about, and lack the one that is, where
    another opens with that and has as much of the question, or any of it where that is whose it is. `asked` are the
    stems of the question's content words.
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
    """The stem of the noun that a sentence opens with, behind an article or in the plural; "" of any other."""
    opening = _OPENS.match(sentence)
    if opening is None or fold(opening["noun"]) in STOPWORDS or not (opening["the"] or is_plural(opening["noun"])):
        return ""
    return stem(fold(opening["noun"]))
