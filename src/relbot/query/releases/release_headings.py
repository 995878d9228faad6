"""Reads the headings of a changelog: "[2.1.0] - 2026-05-01", "v1.2 (May 2026)", "Version 3"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from relbot.answer import Source
from relbot.query.named_document import StatedDay, day_in
from relbot.temporal.date_mentions import extract_dates
from relbot.text.table_rows import cells
from relbot.text.terms import stems

LOG_STEMS = frozenset(
    stems("changelog changes change history release releases version versions news patch patches update updates")
)
"""Stems in titles, paths and headings below which releases are listed."""
_ISO = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d\d?(?:[-/.]\d\d?)?(?![\d.])")
_LABELLED = re.compile(
    r"(?<![\w.])(?:(?:version|release|update|patch|hotfix|build|ver|v)\.?\s?(?:(?:no|nr)\.?\s?|#\s?)?)"
    r"(?P<number>\d{1,9}(?:\.\d{1,9}){0,3})(?P<stage>[-.\s]?(?:alpha|beta|rc|pre|dev|a|b)(?:[-.]?\d{1,4})?)?(?![\w.]*\w)",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?<![\w.])(?P<number>\d{1,9}(?:\.\d{1,9}){1,3})"
    r"(?P<stage>[-.\s]?(?:alpha|beta|rc|pre|dev|a|b)(?:[-.]?\d{1,4})?)?(?![\w.]*\w)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\W*(?:unreleased|upcoming|next|planned|coming\ssoon|in\sdevelopment|future|work\sin\sprogress)\b", re.IGNORECASE
)
_NOT_OUT = re.compile(
    r"\b(?:unreleased|upcoming|planned|not\s(?:yet\s)?released|yanked|withdrawn|tbd|tba)\b", re.IGNORECASE
)
_COLUMN = re.compile(r"(?:version|release|build|date|released?|published|firmware|update)(?:\s\w+)?", re.IGNORECASE)
"""The columns of a table of releases that say which and when."""
_OPENING = re.compile(
    r"\W{0,3}(?:(?:version|release|update|v)\.?\s?)?\d[\w.-]{0,20}"
    r"(?:[\s,]{1,2}[(\[–—-]?\s?[\w ./-]{4,24}[)\]]?)?(?=:|\s[–—-]|$)",
    re.IGNORECASE,
)
"""A version at the beginning of a line, perhaps with its date, and what separates it from its changes."""
_LONGEST, _MOST_WORDS = 90, 6
"""The longest heading of a release, in characters, and its most words beside version and date."""


@dataclass(frozen=True, slots=True)
class ReleaseHeading:
    """What the heading of a release states."""

    version: tuple[int, ...]
    """The parts of its number; empty if it has only a date."""
    day: StatedDay | None
    is_out: bool
    """Whether it is a release to be used: neither a preview nor withdrawn nor still to come."""


@lru_cache(maxsize=4096)  # asked for each passage of a document
def is_log(words_above: str) -> bool:
    """Return whether a title, path or heading is that of a changelog."""
    return not LOG_STEMS.isdisjoint(stems(re.sub(r"[_./-]", " ", words_above)))


def is_of_next_release(heading: str) -> bool:
    """Return whether a heading is about changes that are not released yet: "[Unreleased]"."""
    return _AHEAD.match(heading) is not None


def read_release_line(line: str) -> ReleaseHeading | None:
    """Return what the beginning of a line in a changelog states of a release, or the version and date of a table row;
    None if it begins with neither.
    """
    columns = [value for name, value in cells(line) if _COLUMN.fullmatch(name)]
    opening = _OPENING.match(line)
    head = " ".join(columns) if columns else opening.group() if opening else ""
    return read_release_heading(head, in_log=True) if head else None


@lru_cache(maxsize=4096)
def read_release_heading(heading: str, *, in_log: bool) -> ReleaseHeading | None:
    """Return what the heading of a release states; None if it is no such heading.

    A number alone is a version only in a changelog or beside a date, since manuals number their sections; a date alone
    is a release only in a changelog.
    """
    if len(heading) > _LONGEST:
        return None
    day, undated = day_in(heading), _without_dates(heading)
    labelled = _LABELLED.search(undated)
    found = labelled or _DOTTED.search(undated)
    rest = undated[: found.start()] + undated[found.end() :] if found else undated
    is_dated = day is not None and day.month > 0
    if len(re.findall(r"[^\W\d_]+", rest)) > _MOST_WORDS or is_of_next_release(heading):
        return None
    if not (labelled or (found and (in_log or is_dated)) or (in_log and is_dated)):
        return None
    version = tuple(map(int, found["number"].split("."))) if found else ()
    return ReleaseHeading(version, day, not (found and found["stage"]) and not _NOT_OUT.search(heading))


def name_of(source: Source) -> str:
    """Return the title and file name of a source, one of which may call it a changelog."""
    return f"{source.title} {PurePosixPath(source.path).name}"


def innermost_release(source: Source, section: tuple[str, ...]) -> tuple[tuple[str, ...], ReleaseHeading] | None:
    """Return the innermost part of a path of headings that is a release, and what its heading states; None without."""
    for depth in range(len(section), 0, -1):
        above = " ".join((name_of(source), *section[: depth - 1]))
        if read := read_release_heading(section[depth - 1], in_log=is_log(above)):
            return section[:depth], read
    return None


def release_above(source: Source, section: tuple[str, ...]) -> str:
    """Return the innermost heading of a path that is a release; "" if none is."""
    found = innermost_release(source, section)
    return found[0][-1] if found else ""


def _without_dates(heading: str) -> str:
    undated = _ISO.sub(" ", heading)
    for mention in reversed(extract_dates(undated)):
        if re.search(r"[^\W\d_]", mention.text):  # 1.9 and 1999 may be versions
            undated = f"{undated[: mention.start]} {undated[mention.end :]}"
    return undated
