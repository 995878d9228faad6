"""Chooses what a good abstract would quote: the sentence that says what a scope is about, and the most salient others.

Each can stand alone, and they are in the order of the text. Sentences that repeat a chosen one are passed over (maximal
marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from relbot.answering.overviews.definitions import Role
from relbot.answering.overviews.salience import log_odds, vectors_of
from relbot.answering.overviews.scope import Ambiguous, Scope
from relbot.answering.overviews.scope_sentences import (
    ScopeSentence,
    begins_with_subject,
    has_introduction,
    sentences_of,
)
from relbot.answering.standalone import is_readable, opens_with_reference, stands_alone
from relbot.answering.statements import Quote, repeats
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text.proper_names import extract_names
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems

LENGTH, LONGEST_TABLE = 6, 20
"""The most sentences of an overview, and the most rows of a table that is quoted whole, e.g. a price list."""
_FOCUS = 3.0
"""Weight of the similarity to the topic, if there is one, relative to the salience. Set by hand, as the next."""
_OF_A_LIST = 3.0
"""Subtracted from the score of an item or a row, which says little without the others. Set on six overviews of everyday
documents."""
_DEFINES = 2.0
"""Added to the score of the first definition. It hardly matters for held-out articles: 0.83, 0.83, 0.83 and 0.84 of
their overviews are right with 0, 1, 2 and 3."""
_OF_LINES = 1 / 3
"""The share of items and rows above which a document is quoted from its beginning, in its author's order; its sentences
are then asides to its lists. Set with the above."""
_OF_A_PASSAGE = 3
"""The most sentences of one passage while others have some left."""
_REDUNDANCY = 0.5
"""Weight of the similarity to a chosen sentence, which is subtracted. Of the overviews of held-out articles 0.85, 0.83,
0.83 and 0.81 are right with 0, 0.5, 1 and 2."""
OVERVIEW_CONFIDENCE = 0.8
"""Confidence of an overview: 70 of 93 that people asked for were right, about 26 articles and 15 short documents."""
_ENOUGH = 3
"""The number of sentences that stand alone, or that name a thing, below which others are taken too."""
_TO_THINGS = re.compile(r"(?:it|its|they|their)\b", re.IGNORECASE)
_TO_ANY = re.compile(r"(?:it|its|they|their|he|his|she|her)\b", re.IGNORECASE)
_CONTINUED = 2
"""The most sentences that are quoted with one of the few that name a thing."""
_TITLES = 5
"""The most titles named when asking which source is meant."""


def overview(scope: Scope, generation: Generation, length: int = LENGTH) -> list[Quote]:
    """Return the sentences of a scope to quote: its definition, if there is one, then others in order. If none stands
    alone, the first ones are taken.
    """
    sentences = sentences_of(scope)
    if sum(s.is_line for s in sentences) > _OF_LINES * len(sentences) and scope.focus is None:
        is_table = sum(first_column(s.quote.text) is not None for s in sentences) > len(sentences) / 2
        most = LONGEST_TABLE if is_table and len(sentences) <= LONGEST_TABLE else length
        return [s.quote for s in sentences][:most]
    is_introduced = has_introduction(sentences)
    quotable = quotable_of(sentences, is_introduced=is_introduced and scope.focus is None) or sentences[:length]
    if not quotable:
        return []
    vectors = vectors_of(quotable, scope)
    score = log_odds(quotable, vectors, scope, generation, begins_with_subject=begins_with_subject(sentences))
    score -= _OF_A_LIST * np.array([s.is_line for s in quotable])
    if scope.focus is not None:
        score += _FOCUS * (vectors @ scope.focus)
    quotes = most_salient(quotable, vectors, scope, score, length, is_introduced=is_introduced)
    return (
        [_with_continuation(quote, quotes, scope.name) for quote in quotes]
        if scope.is_entity and len(sentences) < _ENOUGH
        else quotes
    )


def _with_continuation(quote: Quote, quotes: Sequence[Quote], topic: str) -> Quote:
    """Return one of some quotes that name a thing last with the next sentences that refer to it, up to another quote:
    "Ada Brock joined in 1946. She stayed for 51 years.". A name of one word is no "he" or "she".
    """
    names = extract_names(quote.text)
    if not names or not {*content_stems(topic)} <= {*content_stems(names[-1].words)}:
        return quote
    refers = _TO_ANY if len(names[-1].parts) > 1 else _TO_THINGS
    told = {other.text for other in quotes}
    following = quote.passage.texts[quote.sentence + 1 :][:_CONTINUED]
    continued = takewhile(lambda text: refers.match(text) and text not in told, following)
    return replace(quote, sentences=1 + len([*continued]))


def quotable_of(sentences: Sequence[ScopeSentence], *, is_introduced: bool) -> list[ScopeSentence]:
    """Return the sentences that stand alone and, in an introduction, those that are quoted after what they refer to."""
    alone = [s for s in sentences if _may_be_quoted(s, is_introduced)]
    if len(alone) < _ENOUGH:  # e.g. an FAQ with answers of a few words
        alone = [s for s in sentences if s in alone or not opens_with_reference(s.quote.text)][:LENGTH]
    return alone


def most_salient(
    sentences: Sequence[ScopeSentence],
    vectors: NDArray[np.float32],
    scope: Scope,
    score: NDArray[np.float64],
    length: int,
    *,
    is_introduced: bool,
) -> list[Quote]:
    """Return up to `length` of the sentences by `score`, of shape (n,), in text order. Without an introduction, a
    definition comes first. There must be at least one sentence.
    """
    definition = next((number for number, s in enumerate(sentences) if s.role is Role.DEFINES), None)
    if definition is not None:
        score = score + _DEFINES * (np.arange(len(score)) == definition)
    chosen = sorted(_diverse(sentences, score, vectors @ vectors.T, _sections(scope.records, sentences), length))
    if definition in chosen and not is_introduced:
        chosen.remove(definition)
        chosen.insert(0, definition)
    return [sentences[number].quote for number in chosen]


def _may_be_quoted(sentence: ScopeSentence, is_introduced: bool) -> bool:
    words, is_definition = sentence.quote.text, sentence.role is Role.DEFINES
    is_told_with_it = is_introduced and sentence.is_at_beginning and sentence.quote.sentence > 0
    return (is_readable if is_told_with_it else stands_alone)(words, is_definition=is_definition)


def _diverse(
    sentences: Sequence[ScopeSentence],
    score: NDArray[np.float64],
    similarity: NDArray[np.float32],
    sections: Sequence[str],
    length: int,
) -> list[int]:
    """Return indices by maximal marginal relevance, without copies. If there is room, each section gets its best
    sentence, and a passage at most `_OF_A_PASSAGE` while others have some left.
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


def _sections(records: Sequence[PassageRecord], sentences: Sequence[ScopeSentence]) -> list[str]:
    """Return the document and outermost section of each sentence."""
    return [f"{records[s.passage].passage.source.path}\n{_path(records[s.passage])[:1]}" for s in sentences]


def _path(record: PassageRecord) -> tuple[str, ...]:
    return record.passage.section


def which_document(scope: Ambiguous) -> str:
    """Return the question to ask back if several documents may be meant."""
    titles = scope.titles[:_TITLES]
    left = len(scope.titles) - len(titles)
    more = f" or {left:,} other{'s' * (left > 1)}" if left else ""
    return f"Of which source: {', '.join(titles)}{more}?"
