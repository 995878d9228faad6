"""The words by which a link opens a page at a sentence (URL Fragment Text Directives, WICG).

A browser highlights the first text that matches, ignoring case. So the words in a link are made long enough, or get
enough context, that the sentence is their first match on the page. A term lies within one block of the page and spans
no footnote mark, since the page may show those differently.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relbot.answer import Anchor, Span

_TERM_WORDS = 5
"""Words that a link quotes from either end of a sentence. Few, since a page may have marks that the source lacks."""
_LENGTHS = (_TERM_WORDS, 8, 16, 40)
"""Lengths of the first term in words, tried in order until it is unique."""
_CONTEXT_LENGTHS = (3, 6, 12, 24)
"""Numbers of context words before or after the first term, tried in order if no length makes it unique. Words of its
own block are preferred: between blocks, a page may have what the source lacks, e.g. the link sign of a heading."""
_CONTEXT_CHARACTERS = 400
_KEY_WORDS = 3
"""Length, in words, of the longest key by which earlier occurrences are looked up."""
_MAX_OCCURRENCES = 200
"""Occurrences of the same words that are compared at most: a source may repeat them any number of times."""

_MARK = re.compile(r"\[(?:\d{1,4}|[a-z*†‡§]{1,2}|(?:note|nb|fn|Note) \d{1,3}|citation needed)\]")
_BLOCK_END = re.compile(r"\n[ \t\r]*\n\s*|\n[ \t]*[-*•][ \t]+")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"\w+")


def anchors(text: str, sentences: Sequence[Span], added: Sequence[Span] = ()) -> tuple[Anchor | None, ...]:
    """Return an anchor for each sentence of a text, or None for a sentence that shares no words with the page.

    `added` are the ranges of the text that the page does not show as such, in order.
    """
    page = _Page(text, sentences, added)
    return tuple(page.anchor(sentence) for sentence in sentences)


@dataclass(frozen=True)
class _Page:
    text: str
    sentences: Sequence[Span]
    added: Sequence[Span]

    def anchor(self, sentence: Span) -> Anchor | None:
        pieces = list(self._pieces(sentence.start, sentence.end))
        if not pieces:
            return None
        first, last = pieces[0], pieces[-1]
        start = self._first_term(first, is_only=len(pieces) == 1)
        prefix = suffix = ""
        if not self._is_first(start):
            start, prefix, suffix = self._made_unique(start, first)
        end = self._last_term(start, last)
        return Anchor(prefix, self._words(start), self._words(end) if end else "", "" if end else suffix)

    def _first_term(self, piece: Span, *, is_only: bool) -> Span:
        words = self._word_spans(piece)
        is_whole = is_only and len(words) <= 2 * _TERM_WORDS
        return Span(piece.start, piece.end if is_whole else words[:_TERM_WORDS][-1].end)

    def _last_term(self, start: Span, piece: Span) -> Span | None:
        """Return the fewest last words that do not occur earlier after the first term.

        None if the first term reaches the end.
        """
        if start.end >= piece.end:
            return None
        words = [word for word in self._word_spans(piece) if word.start >= start.end]
        between = self._folded(Span(start.end, piece.end))
        for count in (*(length for length in _LENGTHS if length < len(words)), len(words)):
            term = Span(words[-count].start, piece.end)
            said = self._folded(term)
            if not _occurs(said, between[: len(between) - 1]):
                return term
        return Span(words[0].start, piece.end)

    def _made_unique(self, start: Span, piece: Span) -> tuple[Span, str, str]:
        """Return a first term that is unique, with its prefix and suffix.

        A longer term is preferred, then a prefix from its own block, a suffix, and a prefix from the block before.
        """
        words = self._word_spans(piece)
        for count in _LENGTHS:
            longer = Span(start.start, words[:count][-1].end)
            if longer.end > start.end and self._is_first(longer):
                return longer, "", ""
        before = self._piece_before(start.start)
        is_own_block = before is not None and not any(self._gaps_within(before.end, start.start))
        if is_own_block and (prefix := self._prefix(start, before)):
            return start, prefix, ""
        if start.end == piece.end and (suffix := self._suffix(start, self._piece_after(start.end))):
            return start, "", suffix
        return start, self._prefix(start, before), ""

    def _prefix(self, start: Span, before: Span | None) -> str:
        """Return words before a term that make it unique; empty if none do."""
        words = self._word_spans(before) if before else []
        for count in _CONTEXT_LENGTHS if words else ():
            prefix = Span(words[-count:][0].start, words[-1].end)
            if self._is_first(Span(prefix.start, start.end), start.start):
                return self._words(prefix)
        return ""

    def _suffix(self, start: Span, after: Span | None) -> str:
        """Return words after a term that make it unique; empty if none do."""
        words = self._word_spans(after) if after else []
        for count in _CONTEXT_LENGTHS if words else ():
            suffix = Span(words[0].start, words[:count][-1].end)
            if self._is_first(Span(start.start, suffix.end)):
                return self._words(suffix)
        return ""

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        """Yield the runs of words in a range that the page shows in one block without a mark in between."""
        at = start
        for gap in self._gaps_within(start, end):
            if piece := self._stripped(at, min(gap.start, end)):
                yield piece
            at = max(at, gap.end)
        if piece := self._stripped(at, end):
            yield piece

    def _piece_before(self, offset: int) -> Span | None:
        """Return the run of words right before an offset; None if there is a mark or nothing."""
        gaps = list(self._gaps_within(max(0, offset - _CONTEXT_CHARACTERS), offset))
        begin = max(0, offset - _CONTEXT_CHARACTERS)
        end = offset
        while gaps and self.text[gaps[-1].end : end].strip() == "":
            gap = gaps.pop()
            if _MARK.fullmatch(self.text, gap.start, gap.end):
                return None
            end = gap.start
        piece = self._stripped(max(gaps[-1].end if gaps else begin, begin), end)
        if piece and piece.start == begin and begin:  # it may begin within a word
            return Span(words[1].start, piece.end) if len(words := self._word_spans(piece)) > 1 else None
        return piece

    def _piece_after(self, offset: int) -> Span | None:
        """Return the run of words right after an offset; None if there is a mark or nothing."""
        limit = min(len(self.text), offset + _CONTEXT_CHARACTERS)
        begin, end = offset, limit
        for gap in self._gaps_within(offset, limit):
            if self.text[begin : gap.start].strip():
                end = gap.start
                break
            if _MARK.fullmatch(self.text, gap.start, gap.end):
                return None
            begin = gap.end
        piece = self._stripped(begin, end)
        if piece and end == limit < len(self.text):  # it may end within a word
            return Span(piece.start, words[-2].end) if len(words := self._word_spans(piece)) > 1 else None
        return piece

    def _gaps_within(self, start: int, end: int) -> Iterator[Span]:
        low, high = bisect_right(self._gap_ends, start), bisect_left(self._gap_starts, end)
        return iter(self._gaps[low:high])

    @cached_property
    def _gaps(self) -> list[Span]:
        """The ranges that no term spans, in order: added ranges, footnote marks, and the ends of blocks."""
        found = [Span(*match.span()) for pattern in (_MARK, _BLOCK_END) for match in pattern.finditer(self.text)]
        merged: list[Span] = []
        for gap in sorted((*found, *self.added), key=lambda gap: (gap.start, gap.end)):
            if not merged or gap.start >= merged[-1].end:
                merged.append(gap)
            elif gap.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, gap.end)
        return merged

    @cached_property
    def _gap_starts(self) -> list[int]:
        return [gap.start for gap in self._gaps]

    @cached_property
    def _gap_ends(self) -> list[int]:
        return [gap.end for gap in self._gaps]

    @cached_property
    def _all_words(self) -> tuple[list[str], list[int]]:
        """The case-folded words of the page, and the offset of each."""
        words, starts = [], []
        for piece in self._pieces(0, len(self.text)):
            for word in _LETTERS.finditer(self.text, piece.start, piece.end):
                words.append(word.group().casefold())
                starts.append(word.start())
        return words, starts

    @cached_property
    def _occurrences(self) -> dict[tuple[str, ...], list[int]]:
        """Word indices at which the first one, two or three words of each sentence occur, up to `_MAX_OCCURRENCES`."""
        words, starts = self._all_words
        begins = [bisect_left(starts, sentence.start) for sentence in self.sentences]
        found: dict[tuple[str, ...], list[int]] = {
            tuple(words[at : at + count]): [] for at in begins for count in range(1, _KEY_WORDS + 1)
        }
        for count in range(1, _KEY_WORDS + 1):
            for at in range(len(words) - count + 1):
                places = found.get(tuple(words[at : at + count]))
                if places is not None and len(places) < _MAX_OCCURRENCES:
                    places.append(at)
        return found

    def _is_first(self, term: Span, start: int | None = None) -> bool:
        """Return whether the words of a term occur nowhere before it.

        `start` is the offset at which the sentence begins, if the term has a prefix.
        """
        words, starts = self._all_words
        first, end = bisect_left(starts, term.start), bisect_left(starts, term.end)
        sentence = first if start is None else bisect_left(starts, start)
        term_words = words[first:end]
        earlier = self._occurrences.get(tuple(words[sentence : min(end, sentence + _KEY_WORDS)]), [])
        lead = sentence - first
        return not any(
            at < sentence and at >= lead and words[at - lead : at - lead + len(term_words)] == term_words
            for at in earlier
        )

    def _word_spans(self, span: Span) -> list[Span]:
        return [Span(*word.span()) for word in _WORD.finditer(self.text, span.start, span.end)]

    def _stripped(self, start: int, end: int) -> Span | None:
        words = self.text[start:end]
        begin = start + len(words) - len(words.lstrip())
        return Span(begin, begin + len(words.strip())) if words.strip() else None

    def _folded(self, span: Span) -> list[str]:
        return [
            word.group().casefold()
            for piece in self._pieces(span.start, span.end)
            for word in _LETTERS.finditer(self.text, piece.start, piece.end)
        ]

    def _words(self, span: Span) -> str:
        return " ".join(self.text[span.start : span.end].split())


def _occurs(words: Sequence[str], within: Sequence[str]) -> bool:
    count = len(words)
    return count > 0 and any(within[at : at + count] == words for at in range(len(within) - count + 1))
