"""Parses HTML pages: what a reader sees of their content, with the address that they say is theirs."""

from __future__ import annotations

from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.formats.web import metadata
from relbot.corpus.formats.web.content import Content
from relbot.corpus.formats.web.rendering import PageRenderer
from relbot.corpus.formats.web.tree import decode_page, parse_tree
from relbot.corpus.outline import Heading, Rendered
from relbot.corpus.titles.headings import with_titles


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
        rendered,
        elements=with_context(rendered.text, with_titles(rendered.text, rendered.elements)),
        title=metadata.title_of(page, tops),
        url=metadata.url_of(page, source),
        date=metadata.date_of(page),
    )


def parse_xhtml(data: bytes) -> Rendered:
    """The same of a page in XHTML."""
    return parse(data, is_xml=True)
