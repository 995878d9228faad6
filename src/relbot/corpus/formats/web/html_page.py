"""Parses HTML pages: their content as a reader sees it, with the title, address and date that they state."""

from __future__ import annotations

import re
from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.formats.web.content import Content
from relbot.corpus.formats.web.rendering import PageRenderer
from relbot.corpus.formats.web.tree import Node, attribute, decode_page, parse_tree, words_of
from relbot.corpus.front_matter import valid_url
from relbot.corpus.outline import Heading, Rendered, one_line
from relbot.corpus.titles.headings import with_titles
from relbot.temporal.stated_date import first_stated_date

_SEPARATOR = re.compile(r"\s+(?:[|·•»«:]|::|[-–—]+)\s+")
"""The separator between the title of a page and the name of its site."""
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->|Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
"""The original address, in comments of Chromium and Internet Explorer, or of SingleFile."""
_COMMENT_CHARACTERS = 10_000
"""The number of characters at the start of a page that are searched for the comment."""
_DATES = """
article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified
article:published_time datepublished dcterms.date dc.date dcterms.created date pubdate citation_publication_date
"""
"""Lower-case names by which `meta` elements or linked data date a page; those of the last change come first."""
_LINKED_DATA = "script[type='application/ld+json']"
_DATE_ENTRY = re.compile(r'"(dateModified|datePublished)"\s*:\s*"([^"]{1,80})"')
_LINKED_DATA_CHARACTERS = 100_000
"""The number of characters of linked data (schema.org) that are searched for a date."""


def parse(data: bytes, *, is_xml: bool = False) -> Rendered:
    """Render a page, with its title, address and date. `is_xml` says that `<a/>` is a closed element.

    Raises ValueError with the reason if it is not text, nested too deeply, or shows nothing.
    """
    source = decode_page(data)
    page = parse_tree(source, is_xml=is_xml)
    content = Content(page)
    builder = TextBuilder()
    PageRenderer(builder, content.leaves_out).render(content.root)
    rendered = builder.rendered()
    if not rendered.text:
        shows = (
            "it shows nothing without its scripts; save it from the browser" if "<script" in source else "it is empty"
        )
        raise ValueError(shows)
    tops = [element.text for element in rendered.elements if isinstance(element, Heading) and element.level == 1]
    return replace(
        with_context(with_titles(rendered)),
        title=_title(page, tops),
        url=_url(page, source),
        date=_date(page),
    )


def parse_xhtml(data: bytes) -> Rendered:
    """Render an XHTML page, as `parse` does."""
    return parse(data, is_xml=True)


def _title(page: Node, headings: list[str]) -> str | None:
    """Return the title without the name of the site. `headings` are the page's top-level headings."""
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


def _url(page: Node, source: str) -> str | None:
    """Return the address of the page: its canonical one, or the one that it was saved from."""
    link = page.css_first("link[rel~=canonical]")
    saved = _SAVED_FROM.search(source[:_COMMENT_CHARACTERS])
    addresses = (
        (link.attributes.get("href") or "") if link else "",
        _property(page, "og:url"),
        (saved[1] or saved[2]) if saved else "",
    )
    return next((url for address in addresses if (url := valid_url(address.strip()))), None)


def _date(page: Node) -> str | None:
    """Return the stated date of the last change, else of publication, in the form of `stated_date`."""
    named: dict[str, str] = {}
    for meta in page.css("meta[content]"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attribute(meta, key).lower():
                named.setdefault(name, attribute(meta, "content"))
    for script in page.css(_LINKED_DATA):
        for name, value in _DATE_ENTRY.findall(words_of(script)[:_LINKED_DATA_CHARACTERS]):
            named.setdefault(name.lower(), value)
    return first_stated_date(map(named.get, _DATES.split()))


def _property(page: Node, name: str) -> str:
    element = page.css_first(f"meta[property='{name}']")
    return one_line(element.attributes.get("content") or "") if element else ""
