"""Finds words of a question that may refer to the document's subject: "it", "there", "the two countries", "the war".

A pronoun is open unless an earlier clause of the question has its antecedent; a noun such as "the war" is open unless
something qualifies it ("the war of 1812"). A question without an open reference stands alone and is not reformulated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from relbot.query.question_words import AUXILIARY
from relbot.text import terms

_PRONOUN = re.compile(
    r"\b(?:(?P<possessive>its|their|his)|it|they|them|he|she|him|her|theirs"
    rf"|(?P<shown>(?:this|that|these|those)(?=\W*$)|(?:this|these|those)(?=\s(?:{AUXILIARY}|all|even)\b)))(?![\w'’-])",
    re.IGNORECASE,
)
_CONJUNCTIONS = """
and but or when while after before because if that who which since until so although though whether as than what where
how why to
"""
_OPINES = "say says said feel felt think thought believe believed claim claimed know knew hope hoped"
_BOUNDARY = re.compile(
    rf"\b(?:{'|'.join(_CONJUNCTIONS.split())}|(?:{'|'.join(_OPINES.split())})(?=\s(?:it|they|he|she)\b))\b|[,;:?!]",
    re.IGNORECASE,
)
_JUDGED = """
true possible legal illegal allowed safe necessary likely worth ok okay dangerous raining snowing cold hot dark time
"""
_DUMMY = re.compile(
    "|".join(
        (
            r"\b(?:is|was|isn['’]?t|wasn['’]?t|be)\sit\s(?:really\s|actually\s|even\s|still\s|ever\s)?"
            rf"(?:{'|'.join(_JUDGED.split())})\b(?=\s(?:that|to|for|in|on|if|when)\b|\W*$)",
            r"\b(?:did|does|do|will|would)\sit\s(?:take|rain|snow|matter\sif|cost\s(?:\w+\s)?to|mean\s(?:to|for|when|that|if)"
            r"|(?:go|work\sout|end)\s(?:for|with)(?=\s(?:them|him|her|us|you|me)\b))",
            r"\b(?:is|was)\sit\s\w+ed\s(?:how|that|who|when|where|if)\b",
            r"\btime\s(?:is|was)\sit\b",
            r"\bit\slike\s(?:in|at|during|to|on|for|living|being)\b",
            r"\bit\s(?:is|was|takes|took)\s.{1,60}\s(?:that|who|to)\b",
        )
    ),
    re.IGNORECASE,
)
"""The dummy "it", which refers to nothing."""
_THERE = re.compile(
    r"(?<![\w'’-])there(?!['’\w-]|\s(?:is|are|was|were|has|have|will|can|could|might|may|must|should|would|be|been|an?|any"
    r"|some|no|more)\b)",
    re.IGNORECASE,
)
_BE_BEFORE = re.compile(
    r"\b(?:is|are|was|were|be|been|(?:is|are|was|were)n['’]?t)(?:\s(?:all|already|still|even))?\s$", re.IGNORECASE
)
"""A form of "be" before "there", which then is no place: "are there any"."""
_GENERIC = """
relationship relations relation ties alliance friendship war conflict battle crisis dispute treaty agreement deal
pact company country countries nations sides city town village place region area island river mountain movement
organisation organization group team band club building bridge ship film movie book novel song album show series
game dynasty empire kingdom article page document text story topic subject event disaster accident attack siege
revolution rebellion uprising festival tournament disease virus device machine software program project thing things
two pair
"""
_MODIFIED = r"(?:two|three|both|whole|entire|same|other)"
_GENERIC_NOUNS = frozenset(_GENERIC.split())
_GENERIC_NOUN = "|".join(sorted(_GENERIC_NOUNS, key=len, reverse=True))
_NOUN = re.compile(
    rf"\b(?:the|both)\s(?:{_MODIFIED}\s)*(?:{_GENERIC_NOUN})\b(?!['’-]\w)"
    rf"|\b(?:this|these|those|that)\s(?:{_MODIFIED}\s)*(?!{AUXILIARY}\b)[^\W\d_]\w+\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"\s(?:the|an?|he|she|they|we|his|their|of|between|in|on|with|against|for|from|that|which|who"
    r"|whose|where|called|named|about|by|to"
    r"|over|at|known|\d+|[A-Z]\w+)\b"
)
_ENDS_CLAUSE = re.compile(
    r"\s(?:in|on|for|about|from|to|with|at|by)\W*$|\s(?:in|on|at|by|from)\s(?:\d|the\s(?:end|beginning"
    r"|start|world))"
)
"""Words after a noun that do not qualify it: "where is the country in", "did the war end in 1763"."""
_POINTERS = frozenset({"this", "these"})
_THAT_CLAUSE = re.compile(
    r"\b(?:know|say|said|says|think|thought|believe|true|claim|mean|so|show|agree|find|found|now)\s$", re.IGNORECASE
)
_BEFORE_A_POINTER = re.compile(
    rf"\b(?:{AUXILIARY}|in|of|on|about|with|for|to|from|at|by|during|after|before|like|and)\s$", re.IGNORECASE
)
_CLAUSE_AFTER = re.compile(r"\s(?:who|which|that|of)\b")
PERSON = re.compile(r"he|she|him|her|his", re.IGNORECASE)
_FEW = 5
"""The most content words of a question whose noun may be open; a longer question says which one it means."""
_LONGEST = 400
"""The longest question that may have an open reference, in characters; a longer one says what it is about."""
SAME_STEM = 5
"""Leading letters by which two words count as the same: "relationship" and "relations"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a question that refer to something it does not name: `text[start:end]`."""

    start: int
    end: int
    kind: Literal["pronoun", "possessive", "noun", "place"]


def open_references(text: str, subject_title: str = "") -> tuple[Reference, ...]:
    """Return the open references of a question, in order; the nouns of the title count too ("the parliament")."""
    if len(text) > _LONGEST:
        return ()
    found = sorted(
        [*_pronouns(text), *_nouns(text, subject_title), *_places(text)], key=lambda reference: reference.start
    )
    return tuple(r for i, r in enumerate(found) if i == 0 or r.start >= found[i - 1].end)


def points_at(text: str, noun: str) -> bool:
    """Return whether a text refers to its subject by a noun alone: "should I know anything about this film"."""
    named = [text[reference.start : reference.end].lower().split() for reference in open_references(text)]
    return noun.lower() in _GENERIC_NOUNS and any(w[0] in _POINTERS and w[-1] == noun.lower() for w in named)


def _pronouns(text: str) -> Iterator[Reference]:
    dummies = [match.span() for match in _DUMMY.finditer(text)]
    for match in _PRONOUN.finditer(text):
        if any(start <= match.start() < end for start, end in dummies):
            continue
        before, word = text[: match.start()], match[0].lower()
        if match["shown"] and ((word == "that" and _THAT_CLAUSE.search(before)) or _stands_for(before)):
            continue
        if _refers_to_the_asked(word, before) or (PERSON.fullmatch(word) and _holds_name(text)):
            continue
        owns = match["possessive"] is not None or (word == "her" and re.match(r"\s\w", text[match.end() :]) is not None)
        if owns and _holds_noun(before):
            continue  # "which country sent its troops"
        if not match["shown"] and _stands_for(before):
            continue
        yield Reference(match.start(), match.end(), "possessive" if owns else "pronoun")


def _places(text: str) -> Iterator[Reference]:
    """Yield the references by "there" as a place: "how many people live there"."""
    for match in _THERE.finditer(text):
        if not _BE_BEFORE.search(text[: match.start()]):
            yield Reference(match.start(), match.end(), "place")


def _nouns(text: str, title: str) -> Iterator[Reference]:
    content = [term for term in terms.tokenize(text) if not term.is_stopword]
    if len(content) > _FEW or _holds_name(text):
        return  # what names something itself says which war it means
    head = re.escape((re.split(r"\s(?:of|in|on|at|for|from)\s", title)[0].split() or [""])[-1])
    by_head = [re.compile(rf"\b(?:the|this)\s{head}\b(?!['’-]\w)", re.IGNORECASE)] if len(head) >= SAME_STEM else []
    for match in (match for pattern in (_NOUN, *by_head) for match in pattern.finditer(text)):
        before, after = text[: match.start()], text[match.end() :]
        word = match[0].split()[0].lower()
        demonstrative = word not in ("the", "both")
        if word == "that" and (not _demonstrates(before) or _THAT_CLAUSE.search(before)):
            continue
        if demonstrative and (
            _CLAUSE_AFTER.match(after) or any(t.is_stopword for t in terms.tokenize(match[0].split()[-1]))
        ):
            continue  # "those people who fled", "those at sea"
        if demonstrative and match[0].split()[-1].lower() not in _GENERIC_NOUNS and _is_part_of_name(before, after):
            continue  # "these oil shocks"
        if not demonstrative and _is_qualified(before, after):
            continue
        yield Reference(match.start(), match.end(), "noun")


def _is_qualified(before: str, after: str) -> bool:
    """Return whether the words after a noun say which one it is: "the war of 1812", "the book club", but not "did the
    war end".
    """
    if _QUALIFIED.match(after):
        return _ENDS_CLAUSE.match(after) is None
    return _is_part_of_name(before, after)


def _is_part_of_name(before: str, after: str) -> bool:
    """Return whether another noun follows that it only modifies: "the book club", but not "did the war end"."""
    follows = re.match(r"\s([^\W\d_]+)", after)
    asks_by_verb = re.search(rf"\b{AUXILIARY}\s$", before, re.IGNORECASE)
    return follows is not None and asks_by_verb is None and not terms.tokenize(follows[1])[0].is_stopword


def _refers_to_the_asked(pronoun: str, before: str) -> bool:
    """Return whether a pronoun refers to what is asked for: "who said that he …", "how many towns had walls around
    them".
    """
    if pronoun in ("he", "she", "him", "her", "his"):
        return re.match(rf"\W*(?:and\s)?who\s(?!else\b|{AUXILIARY}\b)\w", before, re.IGNORECASE) is not None
    if pronoun in ("they", "them", "their"):
        if pronoun == "their" and re.match(rf"\W*(?:and\s)?who\s(?!else\b|{AUXILIARY}\b)\w", before, re.IGNORECASE):
            return True  # "who got their money back"
        return re.match(r"\W*(?:how\smany|which|what)\s(?:\w+\s)?[^\W\d_]+s\s", before, re.IGNORECASE) is not None
    return False


def _demonstrates(before: str) -> bool:
    """Return whether "that" is a demonstrative ("is that war over") and does not open a clause ("the treaty that ended
    it").
    """
    return not before.strip() or _BEFORE_A_POINTER.search(before) is not None


def _stands_for(before: str) -> bool:
    """Return whether an earlier clause names a possible antecedent of a pronoun."""
    boundaries = [*_BOUNDARY.finditer(before)]
    return bool(boundaries) and _holds_noun(before[: boundaries[-1].start()])


def _holds_noun(clause: str) -> bool:
    """Return whether a clause names something: an article with a noun, a capital, or a word after an auxiliary."""
    open_here = [*_NOUN.finditer(clause)]
    for match in re.finditer(
        r"\b(?:the|an?|which|what(?!\s(?:happen|went|came|caus|made|led|chang|kept|did))|whose|how\smany"
        r"|every|each|some|any)"
        r"\s([^\W\d_]\w*)",
        clause,
        re.IGNORECASE,
    ):
        generic = any(noun.start() <= match.start() < noun.end() for noun in open_here)
        if not generic and not re.fullmatch(AUXILIARY, match[1], re.IGNORECASE):
            return True
    if _holds_name(clause):
        return True
    after = re.search(rf"\b{AUXILIARY}\s([^\W\d_]\w*)", clause, re.IGNORECASE)
    return after is not None and any(not term.is_stopword for term in terms.tokenize(after[1]))


def _holds_name(text: str) -> bool:
    return any(term.is_capitalised and not term.is_stopword for term in terms.tokenize(text))
