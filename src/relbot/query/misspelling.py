"""Decides whether a word may be a misspelling of another. Only the two words count; `spelling` considers the context.

People who misspell a name write what they hear, or drop, double or swap letters; another consonant makes another name
(Baran is not Bayan). Tuned on the questions of SQuAD 2.0, so that misspelt words are found and correct words that the
corpus lacks are left unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from string import ascii_lowercase

from relbot.text.english import word_set

MAX_EDITS = 2
"""Edits within one word: substitutions, deletions, insertions, transpositions (optimal string alignment distance)."""
_MAX_SIMILAR_WORDS = 12
_SIMILAR_SOUNDS = ("aeiouyj", "ckqgx", "szcx", "vwfb", "dt", "mn", "bp", "lr")
_VOWELS = tuple("aeiouy")
_PREFIXES = ("un", "dis", "non", "re", "mis", "in", "im", "inter", "pre", "de")
_SUFFIXES = word_set("""
s d r n y ed er ers or ors en ens est ing ly ness less ful able ible ment ist ists ism ize ise al ic ish
""")


def similar_words(
    word: str, word_forms: Mapping[tuple[str, int], Sequence[str]], max_edits: int = MAX_EDITS
) -> dict[str, int]:
    """Return the words within an edit distance, with that distance, nearest first; at most `_MAX_SIMILAR_WORDS`.

    `word_forms` maps first letter and length to words. The first letter is seldom wrong, and if so it sounds like
    the right one.
    """
    from rapidfuzz.distance import OSA  # 20 ms, spared for a question without unknown words
    from rapidfuzz.process import extract

    found: list[tuple[str, float]] = []
    firsts = {word[0]}.union(*(sounds for sounds in _SIMILAR_SOUNDS if word[0] in sounds))
    for first, length in product(sorted(firsts), range(max(2, len(word) - max_edits), len(word) + max_edits + 1)):
        choices = word_forms.get((first, length), ())
        matches = extract(word, choices, scorer=OSA.distance, score_cutoff=max_edits, limit=_MAX_SIMILAR_WORDS)
        found += [(other, distance) for other, distance, _ in matches]
    nearest = sorted(found, key=lambda pair: pair[1])[:_MAX_SIMILAR_WORDS]
    return {other: int(distance) for other, distance in nearest}


def slips_of(word: str) -> Iterator[str]:
    """Yield the words that a word of the letters a to z may be a slip for: a letter added, missing or swapped after the
    first, or another vowel. Another consonant usually makes another word.
    """
    for n in range(1, len(word) + 1):
        before, after = word[:n], word[n:]
        yield from (before + letter + after for letter in ascii_lowercase)
        yield before + after[1:]
        if after[:1] in _VOWELS:
            yield from (before + vowel + after[1:] for vowel in _VOWELS)
        yield before + after[1:2] + after[:1] + after[2:]


def is_plausible_misspelling(word: str, known: str, edits: int, *, is_name: bool) -> bool:
    """Return whether a word may be a known one at this edit distance, without support from its context; both folded."""
    if edits > (2 if len(word) >= 6 else 1) or min(len(word), len(known)) < 4:
        return False
    if len(word) == len(known) == 4 and sorted(word) != sorted(known):
        return False  # at four letters, another letter mostly makes another word
    if differs_by_prefix(word, known):
        return False
    return not ((is_name or edits > 1) and sounds_different(word, known, edits))


def is_inflected(pieces: Sequence[str]) -> bool:
    """Return whether word pieces are a stem and a suffix ("sign", "er"), so that the word is spelt correctly."""
    return len(pieces) == 2 and len(pieces[0]) >= 3 and pieces[1] in _SUFFIXES


def sounds_different(word: str, known: str, edits: int) -> bool:
    """Return whether a letter is replaced by one that sounds different."""
    from rapidfuzz.distance import Levenshtein

    operations = Levenshtein.editops(word, known)
    if len(operations) > edits:  # a transposition, which keeps the sounds
        return False
    return any(o.tag == "replace" and not _sounds_alike(word[o.src_pos], known[o.dest_pos]) for o in operations)


def _sounds_alike(letter: str, other: str) -> bool:
    return letter == other or any(letter in sounds and other in sounds for sounds in _SIMILAR_SOUNDS)


def differs_by_prefix(word: str, known: str) -> bool:
    """Return whether one word is the other with a prefix: "unofficial" is no misspelt "official"."""
    longer, shorter = sorted((word, known), key=len, reverse=True)
    return any(longer.startswith(prefix) and longer[len(prefix) :][:4] == shorter[:4] for prefix in _PREFIXES)
