"""Sentence segmentation, as spans of the text.

Uses syntok, the only one of six segmenters tried that handled offsets and abbreviations correctly. Its gaps are filled
without changing the text: footnote marks are masked with spaces, sentence ends in scripts without spaces are added,
rules (`sentence_boundaries`) decide on the periods that it misreads, and it is given slices of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from syntok import segmenter
from syntok.tokenizer import Token, Tokenizer

from relbot.answer import Span
from relbot.text import sentence_boundaries

_MAX_SLICE = 20_000
"""Characters given to syntok at a time, which bounds its memory and the length of a sentence."""

_FOOTNOTE = re.compile(r"\[(?:\d{1,3}|[a-z]{1,2}|(?:note|nb|n) \d{1,3}|citation needed)\]")
_UNSPACED_END = re.compile(r"[。！？｡؟۔।॥]+[”’」』）】》〉\"')\]]*\s*")
_BRACKET_LOOKAHEAD = 49
"""The number of tokens within which syntok looks for a closing bracket."""


def split(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of `text[start:end]`, in order; each character but white space lies in exactly one."""
    prose = text[start:end]
    masked = _FOOTNOTE.sub(lambda mark: " " * len(mark.group()), sentence_boundaries.mask_entities(prose))
    starts = sorted({*_sentence_starts(masked), *(mark.end() for mark in _UNSPACED_END.finditer(masked))})
    spans = []
    for begin, after in pairwise([*starts, len(prose)]):
        part = prose[begin:after]
        if part.strip():
            indent = len(part) - len(part.lstrip())
            spans.append(Span(start + begin + indent, start + begin + len(part.rstrip())))
    return spans


def _sentence_starts(prose: str) -> Iterator[int]:
    """Yield sentence starts, slice by slice; a slice may cut its last sentence, so the next slice begins with it."""
    begin = 0
    while begin < len(prose):
        end = begin + _MAX_SLICE
        if end < len(prose):
            end = prose.rfind(" ", begin + _MAX_SLICE // 2, end) + 1 or end
        part = prose[begin:end]
        tokens = list(Tokenizer(replace_not_contraction=False).tokenize(part))
        starts = [sentence[0].offset for sentence in segmenter.segment(iter(_mask_unclosed(tokens)))][1:]
        found = [begin + start for start in sentence_boundaries.correct(part, starts) if start]
        yield from (begin, *found)
        begin = found[-1] if found and end < len(prose) else end


def _mask_unclosed(tokens: list[Token]) -> list[Token]:
    """Return the tokens with a dash for each opening bracket that is closed too late or never.

    syntok looks fifty tokens ahead of each opening bracket, and would end a sentence within "Tirana (The".
    """
    masked = list(tokens)
    open_brackets: list[int] = []
    for index, token in enumerate(tokens):
        if token.value in segmenter.State.opening_brackets:
            open_brackets.append(index)
            masked[index] = Token(token.spacing, "–", token.offset)
        elif token.value in segmenter.State.closing_brackets and open_brackets:
            opening = open_brackets.pop()
            if index - opening <= _BRACKET_LOOKAHEAD:
                masked[opening] = tokens[opening]
    return masked
