"""The front matter of a source: YAML between two lines `---`, TOML between two lines `+++`, or JSON, at its very top.

Sources are untrusted, so the YAML is restricted: plain strings only, no aliases (which can expand without bound),
limited nesting, and limited length. Invalid YAML, such as `title: Tides: a guide`, is read line by line, and lines that
are no front matter at all, such as a horizontal rule, belong to the text: they never cause a document to be rejected.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import yaml

from relbot.corpus.outline import one_line
from relbot.temporal.stated_date import first_stated_date
from relbot.text.english import word_set

MAX_CHARACTERS = 64 * 1024
"""The most characters of front matter; a text without a closing fence within them has none."""
_MAX_DEPTH = 10
"""The most levels of nested YAML."""
_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*(?:\r\n?|\n|\Z)")
_CLOSING_FENCES = {
    "---": re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"),
    "+++": re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?:\r\n?|\n|\Z)"),
}
_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")
_ENTRY = re.compile(r"^(?P<name>[A-Za-z][\w-]{0,40})[ \t]*:(?:[ \t]+(?P<value>[^\r\n]*))?$", re.MULTILINE)
_NAMED = ("title", "url", "licence", "license", "answered")
_TECHNICAL = word_set("""
id slug layout draft weight permalink template aliases alias lang type tags categories keywords date updated lastmod
modified created published toc sidebar_label sidebar_position cssclass cssclasses redirect_from nav_order parent image
thumbnail cover uid hide_title math comments pagination_next pagination_prev
""")
"""Entries for the program that publishes a source, in lowercase; they are not shown."""
_DATES = ("last_modified_at", "last_modified", "lastmod", "updated", "modified", "date", "published", "created")
"""Entries that date a source, in lowercase; those that best tell the age of its statements come first."""
_MAX_VALUE = 200
"""The most characters of an entry, or of its name, that is shown above the text."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The supported fields; None where absent."""

    title: str | None = None
    url: str | None = None
    licence: str | None = None
    end: int = 0
    """Offset at which the text after the front matter begins."""
    values: tuple[tuple[str, str], ...] = ()
    """Other entries that say something about the document, as (name, value): ("owner", "Tomas Reed")."""
    date: str | None = None
    """When it was written or last changed: ISO 8601."""
    answered: str | None = None
    """Who gave the answer that the source holds, and when: "by Ana on 25 November 2026"."""


def parse(text: str) -> FrontMatter:
    """Return the front matter of a text, empty if there is none."""
    start = 1 if text.startswith("\ufeff") else 0
    entries, end = _find(text, start)
    return FrontMatter(
        title=_string(entries, "title"),
        url=valid_url(_string(entries, "url")),
        licence=_string(entries, "licence") or _string(entries, "license"),
        date=_date(entries),
        answered=_string(entries, "answered"),
        end=end,
        values=tuple(_values(entries)),
    )


def _find(text: str, start: int) -> tuple[Mapping[object, object], int]:
    """Return the entries of the front matter at `start`, and its end; no entries if there is none."""
    if text.startswith("{", start):
        return _parse_json(text, start)
    opening = _FENCE.match(text, start)
    if not opening:
        return {}, start
    closing = _CLOSING_FENCES[text[start : start + 3]].search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    if closing is None:  # the entries end with the first blank line, if any
        blank = _BLANK_LINE.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
        block = text[opening.end() : blank.start()] if blank else ""
        is_block = blank and block and all(map(_ENTRY.match, block.splitlines()))
        return (_parse_lines(block), blank.end()) if is_block and blank else ({}, start)
    block = text[opening.end() : closing.start()]
    entries = _parse_toml(block) if text.startswith("+++", start) else parse_yaml(block)
    if entries is None:
        entries = _parse_lines(block)
        if not entries:  # the lines were horizontal rules, not fences
            return {}, start
    return entries, closing.end()


def _parse_lines(block: str) -> dict[object, object]:
    """Return the `name: value` lines of a block that is not valid YAML."""
    return {entry["name"]: (entry["value"] or "").strip().strip("\"'") for entry in _ENTRY.finditer(block)}


def _parse_json(text: str, start: int) -> tuple[Mapping[object, object], int]:
    """Return the JSON object at the top of a text, and its end."""
    head = text[start : start + MAX_CHARACTERS]
    try:
        entries, length = json.JSONDecoder().raw_decode(head)
    except (ValueError, RecursionError):
        return {}, start
    return (entries, start + length) if entries and isinstance(entries, dict) else ({}, start)


def _parse_toml(block: str) -> dict[object, object] | None:
    """Return the entries of a TOML text; None if it is not valid."""
    try:
        return dict(tomllib.loads(block.replace("\r\n", "\n").replace("\r", "\n")).items())
    except (ValueError, RecursionError):
        return None


def parse_yaml(block: str) -> dict[object, object] | None:
    """Return the mapping in a YAML text, or None if there is none. Scalars stay strings, as in `title: 1984`."""
    try:
        if _find_violation(block):
            return None
        # Builds strings, lists and mappings only.
        entries = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):  # for \UFFFFFFFF and %YAML 9999…
        return None
    if entries in (None, ""):
        return {}
    return entries if isinstance(entries, dict) else None


def _find_violation(block: str) -> bool:
    """Return whether a YAML text could expand without bound. Raises the errors of the YAML library."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return True
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return True
    return False


def _string(entries: Mapping[object, object], name: str) -> str | None:
    value = entries.get(name)
    if not isinstance(value, str) or not value:
        return None
    return value if name == "url" else one_line(_join_surrogates(value)) or None


def _date(entries: Mapping[object, object]) -> str | None:
    by_name = {name.lower(): value for name, value in entries.items() if isinstance(name, str)}
    said = (str(value) for name in _DATES if isinstance(value := by_name.get(name), (str, date)))  # TOML has dates
    return first_stated_date(said)


def _values(entries: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for name, value in entries.items():
        if isinstance(name, str) and name.isprintable() and isinstance(value, str):
            words = _join_surrogates(value).strip()
            is_said = 0 < len(words) <= _MAX_VALUE and "\n" not in words and any(map(str.isalnum, words))
            if is_said and name.lower() not in _TECHNICAL and name not in _NAMED and len(name) <= _MAX_VALUE:
                yield _join_surrogates(name), words


def _join_surrogates(value: str) -> str:
    """Join surrogate pairs such as `\ud83d\ude00` to one character each; lone surrogates become �."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def valid_url(url: str | None) -> str | None:
    """Return the address if it is a valid http or https one, else None."""
    try:
        parts = urlsplit(url or "")
        is_valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if is_valid and url and url.isprintable() and " " not in url else None
