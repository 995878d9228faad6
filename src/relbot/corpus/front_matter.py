"""The front matter of a source: YAML between two lines `---` at its very top, with its title, url and licence.

Sources come from anywhere, so the YAML is kept harmless: plain strings only, no aliases (which can grow without
bound), little nesting, and a bounded length.
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
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    end: int = 0
    """Where the source's own text begins."""


def read(text: str) -> FrontMatter:
    """The front matter of a text, empty where there is none. Raises ValueError with what is wrong with it."""
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
    entries = _entries(text[opening.end() : closing.start()])
    return FrontMatter(
        title=_line(entries, "title"),
        url=_url(_line(entries, "url")),
        licence=_line(entries, "licence") or _line(entries, "license"),
        end=closing.end(),
    )


def _entries(written: str) -> dict[object, object]:
    """The mapping that YAML text holds, every scalar a string, so that a title `1984` stays what it says."""
    try:
        harm = _harm(written)
        # Builds strings, lists and mappings only.
        entries = None if harm else yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two of \UFFFFFFFF and %YAML 9999…
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise ValueError(f"its front matter is not YAML{where}") from None
    if harm:
        raise ValueError(harm)
    if entries in (None, ""):
        return {}
    if not isinstance(entries, dict):
        raise ValueError("its front matter is not a list of `name: value` lines")
    return entries


def _harm(written: str) -> str | None:
    """What in YAML text could grow without bound. Raises what the YAML library raises."""
    depth = 0
    for event in yaml.parse(written, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "its front matter has YAML anchors or aliases, which are not read"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return "its front matter is nested too deeply"
    return None


def _line(entries: dict[object, object], name: str) -> str | None:
    value = entries.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the {name} in its front matter is not plain text")
    return one_line(_mended(value)) if name != "url" and value else value or None


def _mended(value: str) -> str:
    """A text whose `\ud83d\ude00` are the emoji they stand for; halves of such pairs, which are no text, become �."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _url(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or not url.isprintable() or " " in url:
        raise ValueError("the url in its front matter is not an http or https address")
    return url
