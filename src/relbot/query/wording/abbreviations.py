"""Expands an abbreviation that the corpus writes out: "ww2" is its "World War II", "the KPA" its "Korean People's
Army", "ps4" its "PlayStation 4".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from relbot.index.protocol import Generation, Lexicon
from relbot.query.identifiers import ROMAN
from relbot.temporal.date_patterns import NUMBERS, ORDINALS
from relbot.text.terms import fold, stem, stems

_NUMBERED = re.compile(r"(?P<letters>[^\W\d_]{1,6}?)(?P<number>\d{1,4}|[ivx]{1,5})")
"""An abbreviation with its number, in Arabic or Roman numerals, folded: "ww2", "wwii"."""
_MAX_LETTERS = 6
_PASSAGES_PER_CHANCE, _MAX_CHANCES = 500, 9
"""A corpus of so many passages has a name of any initials by chance, in one of them. Of 1,000 triples of letters, 585
have one in 120,000 passages, and 101 one that ten passages have and that prevails."""
_MIN_PASSAGES, _MIN_SHARE = 5, 4
"""Passages that have to hold the name of what may be a word or has two letters; in a small corpus one in so many."""
_MIN_PREFIX = 3
"""Letters of "Win 11" and "Art. 13", whose words are cut short."""
_LOOKED_THROUGH = 50
"""Passages with the number that are looked through, those with the most of it first."""
_VOWEL = re.compile("[aeiouy]")


def numbered_name(word: str, passages: int, generation: Generation) -> str | None:
    """What the corpus writes for letters and a number, folded: words with these initials, a word that begins so, or the
    same in other numerals or with a gap between. None for other words, and where it has nothing of the kind, or the
    letters themselves in more passages: in `passages` of them.
    """
    match = _NUMBERED.fullmatch(word)
    if not match:
        return None
    letters, value = match["letters"], _value(match["number"].upper())
    if value is None:
        return None
    named = _named(letters, value, passages, generation) if len(letters) > 1 else None
    named = named or (None if passages else _in_other_numerals(letters, value, generation.lexicon))
    if named or passages or not match["number"].isdigit():
        return named
    return _with_number(letters, value, generation) or _beside_number(letters, value, generation)


def long_name(word: str, generation: Generation, *, is_upper: bool, follows_the: bool) -> str | None:
    """The name that most passages with such initials have, of a word in capitals, or of one in small letters that can
    hardly be another word: it has no vowel, or follows "the".
    """
    letters = fold(word)
    if not 2 <= len(letters) <= _MAX_LETTERS or not letters.isalpha():
        return None
    is_odd = is_upper or len(generation.encoder.token_offsets(letters)) > 1
    if not (is_upper or follows_the or (is_odd and not _VOWEL.search(letters))):
        return None
    passages = generation.manifest.passages
    least = 0.0 if is_odd and len(letters) > 2 else min(_MIN_PASSAGES, passages / _MIN_SHARE)
    return _prevailing(generation.lexicon.names_by_initials(letters), generation, least)


def _named(letters: str, value: int, least: int, generation: Generation) -> str | None:
    """The name that ends in the number as a word, or begins with it, and has the letters as its other initials."""
    found = list[tuple[str, int]]()
    for form in _forms(value):
        for initials, place in ((letters + form[0], -1), (form[0] + letters, 0)):
            names = generation.lexicon.names_by_initials(initials)
            found += (each for each in names if _value(each[0].split()[place]) == value)
    return _prevailing(found, generation, least)


def _in_other_numerals(letters: str, value: int, lexicon: Lexicon) -> str | None:
    """The same abbreviation with its number in Arabic or Roman numerals: "WWII" of "ww2"."""
    codes = [f"{letters}{value}", *(f"{letters}{numeral.lower()}" for numeral in ROMAN[1:][value - 1 : value])]
    written = (word.surface_form for word in lexicon.words(codes) if word.folded in codes)
    return next((code for code in written if code.isupper()), None)


def _with_number(letters: str, value: int, generation: Generation) -> str | None:
    """The name with the initials, where it stands before the number in digits."""
    name = _prevailing(generation.lexicon.names_by_initials(letters), generation) if len(letters) > 1 else None
    numbered = f"{name} {value}"
    return numbered if name and generation.lexicon.phrases([tuple(stems(numbered))]) else None


def _prevailing(names: Sequence[tuple[str, int]], generation: Generation, least: float = 0.0) -> str | None:
    """The name that at least half of the passages with any of some names have, and more than have one by chance."""
    chances = min(_MAX_CHANCES, generation.manifest.passages // _PASSAGES_PER_CHANCE)
    name, count = max(names, key=lambda each: each[1], default=("", 0))
    return name if count > chances and count >= least and 2 * count >= sum(own for _, own in names) else None


def _beside_number(letters: str, value: int, generation: Generation) -> str | None:
    """What stands most often before the number in the passages that have most of it."""
    words = [rf"(?i:{letters})"]
    if len(letters) > 1:
        words.append(r"[\s-]?".join(rf"{letter.upper()}[a-z]+" for letter in letters))
    if len(letters) >= _MIN_PREFIX:
        words.append(rf"{letters.capitalize()}[a-z]+")
    pattern = re.compile(rf"\b(?:{'|'.join(words)})[\s-]{value}(?!\w|[.,]\d)")
    passages = (record.passage for record in generation.matching([stem(str(value))], _LOOKED_THROUGH))
    texts = ("\n".join((*passage.section, passage.quote)) for passage in passages)
    found = Counter(match for text in texts for match in pattern.findall(text))
    return min(found, key=lambda words: (-found[words], words)) if found else None


def _forms(value: int) -> list[str]:
    """A number as it may be written, folded: "2", "ii", "two", "second"."""
    listed: Sequence[Sequence[str]] = (ROMAN[1:], NUMBERS, ORDINALS)
    return [str(value), *(fold(names[value - 1]) for names in listed if 0 < value <= len(names))]


def _value(word: str) -> int | None:
    """The number that a word is: 2 of "2", "II", "Two" and "Second"."""
    if word.isdecimal():
        return int(word)
    for names in (ROMAN[1:], NUMBERS, ORDINALS):
        if word in names or word.lower() in names:
            return names.index(word if word in names else word.lower()) + 1
    return None
