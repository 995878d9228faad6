"""Finds the passages that a person means by a name for a document: "the faq", "the may minutes", "the 2023 price list".

The name is matched with titles, file names and headings. Words that any document may be called by ("list") may be
missing there, and kinds of documents have several names ("minutes", "meeting"). Dates choose among documents and
sections.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from relbot.answer import Passage, Source
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.date_patterns import parse_month
from relbot.text.terms import STOPWORDS, fold, stem, stems

_KINDS = (
    "minutes meeting meetings call calls session sessions assembly forum agm protocol",
    "faq faqs frequently questions",
    "rules rule regulations statutes bylaws policy policies guidelines terms",
    "changelog changes history release releases",
    "prices price pricing rates fees tariff",
    "manual handbook guide instructions howto",
    "schedule timetable calendar events programme program agenda",
    "staff team members contacts people directory board",
    "hours opening",
    "announcements announcement news noticeboard notices",
    "glossary terminology vocabulary",
    "readme wiki docs documentation",
    "report newsletter contract agreement brochure leaflet",
    "mail mails e-mail email letter message post",
)
"""Names for documents of one kind, one line a kind; a title may have one and people say another."""
_KIND_OF = {stem(word): kind for kind in map(str.split, _KINDS) for word in kind}
_ANY = "list lists page pages document documents file files sheet table text notes note section part doc price_list"
_ANY_STEMS = frozenset(map(stem, _ANY.split()))
"""Stems of words that any document may be called by."""
_LATEST = re.compile(r"\b(?:last|latest|newest|most recent|current)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sept)\b", re.IGNORECASE)
_NAMED_MONTH = re.compile(
    rf"(?:\b(?P<before>[0-3]?\d)(?:st|nd|rd|th|\.)?\s(?:of\s)?)?\b"
    rf"(?P<month>{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|Sept)\b"
    r"(?:\.?\s(?P<after>[0-3]?\d)(?:st|nd|rd|th)?\b)?"
)
"""A capitalised month, since "may" is a verb, with its day."""
_DAY = re.compile(r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?(?!\d|[./-])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]([01]\d)(?:[-_.]([0-3]\d))?(?!\d)")
_REACH, _BYLINE = 4_000, 80
"""How far before a quote the line that says when it was posted may be, and the longest such line, in characters."""
_POSTED = re.compile(
    rf"^[^\w\n]*(?:posted|published|written|sent|updated|last\s(?:update|change))\b[^\n]{{0,{_BYLINE}}}",
    re.IGNORECASE | re.MULTILINE,
)
"""The line by which a notice or message says when it was posted."""
POSTED_STEMS = frozenset(stems("posted published written sent updated update"))
"""Stems of the words of such a line; if an index has none of them, no text need be searched."""
_MOST_SOURCES = 40
"""The most documents that a name, with the date asked about, may match to be useful."""
_MOST_ROWS = 400
"""The most passages of named documents that are examined."""
_UNDER_HEADING = 60
"""The most passages with the words of a heading that are examined."""


@dataclass(frozen=True, slots=True, order=True)
class StatedDay:
    """A date as a heading or title states it; 0 for a day or month that it leaves open."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """The date that distinguishes the document asked about from others."""

    year: int = 0
    month: int = 0
    day: int = 0
    is_latest: bool = False

    def fits(self, day: StatedDay) -> bool:
        pairs = ((self.year, day.year), (self.month, day.month), (self.day, day.day))
        return all(asked in (0, stated) for asked, stated in pairs)


def is_of_other_dates(words: str, generation: Generation) -> bool:
    """Return whether there are documents of the name, but none of the date asked about, nor a mention of it."""
    asked, name = _read(words)
    if asked == _Asked() or named_rows(words, generation) or not named_rows(name, generation):
        return False
    return not any(generation.lexicon.frequencies({*stems(words)} - {*stems(name)}).values())


def named_rows(words: str, generation: Generation) -> tuple[int, ...]:
    """Return the rows of the passages of the document or section named, in corpus order; empty if none is."""
    asked, name = _read(words)
    own = frozenset(word for word in stems(name) if word not in STOPWORDS)
    if not (own or asked.is_latest or asked.month):
        return ()
    sources = _sources(own, [entry.source for entry in generation.manifest.sources])
    if len(sources) > _MOST_SOURCES:
        sources = [source for source in sources if (day := _stated(source)) and asked.fits(day)]
    for records in _readings(own, sources, generation):
        if records and (rows := _of_date(asked, records, generation)):
            return rows
    return ()


def _readings(
    own: frozenset[str], sources: Collection[Source], generation: Generation
) -> Iterator[Sequence[PassageRecord]]:
    """Yield the passages that a name for a document may mean, the likeliest first."""
    yield _of(sources, generation)
    yield _under_heading(own, generation)
    yield _of_kind(own, generation)
    yield _under_kind(own, generation)


def _of_date(asked: _Asked, records: Sequence[PassageRecord], generation: Generation) -> tuple[int, ...]:
    """Return the rows of the passages of the date asked about; all if no date is."""
    if asked == _Asked():
        return tuple(record.row for record in records[:_MOST_ROWS])
    paths = {record.passage.source.path for record in records}
    texts = {path: generation.document(path).text for path in paths}
    days = {r.row: _days_of(r.passage, texts[r.passage.source.path]) for r in records}
    if asked.is_latest:
        last = max((day for of in days.values() for day in of), default=None)
        return tuple(row for row, of in days.items() if last is None or last in of)
    return tuple(row for row, of in days.items() if any(map(asked.fits, of)))


def day_at(start: int, passage: Passage, text: str) -> StatedDay | None:
    """Return the date of the text at an offset: that of the innermost heading that states one, else of the line above
    that says when it was posted, else of the document.
    """
    above = text[max(0, start - _REACH) : start + _BYLINE]
    posted = [line.group() for line in _POSTED.finditer(above) if line.start() <= min(start, _REACH)]
    source = passage.source
    stated = (*reversed(passage.section), *posted[:-2:-1], source.title, source.path, source.date or "")
    days = [day for words in stated if (day := day_in(words))]
    year = next((day.year for day in days if day.year), 0)
    return replace(days[0], year=days[0].year or year) if days else None


def _days_of(passage: Passage, text: str) -> frozenset[StatedDay]:
    """Return the dates of the beginning of a passage, and of the notices that begin in it."""
    begins = (0, *(line.start() for line in _POSTED.finditer(passage.quote)))
    return frozenset(day for at in begins if (day := day_at(passage.start + at, passage, text)))


def day_in(words: str) -> StatedDay | None:
    """Return the first date in a title, heading or path, or None; a month may be without a year."""
    if iso := _ISO.search(words):
        return StatedDay(*(int(part or 0) for part in iso.groups()))
    for mention in extract_dates(words):
        if mention.stated_parts:
            return StatedDay(*mention.stated_parts)
    year = _YEAR.search(words)
    if month := _NAMED_MONTH.search(words):
        day = int(month["before"] or month["after"] or 0)
        return StatedDay(int(year.group()) if year else 0, parse_month(month["month"]), day)
    return StatedDay(int(year.group())) if year else None


def _read(words: str) -> tuple[_Asked, str]:
    """Return the date in a name for a document, and the name without it."""
    month_name, year, latest = _MONTH.search(words), _YEAR.search(words), _LATEST.search(words)
    rest = _LATEST.sub(" ", _YEAR.sub(" ", _MONTH.sub(" ", words)))
    month = parse_month(month_name.group()) if month_name else 0
    day = _DAY.search(rest) if month_name else None
    if day:
        rest = rest[: day.start()] + rest[day.end() :]
    return _Asked(int(year.group()) if year else 0, month, int(day["day"]) if day else 0, latest is not None), rest


def _stated(source: Source) -> StatedDay | None:
    """Return the date in the title, path or metadata of a source, or None."""
    return next((day for words in (source.title, source.path, source.date or "") if (day := day_in(words))), None)


def _sources(own: frozenset[str], sources: Iterable[Source]) -> list[Source]:
    """Return the sources whose title or path has all the words, else those with all words that are specific."""
    named = [(source, _named(source)) for source in sources]
    for wanted in (own, own - _ANY_STEMS):
        if wanted and (found := [source for source, name in named if wanted <= name]):
            return found
    return []


def _of(sources: Collection[Source], generation: Generation) -> list[PassageRecord]:
    """Return the passages of some sources; none if there are more than `_MOST_SOURCES`."""
    if not 0 < len(sources) <= _MOST_SOURCES:
        return []
    paths = {source.path for source in sources}
    entries = (entry for entry in generation.manifest.sources if entry.source.path in paths)
    return list(generation.passages([row for entry in entries for row in entry.rows[:_MOST_ROWS]]))


def _of_kind(own: frozenset[str], generation: Generation) -> list[PassageRecord]:
    """Return the passages of documents of a kind with all other words in title, path or headings: "Board meetings" for
    "board minutes".
    """
    wanted = own - _ANY_STEMS
    kinds = frozenset[str]().union(*(_forms(word) for word in wanted))
    sources = [e.source for e in generation.manifest.sources if not kinds.isdisjoint(_named(e.source))]
    return [
        record
        for record in _of(sources, generation)
        if all(
            word in name or not name.isdisjoint(_forms(word))
            for name in (_named(record.passage.source, record.passage.section),)
            for word in wanted
        )
    ]


@lru_cache(maxsize=8192)  # all sources are looked through
def _named(source: Source, section: tuple[str, ...] = ()) -> frozenset[str]:
    return frozenset(stems(re.sub(r"[_-]", " ", " ".join((source.title, source.path, *section)))))


def _forms(word: str) -> frozenset[str]:
    return frozenset(map(stem, map(fold, _KIND_OF.get(word, ()))))


def _under_heading(own: frozenset[str], generation: Generation) -> list[PassageRecord]:
    """Return the passages under a heading of exactly these words, apart from stop words."""
    wanted = own - _ANY_STEMS
    found = generation.matching(sorted(wanted), _UNDER_HEADING) if wanted else ()
    return [
        record for record in found if any(frozenset(stems(h)) - STOPWORDS == wanted for h in record.passage.section)
    ]


def _under_kind(own: frozenset[str], generation: Generation) -> list[PassageRecord]:
    """Return the passages under headings with all words, or words for their kinds: the meeting of May under "Calls"."""
    kinds = [frozenset({word}) | _forms(word) for word in own - _ANY_STEMS]
    if not any(len(forms) > 1 for forms in kinds):
        return []
    found = generation.matching(sorted(frozenset[str]().union(*kinds)), _MOST_ROWS)
    return [r for r in found if not any(forms.isdisjoint(stems(" ".join(r.passage.section))) for forms in kinds)]
