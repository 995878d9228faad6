"""Finds the British or American spelling of a word by rules: "colour" and "color", "travelled" and "traveled".

The rules propose spellings, many of which are no words; the caller keeps those in its vocabulary. So a rule must not
turn one word into another, such as "timber" into "timbre".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MAX_LETTERS = 24
_MAX_SPELLINGS = 99
_VOWEL = re.compile("[aeiouy]")
_INFLECTED = "(?:e|ing|ation|able)"

_Rule = tuple[re.Pattern[str], str]
"""A pattern whose group `found` is one spelling, and the other spelling."""


def _rules(one: str, other: str, before: str = "", after: str = "") -> tuple[_Rule, _Rule]:
    """Return the rules from each spelling to the other; `before` and `after` are patterns for the context."""
    first, second = (re.compile(rf"(?:{before})(?P<found>{spelling})(?={after})") for spelling in (one, other))
    return (first, other), (second, one)


_AFTER_A_VOWEL = (
    *_rules("our", "or"),
    *_rules("is", "iz", after=_INFLECTED),
    *_rules("ys", "yz", after=_INFLECTED),
    *_rules("re", "er", before="(?<!m)b|[tgv]|ch", after="s?$"),
    *_rules("r", "er", before="(?<!m)b|[tgv]|ch", after="(?:ed|ing)$"),
    *_rules("enc", "ens", after="e|ing"),
    *_rules("ogue", "og", after="s?$"),
    *_rules("ogu", "og", after="(?:ed|ing)$"),
    *_rules("amme", "am", after="s?$"),
    *_rules("ll", "l", before="[ae]|[cu]i", after="(?:ed|ing|ers?|ors?|ous)$"),
    *_rules("ll", "l", before="[aio]", after="(?:ments?|s)?$"),
    *_rules("dge", "dg", after="ment"),
)
"""Rules that require an earlier vowel: "four", "prise" and "filled" have no other spelling."""
_ANYWHERE = (
    *_rules("ae", "e", after="[a-z]{3}"),
    *_rules("oe", "e", after="(?!ing)[a-z]{3}|a$"),
    *_rules("c", "s", before="^practi", after="e|ing"),
    *_rules("ll", "l", before="^(?:sk|w)i", after="ful"),
    *_rules("ph", "f", before="sul"),
    *_rules("e", "a", before="^gr", after="y"),
    *_rules("y", "i", before="^t", after="res?$"),
    *_rules("i", "", before="^alumin", after="um"),
    *_rules("ough", "ow", before="^pl"),
    *_rules("c", "k", before="^s", after="eptic"),
    *_rules("ellery", "elry", before="^jew"),
    *_rules("e", "i", before="^art", after="fact"),
    *_rules("u", "o", before="^m", after="ms?$"),
    *_rules("u", "a", before="^m", after="ms?$"),
)
"""Rules for Greek diphthongs and for single words."""


def other_spellings(word: str) -> list[str]:
    """Return the possible other spellings of a folded word: those with one change, then those with two ("manoeuvre",
    "maneuver"); at most `_MAX_SPELLINGS`, and none for a word too long to be English.
    """
    if len(word) > _MAX_LETTERS:
        return []
    once = list(dict.fromkeys(_changed(word)))
    twice = (other for spelling in once for other in _changed(spelling))
    found = dict.fromkeys(other for other in (*once, *twice) if other != word)
    return list(islice(found, _MAX_SPELLINGS))


def _changed(word: str) -> Iterator[str]:
    """Yield the spellings with one change."""
    for rules, needs_vowel in ((_AFTER_A_VOWEL, True), (_ANYWHERE, False)):
        for pattern, other in rules:
            for match in pattern.finditer(word):
                if not needs_vowel or _VOWEL.search(word, 0, match.start()):
                    yield word[: match.start("found")] + other + word[match.end("found") :]
