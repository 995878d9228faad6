"""A part of a document by its number, quoted in order: an article, a rule of a numbered list, what a version brought.

It is found by what the index holds of the structure, the headings, the labels at the beginning of a sentence and the
numbers of list items, and never by likeness: Article 4 is as like Article 5 as a paraphrase is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from relbot.answer import Passage, Span
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.identifiers import ROMAN
from relbot.query.named_document import named_rows
from relbot.query.numbered_part import CHANGES, DIVISIONS, LABEL, NumberedPart, label_of
from relbot.text.terms import stems

_HEADS = re.compile(
    rf"\W{{0,3}}(?:(?P<label>(?i:{LABEL}))\.?\s?(?:(?i:no|nr)\.?\s?)?)?[#(\[]?v?(?P<number>\d[\d.]*[a-z]?|[IVXLC]+(?![a-z]))"
    r"[)\].:]{0,2}(?=\s|$|[–—:-])"
)
"""A number at the beginning of a heading or a sentence, and what it counts."""
_VERSION = re.compile(r"(?<![\w.])v?(?P<number>\d+(?:\.\d+)*)(?![\w.]*\d)", re.IGNORECASE)
_LOG = frozenset(stems("changelog changes change history release releases version versions news"))
"""Words of a title or heading under which versions are listed."""
_DATED = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?")
_MARK = re.compile(r"(?:^|\n)[ \t>]*\(?(?P<number>\d{1,4})[.)][ \t]+$")
"""The number of a list item, which stands in the text before it."""
_GENERIC = frozenset({"point", "section", "paragraph", "article", "chapter"})
"""What parts of anything may be called, whether it calls them so or not."""
_FOUND, _PASSAGES = 200, 400
"""Passages looked at that hold the number, and those of a document."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences of a numbered part, and how well it is what is asked for."""

    quotes: tuple[Quote, ...]
    score: int
    passage: Passage
    """The first one, for the date and the document."""
    heading: str = ""
    """What the number stands in, of a part that is under a heading."""


def find_parts(part: NumberedPart, generation: Generation) -> list[Part] | None:
    """The parts with that number which fit best, in corpus order: several where several documents have one; none where
    there are others of the kind but not this. None where such parts are not known here at all, or what is said beside
    the number names no document.
    """
    within = frozenset(named_rows(part.document, generation)) if part.document else None
    if part.document and not within:
        return None
    sources = _Sources(part, generation, within)
    found = [*sources.under_headings()]
    if not part.is_version and not any(own.score > 2 for own in found):
        found += sources.in_lists()
    best = max((own.score for own in found), default=0)
    if best:
        return [own for own in found if own.score == best]
    return [] if sources.has_siblings and not sources.is_mentioned else None


def of_changes(found: Part, changes: Sequence[str]) -> tuple[Quote, ...]:
    """The sentences of a version's part that tell of some kinds of change: those under such a heading, else those that
    begin so.
    """
    forms = re.compile("|".join(CHANGES[name] for name in changes), re.IGNORECASE)
    under = [q for q in found.quotes if q.passage.section and forms.fullmatch(q.passage.section[-1].strip(" :"))]
    begin = [q for q in found.quotes if forms.match(q.text)]
    return tuple(under or begin)


def heading_quote(part: Part, generation: Generation) -> Quote | None:
    """The heading of a part as a sentence of its first passage, which states when a version came out; None where the
    text does not show it as it is.
    """
    text = generation.document(part.passage.source.path).text
    start = text.rfind(part.heading, 0, part.passage.start)
    if not part.heading or start < 0:
        return None
    heading = Span(start, start + len(part.heading))
    quote, sentences = text[start : part.passage.end], (heading, *part.passage.sentences)
    return Quote(replace(part.passage, start=start, quote=quote, sentences=sentences, anchors=()), 0)


class _Sources:
    """What the documents of a generation have of numbered parts."""

    def __init__(self, part: NumberedPart, generation: Generation, within: frozenset[int] | None) -> None:
        self._part, self._generation, self._within = part, generation, within

    @cached_property
    def _records(self) -> Sequence[PassageRecord]:
        found = self._generation.matching(sorted({*stems(self._part.number), *stems(self._part.text)}), _FOUND)
        return [record for record in found if self._within is None or record.row in self._within]

    def under_headings(self) -> Iterator[Part]:
        seen = set[tuple[str, tuple[str, ...]]]()
        for record in self._records:
            passage = record.passage
            for depth in range(1, len(passage.section) + 1):
                path = passage.section[:depth]
                score = self._score(path[-1], (passage.source.title, passage.source.path, *path[:-1]))
                if score and (passage.source.path, path) not in seen:
                    seen.add((passage.source.path, path))
                    records = [r for r in self._of(passage.source.path) if r.passage.section[:depth] == path]
                    yield Part(tuple(_quotes(records)), score, records[0].passage, path[-1])

    def in_lists(self) -> Iterator[Part]:
        """Items by their numbers, and sentences that begin with the label and number, with what follows up to the
        next.
        """
        for path in self._likely():
            text = self._generation.document(path).text
            quotes = list(_quotes(self._of(path)))
            starts = [self._starts(text, quote) for quote in quotes]
            for at, own in enumerate(starts):
                if own and own[0] == self._part.number and own[1]:
                    end = next(
                        (n for n in range(at + 1, len(quotes)) if starts[n] or _breaks(text, quotes[n - 1], quotes[n])),
                        len(quotes),
                    )
                    yield Part(tuple(quotes[at:end]), own[1], quotes[at].passage)

    def _starts(self, text: str, quote: Quote) -> tuple[str, int] | None:
        """The number that a sentence begins with, or its item has, and what that scores; None without one."""
        start = quote.passage.sentences[quote.sentence].start
        above = (quote.passage.source.title, quote.passage.source.path, *quote.passage.section)
        if mark := _MARK.search(text, max(0, start - 12), start):
            return mark["number"], self._of_label("", above)
        head = _HEADS.match(quote.text)
        if head and head["label"]:
            return _arabic(head["number"]), self._of_label(label_of(head["label"]), above)
        return None

    def _score(self, heading: str, above: Sequence[str]) -> int:
        """How well a heading is that of the part, 0 where it is another's."""
        if self._part.is_version or not self._part.label:
            own = self._score_version(heading, above)
            if own or self._part.is_version:
                return own
        head = _HEADS.match(heading)
        if head is None or _arabic(head["number"]) != self._part.number:
            return 0
        return self._of_label(label_of(head["label"] or ""), above)

    def _score_version(self, heading: str, above: Sequence[str]) -> int:
        numbers = [match["number"] for match in _VERSION.finditer(_DATED.sub(" ", heading))]
        asked = self._part.number
        exact = asked in numbers
        if not exact and not any(number in (f"{asked}.0", f"{asked}.0.0") for number in numbers):
            return 0
        is_log = not _LOG.isdisjoint(stems(" ".join((*above, heading)))) or heading.lstrip()[:1] == "["
        return (3 if is_log else 0) + exact if is_log or exact and _DATED.search(heading) else 0

    def _of_label(self, label: str, above: Sequence[str]) -> int:
        """How well what is counted is what was asked for."""
        asked = self._part.label
        if asked == label:
            return 4
        if label and not {asked, label} <= DIVISIONS | {""}:
            return 0
        if asked and not set(stems(asked)).isdisjoint(stems(" ".join(above).replace("-", " "))):
            return 3
        if self._within is not None:
            return 2
        return 2 if label else int(not asked or asked in _GENERIC)

    def _of(self, path: str) -> Sequence[PassageRecord]:
        found = self._generation.passages(self._generation.manifest.entry(path).rows[:_PASSAGES])
        return [record for record in found if self._within is None or record.row in self._within]

    def _likely(self) -> list[str]:
        """The documents that may have a list with the part: named, or with its label in title, path or headings."""
        if self._within is not None:
            records: Iterable[PassageRecord] = self._generation.passages(sorted(self._within))
        else:
            records = self._generation.matching(stems(self._part.label or "point"), _FOUND)
            records = [*records, *self._records]
        paths = dict.fromkeys(record.passage.source.path for record in records)
        named = named_rows(self._part.label, self._generation) if self._part.label else ()
        paths.update(dict.fromkeys(r.passage.source.path for r in self._generation.passages(named[:_PASSAGES])))
        return list(paths)[:20]

    @property
    def has_siblings(self) -> bool:
        """Whether the documents number parts of this kind."""
        part = self._part
        if part.is_version or not part.label:
            words = sorted(_LOG)
            heads = (h for r in self._generation.matching(words, _FOUND) for h in (*r.passage.section,))
            if any(_VERSION.search(h) and (_DATED.search(h) or h.lstrip()[:1] == "[") for h in heads):
                return True
            if part.is_version:
                return False
        records = self._generation.matching(stems(f"{part.label} 1 2"), _FOUND)
        for record in records:
            passage = record.passage
            above = (passage.source.title, passage.source.path, *passage.section)
            heads = (match for h in passage.section if (match := _HEADS.match(h)))
            if any(self._of_label(label_of(match["label"] or ""), above) > 2 for match in heads):
                return True
        return any(self._numbers(path) for path in self._likely())

    def _numbers(self, path: str) -> bool:
        text = self._generation.document(path).text
        return any(own and own[1] > 2 for quote in _quotes(self._of(path)) if (own := self._starts(text, quote)))

    @property
    def is_mentioned(self) -> bool:
        """Whether a sentence speaks of the part, though no part is it."""
        label, number = self._part.label, self._part.number
        named = re.compile(
            rf"\b{label[:3]}\w*\.?\s?{re.escape(number)}(?![\w]|\.\d)" if label else re.escape(number), re.I
        )
        return any(named.search(record.passage.quote) for record in self._records)


def _quotes(records: Iterable[PassageRecord]) -> Iterator[Quote]:
    for record in records:
        for number in range(len(record.passage.sentences)):
            yield Quote(record.passage, number)


def _breaks(text: str, before: Quote, after: Quote) -> bool:
    """Whether a sentence no longer belongs to the item or paragraph of the one before."""
    end, start = before.passage.sentences[before.sentence].end, after.passage.sentences[after.sentence].start
    return before.passage.section != after.passage.section or text[end:start].count("\n") > 1


def _arabic(number: str) -> str:
    bare = number.rstrip(".")
    return str(ROMAN.index(bare)) if bare in ROMAN else bare
