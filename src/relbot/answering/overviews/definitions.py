"""Recognises sentences whose grammatical subject is a given thing, and among them those that define it.

"The iPod is a line of media players" and "Whitehead was born in Kent" do; "The iPod has won awards" is about it, and
"The iPod's battery is small" is about a part. Found as in answers to "what is" questions (Hildebrandt et al. 2004): by
the name at the beginning of a clause, and the verb behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum

from relbot.text.terms import Term, stem, tokenize


class Role(IntEnum):
    """What a sentence is for a thing, by how much it says of it."""

    OTHER = 0
    ABOUT = 1
    """The thing is its subject."""
    DEFINES = 2
    """And it says what, or who, the thing is."""


_BRACKETED = re.compile(r"\s?(?:\([^()]{0,300}\)|\[[^\[\]]{0,40}\])")
_IN_TITLE = re.compile(r"\s\([^()]{1,40}\)$")
_PARTS = re.compile(r":\s|\s[–—-]\s")
"""Of a title: "The Legend of Zelda: Twilight Princess"."""
_PREPOSITION = re.compile(r"\s(?:of|in|on|at|for|from|under|between|to|with|upon|against|by|about)\s.*", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"(?:in|on|at|as|by|for|from|to|of|with|without|within|under|over|after|before|since|until|during|between|among|"
    r"throughout|although|though|while|when|where|because|despite|like|unlike|today|originally|\w+ly|\w+ed|\w+ing|known)\s",
    re.IGNORECASE,
)
"""How a sentence begins that names its subject only after a comma: "Located off Puerto Rico, the island …"."""
_OPENING = 160
"""Characters within which it then does."""
_LONGEST_NAME = 80
"""Characters of a name, with what stands before it."""
_SHORT_OPENING = 30
"""Characters of an opening that may stand before a definition: "In geometry, a triangle is …"."""
_TERM = re.compile(r"(?:the\s)?(?:term|word|name|expression)\s[\"“'‘]?", re.IGNORECASE)
_OF_SOME = frozenset({"this", "these", "most", "many", "some", "each", "every"})
"""Before a name: what is said then is not said of all, or not of the thing itself."""
_DETERMINERS = frozenset({"the", "a", "an", "all", *_OF_SOME})
_LONGEST_MODIFIER = 3
"""Letters of a title before a name: "Dr.", "St."."""
_APPOSITION = re.compile(
    r"[\"”'’]?(?:\s?,\s[^.;:]{1,140}?,|\s?,?\s(?:or|also|formerly|formally|officially)\s[^.;:]{1,120}?)?\s"
)
"""What may stand between a name and its verb: ", or Canadian Forces,"."""
_ADVERBS = r"(?:(?:\w+ly|also|often|now|still|today|sometimes|always|once|first|perhaps|thus|therefore|then|later)\s)*+"
_DEFINES = re.compile(
    rf"{_ADVERBS}(?:(?:is|was|are|were|remains?)\s{_ADVERBS}(?:an?|the|one|any|those|among|part|made|composed|defined|"
    r"born|located|situated)\b"
    rf"|(?:are|were)\s{_ADVERBS}(?!(?:not|more|less|in|on|at|under|from|to|able|free|found|used|seen|given|made|known)\b)"
    r"(?!\w+(?:ed|ing)\b)\w"
    r"|refers?\sto\b|consists?\sof\b|comprises?\b|means\b|stands\sfor\b|began\s(?:in|on|as|at|when|with|after)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    rf"{_ADVERBS}(?:is|was|are|were|be|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|"
    r"became|began|wrote|gave|took|made|came|went|saw|won|lost|held|led|met|built|fled|fought|sent|left|said|thought|"
    r"grew|rose|fell|ran|set|kept|brought|found|put|chose|drew|knew|spoke|stood|taught|told|\w{2,}(?:ed|es|s))\b",
    re.IGNORECASE,
)


class Named:
    """A thing as sentences name it, from a title, heading or topic: by its head, that is the last word before a
    preposition, among words of the title alone ("the war", "St. Barthélemy", not "every war"); or by its initials.
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
        """Whether a sentence of these stems names it at all."""
        return not self._signs.isdisjoint(stems)

    def stands_in(self, stems: Collection[str]) -> bool:
        """Whether a sentence of these stems has all words of the title."""
        return self._content.issubset(stems)

    def role_in(self, sentence: str) -> Role:
        """What a sentence is for it."""
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
