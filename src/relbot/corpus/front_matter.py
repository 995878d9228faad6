"""The front matter of a source: YAML between two lines `---` at its very top, with its title, url and licence.

Sources are untrusted, so the YAML is restricted: plain strings only, no aliases (which can expand without bound),
limited nesting, and limited length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from relbot.corpus.outline import one_line

MAX_CHARACTERS = 64 * 1024
_MAX_DEPTH = 10
_FENCE = re.compile(r"---[ \t]*(?:\r\n?|\n|\Z)")
_CLOSING_FENCE = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The supported fields; None where absent."""

    title: str | None = None
    url: str | None = None
    licence: str | None = None
    end: int = 0
    """Offset at which the text after the front matter begins."""


def parse(text: str) -> FrontMatter:
    """Parse the front matter of a text, empty where there is none. Raises ValueError with the reason."""
    start = 1 if text.startswith("\ufeff") else 0
    opening = _FENCE.match(text, start)
    if not opening:
        return FrontMatter(end=start)
    closing = _CLOSING_FENCE.search(text, opening.end())
    if not closing:
        raise ValueError("its front matter is not closed by a line ---")
    if closing.start() - opening.end() > MAX_CHARACTERS:
        raise ValueError(
            f"its front matter is longer than {MAX_CHARACTERS // 1024} kB, or its closing line --- is missing"
        )
    entries = _parse_yaml(text[opening.end() : closing.start()])
    return FrontMatter(
        title=_string(entries, "title"),
        url=_validate_url(_string(entries, "url")),
        licence=_string(entries, "licence") or _string(entries, "license"),
        end=closing.end(),
    )


def _parse_yaml(block: str) -> dict[object, object]:
    """The mapping in YAML text, every scalar a string, so that a title `1984` stays unchanged. Raises ValueError."""
    try:
        violation = _find_violation(block)
        # Builds strings, lists and mappings only.
        entries = None if violation else yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two for \UFFFFFFFF and %YAML 9999…
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise ValueError(f"its front matter is not YAML{where}") from None
    if violation:
        raise ValueError(violation)
    if entries in (None, ""):
        return {}
    if not isinstance(entries, dict):
        raise ValueError("its front matter is not a list of `name: value` lines")
    return entries


def _find_violation(block: str) -> str | None:
    """The first construct in YAML text that could expand without bound. Raises the errors of the YAML library."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "its front matter has YAML anchors or aliases, which are not read"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return "its front matter is nested too deeply"
    return None


def _string(entries: dict[object, object], name: str) -> str | None:
    value = entries.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the {name} in its front matter is not plain text")
    return one_line(_join_surrogates(value)) if name != "url" and value else value or None


def _join_surrogates(value: str) -> str:
    """A text with surrogate pairs such as `\ud83d\ude00` joined to one character; lone surrogates become �."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _validate_url(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid or not url.isprintable() or " " in url:
        raise ValueError("the url in its front matter is not an http or https address")
    return url
