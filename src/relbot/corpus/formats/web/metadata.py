"""The title and address that a page gives itself."""

from __future__ import annotations

import re

from relbot.corpus.formats.web.tree import Node, words_of
from relbot.corpus.front_matter import valid_url
from relbot.corpus.outline import one_line

_SEPARATOR = re.compile(r"\s+(?:[|·•»«:]|::|[-–—]+)\s+")
"""Between the title of a page and the name of its site."""
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->|Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
"""In comments of Chromium and Internet Explorer, and of SingleFile."""
_COMMENT_CHARACTERS = 10_000
"""At the start of a page, in which the comment is looked for."""


def title_of(page: Node, headings: list[str]) -> str | None:
    """The title, without the name of the site. `headings` are the page's top headings."""
    element = page.css_first("head title")
    title = one_line(words_of(element)) if element else ""
    shown = _property(page, "og:title")
    for heading in headings:
        if heading and heading.casefold() in title.casefold():
            return heading
    site = _property(page, "og:site_name").casefold()
    parts = _SEPARATOR.split(title)
    if shown and (not title or shown.casefold() in title.casefold()):
        return shown
    if len(parts) > 1 and parts[-1].casefold() == site:
        return title[: title.rindex(parts[-1])].rstrip(" |·•»«:-–—")
    return title or next(iter(headings), None)


def url_of(page: Node, source: str) -> str | None:
    """The address of the page: its canonical one, or the one that it was saved from."""
    link = page.css_first("link[rel~=canonical]")
    saved = _SAVED_FROM.search(source[:_COMMENT_CHARACTERS])
    addresses = (
        (link.attributes.get("href") or "") if link else "",
        _property(page, "og:url"),
        (saved[1] or saved[2]) if saved else "",
    )
    return next((url for address in addresses if (url := valid_url(address.strip()))), None)


def _property(page: Node, name: str) -> str:
    element = page.css_first(f"meta[property='{name}']")
    return one_line(element.attributes.get("content") or "") if element else ""
