"""Recognises a question for a part of a document by its number alone: "what does Art. 5 say", "what's in v2.2", "rule
3", "§ 7 of the statutes".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relbot.query.identifiers import ROMAN
from relbot.query.releases.change_groups import CHANGE, groups_named, is_word_of
from relbot.temporal.date_patterns import NUMBERS, ORDINALS

_DIVISIONS = {
    "article": "articles?|art",
    "section": "sections?|sec|§{1,2}",
    "paragraph": "paragraphs?|para|par",
    "rule": "rules?",
    "clause": "clauses?",
    "point": "points?|item|no|nr|number|#",
    "term": "terms?",
    "chapter": "chapters?|ch",
    "regulation": "regulations?|reg",
    "step": "steps?",
    "appendix": "appendix|annex",
}
_RELEASES = {"version": "versions?|ver|v|releases?|updates?|patch|builds?"}
DIVISIONS = frozenset(_DIVISIONS)
"""Names for the parts of rules and the like, which people use interchangeably."""
OF_LISTS = frozenset({"step", "rule"})
"""Names that people give to the items of any numbered list."""
LAST = "last"
"""The number of the last item of a list."""
_SPELT = {word: str(number) for number, word in enumerate(NUMBERS, start=1)}
_NTH = {word: str(number) for number, word in enumerate(ORDINALS, start=1)}

LABEL = "|".join((*_DIVISIONS.values(), *_RELEASES.values()))
_NUMBER = rf"\d{{1,4}}(?:\.\d{{1,4}}){{0,3}}[a-z]?|[IVXLC]{{1,6}}|(?i:{'|'.join(_SPELT)})"
_PART = re.compile(
    rf"(?<![\w.])(?:(?i:(?P<label>{LABEL})\.?\s?(?:(?:no|nr|number)\.?\s?|#\s?)?)(?P<number>{_NUMBER})"
    rf"|(?i:(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_NTH)}|(?:last|final)(?=\s(?:step|rule|point|item)\b))\s(?P<label2>{LABEL}))"
    r"|(?P<bare>\d{1,4}(?:\.\d{1,4}){1,3}))(?![\w])(?!\.\d)"
)
_ASKING = r"""
what whats what['’]s which wat does do did is are was were has have been in on of under about for with by to at from
the a an our your this that it there says? said tell me us explain show read quote give describe summar\w+ summary
mean means cover covers contain contains state states stand stands content contents text all please exactly again
come came happened get got i you can know into during thing things stuff everything anything any how just and also then
so ok
"""
_ASKS = re.compile(rf"(?:{'|'.join(_ASKING.split())})", re.IGNORECASE)
"""Words that ask for a part as a whole."""
_CAME_OUT = r"(?:released?|come out|came out|published|out|available|dropped)"
_WHEN = re.compile(
    r"(?:when (?:was|is|did|has|will)|(?:what (?:is|was) )?(?:the )?(?:release )?date (?:of|for)|how old is)"
    rf"(?: (?P<document>(?!{_CAME_OUT}\b|be\b|been\b)[^,]{{2,40}}?))?(?: (?:been|be))?(?: {_CAME_OUT})?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:what|which(?: step| rule| point| item)?)(?:['’]?s)?"
    r"(?: (?:is|are|comes?|happens?|goes|to|do|does|i|you|we|next|right))*"
    r" (?P<where>after|before|follows) (?:the )?(?P<part>.+)",
    re.IGNORECASE,
)
"""A question for the item before or after a part."""
_POINT = re.compile(r"\b(?:point|item)", re.IGNORECASE)
_LONGEST = 200
"""The longest question for a part, in characters."""
_MOST_WORDS = 4
"""The most words beside the part, which may name its document."""
_WORD = re.compile(r"[^\s,?!.]+")


@dataclass(frozen=True, slots=True)
class NumberedPart:
    """The part that a question asks for by its number."""

    text: str
    """As written in the question: "Art. 5", "v2.2"."""
    number: str
    """In digits, with inner dots: "5", "2.2"."""
    label: str
    """The normalised noun, such as "article" or "version"; "" if only a number is given."""
    document: str
    """The words beside it, which must name the document that it is in: "house rules"."""
    changes: tuple[str, ...] = ()
    """The groups of changes that are asked for: "added", "fixed"; empty for all."""
    asks_when: bool = False
    """Whether the question asks when it came out."""
    beside: str = ""
    """The number of the item next to it that the question names: "2" in "what comes after step 2"."""

    @property
    def is_item(self) -> bool:
        """Whether it is named as an item of a numbered list, and not just by a number ("no. 5")."""
        return self.label in OF_LISTS or _POINT.search(self.text) is not None

    @property
    def is_version(self) -> bool:
        return self.label == "version" or bool(self.changes) or self.asks_when


def numbered_part(question: str) -> NumberedPart | None:
    """Return the part that a question asks for; None if it asks for something else or for several parts."""
    text = " ".join(question[: _LONGEST + 1].split()).rstrip(" ?!.…")
    if len(question) > _LONGEST:
        return None
    if beside := _beside(text):
        return beside
    parts = list(_PART.finditer(text))
    if len(parts) != 1:
        return None
    part, asks_when = parts[0], False
    around = f"{text[: part.start()]} {text[part.end() :]}"
    if when := _WHEN.fullmatch(" ".join(around.split())):
        around, asks_when = when["document"] or "", True
    words = _WORD.findall(around)
    changes = groups_named(words)
    left = [word for word in words if not (asks_for_part(word) or is_word_of(CHANGE, word))]
    label = label_of(part["label"] or part["label2"] or "")
    if ((changes or asks_when) and label not in ("", "version")) or len(left) > _MOST_WORDS:
        return None
    if left and not any(map(str.isalpha, "".join(left))):
        return None  # "article 12 and 13"
    number, document = _digits(part), " ".join(left)
    label = label or ("version" if changes else "")
    return NumberedPart(part.group(), number, label, document, () if "all" in changes else changes, asks_when)


def _beside(text: str) -> NumberedPart | None:
    """Return the step or rule that a question asks for as the one before or after another."""
    asked = _BESIDE.fullmatch(text)
    part = _PART.match(asked["part"]) if asked else None
    label = label_of(part["label"] or part["label2"] or "") if part else ""
    if asked is None or part is None or label not in {*OF_LISTS, "point"} or not _digits(part).isdigit():
        return None
    rest = [word for word in _WORD.findall(asked["part"][part.end() :]) if not asks_for_part(word)]
    if len(rest) > _MOST_WORDS:
        return None
    number = int(_digits(part))
    other = number - 1 if asked["where"].lower() == "before" else number + 1
    return NumberedPart(part.group(), str(other), label, " ".join(rest), beside=str(number))


def asks_for_part(word: str) -> bool:
    """Return whether a word may ask for a part as a whole: "what", "says", "everything"."""
    return _ASKS.fullmatch(word) is not None


def label_of(word: str) -> str:
    """Return the normalised label of a word ("article" for "Art"); "" if it is none."""
    every = {**_DIVISIONS, **_RELEASES}
    return next((label for label, forms in every.items() if word and is_word_of(forms, word)), "")


def _digits(part: re.Match[str]) -> str:
    if part["nth"]:
        nth = part["nth"].lower()
        if nth in (LAST, "final"):
            return LAST
        return _NTH.get(nth) or re.sub(r"\D", "", nth)
    number = part["number"] or part["bare"]
    if number.upper() in ROMAN:
        return str(ROMAN.index(number.upper()))
    return _SPELT.get(number.lower(), number)
