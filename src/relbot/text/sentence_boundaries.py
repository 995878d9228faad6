"""Rules that correct the sentence boundaries of syntok.

syntok takes a word for an abbreviation whatever its context ("She ate a fig. Farmers"), and does not know ranks, German
ordinals, file names and versions. Each rule for a period looks at the words before and after it, and says that a
sentence ends there (True), that none does (False), or that the rule does not apply (None).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from relbot.text.abbreviations import (
    AFTER_CLOCK,
    CLOCK,
    ENDING,
    GERMAN_BEFORE_ORDINAL,
    GERMAN_MONTHS,
    LABELLED,
    OPENERS,
    ORDINARY_WORDS,
    REFERENCES,
    STREETS,
    TITLES,
    UNITS,
)
from relbot.text.parentheses import ranges_without_start

_LOOK_BEHIND, _LOOK_AHEAD = 60, 40
"""The characters before and after a period that the rules see."""

_PERIOD = re.compile(r"(?<=[^\s.…\"'“‘(\[])(?P<marks>\.|…|\.{3})(?P<closing>[\"'”’“»«)\]]{0,3})(?P<gap>\s+)(?=\S)")
_AFTER_END = re.compile(
    r"[.!?…][)\]]?(?P<belongs>[\"'”’“»«]{1,2}|[\s\u00a0\u202f]»|\s?(?:[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?){1,8})\s+"
)
"""Marks that belong to the sentence before them: a closing quote attached to its end, and emoji after it."""
_EMOJI_END = re.compile(r"(?<=\w)\s?(?:[\U0001f300-\U0001faff\u2600-\u26ff]\ufe0f?){1,8}\s+(?=(?P<word>[A-Z][a-z]*)\s)")
_NEXT_WORD = re.compile(r"[\"'“”‘„»«(\[]{0,3}(?P<word>[^\s\"”“»«)\]]{1,40})")
_NUMERAL = re.compile(r"\d|[IVXLC]+\b|[A-Z](?:[.\d\-–,;:)]|\s*$|\b(?!\w))")
_ORDINAL = re.compile(r"\d{1,3}")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{0,2}")
"""A dotted abbreviation such as "U.N", "Ph.D", "e.g"."""
_WITH_INNER_DOT = re.compile(r"\S*[\w\-/@]\.[\w\-/]\S*")
_CODE = re.compile(r"[_/()=@<>\\{}|#:]|\w\.\w+\.\w|\.\w*[a-z][A-Z]|^[A-Z][a-z]+\.[A-Z]\w+$")
"""Marks of code, which make "request.GetHeader()" one name, but not "he sent.The boat"."""
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[\da-fA-F]{1,6});")
_ADDRESS = re.compile(r"\d+\w?\s(?:[A-Z][\w'’]*\s){1,3}$")


class Period(NamedTuple):
    """A period and the words around it."""

    last: str
    """The word before the period, without opening marks."""
    previous: str
    """The word before `last`; empty if there is none."""
    word: str
    """The word after the period."""
    opens: bool
    """Whether `word` is one that begins sentences."""
    after: str
    """The text after the period, beginning with `word`."""


def correct(text: str, starts: Iterable[int]) -> list[int]:
    """Return the offsets at which sentences start, after adding and removing those that the rules say."""
    found = set(starts)
    ordered = sorted(found)
    for match in _PERIOD.finditer(text):
        ends = _ends_sentence(text, match)
        if ends:
            found.add(match.end())
        elif ends is False:
            found.difference_update(_between(ordered, match.start() + 1, match.end() + 3))
    for match in _AFTER_END.finditer(text):
        inside = _between(ordered, match.start("belongs"), match.end())
        if any(start < match.end() for start in inside):
            found.difference_update(inside)
            found.add(match.end())
    found.update(match.end() for match in _EMOJI_END.finditer(text) if match["word"] in OPENERS)
    found.difference_update(start for start in ordered if _is_within_name(text, start))
    for first, last in ranges_without_start(text):
        found.difference_update(_between(ordered, first, last))
    return sorted(start for start in found if start < len(text))


def _between(ordered: list[int], first: int, last: int) -> list[int]:
    """Return the members of a sorted list from `first` to `last`, both inclusive."""
    return ordered[bisect_left(ordered, first) : bisect_left(ordered, last + 1)]


def _ends_sentence(text: str, match: re.Match[str]) -> bool | None:
    """Return whether a sentence ends at a period or ellipsis, with any closing marks; None if no rule applies."""
    following = _NEXT_WORD.match(text, match.end())
    if following is None:
        return None
    word = following["word"]
    if match["marks"] != ".":
        return True if word[:1].isupper() and word not in ("I", "I'm", "I’m") else None
    if match["closing"]:  # syntok knows all closing marks but these, which are opening marks in other languages
        return True if match["closing"] in ("“", "»", "«") and word[:1].isupper() else None
    context = text[max(0, match.start() - _LOOK_BEHIND) : match.start()]
    before = context.split()
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    if before and before[-1][0] in "([":  # "(lit. "Great State")"
        return None
    last = before[-1].lstrip("\"'“‘„»«{") if before else ""
    previous = before[-2] if len(before) > 1 else ""
    opens = word.rstrip(",;:.!?") in OPENERS
    if last in STREETS and word[:1].isupper() and _ADDRESS.search(context[: -len(last)]):
        return True
    period = Period(last, previous, word, opens, after)
    for rule in _RULES:
        ends = rule(period)
        if ends is not None:
            return ends
    return None


def _by_title(period: Period) -> bool | None:
    """Titles: no sentence ends in "Lt. Col. Bane", but one does in "12 ft. The well"."""
    if period.last not in TITLES or period.previous[-1:].isdigit() or not period.word[:1].isupper():
        return None
    return None if period.opens else False


def _by_reference(period: Period) -> bool | None:
    """References: no sentence ends in "pp. 12–14" or "Fig. A", but one does in "She ate a fig. Farmers grow them."."""
    folded = period.last.lower()
    if (
        folded in REFERENCES
        and period.word != "I"
        and (period.word[:1].isdigit() or (not period.opens and _NUMERAL.match(period.after)))
    ):
        return None if period.last in ("no", "s", "l", "v") else False  # "The answer is no. 5 people came."
    if period.last in ORDINARY_WORDS or (
        period.last.istitle() and folded in ORDINARY_WORDS and period.previous[:1].islower()
    ):
        return True if _is_capitalised(period.word) else None
    return None


def _by_ordinal(period: Period) -> bool | None:
    """German ordinals: no sentence ends in "am 3. Oktober" or "das 19. Jahrhundert"."""
    if not _ORDINAL.fullmatch(period.last) or not period.word[:1].isupper():
        return None
    name = period.word.rstrip(",;:.!?")
    if name in GERMAN_MONTHS:
        is_english = name in ("April", "August", "September", "November")
        return False if not is_english or period.previous.lower() in GERMAN_BEFORE_ORDINAL else None
    if name.startswith(("Jahrhundert", "Jahrtausend")) or (
        period.previous.lower() in GERMAN_BEFORE_ORDINAL and not period.opens
    ):
        return False
    return True if period.previous[:-1].lower() in REFERENCES and period.previous[-1:] == "." else None


def _by_unit(period: Period) -> bool | None:
    """Units: a sentence ends in "It is 60 ft. Farmers dug it."."""
    return True if period.last in UNITS and period.previous[-1:].isdigit() and _is_capitalised(period.word) else None


def _by_letter(period: Period) -> bool | None:
    """Single letters: a sentence ends in "plan B. Work began", but not in "J. R. Halloway"."""
    if len(period.last) != 1 or not period.last.isalpha() or not _is_capitalised(period.word):
        return None
    return (
        True
        if period.previous.lower() in LABELLED
        or (period.opens and period.previous.isalpha() and period.previous.islower())
        else None
    )


def _by_clock(period: Period) -> bool | None:
    """Times of day: a sentence ends in "at 6 a.m. Guests arrived", but not in "6 a.m. Eastern time"."""
    if period.last.lower() not in CLOCK or not _is_capitalised(period.word):
        return None
    return None if period.word.rstrip(",;:.!?") in AFTER_CLOCK else True


def _by_inner_dot(period: Period) -> bool | None:
    """Words with an inner dot: a sentence ends in "settings.yaml. Restart it." and "version 2.4.1. Older", but not in
    "U.N. Security Council".
    """
    if not _WITH_INNER_DOT.fullmatch(period.last):
        return None
    if _DOTTED.fullmatch(period.last):
        return True if period.opens and period.last.lower() not in ("e.g", "i.e", "z.b", "d.h") else None
    return True if _is_capitalised(period.word) and period.previous else None


def _by_abbreviation(period: Period) -> bool | None:
    """Others: a sentence ends in "Sons, Inc. Their contract", "pears, etc. Farmers grow" and "in May. 200 people"."""
    is_end = (
        (period.last in ("etc", "usw") and _is_capitalised(period.word))
        or (period.last == "May" and period.previous[:1].islower())
        or (period.last in ENDING and period.opens)
        or (not period.last[-1:].isalnum() and _is_capitalised(period.word) and not period.last.isascii())  # an emoji
    )
    return True if is_end else None


_RULES = (
    _by_title,
    _by_unit,
    _by_reference,
    _by_ordinal,
    _by_letter,
    _by_clock,
    _by_inner_dot,
    _by_abbreviation,
)


def _is_capitalised(word: str) -> bool:
    """Return whether a word begins with a capital and has lower-case letters, or is "I" or "A"."""
    return word in ("A", "I") or (word[:1].isupper() and any(map(str.islower, word)))


def _is_within_name(text: str, start: int) -> bool:
    """Return whether an offset lies within a name from code, such as "request.GetHeader()"."""
    if start == 0 or text[start - 1].isspace():
        return False
    left = re.search(r"\S{0,60}$", text[max(0, start - 60) : start])
    right = re.match(r"\S{0,60}", text[start : start + 60])
    word = (left.group() if left else "") + (right.group() if right else "")
    return word.isascii() and _CODE.search(word.rstrip(".,;:!?)\"'")) is not None


def mask_entities(text: str) -> str:
    """Return the text with a comma for the semicolon of each character reference (`&gt;`), so that it ends nothing."""
    return _ENTITY.sub(lambda entity: entity.group()[:-1] + ",", text)
