"""Excludes sentences without a name as answers to questions for a kind whose members all have names: "People there
often speak with visitors" does not say which language.
"""

from __future__ import annotations

import re

from relbot.text.english import everyday_words
from relbot.text.proper_names import CAPITAL
from relbot.text.terms import STOPWORDS

_KINDS = (
    "language brand nationality religion continent airline newspaper magazine river province county university planet"
)
_ASKED = re.compile(
    rf"\b(?:what|which)\s(?:(?!is\b|are\b)\w+\s)?(?P<kind>{_KINDS.replace(' ', '|')})s?\b", re.IGNORECASE
)
"""A question for one of these kinds. The right sentence of each of the 329 in the training data has a capital after its
first word, or a name as its first word. Countries and cities are left out, because some sentences for them have not:
"China is the largest producer"."""
_CAPITALISED = re.compile(rf"(?<![\w'’]){CAPITAL}[\w+#]*")
_OF_A_PEOPLE = re.compile(r"\w+(?:ish|ese|ian|an|ic|ch)", re.IGNORECASE)
"""The endings of most names of languages, which are everyday words as well: "English is spoken"."""


def lacks_name(question: str, sentence: str) -> bool:
    """Return whether a question asks for one of these kinds and a capitalised sentence has neither a name nor the word
    for the kind ("sign language").
    """
    asked = _ASKED.search(question)
    opening = re.match(r"\W{0,3}(?P<word>\w+)", sentence)
    if asked is None or opening is None or not opening["word"][0].isupper():
        return False
    if asked["kind"].lower() in sentence.lower():
        return False
    return not any(
        _is_name(m.group(), is_first=m.start() == opening.start("word")) for m in _CAPITALISED.finditer(sentence)
    )


def _is_name(word: str, *, is_first: bool) -> bool:
    if not is_first:
        return word != "I"
    is_known = word.lower() in STOPWORDS or word.lower() in everyday_words()
    return not is_known or _OF_A_PEOPLE.fullmatch(word) is not None
