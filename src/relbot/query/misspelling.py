"""Whether one word may be another, misspelt. Of words alone: what stands around them is for `spelling` to see.

A person who misspells a name writes what they hear, drops a letter, doubles one or swaps two; another consonant makes
another name (Baran is not Bayan). Tuned on the questions of SQuAD 2.0, whose misspelt words should be found and whose
words that the corpus lacks should be left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

MOST = 2
"""Errors in one word: letters wrong, missing, too many, or two swapped (optimal string alignment distance)."""
_NEAREST = 12
"""Words kept of those that are near."""
_HEARD_ALIKE = ("aeiouyj", "ckqgx", "szcx", "vwfb", "dt", "mn", "bp", "lr")
_PREFIXES = ("un", "dis", "non", "re", "mis", "in", "im", "inter", "pre", "de")
_ENDINGS = """
s d r n y ed er ers or ors en ens est ing ly ness less ful able ible ment ist ists ism ize ise al ic ish
"""
_SUFFIXES = frozenset(_ENDINGS.split())


def near(word: str, spellings: Mapping[tuple[str, int], Sequence[str]], most: int = MOST) -> dict[str, int]:
    """The words with at most so many errors between, with their number; some dozen at most, nearest first.

    `spellings` are all words, by first letter and length. A first letter is seldom wrong, and then by its sound.
    """
    from rapidfuzz.distance import OSA  # 20 ms that a question without unknown words is spared
    from rapidfuzz.process import extract

    found: list[tuple[str, float]] = []
    firsts = {word[0]}.union(*(heard for heard in _HEARD_ALIKE if word[0] in heard))
    for first, length in product(sorted(firsts), range(max(2, len(word) - most), len(word) + most + 1)):
        choices = spellings.get((first, length), ())
        found += [(w, d) for w, d, _ in extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=_NEAREST)]
    return {w: int(d) for w, d in sorted(found, key=lambda pair: pair[1])[:_NEAREST]}


def may_be(word: str, known: str, errors: int, *, is_name: bool) -> bool:
    """Whether a word that nothing bears out may be a known one with so many errors; both folded."""
    if errors > (2 if len(word) >= 6 else 1) or min(len(word), len(known)) < 4:
        return False
    if len(word) == len(known) == 4 and sorted(word) != sorted(known):
        return False  # one other letter makes another word of most that are so short
    if negates(word, known):
        return False
    return not ((is_name or errors > 1) and has_another_sound(word, known, errors))


def is_inflected(pieces: Sequence[str]) -> bool:
    """Whether word pieces are a word and an ending: "sign", "er". Such a word is spelt right."""
    return len(pieces) == 2 and len(pieces[0]) >= 3 and pieces[1] in _SUFFIXES


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in heard and other in heard for heard in _HEARD_ALIKE)


def has_another_sound(word: str, known: str, errors: int) -> bool:
    """Whether a letter stands for one that is not heard like it."""
    from rapidfuzz.distance import Levenshtein

    operations = Levenshtein.editops(word, known)
    if len(operations) > errors:  # two letters are swapped, which is no other sound
        return False
    return any(o.tag == "replace" and not _alike(word[o.src_pos], known[o.dest_pos]) for o in operations)


def negates(word: str, known: str) -> bool:
    """Whether they differ by a prefix: "unofficial" is no misspelt "official"."""
    longer, shorter = sorted((word, known), key=len, reverse=True)
    return any(longer.startswith(prefix) and longer[len(prefix) :][:4] == shorter[:4] for prefix in _PREFIXES)
