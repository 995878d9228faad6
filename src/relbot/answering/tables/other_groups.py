"""Recognises prices for other groups of people than the one asked about: the row for adults says nothing about
pensioners, but is the closest row of a list without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.text.table_rows import cells

_GROUPS = {
    "child": r"child(?:ren)?|kids?|toddlers?|bab(?:y|ies)|infants?|juniors?|under\s?1?\d(?:\s?s)?",
    "adult": r"adults?|grown[\s-]?ups?",
    "senior": r"seniors?|pensioners?|oaps?|retired|retirees?|elderly",
    "student": r"students?|pupils?|apprentices?|trainees?",
    "family": r"famil(?:y|ies)",
}
_GROUP = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _GROUPS.items()), re.IGNORECASE)
"""The words for each group of people, as a named group."""
_REDUCED = re.compile(r"\b(?:concess\w+|reduced|discount\w*)\b", re.IGNORECASE)
"""Words for reduced prices, which may be for any group but adults."""
_PRICE = re.compile(r"\b(?:how much|costs?|prices?|pays?|fees?|charged?|tickets?|fares?)\b", re.IGNORECASE)


def are_of_other_groups(question: str, statements: Sequence[str]) -> bool:
    """Return whether the price for some group is asked for, and all statements are rows or lines for other groups, by
    their first value or key.
    """
    asked = _groups(question) if _PRICE.search(question) else frozenset[str]()
    keys = [row[0][1] if (row := cells(text)) else text.partition(":")[0] for text in statements]
    return bool(asked and keys) and all(
        _is_for_others(asked, key, text) for key, text in zip(keys, statements, strict=True)
    )


def _is_for_others(asked: frozenset[str], key: str, text: str) -> bool:
    told = _groups(key)
    is_named = not asked.isdisjoint(_groups(text)) or _REDUCED.search(key) is not None
    return key != text and bool(told) and not is_named


def _groups(text: str) -> frozenset[str]:
    return frozenset(match.lastgroup for match in _GROUP.finditer(text) if match.lastgroup)
