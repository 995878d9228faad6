"""Whether a sentence names nothing of a kind whose members all have names: which language or river is asked for is not
told by "People there often speak with visitors".
"""

from __future__ import annotations

import re

from relbot.text.english import everyday_words
from relbot.text.terms import STOPWORDS

_KINDS = (
    "language brand nationality religion continent airline newspaper magazine river province county university planet"
)
_ASKED = re.compile(
    rf"\b(?:what|which)\s(?:(?!is\b|are\b)\w+\s)?(?P<kind>{_KINDS.replace(' ', '|')})s?\b", re.IGNORECASE
)
"""Of 329 questions for one of these in the training data, no sentence that answers is without a capital behind its
first word, or a name there. Of countries and cities some are: "China is the largest producer"."""
_CAPITAL = re.compile(r"(?<![\w'’])[^\W\d_a-zß-ÿ][\w+#]*")
_OF_A_PEOPLE = re.compile(r"\w+(?:ish|ese|ian|an|ic|ch)", re.IGNORECASE)
"""How most names of languages end, which are everyday words too: "English is spoken"."""


def lacks_name(question: str, sentence: str) -> bool:
    """Whether one of these kinds is asked for, and a sentence that is written with capitals has no name in it, nor
    says what it is about the kind: "sign language".
    """
    asked = _ASKED.search(question)
    opening = re.match(r"\W{0,3}(?P<word>\w+)", sentence)
    if asked is None or opening is None or not opening["word"][0].isupper():
        return False
    if asked["kind"].lower() in sentence.lower():
        return False
    return not any(
        _is_name(m.group(), is_first=m.start() == opening.start("word")) for m in _CAPITAL.finditer(sentence)
    )


def _is_name(word: str, *, is_first: bool) -> bool:
    if not is_first:
        return word != "I"
    is_known = word.lower() in STOPWORDS or word.lower() in everyday_words()
    return not is_known or _OF_A_PEOPLE.fullmatch(word) is not None
