"""Completes a question with the document's subject: in place of a pronoun or noun, or beside the question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relbot.query.question_words import AUXILIARY
from relbot.query.subject.references import PERSON, SAME_STEM, Reference, open_references
from relbot.query.subject.title_subject import subject_of_title
from relbot.text import terms
from relbot.text.english import is_plural, word_set

_ALONE = re.compile(
    rf"(?:who|what)\s(?!{AUXILIARY}\b)[^\W\d_]+(?:\s(?:first|last|exactly|next|then|most))?", re.IGNORECASE
)
"""A question of only "who" or "what" and a verb: "who won?"."""
_PAIR = re.compile(
    r"(?P<a>[^–—-]{2,40})\s?[–—-]\s?(?P<b>[^–—-]{2,40}?)\s(?:relations?|relationship|war|wars|conflict"
    r"|border|treaty)",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"they|them|their|theirs|these|those|both|.*\b(?:two|both|countries|nations|sides|pair)\b.*", re.IGNORECASE
)
_ALL_OF = re.compile(r"\ball (?:of )?$", re.IGNORECASE)
"""The words of "all this" and "all of it" before the pronoun that a title replaces."""
_MANY = re.compile(r"they|them|their|theirs|these|those", re.IGNORECASE)
_WHOLE = word_set("""
article page document text story topic subject place thing things two pair both countries nations sides relationship
relations relation ties country
""")
"""Nouns that say no more than the title does."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A question with the subject in it."""

    text: str
    """For search. A subject without a place in the question follows a colon, which the reader handles best."""
    shown: str = ""
    """For people, if the subject has no place in the question: it follows in brackets, "how was she raised (Ada
    Lovelace)?"."""


def filled_in(text: str, subject_title: str) -> Filled | None:
    """Return the question with the document's subject filled in; None if it needs none or names the subject itself."""
    title = subject_of_title(re.sub(r"\s\([^()]{1,40}\)$", "", " ".join(subject_title.split())))
    asked_stems = frozenset(terms.stems(text))
    title_stems = frozenset(terms.content_stems(title))
    if not title_stems or title_stems <= asked_stems:
        return None
    references = open_references(text, title)
    if not references:
        return _beside(text, title) if _ALONE.fullmatch(text.rstrip(" ?!.…").strip()) else None
    first = references[0]
    words = text[first.start : first.end]
    others = (text[other.start : other.end] for other in references[1:])
    if not _takes_its_place(words, first, title) or any(_differ(words, other) for other in others):
        return _beside(text, title)
    pair = _PAIR.fullmatch(title)
    name = _of_pair(pair, first, asked_stems) if pair and _PLURAL.fullmatch(words) else title
    owner = ("'" if name.endswith("s") else "'s") if first.kind == "possessive" else ""
    return Filled(f"{_ALL_OF.sub('', text[: first.start])}{name}{owner}{text[first.end :]}")


def _of_pair(pair: re.Match[str], reference: Reference, said: frozenset[str]) -> str:
    """Return both names of a title that names two, or the other one if the question names one: "is Chad at war with
    them" is about Peru.
    """
    sides = [pair["a"].strip(), pair["b"].strip()]
    others = [side for side in sides if not said.issuperset(terms.stems(side))]
    return " and ".join(others if reference.kind != "noun" and others else sides)


def _beside(text: str, title: str) -> Filled:
    bare = text.rstrip(" ?!.…")
    return Filled(f"{bare}: {title}?", f"{bare} ({title})?")


def _takes_its_place(words: str, reference: Reference, title: str) -> bool:
    """Return whether a title can replace the words.

    It cannot replace a person, nor a noun that says more than the title ("the war"), nor a plural unless the title
    names two ("those countries") or many ("they"). In "how many did they sell", asked of one thing, "they" are the
    people around it.
    """
    if reference.kind == "place":
        return False  # the title may name no place
    if reference.kind != "noun":
        return PERSON.fullmatch(words) is None and not (_MANY.fullmatch(words) and not _is_plural(title))
    if _PLURAL.fullmatch(words) and not _PAIR.fullmatch(title):
        return False
    noun = words.split()[-1].lower()
    return noun in _WHOLE or any(word.lower()[:SAME_STEM] == noun[:SAME_STEM] for word in title.split())


def _is_plural(title: str) -> bool:
    """Return whether a title names two, or has a plural as its head: "Canadian Armed Forces", "Laws of Oleron"."""
    head = re.split(r"\s(?:of|in|on|at|for|from|under|and)\s", title)[0]
    noun = (head.split() or [""])[-1]
    return _PAIR.fullmatch(title) is not None or (is_plural(noun) and not noun.isupper())


def _differ(one: str, other: str) -> bool:
    """Return whether only one of two words is a plural, so that they mean different things."""
    return (_MANY.fullmatch(one) is None) != (_MANY.fullmatch(other) is None)
