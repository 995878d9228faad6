"""Answers when, or in which version, something in a changelog was added, fixed or removed: the line, below the heading
of its release and the date that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answer import Answer
from relbot.answering.documents.headings import below_heading, first_below
from relbot.answering.releases.release_log import day_below
from relbot.answering.statements import Quote, quoted
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.times.dated_heading import (
    OF_THE_PAST,
    asks_day,
    asks_version,
    is_to_come,
    words_dated,
)
from relbot.query.named_document import StatedDay
from relbot.query.releases.change_groups import CHANGES, groups_done, in_groups
from relbot.query.releases.release_headings import ReleaseHeading, innermost_release
from relbot.text.terms import stems

_LOOKED_AT = 40
_CONFIDENCE = 0.85
"""Confidence of a line with all words of the question, below the heading of a release. Set by hand."""
_MOST_SHOWN = 3
_OF_USE = frozenset(
    stems(
        "use using used have has get got set make made do can could work works possible available support supported"
        " come came out arrive arrived ship shipped land landed drop dropped kill killed take taken go gone app since"
        " become became"
    )
)
"""Stems of words for what people do with a feature and for how it comes and goes, which a changelog leaves out."""
_OF_CHANGES = re.compile("|".join(CHANGES.values()), re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:remov|drop|gone|deprecat|discontinu|retir|delet|withdr|no\slonger|taken?\sout|end\sof|without|replac|kill)",
    re.IGNORECASE,
)
"""What a line says of a thing that is no longer there."""
_UNKNOWN = StatedDay(0)
_LEAVING = frozenset({"removed", "deprecated"})


@dataclass(frozen=True, slots=True)
class _Line:
    record: PassageRecord
    number: int
    place: tuple[str, ...]
    heading: ReleaseHeading

    @property
    def text(self) -> str:
        return self.record.passage.words(self.record.sentences[self.number].span)

    @property
    def section(self) -> Sequence[str]:
        return self.record.passage.section

    @property
    def is_leaving(self) -> bool:
        """Whether it tells that something goes."""
        return in_groups((*_LEAVING,), self.section, self.text)[0] or _GONE.search(self.text) is not None

    @property
    def is_fixed(self) -> bool:
        return any(in_groups(("fixed",), self.section, self.text))

    def fits(self, groups: Sequence[str]) -> bool:
        """Return whether it may tell of a change of the groups asked for: a thing is not removed where it is added."""
        if _LEAVING.intersection(groups):
            return self.is_leaving
        return not self.is_leaving and ("fixed" in groups or not self.is_fixed)


def change_dated(question: str, generation: Generation) -> Answer | None:
    """Return the lines of changelogs with all that a question wants the date or version of, each below its release;
    None if it asks for neither or there is no such line.
    """
    is_asked = asks_version(question) or (asks_day(question) and OF_THE_PAST.search(question))
    asked = _things(question) if is_asked and not is_to_come(question) else frozenset[str]()
    if not asked:
        return None
    groups = groups_done(question)
    lines = [line for line in _lines(asked, generation) if line.fits(groups)]
    if not lines:
        return None
    if not _LEAVING.intersection(groups) and "fixed" not in groups:
        lines = [min(lines, key=lambda line: (line.heading.version, line.heading.day or _UNKNOWN))]
    quotes = [quote for line in lines[:_MOST_SHOWN] for quote in _told(line, generation)]
    return quoted(question, quotes, _CONFIDENCE)


def _things(question: str) -> frozenset[str]:
    words = [word for word in re.findall(r"\w+", question) if _OF_CHANGES.fullmatch(word)]
    return words_dated(question) - _OF_USE - frozenset(stems(" ".join(words)))


def _lines(asked: frozenset[str], generation: Generation) -> list[_Line]:
    """Return the sentences of releases with all stems, in corpus order."""
    found = list[_Line]()
    for record in generation.matching(sorted(asked), _LOOKED_AT):
        if own := innermost_release(record.passage.source, record.passage.section):
            numbers = (n for n, sentence in enumerate(record.sentences) if asked <= {*sentence.terms})
            found += (_Line(record, number, *own) for number in numbers)
    return found


def _told(line: _Line, generation: Generation) -> list[Quote]:
    """Return the heading of the release, the line that dates it if the heading does not, and the line itself."""
    passage = line.record.passage
    first = first_below(passage, line.place[-1], generation)
    row = generation.row_of(first.id)
    below = generation.passages([row])[0] if row is not None else line.record
    is_dated = line.heading.day is not None and line.heading.day.month > 0
    dated = Quote(first, 0) if not is_dated and day_below(below) else None
    own = Quote(passage, line.number)
    return below_heading(line.place[-1], first, [dated, own] if dated and dated != own else [own], generation)
