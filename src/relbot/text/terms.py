"""Tokenizes text into terms of the lexical index: folded (no case, accents or dots) and stemmed.

SQLite's `porter` tokenizer could stem too; stemming here ensures that queries have exactly the terms of the index.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from relbot.text.english import word_set

STOPWORDS = word_set("""
a about an and any anybody anyone anything are as at be been being but by can could did do does doing else event
events ever everything for from had happen happened happening happens has have having he hello her hers hey hi him
his how i if in into is it its just know let many may me might mine much must my no nor not nothing occur occurred
of on or our ours please s shall she should so some something such t tell than that the their theirs them then there
these they this those to us was we were what when where which who whom whose why will with would you your yours
""")
"""Words that say nothing about the topic of a question, whatever the corpus."""

_UNSPACED_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}[^\W\d_]?|[{_UNSPACED_SCRIPTS}]"
    rf"|[^\W_{_UNSPACED_SCRIPTS}](?:[^\W_{_UNSPACED_SCRIPTS}]|[\u0300-\u036f])*(?:['’](?!s\b)[^\W\d_]+)?"
)
"""A dotted abbreviation; one ideograph or kana, as their scripts do not space words; or letters and digits."""
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
"""Latin letters that NFKD does not decompose."""
_MAX_CHARACTERS = 64
"""The longest word, in characters; longer ones are not words of a language and are truncated."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text, `text[start:end] == word`, and its stem."""

    stem: str
    word: str
    """The surface form."""
    start: int
    end: int
    is_abbreviation: bool
    """Whether it is in capitals in a text that is not in capitals throughout: "the WHO"."""

    @property
    def is_capitalised(self) -> bool:
        """Whether it is capitalised, as names are, and is not the first word of the text."""
        return self.start > 0 and self.word[0].isupper()

    @property
    def is_stopword(self) -> bool:
        # "U.S." and "the US" are not the stop word "us".
        return "." not in self.word and not self.is_abbreviation and fold(self.word) in STOPWORDS


def tokenize(text: str) -> list[Term]:
    """Return the terms of a text, in order, with stop words; the dot of "キム・ソン" folds to nothing: no term."""
    found = []
    in_capitals = text.isupper()
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if folded := fold(word):
            # The first word may be in capitals for emphasis: "WHO came?"
            is_abbreviation = start > 0 and len(word) > 1 and not in_capitals and word.isupper()
            found.append(Term(stem(folded), word, start, match.end(), is_abbreviation))
    return found


def stems(text: str) -> list[str]:
    """Return the stems of a text's words, in order, including those of stop words."""
    return [stem(folded) for word in _WORD.findall(text) if (folded := fold(word))]


def content_stems(text: str) -> list[str]:
    """Return the stems of a text's words, in order, excluding those of stop words."""
    return [term.stem for term in tokenize(text) if not term.is_stopword]


def fold(word: str) -> str:
    """Return a word without case, accents and dots: "shqiperi" for "Shqipëri", "dprk" for "D.P.R.K."."""
    if word.isascii() and word.isalnum():  # fast path for most words; the code below takes twenty times as long
        return word[:_MAX_CHARACTERS].lower()
    decomposed = unicodedata.normalize("NFKD", word[:_MAX_CHARACTERS].casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if c.isalnum())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of one folded word (Snowball English, Porter 2001)."""
    # A stemmer has mutable state and is not thread-safe; creating one takes a quarter of a microsecond.
    stemmed: str = Stemmer.Stemmer("english", 0).stemWord(word)
    return stemmed
