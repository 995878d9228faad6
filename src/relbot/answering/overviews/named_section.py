"""Finds the section that a question names by its heading: "all the fees", "how to join", "opening hours". If it is
short, the whole section is the answer, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from relbot.answer import Passage
from relbot.answering.statements import Quote, each_once, quotes_of
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.denial import NEGATION
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems

LONGEST, LONGEST_TABLE = 12, 20
"""The most sentences and items of a section that is quoted whole, and of one with a table; of a longer one, the best
are chosen."""
_LOOKED_AT = 60
"""The most passages with words of the topic that are searched."""
_REACH = 60
"""Passages before and after one that are searched for its section."""
_OF_HEADING = 0.5
"""The least share of the heading's words in the topic, which need not say "Debian or" and "for members"."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]\s*(?=\S)|(?<=\S)\s*[(\[][^()\[\]]*[)\]]")
_NOUN_ENDINGS, _SHORTEST_VERB = ("t", "r", "ment", "al"), 5
"""Endings of nouns that derive from verbs, and the fewest letters of the verb's stem: "plant" is not from "plan"."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=\D)")
"""The number of a section, which people who name it leave out: "3. In the car"."""
_DENIES = re.compile(rf"{NEGATION}|\bno\b", re.IGNORECASE)
"""A negation in a topic or heading; "without" is none, as "Entry without a card" tells of entry."""
_REQUEST = re.compile(
    r"\b(?:all|full|complete|every|entire|whole|lists?|steps?|instructions?|procedures?|guide|tutorial|details?|infos?"
    r"|information|rules?|please|pls|plz|thanks|thx|exactly|show|give|exist)\b",
    re.IGNORECASE,
)
"""Words for how to answer, and not about what."""


def named_section(topic: str, generation: Generation) -> list[Quote]:
    """Return the sentences of the section whose heading matches the topic. Further words of the topic must be in the
    title and headings above it. Empty if no section matches, several match equally well, or it is too long.
    """
    stems = frozenset(content_stems(_REQUEST.sub(" ", topic)))
    if not stems:
        return []
    best, share = dict[tuple[str, ...], tuple[Passage, int]](), 0.0
    nouns = _nouns_of(stems, generation)
    for record in generation.matching(sorted({*stems, *nouns}), _LOOKED_AT):
        passage = record.passage
        for depth in range(len(passage.section), 0, -1):
            heading = passage.section[depth - 1]
            own = _share(stems, nouns, heading, (passage.source.title, *passage.section[: depth - 1]))
            if _denies(topic) != _denies(heading):
                continue
            if own > share:
                best, share = {}, own
            if own and own == share:
                best.setdefault((passage.source.path, *passage.section[:depth]), (passage, depth))
    return section_sentences(*best.popitem()[1], generation) if len(best) == 1 else []


def _denies(text: str) -> bool:
    """Return whether a text negates: "Not allowed" is no heading for what is allowed."""
    return _DENIES.search(text) is not None


def without_brackets(heading: str) -> str:
    """Return a heading without bracketed words at either end: "Fees (2026)", "Other helpers (not members)"."""
    return _BRACKETED.sub("", heading)


def _without_number(heading: str) -> str:
    number = _NUMBER.match(heading)
    return heading[number.end() :] if number else heading


def _nouns_of(stems: frozenset[str], generation: Generation) -> dict[str, str]:
    """Map stems of nouns in the corpus, formed from verbs by an ending that stemming leaves, to the stems of the verbs:
    "complaints" to "complain".
    """
    found = {stem + ending: stem for stem in stems if len(stem) >= _SHORTEST_VERB for ending in _NOUN_ENDINGS}
    return {noun: found[noun] for noun, count in generation.lexicon.frequencies(found).items() if count}


def _share(stems: frozenset[str], nouns: Mapping[str, str], heading: str, above: Sequence[str]) -> float:
    """Return the share of a heading's words in a topic; 0 if it is too low, or if the heading and those above it lack a
    word of the topic.
    """
    own = frozenset(nouns.get(stem, stem) for stem in content_stems(without_brackets(_without_number(heading))))
    if not own or not stems <= own | frozenset(content_stems(" ".join(above))):
        return 0.0
    share = len(stems & own) / len(own)
    return share if share >= _OF_HEADING else 0.0


def section_around(passage: Passage, generation: Generation) -> list[PassageRecord]:
    """Return the passages of a passage's section, without subsections; of a long section, those nearby."""
    row = generation.row_of(passage.id)
    entry = generation.manifest.entry(passage.source.path)
    if row is None or row not in entry.rows:
        return []
    near = generation.passages(entry.rows_near(row, _REACH))
    return [record for record in near if record.passage.section == passage.section]


def section_sentences(passage: Passage, depth: int, generation: Generation) -> list[Quote]:
    """Return the sentences of a passage's section at a heading depth, with subsections; none if it is too long."""
    row = generation.row_of(passage.id)
    if row is None:
        return []
    near = generation.passages(generation.manifest.entry(passage.source.path).rows_near(row, LONGEST_TABLE))
    found = [r.passage for r in near if r.passage.section[:depth] == passage.section[:depth]]
    quotes = [quote for own in found for quote in quotes_of(own)]
    most = LONGEST_TABLE if any(first_column(quote.text) for quote in quotes) else LONGEST
    return each_once(quotes) if len(quotes) <= most else []
