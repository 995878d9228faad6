"""How documents number their parts: what the number of a heading, sentence or list item counts, and how well that fits
what a question asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.answer import Source
from relbot.query.identifiers import ROMAN
from relbot.query.numbered_part import DIVISIONS, LABEL, OF_LISTS, NumberedPart, label_of
from relbot.text.terms import stems

_HEADS = re.compile(
    rf"\W{{0,3}}?(?:(?P<label>(?i:{LABEL}))\.?\s?(?:(?i:no|nr)\.?\s?)?)?[#(\[]?v?(?P<number>\d[\d.]*[a-z]?|[IVXLC]+(?![a-z]))"
    r"(?P<mark>[)\].:]{0,2})(?=\s|$|[–—:-])"
)
"""A number at the beginning of a heading or a sentence, with its label, which says what it counts."""
_GOES_ON = re.compile(r"\s+[^\W\d_A-Z]")
"""What follows a number that is part of a sentence: "13 ways to park"."""
_VERSION = re.compile(r"(?<![\w.])v?(?P<number>\d+(?:\.\d+)*)(?![\w.]*\d)", re.IGNORECASE)
LOG = frozenset(stems("changelog changes change history release releases version versions news"))
"""Stems in titles and headings under which versions are listed."""
_DATED = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?")
_MARK = re.compile(r"(?:^|\n)[ \t>]*\(?(?P<number>\d{1,4})[.)][ \t]+$")
"""The number of a list item, in the text before it."""
_MARK_CHARACTERS = 12
_MARKED = re.compile(r"\W?\d{1,4}[.)]\s")
_LINE_BEGINS = re.compile(r"(?:^|\n)[ \t>]*$")
_GENERIC = frozenset({"point", "section", "paragraph", "article", "chapter", "clause"})
"""Labels that people use for parts of any document, whatever it calls them."""
OWN, OF_DOCUMENT, ALIKE, ANY = 4, 3, 2, 1
"""How well a number fits: it has the label asked for; the title, path or headings above have it; its label is a synonym
or its document is named; it counts something."""


def above(source: Source, section: Sequence[str]) -> str:
    """Return the words that may say what the numbers below count: title, path and headings."""
    return re.sub(r"[_-]", " ", " ".join((source.title, source.path, *section)))


def heading_fits(part: NumberedPart, heading: str, words_above: str, *, is_named: bool) -> int:
    """Return how well a heading fits the part, 0 if it is another's. `is_named`: the question names its document."""
    if part.is_version or not part.label:
        own = _version_fits(part.number, heading, words_above)
        if own or part.is_version:
            return own
    counted = _counted(heading)
    if counted is None or counted[1] != part.number:
        return 0
    return _label_fits(part.label, counted[0], words_above, is_named=is_named)


def beginning_fits(
    part: NumberedPart, text: str, start: int, sentence: str, words_above: str, *, is_named: bool
) -> tuple[str, int] | None:
    """Return the number at the beginning of a sentence and how well it fits the part, or None.

    It is the number of the list item that begins at the offset `start` of `text`, or one in the sentence itself: after
    a label, with dots in it, or with a mark at the beginning of a line.
    """
    if mark := _MARK.search(text, max(0, start - _MARK_CHARACTERS), start):
        return mark["number"], _item_fits(part.label, words_above, is_named=is_named)
    counted, begins = _counted(sentence), _LINE_BEGINS.search(text, max(0, start - _MARK_CHARACTERS), start)
    # "2.2 Elections take place in October." or "4. Elections"
    if counted and (counted[0] or "." in counted[1] or (begins and _MARKED.match(sentence))):
        if begins and not counted[0] and counted[1].isdigit():
            return counted[1], _item_fits(part.label, words_above, is_named=is_named)
        return counted[1], _label_fits(part.label, counted[0], words_above, is_named=is_named)
    return None


def numbers_alike(part: NumberedPart, heading: str, words_above: str) -> bool:
    """Return whether a heading numbers a part of this kind, whatever its number."""
    if (part.is_version or not part.label) and _VERSION.search(heading):
        return _is_of_log(heading, "") or _DATED.search(heading) is not None
    counted = _counted(heading)
    return counted is not None and _label_fits(part.label, counted[0], words_above, is_named=False) >= OF_DOCUMENT


def _counted(words: str) -> tuple[str, str] | None:
    """Return the label and the number that a text begins with, or None."""
    head = _HEADS.match(words)
    if head is None or not (head["label"] or head["mark"] or not _GOES_ON.match(words, head.end())):
        return None
    number = head["number"].rstrip(".")
    return label_of(head["label"] or ""), str(ROMAN.index(number)) if number in ROMAN else number


def _version_fits(asked: str, heading: str, words_above: str) -> int:
    """Return how well a heading fits a version, one less if the version is written shorter: "2.2" for "2.2.0"."""
    numbers = [match["number"] for match in _VERSION.finditer(_DATED.sub(" ", heading))]
    is_exact = asked in numbers
    if not is_exact and not any(number in (f"{asked}.0", f"{asked}.0.0") for number in numbers):
        return 0
    if _is_of_log(heading, words_above):
        return OF_DOCUMENT + is_exact
    return ANY if is_exact and _DATED.search(heading) else 0


def _is_of_log(heading: str, words_above: str) -> bool:
    return heading.lstrip()[:1] == "[" or not LOG.isdisjoint(stems(f"{words_above} {heading}"))


def _item_fits(asked: str, words_above: str, *, is_named: bool) -> int:
    """Return how well a list item fits. It may be a step or a rule unless the words above name another kind."""
    fit = _label_fits(asked, "", words_above, is_named=is_named)
    is_called = not {label_of(word) for word in re.findall(r"\w+", words_above)} <= {"", "point", "version"}
    return ANY if not fit and asked in OF_LISTS and not is_called else fit


def _label_fits(asked: str, label: str, words_above: str, *, is_named: bool) -> int:
    if asked == label:
        return OWN
    if label and not {asked, label} <= DIVISIONS | {""}:
        return 0
    if asked and not set(stems(asked)).isdisjoint(stems(words_above)):
        return OF_DOCUMENT
    if is_named or label:
        return ALIKE
    return ANY if not asked or asked in _GENERIC else 0
