"""Renders the HTML of a mail, without styles, hidden previews, quoted mail and layout tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from lxml import etree

from relbot.corpus.formats import html_fragment
from relbot.corpus.formats.text_builder import TextBuilder

_DROPPED = frozenset(
    {"head", "style", "script", "title", "meta", "link", "template", "svg", "object", "iframe", "noscript"}
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
)
_QUOTED = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|OutlookMessageHeader)\b")
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_MAX_FIELD_LINES, _MAX_FIELD = 12, 1_000
"""The maximum number of lines in the fields of another mail, and the maximum length of one in characters."""
_BLOCKS = frozenset({"table", "div", "p", "ul", "ol", "h1", "h2", "h3", "h4", "img"})


def append_html(builder: TextBuilder, markup: str, heads_original: Callable[[Sequence[str]], bool]) -> None:
    """Append the visible text of an HTML mail to `builder`; unreadable markup shows nothing.

    `heads_original` tells whether lines are the fields of the mail that is replied to, at which the mail is cut off.
    """
    if not markup.strip():
        return
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    bodies = [*root.iter("body")] or [root]
    body = bodies[0]
    for element in [e for e in body.iter() if _is_unseen(e)]:
        _remove(element)
    original = next((e for e in body.iter("p", "div") if _is_original(e, heads_original)), None)
    if original is not None:
        _cut_off(body, original)
    for table in [e for e in body.iter("table") if _is_layout(e)]:
        for part in _own_parts(table):
            part.tag = "div"
    for element in body.iter():
        element.attrib.clear()
    _append(builder, body)


def _append(builder: TextBuilder, element: etree._Element) -> None:
    """Append an element as one fragment, or if it is too long, its children one by one."""
    markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    if len(markup) <= html_fragment.MAX_CHARACTERS or not len(element):
        html_fragment.render(markup, builder)
        return
    builder.prose(" ".join((element.text or "").split()))
    for child in element:
        _append(builder, child)
        builder.prose(" ".join((child.tail or "").split()))


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in _DROPPED or _HIDDEN.search((element.get("style") or "").lower()):
        return True
    is_cited = element.tag == "blockquote" and element.get("type") == "cite"
    return is_cited or _QUOTED.search(element.get("class") or "") is not None


def _is_original(element: etree._Element, heads_original: Callable[[Sequence[str]], bool]) -> bool:
    """Return whether a short block is the fields of another mail."""
    lines = [""]
    for part in element.iter():
        if part.tag == "br" or (part.tag in _BLOCKS and part is not element):
            lines.append("")
        lines[-1] += part.text or ""
        if part is not element:
            lines[-1] += part.tail or ""
        if len(lines) > _MAX_FIELD_LINES or len(lines[-1]) > _MAX_FIELD:
            return False
    return heads_original([words for line in lines if (words := " ".join(line.split()))])


def _cut_off(body: etree._Element, element: etree._Element) -> None:
    """Remove an element and everything after it, if there are words before it."""
    if not any((before.text or "").strip() for before in takewhile(lambda one: one is not element, body.iter())):
        return
    at = element
    while at is not body:
        parent = at.getparent()
        if parent is None:
            return
        for behind in [*at.itersiblings()]:
            parent.remove(behind)
        at.tail = None
        if at is element:
            parent.remove(at)
        at = parent


def _remove(element: etree._Element) -> None:
    """Remove an element, but keep the words after it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _is_layout(table: etree._Element) -> bool:
    """Return whether a table is layout: it says so, or it has no headers, and one column or blocks in its cells."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = [part for part in _own_parts(table) if part.tag in ("td", "th")]
    rows = [part for part in _own_parts(table) if part.tag == "tr"]
    if any(cell.tag == "th" for cell in cells):
        return False
    return len(cells) <= len(rows) or any(child.tag in _BLOCKS for cell in cells for child in cell)


def _own_parts(table: etree._Element) -> list[etree._Element]:
    """Return a table with its rows and cells, without those of nested tables."""
    found, pending = [table], [*table]
    while pending:
        part = pending.pop()
        if part.tag in _TABLE_PARTS and part.tag != "table":
            found.append(part)
            pending.extend(part)
    return found
