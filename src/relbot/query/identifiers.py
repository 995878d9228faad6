"""Identifiers in a question: codes, versions and numbered things, which match exactly or not at all.

To an embedding, and to a reader trained on prose, "E1044" is as similar to "E1043" as a paraphrase is to its sentence.
So identifiers are compared as strings, and a passage that lacks the identifier asked about does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_patterns import NUMBERS, ORDINALS
from relbot.text.english import word_set
from relbot.text.numbered_lines import numbers_below
from relbot.text.sizes import BEHIND_FIRST, may_be_first_measure
from relbot.text.terms import STOPWORDS

_UNITS = """
km m cm mm mi ft in yd kg g mg lb lbs oz l ml cl s ms min h hr hrs am pm kb mb gb tb kbps mbps gbps hz khz mhz ghz w kw
mw gw kwh v mv a ma c f k bn mn mph kmh kph rpm px pt usd eur gbp x th st nd rd s bc ad ce bce d p bit bits fps dpi
"""
_LOWER_UNITS = "yo|yrs?|hrs|mins|secs?|wks?|ers?|pcs"
"""Units in lower case only: "my 12yo", a "10er" card, but not a 777-300ER."""
_QUANTITY = re.compile(
    rf"\d+(?:{'|'.join(sorted(_UNITS.split(), key=len, reverse=True))}|(?-i:{_LOWER_UNITS}))", re.IGNORECASE
)
"""Digits with a unit or ending: "55mph", "20th", "1990s", "3pm"."""
_LABELS = """
appendix article art bay box building bus chapter clause code desk door edition episode error exercise extension ext
fault figure flight floor form gate invoice issue item lesson level line lot model module order page part phase
platform platforms point port problem question regulation room route rule schedule season section sec series sheet slot
stage step table task terminal ticket track train unit version volume ward week zone
"""
_LABEL = "|".join(sorted(_LABELS.split(), key=len, reverse=True))
_NUMERAL = r"(?:\d{1,6}[a-z]?|[IVXLC]{1,6}|[A-Z])"
_CODE = re.compile(
    r"(?<![\w.])(?=[\w.\-/]*\d)(?=[\w.\-/]*[^\W\d_])[^\W_]+(?:[-./_][^\W_]+)*(?![\w])"
    r"|(?<![\w.])v?\d+(?:\.\d+){2,}(?!\w)"
    r"|(?<![\w.])(?:[a-z]+(?:[A-Z][a-z0-9]+)+|[^\W_]+(?:_[^\W_]+)+)(?!\w)"
)
"""Letters and digits in one word, with hyphens or dots within, a number with two dots, or a name in a program."""
_ALONE = re.compile(r"\W*(?P<number>\d{3,9})\W*")
"""A question that is nothing but a number."""
_LAST_YEAR = 2100
_NUMBERED = re.compile(
    rf"\b(?P<label>{_LABEL})s?\.?\s(?:(?:no|nr|number)\.?\s?|#\s?)?(?P<number>\d+(?:\.\d+)+|{_NUMERAL})(?![\w.]*\w)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?P<label>[^\W\d_]{3,})\s(?P<number>\d{1,3}(?:\.\d+)?|[IVX]{2,5})(?![\w.,]*\w)")
"""A word and a number: an identifier only if a source writes the word as a name before a number ("Windows 8")."""
_RELEASE = re.compile(
    r"\b(?:(?:version|release|update)\.?\s?|v\.?\s|v(?=\d+\.))(?P<number>\d+(?:\.\d+)*)(?![\w.]*\w)", re.IGNORECASE
)
_TENS, _ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = tuple(ten + one for ten in _TENS for one in _ONES)
"""Roman numerals by their value, from 0 (empty)."""
_TO = r"\s?(?:to|through|until|till|[-–—])\s?"
_NOT_NUMBERED = word_set("about around over under nearly some than") | {word.lower() for word in MONTHS}
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}\.\d{1,2}\.\d{1,2}")
_PART = re.compile(r"(?<![A-Z])[A-Z]?[a-z]+(?=[A-Z])|[^\W\d_]+|\d+")
_SERIAL = re.compile(r"(?P<head>[^\W\d_]+[-./]?)(?P<serial>\d{1,9})")
"""A code that ends in a number."""
_ANY_NUMBER = r"(?:\d+(?:\.\d+)*[a-z]?|[IVXLC]{1,6}\b)"
_ENUMERATED = rf"(?:(?:{_ANY_NUMBER}|[,&–-]|and|or|to|through)\s*){{0,12}}"
"""The part of an enumeration between the label and a later number: "Articles 12, 13 and 15"."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code, version or numbered thing that a question names."""

    text: str
    """As written in the question: "E1044", "version 3.4.11", "Article 13"."""
    start: int
    end: int
    number: str
    """The part that distinguishes it from its siblings: "E1044", "3.4.11", "13"."""
    label: str
    """The noun that is numbered: "article"; empty for a code."""
    label_is_name: bool = False
    """Whether the label may be any word, such as "Windows"."""

    @property
    def search_words(self) -> str:
        """The words to search for; not all are required, since a source may write "War II" for "War 2"."""
        return f"{self.text} {' '.join(_PART.findall(self.number))}"

    def is_named(self, text: str) -> bool:
        """Return whether a text has the number or code itself, possibly in words or within a range."""
        pattern = re.compile(_either(self.number), re.IGNORECASE) if self.label else _token(self.number)
        return pattern.search(text) is not None or self._is_meant(text)

    def blanked(self, text: str) -> str:
        """Return a text of the same length without the thing: its number there counts nothing."""
        label = rf"\b{re.escape(self.label)}\W{{1,3}}(?:(?:no|nr|number)\.?\s)?" if self.label else ""
        own = re.compile(f"{label}{_either(self.number)}", re.IGNORECASE) if label else _token(self.number)
        return own.sub(lambda match: " " * len(match.group()), text)

    def heads(self, heading: str) -> bool:
        """Return whether a heading is about it: "Article 13 – Parking", but not "13 ways to park"."""
        return self.stands_in(heading) and self.is_named(heading) and self.label in heading.lower()

    def stands_in(self, passage: str) -> bool:
        """Return whether a passage, including its headings, names it."""
        if not self.label:
            return self.is_named(passage)
        if self.is_listed_in(passage):
            return True
        if self.label_is_name:
            name = rf"\b{re.escape(self.label.capitalize())}"
            is_numbered = re.search(rf"{name}\s{_ANY_NUMBER}", passage)
            return not is_numbered or re.search(rf"{name}\s{_ENUMERATED}{_either(self.number)}", passage) is not None
        label = rf"\b{re.escape(self.label[:3])}\w*\.?"
        if self._is_meant(passage):
            return True
        if not re.search(_either(self.number), passage, re.IGNORECASE):
            return False
        own = rf"{label}\W{{1,3}}(?:(?:no|nr|number)\.?\s)?{_ENUMERATED}{_either(self.number)}"
        if re.search(own, passage, re.IGNORECASE):
            return True
        # Where such things are numbered here, this number belongs to something else.
        return not re.search(rf"{label}\s(?:(?:no|nr|number)\.?\s?|#)?{_ANY_NUMBER}", passage, re.IGNORECASE)

    def is_listed_in(self, text: str) -> bool:
        """Return whether it opens a line of a text below a heading with its label."""
        own = re.compile(_either(self.number), re.IGNORECASE)
        return any(own.fullmatch(number) for number in numbers_below(self.label, text))

    def _is_meant(self, text: str) -> bool:
        """Return whether a text has the number in words ("Season Two", "the second season") or within a range ("rooms
        101 to 120", "C4410 to C5127").
        """
        if not self.label:
            code = _SERIAL.fullmatch(self.number)
            return code is not None and _is_within(int(code["serial"]), re.escape(code["head"]), text)
        if not self.number.isdigit():
            return False
        number, label = int(self.number), re.escape(self.label)
        if _is_within(number, "", text, before=rf"\b{label}s\s"):
            return True
        if not 0 < number <= len(NUMBERS):
            return False
        words = rf"\b{label}\s{NUMBERS[number - 1]}\b|\b{ORDINALS[number - 1]}\s{label}s?\b"
        return re.search(words, text, re.IGNORECASE) is not None


def _is_within(number: int, head: str, text: str, *, before: str = r"(?<!\w)") -> bool:
    """Return whether a number lies within a range in a text whose ends have the same head."""
    ranges = re.finditer(rf"{before}{head}(\d{{1,9}}){_TO}{head}(\d{{1,9}})(?!\w)", text, re.IGNORECASE)
    return any(int(match[1]) <= number <= int(match[2]) for match in ranges)


def names_only_another(text: str, wanted: Sequence[Identifier]) -> bool:
    """Return whether a text names a sibling of a wanted identifier and none of the wanted ones."""
    if not wanted or any(identifier.stands_in(text) and identifier.is_named(text) for identifier in wanted):
        return False
    kinds = {identifier.label for identifier in wanted}
    is_numbered_otherwise = any(identifier.label_is_name and not identifier.stands_in(text) for identifier in wanted)
    return is_numbered_otherwise or any(other.label in kinds for other in identifiers(text))


def identifiers(question: str) -> tuple[Identifier, ...]:
    """Return the identifiers in a question, in order and without overlap."""
    found = list[Identifier]()

    def add(start: int, end: int, number: str, label: str = "", *, label_is_name: bool = False) -> None:
        if not any(start < other.end and other.start < end for other in found):
            found.append(Identifier(question[start:end], start, end, number, label, label_is_name))

    for match in _RELEASE.finditer(question):
        add(match.start(), match.end(), match["number"], "version" if "." not in match["number"] else "")
    for match in _NUMBERED.finditer(question):
        if _tells_apart(match["number"]):
            add(match.start(), match.end(), match["number"], match["label"].lower())
    for match in _NAMED.finditer(question):
        label = match["label"].lower()
        if label not in STOPWORDS and label not in _NOT_NUMBERED:
            add(match.start(), match.end(), match["number"], label, label_is_name=True)
    alone = _ALONE.fullmatch(question)
    if alone and int(alone["number"]) > _LAST_YEAR:
        add(alone.start("number"), alone.end("number"), alone["number"])
    for match in _CODE.finditer(question):
        code = re.sub(r"(?<=\d)s$", "", match.group().strip(".-/"))  # "F-16s" are several F-16
        if not _QUANTITY.fullmatch(code) and not _is_prose(code):
            add(match.start(), match.start() + len(code), code.removeprefix("v") if code[1:2].isdigit() else code)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def _token(number: str) -> re.Pattern[str]:
    """Compile a pattern for the same letters and digits, however joined: "PPR-1044" is "ppr 1044"."""
    parts = _PART.findall(number)
    joined = r"[-\s./_]?".join(map(re.escape, parts)) if not number.replace(".", "").isdigit() else re.escape(number)
    ends = rf"(?:s?(?![\w])(?!\.\d){f'|(?={BEHIND_FIRST})' if may_be_first_measure(number) else ''})"
    return re.compile(rf"(?<![\w])(?<!\d\.)(?:v(?=\d))?{joined}{ends}", re.IGNORECASE)


def _either(number: str) -> str:
    """Return a pattern for a number in digits or in Roman numerals: "World War 2" is "World War II"."""
    forms = {number}
    if number.isdigit() and 0 < int(number) < len(ROMAN):
        forms.add(ROMAN[int(number)])
    elif number.upper() in ROMAN:
        forms.add(str(ROMAN.index(number.upper())))
    return rf"\b(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w|\.\d)"


def _tells_apart(number: str) -> bool:
    """Return whether a number is a numeral: "part I played" and "line a" have none."""
    return number[0].isdigit() or (number.isupper() and number not in ("I", "A", "O"))


def _is_prose(code: str) -> bool:
    """Return whether a code is a date, range, score or compound: "1991-92", "24/7", "mid-1980s", "20th-century"."""
    if code.replace(".", "").isdigit() and code.count(".") > 1:
        return _DATE.fullmatch(code) is not None
    pieces = re.split(r"[-./]", code)
    numeric = [piece for piece in pieces if piece[:1].isdigit()]
    words = [piece for piece in pieces if piece.isalpha()]
    if len(numeric) + len(words) < len(pieces):
        return False  # a piece such as "x25" has letters before its digits
    if any(not (piece.isdigit() or _QUANTITY.fullmatch(piece)) for piece in numeric):
        return False
    # Lower-case words joined to a number are prose; capitals make a code of it.
    return not words or all(word.islower() for word in words)
