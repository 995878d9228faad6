"""Finds the code that a label and number mean, if the corpus writes codes with letters: "error 104" for "E104"."""

from __future__ import annotations

from string import ascii_lowercase

from relbot.index.protocol import Generation
from relbot.query.identifiers import Identifier
from relbot.text.terms import stem

_LABELS = frozenset(
    ["error", "code", "fault", "warning", "alarm", "message", "exit", "status", "bug", "ticket", "issue"]
)
_LOOKED_AT = 40
"""The most passages with label and number that are searched for the number below a heading with the label."""


def code_of(label: str, number: str, generation: Generation) -> str | None:
    """Return the only word of the corpus that is a letter followed by the number; of several, the one with the label's
    first letter. Label and number are folded.

    None if there is no such word, or if the corpus has the plain number after the label or below it.
    """
    if label not in _LABELS or not number.isdecimal():
        return None
    lexicon = generation.lexicon
    coded = [f"{letter}{number}" for letter in ascii_lowercase]
    found = {word.folded: word.surface_form for word in lexicon.words(coded) if word.folded in coded}
    code = next(iter(found.values())) if len(found) == 1 else found.get(f"{label[0]}{number}")
    return None if code is None or _is_numbered(label, number, generation) else code


def _is_numbered(label: str, number: str, generation: Generation) -> bool:
    """Return whether the corpus has the number after the label or "code", or opening a line below a heading with the
    label.
    """
    words = stem(label), stem(number)
    if generation.lexicon.phrases([words, (stem("code"), words[1])]):
        return True
    if not generation.lexicon.frequencies([words[1]])[words[1]]:
        return False
    thing = Identifier(f"{label} {number}", 0, 0, number, label)
    passages = (record.passage for record in generation.matching(words, _LOOKED_AT))
    return any(thing.is_listed_in(passage.with_headings) for passage in passages)
