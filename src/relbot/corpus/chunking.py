"""Chunks a document into passages: whole sentences of one section that fit the window of the embedding model."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from relbot.answer import Passage, Place, Source, Span
from relbot.corpus.anchors import anchors
from relbot.corpus.documents import Document
from relbot.corpus.outline import Block
from relbot.text import sentences

TokenOffsets = Callable[[str], Sequence[tuple[int, int]]]
"""A tokenizer: returns the (start, end) of each token of a text, without special tokens."""

WINDOW = 256
"""Tokens of one model input, including special tokens: the length all-MiniLM-L6-v2 was trained on (its model card)."""
_SPECIAL_TOKENS = 2
HEADING_TOKENS = 32
"""The most tokens of the window that the heading prefix takes."""
MIN_TOKENS = 24
"""A block with fewer tokens (about one short sentence) says too little by itself and is merged with its neighbour."""
MAX_CHARACTERS = 4_000
"""The longest quote. The token limit does not bound it: a word of over 100 characters is a single unknown token."""


def heading_prefix(source: Source, section: Sequence[str], token_offsets: TokenOffsets) -> str:
    """Return the title and section headings, which are encoded before the quote so that they also find the passage.

    At most `HEADING_TOKENS` long: each part keeps its first words, and outer sections are dropped before inner ones.
    """
    limit = HEADING_TOKENS // 2 - 1
    parts = [_truncated(part, limit, token_offsets) for part in (source.title, *section)]
    while len(parts) > 2 and len(token_offsets(_join_headings(parts))) > HEADING_TOKENS:
        del parts[1]
    return _join_headings(parts)


def chunk(
    document: Document,
    token_offsets: TokenOffsets,
    *,
    window: int = WINDOW,
    on_passage: Callable[[int], None] = lambda _: None,
) -> list[Passage]:
    """The passages of a document, in order and without overlap; every sentence lies in exactly one.

    A paragraph is a passage, except that one under `MIN_TOKENS` is merged with its neighbour in the section, and one
    over the window is divided evenly at sentence ends. `on_passage` is called with the end of each.
    Raises ValueError where a passage exceeds the window anyway.
    """
    text, limit = document.text, window - _SPECIAL_TOKENS
    repetitions: Counter[str] = Counter()
    passages = []
    for run in _adjacent_runs(document.blocks):
        section = run[0].section
        prefix = heading_prefix(document.source, section, token_offsets)
        budget = _TokenBudget(text, token_offsets, limit - len(token_offsets(prefix)))
        for paragraph in _merge_short_blocks(run, budget):
            for group in _divide(paragraph, budget):
                start, end = group[0].start, group[-1].end
                quote = text[start:end]
                if len(token_offsets(prefix + quote)) > limit:
                    raise ValueError(f"{document.source.path}: the passage at {start} does not fit {window} tokens")
                key = _digest(document.source.path, section, quote)
                id_ = _digest(key, repetitions[key])[:12]
                places = _places_of(document.places, start, end)
                passages.append(Passage(document.source, start, end, quote, section, tuple(group), id_, places))
                repetitions[key] += 1
                on_passage(end)
    return _with_anchors(passages, document) if document.source.url else passages


def _with_anchors(passages: Sequence[Passage], document: Document) -> list[Passage]:
    found = iter(anchors(document.text, [span for p in passages for span in p.sentences], document.added))
    return [replace(passage, anchors=tuple(islice(found, len(passage.sentences)))) for passage in passages]


def _places_of(places: Sequence[Place], start: int, end: int) -> tuple[Place, ...]:
    """Return the place of the first character, and those that begin within the range."""
    first = max(0, bisect_right(places, start, key=lambda place: place.start) - 1)
    return tuple(takewhile(lambda place: place.start < end, places[first:]))


@dataclass(frozen=True, slots=True)
class _TokenBudget:
    """Counts the tokens of ranges of a text; a passage may have up to `limit`."""

    text: str
    token_offsets: TokenOffsets
    limit: int

    def size(self, start: int, end: int) -> int:
        """Return the tokens of `text[start:end]`; for a range over `MAX_CHARACTERS`, its characters."""
        return len(self.token_offsets(self.text[start:end])) if end - start <= MAX_CHARACTERS else end - start


_SizedSpan = tuple[Span, int]
"""A sentence, or a part of one within the limit, with its number of tokens."""


def _adjacent_runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield runs of blocks with only white space and markers between them, which thus belong to one section.

    A block that is alone is a run of its own.
    """
    run: list[Block] = []
    for block in blocks:
        if run and (not block.is_adjacent or block.is_alone or run[-1].is_alone):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _merge_short_blocks(run: Sequence[Block], budget: _TokenBudget) -> Iterator[list[_SizedSpan]]:
    """Yield the sentences of each block; a lead-in or a block under `MIN_TOKENS` joins its neighbour."""
    paragraph: list[_SizedSpan] = []
    paragraph_size = 0
    for block in run:
        spans = (
            [Span(block.start, block.end)] if block.is_unit else sentences.split(budget.text, block.start, block.end)
        )
        sized = [piece for span in spans for piece in _split_long_sentence(span, budget)]
        size = sum(size for _, size in sized)
        if paragraph and min(paragraph_size, size) >= MIN_TOKENS and budget.text[paragraph[-1][0].end - 1] != ":":
            yield paragraph
            paragraph, paragraph_size = [], 0
        paragraph.extend(sized)
        paragraph_size += size
    yield paragraph


def _split_long_sentence(sentence: Span, budget: _TokenBudget) -> Iterator[_SizedSpan]:
    """Halve a sentence recursively until each part fits: at white space, or between characters if there is none."""
    start, end = sentence.start, sentence.end
    size = budget.size(start, end)
    if size <= budget.limit or end - start < 2:
        yield sentence, size
        return
    text, centre, max_shift = budget.text, (start + end) // 2, (end - start) // 4

    def nearest(can_split: Callable[[int], bool]) -> int | None:
        offsets = (offset for shift in range(max_shift) for offset in (centre - shift, centre + shift))
        return next(filter(can_split, offsets), None)

    middle = (
        nearest(lambda offset: text[offset].isspace())
        or nearest(lambda offset: not _continues_character(text, offset))
        or centre
    )
    yield from _split_long_sentence(_stripped(text, start, middle), budget)
    yield from _split_long_sentence(_stripped(text, middle, end), budget)


def _divide(paragraph: Sequence[_SizedSpan], budget: _TokenBudget) -> Iterator[list[Span]]:
    """Divide a paragraph into the fewest groups of sentences that fit, keeping the largest as small as possible."""
    sizes = [size for _, size in paragraph]
    fewest = len(_group_lengths(sizes, budget.limit))
    capacities = range(max(sizes), budget.limit)
    capacity = max(sizes) + bisect_left(
        capacities, True, key=lambda capacity: len(_group_lengths(sizes, capacity)) <= fewest
    )
    spans = (span for span, _ in paragraph)
    for length in _group_lengths(sizes, capacity):
        yield from _halve_to_fit(list(islice(spans, length)), budget)


def _group_lengths(sizes: Sequence[int], capacity: int) -> list[int]:
    """Return the number of sentences in each group when groups are filled to a capacity one after the other."""
    lengths, left = [0], capacity
    for size in sizes:
        if size > left and lengths[-1]:
            lengths.append(0)
            left = capacity
        lengths[-1] += 1
        left -= size
    return lengths


def _halve_to_fit(group: list[Span], budget: _TokenBudget) -> Iterator[list[Span]]:
    """Yield a group, halved if markers or much white space make it longer than the sum of its sentences."""
    if len(group) == 1 or budget.size(group[0].start, group[-1].end) <= budget.limit:
        yield group
    else:
        yield from _halve_to_fit(group[: len(group) // 2], budget)
        yield from _halve_to_fit(group[len(group) // 2 :], budget)


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))


def _continues_character(text: str, offset: int) -> bool:
    """Return whether a code point belongs to the character before it, as combining accents and joined emoji do."""
    return unicodedata.category(text[offset])[0] in "MC" or text[offset - 1] == "\u200d"


def _join_headings(parts: Sequence[str]) -> str:
    return "".join(f"{part}. " for part in parts if part)


def _truncated(words: str, limit: int, token_offsets: TokenOffsets) -> str:
    """Return the words cut to a number of tokens, at a space if there is one."""
    offsets = token_offsets(words)
    if len(offsets) <= limit:
        return words
    kept = words[: offsets[limit - 1][1]]
    return kept if words[len(kept)].isspace() else kept.rpartition(" ")[0] or kept


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
