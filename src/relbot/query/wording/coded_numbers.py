"""The code that a number stands for, where the corpus writes codes with letters: "error 104" is its "E104"."""

from __future__ import annotations

from string import ascii_lowercase

from relbot.index.protocol import Lexicon
from relbot.text.terms import stem

_LABELS = frozenset(
    ["error", "code", "fault", "warning", "alarm", "message", "exit", "status", "bug", "ticket", "issue"]
)


def code_of(label: str, number: str, lexicon: Lexicon) -> str | None:
    """The only word of the corpus that is a letter and the number, of several that of the label's first letter; None
    where the corpus has the number behind the label itself, or no such word. Both are folded.
    """
    if label not in _LABELS or not number.isdecimal() or lexicon.phrases([(stem(label), stem(number))]):
        return None
    coded = [f"{letter}{number}" for letter in ascii_lowercase]
    found = {word.folded: word.surface_form for word in lexicon.words(coded) if word.folded in coded}
    return next(iter(found.values())) if len(found) == 1 else found.get(f"{label[0]}{number}")
