"""Finds a part of a document by its number and quotes it in order: an article, a rule of a numbered list, the changes
of a version.

It is found by structure: headings, labels at the beginning of sentences and numbers of list items. Similarity is no
help: Article 4 is as similar to Article 5 as a paraphrase is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relbot.answer import Passage
from relbot.answering.overviews.numbering import (
    ALIKE,
    ANY,
    LOG,
    OF_DOCUMENT,
    above,
    beginning_fits,
    heading_fits,
    numbers_alike,
)
from relbot.answering.statements import Quote, quotes_of
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.named_document import named_rows
from relbot.query.numbered_part import LAST, OF_LISTS, NumberedPart
from relbot.query.releases.change_groups import in_groups
from relbot.text.terms import stems

_FOUND, _PASSAGES, _DOCUMENTS = 200, 400, 20
"""The most passages with the number, passages of a document, and documents with lists that are searched."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences of a numbered part, and how well it fits what is asked for."""

    quotes: tuple[Quote, ...]
    fit: int
    heading: str = ""
    """The heading with the number, if the part is a section."""

    @property
    def passage(self) -> Passage:
        return self.quotes[0].passage


def find_parts(part: NumberedPart, generation: Generation) -> list[Part] | None:
    """Return the parts with a number that fit best, several if several documents have one.

    The list is empty if there are other parts of the kind but not this one. None if no such parts are known here, or if
    the words beside the number name no document.
    """
    named = frozenset(named_rows(part.document, generation)) if part.document else None
    if part.document and not named:
        return None
    search = _PartSearch(part, generation, named)
    found = [*search.under_headings()]
    if not part.is_version and not any(own.fit > ALIKE for own in found):
        found += search.in_lists()
    best = max((own.fit for own in found), default=0)
    fitting = [own for own in found if own.fit == best]
    if best == ANY and part.label in OF_LISTS and search.has_siblings:
        return []  # the number belongs to another list of this kind
    if best == ANY and part.label in OF_LISTS and search.is_mentioned:
        return None
    if best == ANY and part.is_item and not any(own.heading for own in fitting):
        return fitting
    if not best and part.beside and find_parts(replace(part, number=part.beside, beside=""), generation):
        return []
    if not best and part.number == LAST:
        return None
    if best == ANY and len(fitting) > 1:
        # Any list has a fifth item, but few documents number their sections.
        fitting = [own for own in fitting if own.heading]
        is_one_of_each = len({own.passage.source.path for own in fitting}) == len(fitting)
        return fitting if fitting and is_one_of_each else None
    if best:
        return fitting
    return [] if search.has_siblings and not search.is_mentioned else None


def of_changes(found: Part, changes: Sequence[str]) -> tuple[Quote, ...]:
    """Return the sentences of a version's part about some kinds of change: those under a heading for them, else those
    that begin with a word for them.
    """
    told = [(in_groups(changes, quote.passage.section, quote.text), quote) for quote in found.quotes]
    under = tuple(quote for (is_under, _), quote in told if is_under)
    return under or tuple(quote for (_, begins), quote in told if begins)


class _PartSearch:
    """A search for a part in all documents, or in those that are named."""

    def __init__(self, part: NumberedPart, generation: Generation, named: frozenset[int] | None) -> None:
        self._part, self._generation, self._named = part, generation, named

    def under_headings(self) -> Iterator[Part]:
        seen = set[tuple[str, ...]]()
        for record in self._with_number:
            source, section = record.passage.source, record.passage.section
            for depth in range(1, len(section) + 1):
                path, words = section[:depth], above(source, section[: depth - 1])
                fit = heading_fits(self._part, path[-1], words, is_named=self._named is not None)
                if fit and (source.path, *path) not in seen:
                    seen.add((source.path, *path))
                    records = [r for r in self._of(source.path) if r.passage.section[:depth] == path]
                    yield Part(tuple(_quotes(records)), fit, path[-1])

    def in_lists(self) -> Iterator[Part]:
        """Yield items with the number, and sentences that begin with label and number, up to the next such part."""
        for path in self._likely:
            quotes, text = list(_quotes(self._of(path))), self._generation.document(path).text
            begun = [self._begun(text, quote) for quote in quotes]
            for at, own in enumerate(begun):
                if own and own[1] and self._is_it(own[0], quotes[at:], begun[at + 1 :]):
                    later = range(at + 1, len(quotes))
                    ends = (n for n in later if self._ends(begun[n]) or _breaks(text, quotes[n - 1], quotes[n]))
                    yield Part(tuple(quotes[at : next(ends, len(quotes))]), own[1])

    def _is_it(self, number: str, quotes: Sequence[Quote], later: Sequence[tuple[str, int] | None]) -> bool:
        """Return whether an item is the one asked for; the last is one that no next number follows in its section."""
        if self._part.number != LAST:
            return number == self._part.number
        section, following = quotes[0].passage.section, str(int(number) + 1) if number.isdigit() else ""
        with_next = zip(quotes[1:], later, strict=True)
        is_followed = (q.passage.section == section and own and own[0] == following for q, own in with_next)
        return number.isdigit() and number != "1" and not any(is_followed)

    def _ends(self, begun: tuple[str, int] | None) -> bool:
        """Return whether a sentence opens a part outside the one asked for; 3.1 is within 3."""
        return begun is not None and not begun[0].startswith(f"{self._part.number}.")

    @property
    def has_siblings(self) -> bool:
        """Whether the documents number parts of this kind."""
        words = LOG if self._part.is_version or not self._part.label else frozenset[str]()
        near = self._generation.matching(sorted({*words, *stems(f"{self._part.label} 1 2")}), _FOUND)
        for record in near:
            section = record.passage.section
            for depth, heading in enumerate(section):
                if numbers_alike(self._part, heading, above(record.passage.source, section[:depth])):
                    return True
        return not self._part.is_version and any(self._has_list(path) for path in self._likely)

    @property
    def is_mentioned(self) -> bool:
        """Whether a passage mentions the part or, for a version, one of its releases."""
        label, number = self._part.label, re.escape(self._part.number)
        is_release = self._part.is_version or not label
        words = rf"(?<![\w.])v?{number}(?!\d)" if is_release else rf"\b{label[:3]}\w*\.?\s?{number}(?!\w|\.\d)"
        named = re.compile(words, re.IGNORECASE)
        passages = [record.passage.quote for record in self._with_number]
        return any(named.search(quote) or self._part.text.lower() in quote.lower() for quote in passages)

    @cached_property
    def _with_number(self) -> Sequence[PassageRecord]:
        words = sorted({*stems(self._part.number), *stems(self._part.text)})
        return self._kept(self._generation.matching(words, _FOUND))

    @cached_property
    def _likely(self) -> list[str]:
        """The documents that may have a list with the part: named, or with its label in title, path or headings."""
        label = self._part.label or "point"
        rows = sorted(self._named) if self._named else named_rows(label, self._generation)[:_PASSAGES]
        records = [*self._generation.passages(rows)]
        if not self._named:
            records += [*self._generation.matching(stems(label), _FOUND), *self._with_number]
        paths = [record.passage.source.path for record in records]
        sources = self._generation.manifest.sources
        if not self._named and self._part.is_item and len(sources) <= _DOCUMENTS:
            paths += [entry.source.path for entry in sources]
        return [*dict.fromkeys(paths)][:_DOCUMENTS]

    def _has_list(self, path: str) -> bool:
        text = self._generation.document(path).text
        begun = (self._begun(text, quote) for quote in _quotes(self._of(path)))
        return any(own and own[1] >= OF_DOCUMENT for own in begun)

    def _begun(self, text: str, quote: Quote) -> tuple[str, int] | None:
        words = above(quote.passage.source, quote.passage.section)
        start = quote.passage.sentences[quote.sentence].start
        return beginning_fits(self._part, text, start, quote.text, words, is_named=self._named is not None)

    def _of(self, path: str) -> Sequence[PassageRecord]:
        return self._kept(self._generation.passages(self._generation.manifest.entry(path).rows[:_PASSAGES]))

    def _kept(self, records: Iterable[PassageRecord]) -> Sequence[PassageRecord]:
        return [record for record in records if self._named is None or record.row in self._named]


def _quotes(records: Iterable[PassageRecord]) -> Iterator[Quote]:
    for record in records:
        yield from quotes_of(record.passage)


def _breaks(text: str, before: Quote, after: Quote) -> bool:
    """Return whether a sentence is in another section or paragraph than the one before it."""
    end, start = before.passage.sentences[before.sentence].end, after.passage.sentences[after.sentence].start
    return before.passage.section != after.passage.section or text[end:start].count("\n") > 1
