"""From a document to passages: whole sentences of one section, each short enough for one look of the model."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from relbot.answer import Passage, Source, Span
from relbot.corpus.documents import Document
from relbot.corpus.outline import Block
from relbot.text import sentences

Tokens = Callable[[str], Sequence[tuple[int, int]]]
"""Gives the (start, end) of each model token of a text, without special tokens."""

WINDOW = 256
"""Tokens that all-MiniLM-L6-v2 was trained to see at once, special tokens included (its model card)."""
SPECIAL_TOKENS = 2
HEADING_TOKENS = 32
"""Tokens of the window that the heading before a passage may take."""
MIN_TOKENS = 24
"""A block with fewer, about one short sentence, says too little alone and joins its neighbour."""
MAX_CHARACTERS = 4_000
"""Of a quote. Word pieces are no bound by themselves: a word over 100 characters is one unknown token however long."""


def heading(source: Source, section: Sequence[str], tokens: Tokens) -> str:
    """What is embedded right before a quote, so that a passage is found by its title and section as well.

    At most `HEADING_TOKENS` long: each part keeps its first words, and outer sections give way to inner ones.
    """
    most = HEADING_TOKENS // 2 - 1
    parts = [_first_words(part, most, tokens) for part in (source.title, *section)]
    while len(parts) > 2 and len(tokens(_joined(parts))) > HEADING_TOKENS:
        del parts[1]
    return _joined(parts)


def chunk(document: Document, tokens: Tokens, *, window: int = WINDOW) -> list[Passage]:
    """The passages of a document, in order and never overlapping; every sentence lies in exactly one.

    A paragraph is a passage, except that one under `MIN_TOKENS` joins its neighbour in the section, and one that does
    not fit the window is divided evenly at sentence ends. Raises ValueError where a passage does not fit all the same.
    """
    text, room = document.text, window - SPECIAL_TOKENS
    seen: Counter[str] = Counter()
    passages = []
    for stretch in _stretches(document.blocks):
        section = stretch[0].section
        prefix = heading(document.source, section, tokens)
        measure = _Measure(text, tokens, room - len(tokens(prefix)))
        for paragraph in _paragraphs(stretch, measure):
            for group in _divided(paragraph, measure):
                start, end = group[0].start, group[-1].end
                quote = text[start:end]
                if len(tokens(prefix + quote)) > room:
                    raise ValueError(f"{document.source.path}: the passage at {start} does not fit {window} tokens")
                key = _digest(document.source.path, section, quote)
                name = _digest(key, seen[key])[:12]
                passages.append(Passage(document.source, start, end, quote, section, tuple(group), name))
                seen[key] += 1
    return passages


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long a range of the text is for the model, and how long it may be."""

    text: str
    tokens: Tokens
    limit: int

    def size(self, start: int, end: int) -> int:
        """In tokens; a range over `MAX_CHARACTERS` is not looked into and counts as its characters."""
        return len(self.tokens(self.text[start:end])) if end - start <= MAX_CHARACTERS else end - start


_Sized = tuple[Span, int]
"""A sentence, or a part of one that fits, with its size."""


def _stretches(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks with nothing between them but white space and markers, and so of one section."""
    stretch: list[Block] = []
    for block in blocks:
        if stretch and not block.follows:
            yield stretch
            stretch = []
        stretch.append(block)
    if stretch:
        yield stretch


def _paragraphs(stretch: Sequence[Block], measure: _Measure) -> Iterator[list[_Sized]]:
    """The sentences of each block, those of a short block together with its neighbour's."""
    paragraph: list[_Sized] = []
    so_far = 0
    for block in stretch:
        spans = sentences.split(measure.text, block.start, block.end)
        sized = [piece for span in spans for piece in _cut(span, measure)]
        size = sum(size for _, size in sized)
        if paragraph and min(so_far, size) >= MIN_TOKENS:
            yield paragraph
            paragraph, so_far = [], 0
        paragraph.extend(sized)
        so_far += size
    yield paragraph


def _cut(sentence: Span, measure: _Measure) -> Iterator[_Sized]:
    """A sentence in halves, and those again, until each fits: at white space, or between characters without it."""
    start, end = sentence.start, sentence.end
    size = measure.size(start, end)
    if size <= measure.limit or end - start < 2:
        yield sentence, size
        return
    text, centre, reach = measure.text, (start + end) // 2, (end - start) // 4

    def nearest(parts: Callable[[int], bool]) -> int | None:
        around = (place for step in range(reach) for place in (centre - step, centre + step))
        return next(filter(parts, around), None)

    middle = nearest(lambda place: text[place].isspace()) or nearest(lambda place: not _clings(text, place)) or centre
    yield from _cut(_stripped(text, start, middle), measure)
    yield from _cut(_stripped(text, middle, end), measure)


def _divided(paragraph: Sequence[_Sized], measure: _Measure) -> Iterator[list[Span]]:
    """A paragraph in as few groups of sentences as fit, the longest of them as short as can be."""
    sizes = [size for _, size in paragraph]
    fewest = len(_filled(sizes, measure.limit))
    capacities = range(max(sizes), measure.limit)
    capacity = max(sizes) + bisect_left(capacities, True, key=lambda most: len(_filled(sizes, most)) <= fewest)
    spans = (span for span, _ in paragraph)
    for length in _filled(sizes, capacity):
        yield from _fitting(list(islice(spans, length)), measure)


def _filled(sizes: Sequence[int], capacity: int) -> list[int]:
    """How many sentences go into each group when each is filled up to a capacity before the next begins."""
    lengths, left = [0], capacity
    for size in sizes:
        if size > left and lengths[-1]:
            lengths.append(0)
            left = capacity
        lengths[-1] += 1
        left -= size
    return lengths


def _fitting(group: list[Span], measure: _Measure) -> Iterator[list[Span]]:
    """A group, in halves where the whole is longer than its sentences are together: by markers or much white space."""
    if len(group) == 1 or measure.size(group[0].start, group[-1].end) <= measure.limit:
        yield group
    else:
        yield from _fitting(group[: len(group) // 2], measure)
        yield from _fitting(group[len(group) // 2 :], measure)


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _clings(text: str, place: int) -> bool:
    """Whether a character is drawn together with the one before it, as accents and joined emoji are."""
    return unicodedata.category(text[place])[0] in "MC" or text[place - 1] == "\u200d"


def _joined(parts: Sequence[str]) -> str:
    return "".join(f"{part}. " for part in parts if part)


def _first_words(words: str, most: int, tokens: Tokens) -> str:
    """Words, cut to a number of tokens and there at a space where there is one."""
    offsets = tokens(words)
    if len(offsets) <= most:
        return words
    kept = words[: offsets[most - 1][1]]
    return kept if words[len(kept)].isspace() else kept.rpartition(" ")[0] or kept


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
