"""Finds who holds an office: the sentence or line about that very office ("The mayor is Lotte Brand.", "Chair: Paul
Wenger"), and not the one about the deputy mayor or the vice chair, which resembles the question just as much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answer import Answer
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.statements import Quote, quoted, quotes_of
from relbot.index.protocol import Generation
from relbot.query.request.phrasing import phrased
from relbot.text.proper_names import name_pattern
from relbot.text.terms import STOPWORDS, content_stems, fold, stems

_ASKED = re.compile(
    r"(?:who (?:is|are)(?: (?:currently|now))?|(?:what is |tell me )?(?:the )?name of)(?: (?:the|our|your|their|a|an))?"
    r" (?:(?:current|new) )?(?P<office>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)"
    r"(?: (?:of|for|in|at|on) (?:the |our |your )?(?P<of>[\w' -]{1,60}))?",
    re.IGNORECASE,
)
_NAME = rf"(?P<name>(?-i:(?:(?:Mrs?|Ms|Dr|Prof)\.?\s)?{name_pattern(1, 4)}))"
_THE = r"(?:(?:the|our|your|its|their)\s)?(?:(?:current|new|acting)\s)?"
_OF = r"(?:\s(?:of|for|in|at|on)\s[^.:;!?\n]{1,60}?)?"
_MOST_PASSAGES = 40
"""The most passages with the words of an office that are searched."""
_MOST_HOLDERS = 3
"""The most holders shown, as sections of a document may each name one: the rowing coach, and the swimming coach."""
_RANKS = (
    frozenset({"deputy", "vice", "assistant", "associate", "co"}),
    frozenset({"former", "ex", "past", "previous", "outgoing", "late"}),
    frozenset({"honorary"}),
)
"""Words before an office that make it another office, grouped by meaning."""
_RANK_WORDS = 2
"""The number of words before an office that may tell its rank: "deputy lord mayor"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """An office whose holder is asked for."""

    words: tuple[str, ...]
    of: frozenset[str]
    """The stems of the body or area that the office belongs to."""


def holder_of_office(question: str, generation: Generation) -> Answer | None:
    """Return the sentence or line that names the holder of the office asked for, or several from sections of one
    document; None if there is none or too many, or if several documents name different holders.
    """
    asked = _read(question)
    if asked is None or not all(generation.lexicon.frequencies(stems(" ".join(asked.words))).values()):
        return None
    forms, found = _patterns_for(asked.words), dict[str, Quote]()  # by last name
    for record in generation.matching(stems(" ".join(asked.words)), _MOST_PASSAGES):
        above = {*record.heading_terms}
        for quote in quotes_of(record.passage):
            match = next(filter(None, (form.search(quote.text) for form in forms)), None)
            if match and asked.of <= {*above, *quote.words}:
                found.setdefault(match["name"].split()[-1].strip(".,"), quote)
    quotes = [*found.values()]
    is_of_one = len({quote.passage.source.path for quote in quotes}) == 1
    return quoted(question, quotes, CONFIDENCE) if is_of_one and len(quotes) <= _MOST_HOLDERS else None


def is_of_another_rank(question: str, statements: Sequence[str]) -> bool:
    """Return whether statements name the office asked for only with another rank or without the rank asked for, or only
    another office of that rank: the deputy mayor is not the mayor.
    """
    asked = _read(question)
    if asked is None:
        return False
    office, rank = asked.words[-1], _rank(asked.words[:-1])
    words = [re.findall(r"[^\W\d_]+", statement.lower()) for statement in statements]
    told = [_rank(own[max(0, at - _RANK_WORDS) : at]) for own in words for at, word in enumerate(own) if word == office]
    return rank not in told if told else any(_rank(own) & rank for own in words)


def _read(question: str) -> _Asked | None:
    asked = _ASKED.fullmatch(phrased(question))
    if asked is None:
        return None
    words = tuple(fold(word) for word in re.split(r"[\s-]", asked["office"]))
    return (
        None if any(word in STOPWORDS for word in words) else _Asked(words, frozenset(content_stems(asked["of"] or "")))
    )


def _patterns_for(words: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of sentences and lines that say who holds an office."""
    office = r"[\s-]".join(map(re.escape, words))
    return tuple(
        re.compile(form, re.IGNORECASE)
        for form in (
            rf"(?:^\W{{0,3}}|[.;:,(]\s|\band\s){_THE}{office}{_OF}\s(?:is|are)\s{_NAME}",
            rf"(?:^\W{{0,3}}|\n\W{{0,3}}|[.;]\s){_THE}{office}{_OF}(?::\s|\s[–—-]\s|\s\()\W{{0,3}}{_NAME}",
            rf"\b(?:the|our|your)\s{office}(?:,\s|\s){_NAME}",
            rf"(?<!\w){_NAME}(?:\s(?:is|are)\s|,\s|\s\(){_THE}(?:an?\s)?{office}(?=\W*$|[.,;:)]|\s(?:of|for|in|at|on|and|since)\b)",
        )
    )


def _rank(before: Sequence[str]) -> frozenset[str]:
    """Return the ranks that the words before an office give it."""
    return frozenset[str]().union(*(rank for rank in _RANKS if not rank.isdisjoint(before)))
