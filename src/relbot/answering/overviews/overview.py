"""What a good abstract would quote: the sentence that says what a scope is of, and central ones in the order of the
text, each able to stand alone.

Centrality is the similarity of a sentence to the mean of all (centroid-based summarisation, Radev et al. 2004), over
the sentence vectors that the index holds. Sentences about what the scope is of are preferred, and those near the
beginning of a document, section or passage; what repeats a chosen one is passed over (maximal marginal relevance,
Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Span
from relbot.answering.overviews.definitions import Named, Role
from relbot.answering.overviews.scope import Ambiguous, Scope
from relbot.answering.standalone import is_complete, is_readable, opens_with_reference, stands_alone
from relbot.answering.statements import Quote, repeats
from relbot.index.records import PassageRecord
from relbot.text.table_rows import first_column

LENGTH, LONGEST_TABLE = 6, 20
"""Sentences of an overview, and rows of what is told whole where most of it is rows: a price list."""
_CENTRALITY = 2.0
"""What the centrality counts for, 1 for the most central. The degree among similar sentences (LexRank) finds what
people wanted of 5 of 8 articles, this of all 8."""
_LEAD = (3.0, 2.5, 2.0, 1.5)
"""Added to the first sentences of a scope, by their order: what an introduction says is what its author would tell. Of
54 overviews that people asked for about thirty articles 48 are right, and 45 with a third of it."""
_OPENS_SECTION, _OPENS_PASSAGE, _EARLY = 0.2, 0.15, 0.25
"""Added to the first sentence of a section and of a passage; the last falls to 0 towards the end of the scope."""
_FOCUS = 1.0
"""What the similarity to the topic counts for, where there is one."""
_DEFINES, _ABOUT, _NAMES = 2.0, 0.4, 0.15
"""Added to the first sentence that says what the scope is of, to those that have that for their subject, and to those
that name it at all. Set with the two below on twelve articles; on six others 8 of 12 overviews were then right that
people asked for, and 5 without."""
_POINTING = re.compile(r"\b(?:this|these|such(?!\sas))\b", re.IGNORECASE)
_POINTS = 0.3
"""Taken away from a sentence that points to another within it: "was unimpressed by this objection"."""
_OF_A_LIST = 1.0
"""Taken away from an item or a row, which says little without the others. Set by hand on six overviews of
everyday documents."""
_OF_LINES = 1 / 3
"""Share of items and rows, from which on a document is quoted from its beginning, as its author has put it; what is
central of its sentences are asides to its lists. Set with the above."""
_OF_A_PASSAGE = 3
"""Sentences of one passage at most, where others have some."""
_REDUNDANCY = 0.5
"""What similarity to a chosen sentence takes away. Set by hand, with the others above, on eight articles."""
OVERVIEW_CONFIDENCE = 0.8
"""Of an overview: 34 of 42 of those that people asked for were right, about eighteen articles."""
_ENOUGH = 3
"""Sentences that stand alone, below which shorter ones are taken too."""
_TITLES = 5
"""Named when it is asked which source is meant."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may be quoted."""

    quote: Quote
    passage: int
    """Its index within the scope."""
    role: Role
    """What it is for what the scope is of, and whether it names that at all."""
    named: bool
    is_wholly_named: bool
    """Whether it has all words of that name."""
    is_line: bool
    """Whether it is an item of a list or a row of a table."""


def overview(scope: Scope, length: int = LENGTH) -> list[Quote]:
    """The sentences to quote of a scope: the one that says what it is, where there is one, then others in order. Where
    none stands alone, the first ones are taken.
    """
    records = scope.records
    named = Named(scope.name)
    sentences: dict[str, _Sentence] = {}
    for number, record in enumerate(records):
        for index, sentence in enumerate(record.sentences):
            if scope.sentences is None or index in scope.sentences[number]:
                quote = Quote(record.passage, index)
                is_named = named.may_stand_in(sentence.terms)
                role = named.role_in(quote.text) if is_named else Role.OTHER
                is_whole = named.stands_in(sentence.terms)
                sentences.setdefault(quote.text, _Sentence(quote, number, role, is_named, is_whole, _is_line(quote)))
    if sum(s.is_line for s in sentences.values()) > _OF_LINES * len(sentences) and scope.focus is None:
        is_table = sum(first_column(text) is not None for text in sentences) > len(sentences) / 2
        most = LONGEST_TABLE if is_table and len(sentences) <= LONGEST_TABLE else length
        return [*(s.quote for s in sentences.values())][:most]
    opens = _opens_with_subject([*sentences.values()])
    introduces = opens and scope.focus is None
    alone = [s for s in sentences.values() if _may_be_quoted(s, introduces)]
    if len(alone) < _ENOUGH:  # as of an FAQ with answers of a few words
        alone = [s for s in sentences.values() if s in alone or not opens_with_reference(s.quote.text)][:length]
    alone = alone or [*sentences.values()][:length]
    if not alone:
        return []
    matrix = np.stack([scope.vectors[s.passage][s.quote.sentence] for s in alone])
    centrality = matrix @ matrix.mean(axis=0)
    score = _CENTRALITY * centrality / max(1e-6, float(centrality.max()))
    score += np.array([_position(records, s, opens) + _own_score(s) for s in alone], np.float32)
    if scope.focus is not None:
        score += _FOCUS * (matrix @ scope.focus)
    definition = next((number for number, s in enumerate(alone) if s.role is Role.DEFINES), None)
    if definition is not None:
        score[definition] += _DEFINES
    chosen = sorted(_diverse(alone, score, matrix @ matrix.T, _sections(records, alone), length))
    if definition in chosen and not opens:
        chosen.remove(definition)
        chosen.insert(0, definition)
    return [alone[number].quote for number in chosen]


def _may_be_quoted(sentence: _Sentence, introduces: bool) -> bool:
    """Whether it stands alone, or is of the introduction, where what it refers to is quoted with it."""
    words, is_definition = sentence.quote.text, sentence.role is Role.DEFINES
    is_told_with_it = introduces and sentence.passage == 0 and 0 < sentence.quote.sentence < len(_LEAD)
    return (is_readable if is_told_with_it else stands_alone)(words, is_definition=is_definition)


def _diverse(
    sentences: Sequence[_Sentence],
    score: NDArray[np.float32],
    similarity: NDArray[np.float32],
    sections: Sequence[str],
    length: int,
) -> list[int]:
    """Indices by maximal marginal relevance, without copies; no section twice before each has had its best, where there
    is room, and few of a passage, where there are others.
    """
    chosen: list[int] = []
    left = np.ones(len(score), bool)
    section_of = np.array(sections)
    passage_of = np.array([sentence.passage for sentence in sentences])
    missing = set(sections) if len(set(sections)) <= length else set()
    while left.any() and len(chosen) < length:
        must_cover = missing and len(missing) >= length - len(chosen)
        among = left & np.isin(section_of, list(missing)) if must_cover else left
        full = [p for p, count in Counter(passage_of[chosen].tolist()).items() if count >= _OF_A_PASSAGE]
        if (elsewhere := among & ~np.isin(passage_of, full)).any():
            among = elsewhere
        redundancy = similarity[:, chosen].max(axis=1) if chosen else np.zeros_like(score)
        best = int(np.where(among, score - _REDUNDANCY * redundancy, -np.inf).argmax())
        left[best] = False
        if not any(repeats(sentences[best].quote, sentences[other].quote) for other in chosen):
            chosen.append(best)
            missing.discard(sections[best])
        elif not (left & (section_of == sections[best])).any():
            missing.discard(sections[best])
    return chosen


def _opens_with_subject(sentences: Sequence[_Sentence]) -> bool:
    """Whether the first sentences are an introduction, and not those of a text that begins in the middle: what it is of
    is the subject of one of them, or named in one where no other sentence defines it.
    """
    lead = [s for s in sentences if s.passage == 0 and s.quote.sentence < len(_LEAD)]
    is_defined = any(s.role is Role.DEFINES and s.is_wholly_named for s in sentences)
    return any(s.role or (s.named and not is_defined) for s in lead) or not any(s.role for s in sentences)


def _own_score(sentence: _Sentence) -> float:
    points = _POINTING.search(sentence.quote.text) is not None
    about = _ABOUT * (sentence.role > Role.OTHER) + _NAMES * sentence.named
    return about - _POINTS * points - _OF_A_LIST * sentence.is_line


def _is_line(quote: Quote) -> bool:
    """Whether a sentence is a row of a table, or a line of its own without the mark that ends a sentence."""
    passage, number = quote.passage, quote.sentence
    spans = passage.sentences[max(0, number - 1) : number + 2]
    between = [passage.words(Span(one.end, other.start)) for one, other in pairwise(spans)]
    is_alone = len(spans) > 1 and all("\n" in words for words in between)
    return first_column(quote.text) is not None or (is_alone and not is_complete(quote.text))


def _position(records: Sequence[PassageRecord], sentence: _Sentence, opens: bool) -> float:
    passage, number = sentence.passage, sentence.quote.sentence
    if opens and passage == 0 and number < len(_LEAD):
        return _LEAD[number]
    early = _EARLY * (1 - passage / len(records))
    if number:
        return early
    opens_section = _path(records[passage]) != _path(records[passage - 1])
    return early + _OPENS_PASSAGE + _OPENS_SECTION * opens_section


def _sections(records: Sequence[PassageRecord], sentences: Sequence[_Sentence]) -> list[str]:
    """The document and outermost section of each sentence."""
    return [f"{records[s.passage].passage.source.path}\n{_path(records[s.passage])[:1]}" for s in sentences]


def _path(record: PassageRecord) -> tuple[str, ...]:
    return record.passage.section


def which_document(scope: Ambiguous) -> str:
    """What is asked back where several documents may be meant."""
    titles = scope.titles[:_TITLES]
    left = len(scope.titles) - len(titles)
    more = f" or {left:,} other{'s' * (left > 1)}" if left else ""
    return f"Of which source: {', '.join(titles)}{more}?"
