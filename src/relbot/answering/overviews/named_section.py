"""Finds the section that a question names by its heading: "all the fees", "how to join", "opening hours". If it is
short enough to be read at once, it is the answer as a whole and in its order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from relbot.answer import Passage
from relbot.answering.statements import Quote, each_once, quotes_of
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems

LONGEST, LONGEST_TABLE = 12, 20
"""Sentences and items of a section that is told as a whole, and of one with a table; of a longer one, the best are
chosen."""
_LOOKED_AT = 60
"""Passages that hold words of the topic."""
_REACH = 60
"""Passages looked through before and behind one, for its section."""
_OF_HEADING = 0.5
"""Share of the words of the heading that the topic has at least: it need not say "Debian or" and "for members"."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]\s*(?=\S)|(?<=\S)\s*[(\[][^()\[\]]*[)\]]")
_NOUN_ENDINGS, _SHORTEST_VERB = ("t", "r", "ment", "al"), 5
"""Of nouns, and letters of the stem of a verb that has one: "plant" is none of "plan"."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=\D)")
"""Of a section, which nobody says that names it: "3. In the car"."""
_DENIAL = re.compile(r"\b(?:not?|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_REQUEST = re.compile(
    r"\b(?:all|full|complete|every|entire|whole|lists?|steps?|instructions?|procedures?|guide|tutorial|details?|infos?"
    r"|information|rules?|please|pls|plz|thanks|thx|exactly|show|give|exist)\b",
    re.IGNORECASE,
)
"""How it is to be told, and not what."""


def named_section(topic: str, generation: Generation) -> list[Quote]:
    """The sentences of the section whose heading says what the topic does, at most with words of the headings and the
    title above it; none where there is no such section, or several do as well, or it is too long.
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
    """Whether it says what is not so: "Not allowed" is no heading of what is allowed."""
    return _DENIAL.search(text) is not None


def without_brackets(heading: str) -> str:
    """A heading without what stands in brackets behind or before it: "Fees (2026)", "Other helpers (not members)"."""
    return _BRACKETED.sub("", heading)


def _without_number(heading: str) -> str:
    number = _NUMBER.match(heading)
    return heading[number.end() :] if number else heading


def _nouns_of(stems: frozenset[str], generation: Generation) -> dict[str, str]:
    """The stems of nouns in the corpus that are derived from verbs by an ending that stemming leaves, with those of the
    verbs: "complaints" of "complain".
    """
    found = {stem + ending: stem for stem in stems if len(stem) >= _SHORTEST_VERB for ending in _NOUN_ENDINGS}
    return {noun: found[noun] for noun, count in generation.lexicon.frequencies(found).items() if count}


def _share(stems: frozenset[str], nouns: Mapping[str, str], heading: str, above: Sequence[str]) -> float:
    """The share of the words of a heading that a topic has, where it and the headings above have all of the topic's."""
    own = frozenset(nouns.get(stem, stem) for stem in content_stems(without_brackets(_without_number(heading))))
    if not own or not stems <= own | frozenset(content_stems(" ".join(above))):
        return 0.0
    share = len(stems & own) / len(own)
    return share if share >= _OF_HEADING else 0.0


def section_around(passage: Passage, generation: Generation) -> list[PassageRecord]:
    """The passages of the section that one is in, without those of the sections within it; of a long section, those
    near it.
    """
    row = generation.row_of(passage.id)
    entry = generation.manifest.entry(passage.source.path)
    if row is None or row not in entry.rows:
        return []
    near = generation.passages(entry.rows_near(row, _REACH))
    return [record for record in near if record.passage.section == passage.section]


def section_sentences(passage: Passage, depth: int, generation: Generation) -> list[Quote]:
    """Those of the section of a passage, by the depth of its heading, and of those within it; none of a long one."""
    row = generation.row_of(passage.id)
    if row is None:
        return []
    near = generation.passages(generation.manifest.entry(passage.source.path).rows_near(row, LONGEST_TABLE))
    found = [r.passage for r in near if r.passage.section[:depth] == passage.section[:depth]]
    quotes = [quote for own in found for quote in quotes_of(own)]
    most = LONGEST_TABLE if any(first_column(quote.text) for quote in quotes) else LONGEST
    return each_once(quotes) if len(quotes) <= most else []
