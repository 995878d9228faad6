"""What of a page is content, by its elements, roles and links; menus, banners and hidden elements are not.

trafilatura (2.3, `fast`) decides this with more rules, and brings fourteen packages. On six pages of documentation it
keeps no line that these rules drop, and these keep every table as rows.
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
"""Elements that show no words of the document."""
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
"""Characters of a notice with a button or link, such as one about cookies."""
_MOSTLY_LINKS = 0.5
"""Share of characters in links of a box that is called a menu."""
_ALL_LINKS = 0.8
"""Share from which on a box is a menu, whatever it is called."""
_MIN_LINKS = 3
"""Of such a box."""
_MAX_LABEL = 20
"""Characters of a box that is called a notice and only says so: "Advertisement"."""
_MAIN_SHARE = 0.2
"""Of the page's characters, at least, that its main element has; a smaller one is not what the page is about."""
_NOT_DISPLAYED = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PARTS = re.compile(r"[^a-z]+")


@dataclass(slots=True)
class _Counts:
    """Of the elements that a node holds."""

    characters: int = 0
    linked: int = 0
    """Characters in links."""
    links: int = 0
    within_page: int = 0
    """Links to places of the same page."""
    has_title: bool = False
    """Whether it holds the heading of the page."""


class Content:
    """The content of a page: the element that holds it, and what within that is left out."""

    def __init__(self, page: Node) -> None:
        self._counts: dict[int, _Counts] = {}
        self._revealed: set[str] = set()
        self._candidates: list[Node] = []
        self._path: list[_Counts] = []
        walk(page, self._count, self._add_up)
        self.root, self.is_marked = self._find_root(page)

    def leaves_out(self, node: Node) -> bool:
        """Whether an element below the root is no content."""
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
        """Whether an element is not displayed; one that a button of the page reveals is."""
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
    """The words of an element's class and id."""
    return _PARTS.split(f"{attribute(node, 'class')} {attribute(node, 'id')}".lower())


def _is_part_of_article(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in ("article", "section", "main", "blockquote", "li"):
            return True
        above = above.parent
    return False


def _is_choice(label: Node) -> bool:
    """Whether a label only stands beside other ones or radio buttons, as those that choose a tab do."""
    if label.css_first("input"):
        return False
    return any(
        node is not None and (node.tag == "label" or attribute(node, "type") == "radio")
        for node in (_beside(label, "prev"), _beside(label, "next"))
    )


def _beside(node: Node, direction: Literal["prev", "next"]) -> Node | None:
    """The element before or behind an element, words between them left out."""
    beside: Node | None = getattr(node, direction)
    while beside is not None and not beside.is_element_node:
        beside = getattr(beside, direction)
    return beside


def _has_lead(node: Node) -> bool:
    """Whether a heading or paragraph stands right before a list of links, and says what it lists."""
    before = _beside(node, "prev")
    return before is not None and before.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p")
