"""Expands an abbreviation that the corpus writes out: "ww2" to "World War II", "the KPA" to "Korean People's Army",
"ps4" to "PlayStation 4".
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
"""An abbreviation that ends in an Arabic or Roman number, folded: "ww2", "wwii"."""
_MAX_LETTERS = 6
_PASSAGES_PER_CHANCE, _MAX_CHANCES = 500, 9
"""One passage in so many has a name with given initials by chance; at most `_MAX_CHANCES` are expected. In a corpus of
120,000 passages, 585 of 1,000 random triples of letters are the initials of a name, and 101 of a prevailing name that
ten passages have."""
_MIN_PASSAGES, _MIN_SHARE = 5, 4
"""The fewest passages, or one in so many, that must have the name if the abbreviation may be a word or has only two
letters."""
_MIN_PREFIX = 3
"""The shortest truncated word before a number: "Win 11", "Art. 13"."""
_LOOKED_THROUGH = 50
"""The most passages with the number that are searched, those with most occurrences first."""
_VOWEL = re.compile("[aeiouy]")


def numbered_name(word: str, passages: int, generation: Generation) -> str | None:
    """Return what the corpus writes for letters with a number: words with these initials, a word that begins with the
    letters, the other numerals, or the same with a gap.

    None for other words, if the corpus has none of these, or if it has the folded `word` itself in more passages
    (`passages` of them).
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
    """Return the prevailing name with these initials, or None. The abbreviation must be in capitals, or hardly possible
    as a word: without a vowel, or after "the".
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
    """Return the name that begins or ends with the number as a word and has the letters as its other initials."""
    found = list[tuple[str, int]]()
    for form in _forms(value):
        for initials, place in ((letters + form[0], -1), (form[0] + letters, 0)):
            names = generation.lexicon.names_by_initials(initials)
            found += (each for each in names if _value(each[0].split()[place]) == value)
    return _prevailing(found, generation, least)


def _in_other_numerals(letters: str, value: int, lexicon: Lexicon) -> str | None:
    """Return the same abbreviation in the other numerals: "WWII" for "ww2"."""
    codes = [f"{letters}{value}", *(f"{letters}{numeral.lower()}" for numeral in ROMAN[1:][value - 1 : value])]
    written = (word.surface_form for word in lexicon.words(codes) if word.folded in codes)
    return next((code for code in written if code.isupper()), None)


def _with_number(letters: str, value: int, generation: Generation) -> str | None:
    """Return the name with these initials that precedes the number in digits."""
    name = _prevailing(generation.lexicon.names_by_initials(letters), generation) if len(letters) > 1 else None
    numbered = f"{name} {value}"
    return numbered if name and generation.lexicon.phrases([tuple(stems(numbered))]) else None


def _prevailing(names: Sequence[tuple[str, int]], generation: Generation, least: float = 0.0) -> str | None:
    """Return the name that at least half of the passages with any of the names have, and more than chance explains."""
    chances = min(_MAX_CHANCES, generation.manifest.passages // _PASSAGES_PER_CHANCE)
    name, count = max(names, key=lambda each: each[1], default=("", 0))
    return name if count > chances and count >= least and 2 * count >= sum(own for _, own in names) else None


def _beside_number(letters: str, value: int, generation: Generation) -> str | None:
    """Return the word that begins with the letters and most often precedes the number."""
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
    """Return the ways to write a number, folded: "2", "ii", "two", "second"."""
    listed: Sequence[Sequence[str]] = (ROMAN[1:], NUMBERS, ORDINALS)
    return [str(value), *(fold(names[value - 1]) for names in listed if 0 < value <= len(names))]


def _value(word: str) -> int | None:
    """Return the number that a word means (2 for "2", "II", "Two" and "Second"), or None."""
    if word.isdecimal():
        return int(word)
    for names in (ROMAN[1:], NUMBERS, ORDINALS):
        if word in names or word.lower() in names:
            return names.index(word if word in names else word.lower()) + 1
    return None
