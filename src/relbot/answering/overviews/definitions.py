"""Recognises sentences whose grammatical subject is a given thing, and among them those that define it.

"The iPod is a line of media players" and "Whitehead was born in Kent" define it; "The iPod has won awards" is about it,
and "The iPod's battery is small" only about a part of it. As for "what is" questions in Hildebrandt et al. 2004, such
sentences are found by the name at the beginning of a clause and the verb after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum

from relbot.text.terms import Term, stem, tokenize


class Role(IntEnum):
    """The role of a sentence for a thing, ordered by how much it says about it."""

    OTHER = 0
    ABOUT = 1
    """The thing is the subject of the sentence."""
    DEFINES = 2
    """The sentence says what, or who, the thing is."""


_BRACKETED = re.compile(r"\s?(?:\([^()]{0,300}\)|\[[^\[\]]{0,40}\])")
_IN_TITLE = re.compile(r"\s\([^()]{1,40}\)$")
_PARTS = re.compile(r":\s|\s[–—-]\s")
"""Separators of the parts of a title: "The Legend of Zelda: Twilight Princess"."""
_PREPOSITION = re.compile(r"\s(?:of|in|on|at|for|from|under|between|to|with|upon|against|by|about)\s.*", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"(?:in|on|at|as|by|for|from|to|of|with|without|within|under|over|after|before|since|until|during|between|among|"
    r"throughout|although|though|while|when|where|because|despite|like|unlike|today|originally|\w+ly|\w+ed|\w+ing|known)\s",
    re.IGNORECASE,
)
"""The first word of a sentence that names its subject only after a comma: "Located off Puerto Rico, the island …"."""
_OPENING = 160
"""The number of characters within which that comma must be."""
_LONGEST_NAME = 80
"""The greatest length of a name with the words before it, in characters."""
_SHORT_OPENING = 30
"""The longest opening that may precede a definition, in characters: "In geometry, a triangle is …"."""
_TERM = re.compile(r"(?:the\s)?(?:term|word|name|expression)\s[\"“'‘]?", re.IGNORECASE)
_OF_SOME = frozenset({"this", "these", "most", "many", "some", "each", "every"})
"""Determiners of a name after which a sentence is not about all such things, or not about the thing itself."""
_DETERMINERS = frozenset({"the", "a", "an", "all", *_OF_SOME})
_LONGEST_MODIFIER = 3
"""The most letters of a title before a name: "Dr.", "St."."""
_APPOSITION = re.compile(
    r"[\"”'’]?(?:\s?,\s[^.;:]{1,140}?,|\s?,?\s(?:or|also|formerly|formally|officially)\s[^.;:]{1,120}?)?\s"
)
"""What may come between a name and its verb: ", or Canadian Forces,"."""
_ADVERBS = r"(?:(?:\w+ly|also|often|now|still|today|sometimes|always|once|first|perhaps|thus|therefore|then|later)\s)*+"
_DEFINES = re.compile(
    rf"{_ADVERBS}(?:(?:is|was|are|were|remains?)\s{_ADVERBS}(?:an?|the|one|any|those|among|part|made|composed|defined|"
    r"born|located|situated)\b"
    rf"|(?:are|were)\s{_ADVERBS}(?!(?:not|more|less|in|on|at|under|from|to|able|free|found|used|seen|given|made|known)\b)"
    r"(?!\w+(?:ed|ing)\b)\w"
    r"|refers?\sto\b|consists?\sof\b|comprises?\b|means\b|stands\sfor\b|began\s(?:in|on|as|at|when|with|after)\b)",
    re.IGNORECASE,
)
_VERBS = """
is was are were be has have had do does did can could may might must shall should will would
became began wrote gave took made came went saw won lost held led met built fled fought sent left said thought
grew rose fell ran set kept brought found put chose drew knew spoke stood taught told
"""
_VERB = re.compile(rf"{_ADVERBS}(?:{'|'.join(_VERBS.split())}|\w{{2,}}(?:ed|es|s))\b", re.IGNORECASE)


class Named:
    """A thing given by a title, heading or topic, as sentences name it: by the head of the title, i.e. its last word
    before a preposition, with only other words of the title ("the war", "St. Barthélemy", but not "every war"), or by
    its initials.
    """

    def __init__(self, title: str) -> None:
        words = _content(title := _IN_TITLE.sub("", title))
        self._words = {term.stem for term in tokenize(title)}
        self._content = {term.stem for term in words}
        parts = [_content(_PREPOSITION.sub("", part)) or words for part in _PARTS.split(title.partition(",")[0])]
        self._heads = {part[-1].stem for part in parts if part}
        self._initials = "".join(word.word[0] for word in words).upper() if len(words) > 1 else ""
        self._signs = self._heads | {stem(self._initials.lower())}

    def may_stand_in(self, stems: Collection[str]) -> bool:
        """Return whether a sentence with these stems may name it at all."""
        return not self._signs.isdisjoint(stems)

    def stands_in(self, stems: Collection[str]) -> bool:
        """Return whether a sentence with these stems contains all content words of the title."""
        return self._content.issubset(stems)

    def role_in(self, sentence: str) -> Role:
        """Return the role of a sentence for it."""
        plain = _BRACKETED.sub("", sentence)
        role = self._role_at(plain)
        if role or not _OPENS_CLAUSE.match(plain):
            return role
        commas = list(re.finditer(r",\s", plain[:_OPENING]))
        roles = [self._role_at(plain[comma.end() :]) for comma in commas]
        if roles and commas[0].start() <= _SHORT_OPENING:
            return max(roles)
        return Role.ABOUT if any(roles) else Role.OTHER

    def _role_at(self, clause: str) -> Role:
        if term := _TERM.match(clause):
            clause = clause[term.end() :]
        before, named = list[Term](), list[Term]()
        for word in tokenize(clause[:_LONGEST_NAME]):
            if word.stem in self._words and not (word.is_stopword and not named):
                named.append(word)
            elif word.word == self._initials:
                return self._said_behind(clause, word.end)
            elif not named and (word.word.lower() in _DETERMINERS or _is_modifier(word, clause)):
                before.append(word)
            else:
                break
        own = {word.stem for word in named if not word.is_stopword}
        if not own & self._heads:
            return Role.OTHER
        definite = term or named[-1].word[0].isupper() or any(word.word.lower() in ("the", "this") for word in before)
        if own <= self._heads and self._initials and not definite:
            return Role.OTHER  # "in America, wars were named after kings" is not about the French and Indian War
        said = self._said_behind(clause, named[-1].end)
        return min(said, Role.ABOUT) if any(word.word.lower() in _OF_SOME for word in before) else said

    def _said_behind(self, clause: str, end: int) -> Role:
        between = _APPOSITION.match(clause, end)
        if between and _DEFINES.match(clause, between.end()):
            return Role.DEFINES
        return Role.ABOUT if between and _VERB.match(clause, between.end()) else Role.OTHER


def _content(title: str) -> list[Term]:
    return [term for term in tokenize(title) if not term.is_stopword]


def _is_modifier(word: Term, clause: str) -> bool:
    return len(word.word) <= _LONGEST_MODIFIER and clause[word.end : word.end + 1] == "."
