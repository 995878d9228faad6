"""Selects the content of a page by elements, roles and links; menus, banners and hidden elements are left out.

trafilatura (2.3, `fast`) decides this with more rules, and brings 14 packages. On six pages of documentation it keeps
no line that these rules drop, and these keep every table as rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from relbot.corpus.formats.web.tree import TEXT, Node, attribute, walk
from relbot.text.english import word_set

UNSEEN = word_set("""
annotation annotation-xml audio canvas datalist embed frameset head iframe input map meter noscript object progress rp
script select style svg template textarea video
""")
"""Elements that do not show words of the document."""
_SEPARATE_ROLES = frozenset({"navigation", "search", "menu", "menubar", "tablist", "toolbar", "tooltip"})
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_PAGE_ROLES = frozenset({"banner", "contentinfo", "complementary"})
_BOXES = frozenset({"div", "section", "aside", "ul", "ol", "p", "header", "footer", "table", "form", "details"})
_NOTICES = word_set("ad ads advert advertisement consent cookie cookies gdpr modal newsletter popup subscribe")
_MENUS = word_set("""
breadcrumb breadcrumbs catlinks menu nav navbar navbox navigation pager pagination related share sharing sidebar skip
social tags toc
""")
_MAX_NOTICE = 1_500
"""The maximum length in characters of a notice with a button or link, such as one about cookies."""
_MOSTLY_LINKS = 0.5
"""The minimum share of characters in links for a box that is named as a menu."""
_ALL_LINKS = 0.8
"""The share of characters in links from which on a box is a menu, whatever its name."""
_MIN_LINKS = 3
"""The minimum number of links in such a box."""
_MAX_LABEL = 20
"""The maximum length in characters of a notice that is only a label: "Advertisement"."""
_MAIN_SHARE = 0.2
"""The minimum share of the page's characters in its main element; a smaller one is not the subject of the page."""
_NOT_DISPLAYED = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PARTS = re.compile(r"[^a-z]+")


@dataclass(slots=True)
class _Counts:
    """Counts over a node and its descendants."""

    characters: int = 0
    linked: int = 0
    """The number of characters in links."""
    links: int = 0
    within_page: int = 0
    """The number of links to places on the same page."""
    has_title: bool = False
    """Whether the node contains the heading of the page."""


class Content:
    """The content of a page: the element that contains it, and the elements in that to leave out."""

    def __init__(self, page: Node) -> None:
        self._counts: dict[int, _Counts] = {}
        self._revealed: set[str] = set()
        self._candidates: list[Node] = []
        self._path: list[_Counts] = []
        walk(page, self._count, self._add_up)
        self.root, self.is_marked = self._find_root(page)

    def leaves_out(self, node: Node) -> bool:
        """Return whether an element below the root is not content."""
        tag, counts = node.tag or "", self._counts.get(node.mem_id)
        if tag in UNSEEN or counts is None or self.is_hidden(node):
            return True
        role = attribute(node, "role")
        if tag == "nav" or role in _SEPARATE_ROLES or role in _DIALOG_ROLES:
            return not counts.has_title
        if tag in ("header", "footer") or role in _PAGE_ROLES:
            return not counts.has_title and not _is_part_of_article(node)
        if tag == "label":
            return _is_choice(node)
        if tag not in _BOXES or counts.has_title:
            return False
        if tag == "aside" and not self.is_marked:
            return True
        return self._is_notice(node, counts) or self._is_menu(node, counts)

    def is_hidden(self, node: Node) -> bool:
        """Return whether an element is not displayed; one that a button reveals counts as displayed."""
        attributes = node.attributes
        if (attributes.get("id") or "") in self._revealed:
            return False
        is_decoration = attributes.get("aria-hidden") == "true" and node.tag not in _BOXES and node.tag != "main"
        is_closed = node.tag == "dialog" and "open" not in attributes
        hidden = "hidden" in attributes and attributes.get("hidden") != "until-found"
        return is_decoration or is_closed or hidden or _NOT_DISPLAYED.search(attributes.get("style") or "") is not None

    def _is_notice(self, node: Node, counts: _Counts) -> bool:
        if not _NOTICES.intersection(_names(node)) or counts.characters > _MAX_NOTICE:
            return False
        is_label = counts.characters <= _MAX_LABEL
        return is_label or bool(counts.links) or node.css_first("button, input, form") is not None

    def _is_menu(self, node: Node, counts: _Counts) -> bool:
        share = counts.linked / max(1, counts.characters)
        if share >= _MOSTLY_LINKS and _MENUS.intersection(_names(node)):
            return True
        if counts.links < _MIN_LINKS or share < _ALL_LINKS:
            return False
        return counts.within_page == counts.links or not (self.is_marked or _has_lead(node))

    def _find_root(self, page: Node) -> tuple[Node, bool]:
        total = self._counts[page.mem_id].characters
        for names in (("main",), ("article",)):
            found = [node for node in self._candidates if _landmark(node) in names]
            large = [n for n in found if self._counts[n.mem_id].characters > _MAIN_SHARE * total]
            if len(large) == 1 and (names == ("main",) or len(found) == 1):
                return large[0], True
        return page, False

    def _count(self, node: Node) -> bool:
        if node.tag == TEXT:
            shown = len("".join((node.text_content or "").split()))
            self._path[-1].characters += shown
            return False
        if not node.is_element_node or node.tag in UNSEEN:
            return False
        counts = self._counts[node.mem_id] = _Counts(has_title=node.tag == "h1")
        self._path.append(counts)
        if _landmark(node):
            self._candidates.append(node)
        self._revealed.update(attribute(node, "aria-controls").split())
        return True

    def _add_up(self, node: Node) -> None:
        counts = self._path.pop()
        if node.tag == "a" and attribute(node, "href"):
            counts.linked, counts.links = counts.characters, 1
            counts.within_page = int(attribute(node, "href").startswith("#"))
        if self._path:
            above = self._path[-1]
            above.characters += counts.characters
            above.linked += counts.linked
            above.links += counts.links
            above.within_page += counts.within_page
            above.has_title |= counts.has_title


def _landmark(node: Node) -> str:
    return "main" if attribute(node, "role") == "main" else node.tag if node.tag in ("main", "article") else ""


def _names(node: Node) -> list[str]:
    """Return the words of an element's class and id."""
    return _PARTS.split(f"{attribute(node, 'class')} {attribute(node, 'id')}".lower())


def _is_part_of_article(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in ("article", "section", "main", "blockquote", "li"):
            return True
        above = above.parent
    return False


def _is_choice(label: Node) -> bool:
    """Return whether a label without an input stands beside other labels or radio buttons, like those of tabs."""
    if label.css_first("input"):
        return False
    return any(
        node is not None and (node.tag == "label" or attribute(node, "type") == "radio")
        for node in (_beside(label, "prev"), _beside(label, "next"))
    )


def _beside(node: Node, direction: Literal["prev", "next"]) -> Node | None:
    """Return the previous or next sibling element, skipping words between them."""
    beside: Node | None = getattr(node, direction)
    while beside is not None and not beside.is_element_node:
        beside = getattr(beside, direction)
    return beside


def _has_lead(node: Node) -> bool:
    """Return whether a heading or paragraph directly precedes a list of links, to introduce it."""
    before = _beside(node, "prev")
    return before is not None and before.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p")
