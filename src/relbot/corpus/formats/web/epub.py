"""Parses EPUB books: the text of their chapters in reading order, each chapter a place.

Only the package and the pages of the spine are unpacked, by counted reading; what an archive says of its sizes is not
relied on.
"""

from __future__ import annotations

from dataclasses import replace

from relbot.corpus.context import with_context
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.formats.web.content import UNSEEN
from relbot.corpus.formats.web.epub_package import Archive, Package, read_package
from relbot.corpus.formats.web.rendering import PageRenderer
from relbot.corpus.formats.web.tree import Node, attribute, decode_page, parse_tree
from relbot.corpus.outline import Rendered
from relbot.corpus.titles.headings import with_titles


def parse(data: bytes) -> Rendered:
    """The rendered text of a book, its chapters as places.

    Raises ValueError with the reason where it is damaged, protected, too large, or no book.
    """
    archive = Archive.open(data)
    package = read_package(archive)
    builder = TextBuilder()
    for path in package.pages:
        _append_page(path, archive, package, builder)
    rendered = builder.rendered()
    if not rendered.text:
        raise ValueError("it has no text; its pages may be pictures")
    return replace(with_context(with_titles(rendered)), title=package.title, date=package.date)


def _append_page(path: str, archive: Archive, package: Package, builder: TextBuilder) -> None:
    page = archive.read(path)
    if not page.strip():
        return
    root = parse_tree(decode_page(page), is_xml=True)
    labels = package.labels.get(path, {})
    if label := labels.get(""):
        builder.place(label)
    builder.non_prose()
    PageRenderer(builder, _leaves_out, labels).render(root)


def _leaves_out(node: Node) -> bool:
    """Tables of contents, hidden elements, and elements without words."""
    is_contents = node.tag == "nav" or attribute(node, "role") == "doc-toc"
    return is_contents or node.tag in UNSEEN or "hidden" in node.attributes
