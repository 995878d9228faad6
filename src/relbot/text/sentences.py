"""Sentences, as offsets into the text they stand in.

syntok finds them: of six segmenters tried it kept offsets and abbreviations right. Its gaps are mended without changing
a character of the text: it sees footnote marks as white space, ends in scripts without spaces between sentences are
found besides, and it is given bounded slices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from syntok import segmenter
from syntok.tokenizer import Token, Tokenizer

from relbot.answer import Span

SLICE = 20_000
"""Characters that syntok is given at a time, which bounds its memory; no sentence is longer."""

_FOOTNOTE = re.compile(r"\[(?:\d{1,3}|[a-z]{1,2}|(?:note|nb|n) \d{1,3}|citation needed)\]")
_UNSPACED_END = re.compile(r"[。！？｡؟۔।॥]+[”’」』）】》〉\"')\]]*\s*")
_BRACKET_REACH = 49
"""Tokens after which syntok gives up looking for a closing bracket."""


def split(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`, in order: every character that is not white space lies in exactly one."""
    prose = text[start:end]
    seen = _FOOTNOTE.sub(lambda mark: " " * len(mark.group()), prose)
    starts = sorted({*_starts(seen), *(mark.end() for mark in _UNSPACED_END.finditer(seen))})
    spans = []
    for begin, until in pairwise([*starts, len(prose)]):
        words = prose[begin:until]
        if words.strip():
            indent = len(words) - len(words.lstrip())
            spans.append(Span(start + begin + indent, start + begin + len(words.rstrip())))
    return spans


def _starts(prose: str) -> Iterator[int]:
    """Where sentences start, slice by slice; the last sentence of a slice may be cut, so the next begins with it."""
    begin = 0
    while begin < len(prose):
        end = begin + SLICE
        if end < len(prose):
            end = prose.rfind(" ", begin + SLICE // 2, end) + 1 or end
        tokens = list(Tokenizer(replace_not_contraction=False).tokenize(prose[begin:end]))
        found = [begin + sentence[0].offset for sentence in segmenter.segment(iter(_unbracketed(tokens)))][1:]
        yield from (begin, *found)
        begin = found[-1] if found and end < len(prose) else end


def _unbracketed(tokens: list[Token]) -> list[Token]:
    """Tokens with the brackets blotted out that close too late or never.

    syntok looks fifty tokens ahead from each, and would take "Tirana (The" for the end of a sentence.
    """
    kept = list(tokens)
    open_brackets: list[int] = []
    for place, token in enumerate(tokens):
        if token.value in segmenter.State.opening_brackets:
            open_brackets.append(place)
            kept[place] = Token(token.spacing, "–", token.offset)
        elif token.value in segmenter.State.closing_brackets and open_brackets:
            opened = open_brackets.pop()
            if place - opened <= _BRACKET_REACH:
                kept[opened] = tokens[opened]
    return kept
