"""Classifies the elements of a page: blocks, footnote marks, link signs, strikethrough, buttons and terms."""

from __future__ import annotations

import re

from relbot.corpus.formats.struck import STRUCK_ELEMENTS
from relbot.corpus.formats.text_builder import is_short_definition as is_short
from relbot.corpus.formats.web.tree import Node, attribute, class_names, words_of
from relbot.text.english import word_set

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = word_set("""
address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure
footer form frameset header hgroup hr html legend li listing main menu nav ol p pre search section summary table tbody
td tfoot th thead tr ul xmp
""") | frozenset(HEADINGS)
"""Elements that stand on lines of their own."""
_MARK = re.compile(r"\[?(\d{1,4}|[a-z*†‡§¶]{1,2}|(?:note|nb|fn) \d{1,3})\]?", re.IGNORECASE)
_NOTE_ROLES = frozenset({"doc-noteref", "noteref"})
_NOTE_NAME = re.compile(r"(?:foot|end)?note-?ref|footnote|endnote|fnref|cite_ref", re.IGNORECASE)
"""The start of the class or id of a footnote mark in pages that raise it by a style instead of `sup`."""
_LINK_SIGNS = frozenset({"¶", "#", "§", "🔗", "↩", "↩︎", "^", "↑", "⇑", "Link", "Permalink", "Anchor"})
_WIKI_LINKS = frozenset({"mw-editsection", "mw-cite-backlink"})
"""MediaWiki's classes of links to edit a section, and from a note back to its marks."""

_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;:]{0,80}\bline-through", re.IGNORECASE)


def is_block(node: Node) -> bool:
    """Return whether an element stands on lines of its own, as does the author above a quotation in a forum."""
    is_author = node.tag == "cite" and node.parent is not None and node.parent.tag == "blockquote"
    return node.tag in BLOCKS or is_author


def is_struck(node: Node) -> bool:
    """Return whether an element strikes its words through, as no longer valid."""
    return node.tag in STRUCK_ELEMENTS or _STRUCK_STYLE.search(attribute(node, "style")) is not None


def note_mark(node: Node) -> str:
    """Return the footnote mark that an element shows, in brackets, or "" if it is none."""
    if node.tag not in ("sup", "a"):
        return ""
    link = node if node.tag == "a" else node.css_first("a[href*='#']")
    if link is None:
        return ""
    roles = {attribute(link, "role"), attribute(link, "epub:type")}
    is_named = "#" in attribute(link, "href") and any(
        map(_NOTE_NAME.match, [*class_names(link), attribute(link, "id")])
    )
    is_note = node.tag == "sup" or bool(_NOTE_ROLES & roles) or is_named
    mark = _MARK.fullmatch(words_of(node)) if is_note else None
    return f"[{mark[1]}]" if mark else ""


def is_link_sign(node: Node) -> bool:
    """Return whether an element is only a link to its own position, or back from a note to its mark."""
    if node.tag == "span":
        return bool(_WIKI_LINKS.intersection(class_names(node)))
    return node.tag == "a" and "#" in attribute(node, "href") and words_of(node) in _LINK_SIGNS


def reveals(button: Node) -> bool:
    """Return whether a button reveals what stands below it, like the questions of an FAQ."""
    return "aria-expanded" in button.attributes or (button.parent is not None and button.parent.tag in HEADINGS)


def is_short_definition(term: Node) -> bool:
    """Return whether a term of a definition list has a single short definition without blocks in it."""
    definitions = []
    node = term.next
    while node is not None and node.tag != "dt":
        if node.tag == "dd":
            definitions.append(node)
        node = node.next
    if len(definitions) != 1 or definitions[0].css_first("p, ul, ol, dl, table, pre"):
        return False
    return is_short(words_of(definitions[0]))
