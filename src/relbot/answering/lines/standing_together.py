"""Finds enumerations in a document: the items of a list, the steps of a procedure, the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relbot.answer import Passage
from relbot.answering.overviews.named_section import LONGEST, section_around, without_brackets
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.temporal.date_mentions import DateMention
from relbot.text.table_rows import first_column
from relbot.text.terms import stems

_FEWEST, FEWEST_ROWS = 3, 2
"""The fewest lines of a list, and of a table; two lines of text may be a heading with its content."""
_MARKER = re.compile(r"(?:[-*•–]|\(?\w{1,3}[.)])?")
"""The mark before a list item."""
_NUMBER = re.compile(r"(?:step\s)?\(?\d{1,2}\s?[.):](?=\s|$)", re.IGNORECASE)
"""The number before an item of an ordered list."""
_LONGEST_MARK = 40
"""The longest mark with its indentation, in characters."""
_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The lines of an enumeration in order, each with its sentences."""

    lines: tuple[tuple[Quote, ...], ...]
    dates: tuple[tuple[DateMention, ...], ...]
    """The dates of each line."""
    heading: frozenset[str]
    """Stems of the title, the headings and the lead-in above the lines."""
    steps: int
    """Number of numbered lines, if at least half of them are numbered; else 0."""

    @property
    def common(self) -> frozenset[str]:
        """The stems that all lines share, such as the names of a table's columns."""
        words = [frozenset(stems(" ".join(quote.text for quote in line))) for line in self.lines]
        return frozenset.intersection(*words)


class _Sentence(NamedTuple):
    """A sentence, its dates, and how it is separated from the previous one."""

    quote: Quote
    dates: tuple[DateMention, ...]
    opens: bool
    """Whether it begins a line."""
    follows: bool
    """Whether no blank line precedes it."""
    is_numbered: bool
    """Whether a number precedes or opens it."""


def enumeration_around(quote: Quote, generation: Generation, *, of_section: bool = False) -> Enumeration | None:
    """Return the enumeration that a sentence is in, or that it or its paragraph introduces; None for prose. With
    `of_section` it includes the rest of a short section, such as what to do before and after the steps.
    """
    if len(quote.passage.sentences) > 1 and not _LINE_BREAK.search(quote.passage.quote):
        if not quote.passage.quote.rstrip().endswith(":"):
            return None  # prose, as most is, without a look at the sentences around it
        quote = Quote(quote.passage, len(quote.passage.sentences) - 1)
    sentences = _of_section(quote.passage, generation)
    place = next((number for number, sentence in enumerate(sentences) if sentence.quote == quote), None)
    if place is None:
        return None
    if of_section and quote.passage.section and len(sentences) <= LONGEST:
        found = (_around(number, sentences) for number in range(len(sentences)))
        if enumeration := next(filter(None, found), None):
            lines = _lines(sentences)
            return Enumeration(_quotes(lines), _dates(lines), enumeration.heading, _steps(lines))
    return _around(place, sentences) or (_around(place + 1, sentences) if place + 1 < len(sentences) else None)


def _around(place: int, sentences: Sequence[_Sentence]) -> Enumeration | None:
    """Return the enumeration around the sentence at an index, or None."""
    quote, first, end = sentences[place].quote, place, place + 1
    while first > 0 and sentences[first].follows and _alike(sentences[first - 1].quote, quote):
        first -= 1
    while end < len(sentences) and sentences[end].follows and _alike(sentences[end].quote, quote):
        end += 1
    while first < place and not sentences[first].opens:
        first += 1
    if sentences[first].quote.text.rstrip().endswith(":") and first < place:
        first += 1
    lines = _lines(sentences[first:end])
    if len(lines) < (FEWEST_ROWS if first_column(quote.text) else _FEWEST):
        return None
    headings = map(without_brackets, quote.passage.section)
    above = [quote.passage.source.title, *headings, sentences[first - 1].quote.text if first else ""]
    return Enumeration(_quotes(lines), _dates(lines), frozenset(stems("\n".join(above))), _steps(lines))


def _quotes(lines: Sequence[Sequence[_Sentence]]) -> tuple[tuple[Quote, ...], ...]:
    return tuple(tuple(sentence.quote for sentence in line) for line in lines)


def _dates(lines: Sequence[Sequence[_Sentence]]) -> tuple[tuple[DateMention, ...], ...]:
    return tuple(tuple(date for sentence in line for date in sentence.dates) for line in lines)


def _steps(lines: Sequence[Sequence[_Sentence]]) -> int:
    numbered = sum(line[0].is_numbered for line in lines)
    return numbered if 2 * numbered >= len(lines) else 0


def _of_section(passage: Passage, generation: Generation) -> list[_Sentence]:
    """Return the sentences of the section around a passage."""
    records = section_around(passage, generation)
    if not records:
        return []
    text = generation.document(passage.source.path).text
    found, end = list[_Sentence](), -1
    for record in records:
        for number, sentence in enumerate(record.sentences):
            between = text[end : sentence.span.start] if end >= 0 else "\n\n"
            follows = between.count("\n") <= 1  # a blank line ends an enumeration
            quote = Quote(record.passage, number)
            start = sentence.span.start
            before = text[max(0, start - _LONGEST_MARK) : start].rpartition("\n")[2]
            is_numbered = bool(_NUMBER.fullmatch(before.strip()) or _NUMBER.match(quote.text))
            found.append(_Sentence(quote, sentence.dates, _opens_line(between), follows, is_numbered))
            end = sentence.span.end
    return found


def _opens_line(between: str) -> bool:
    """Return whether the text before a sentence ends a line, followed at most by the mark of a list item."""
    mark = between.lstrip()
    return "\n" in between[: len(between) - len(mark)] and _MARKER.fullmatch(mark.rstrip()) is not None


def _lines(sentences: Sequence[_Sentence]) -> list[list[_Sentence]]:
    lines = list[list[_Sentence]]()
    for sentence in sentences:
        if sentence.opens or not lines:
            lines.append([])
        lines[-1].append(sentence)
    return lines


def _alike(one: Quote, other: Quote) -> bool:
    """Return whether both are rows of one table, or neither is a row; a sentence that runs over a line end is prose."""
    return first_column(one.text) == first_column(other.text) and "\n" not in one.text
