"""Parses HTML pages: what a reader sees of their content, with the title, address and date that they state."""

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
"""Between the title of a page and the name of its site."""
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->|Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
"""In comments of Chromium and Internet Explorer, and of SingleFile."""
_COMMENT_CHARACTERS = 10_000
"""At the start of a page, in which the comment is looked for."""
_DATES = """
article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified
article:published_time datepublished dcterms.date dc.date dcterms.created date pubdate citation_publication_date
"""
"""Names by which `meta` elements, or linked data, date a page, in small letters: that of its last change first."""
_LINKED_DATA = "script[type='application/ld+json']"
_DATE_ENTRY = re.compile(r'"(dateModified|datePublished)"\s*:\s*"([^"]{1,80})"')
_LINKED_DATA_CHARACTERS = 100_000
"""Of what a page holds for search engines (schema.org), in which a date is looked for."""


def parse(data: bytes, *, is_xml: bool = False) -> Rendered:
    """The rendered text of a page, with its title and address. `is_xml` says that `<a/>` is closed.

    Raises ValueError with the reason where it is no text, too deep, or shows nothing.
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
    """The same of a page in XHTML."""
    return parse(data, is_xml=True)


def _title(page: Node, headings: list[str]) -> str | None:
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


def _url(page: Node, source: str) -> str | None:
    """The address of the page: its canonical one, or the one that it was saved from."""
    link = page.css_first("link[rel~=canonical]")
    saved = _SAVED_FROM.search(source[:_COMMENT_CHARACTERS])
    addresses = (
        (link.attributes.get("href") or "") if link else "",
        _property(page, "og:url"),
        (saved[1] or saved[2]) if saved else "",
    )
    return next((url for address in addresses if (url := valid_url(address.strip()))), None)


def _date(page: Node) -> str | None:
    """When the page was last changed, else published, as it says: as `stated_date` gives it."""
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
