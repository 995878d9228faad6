"""Renders the tree of a page to its visible headings, paragraphs, list items, definitions, table rows and code.

White space is collapsed as in browsers. Footnote marks are shown as `[1]`; signs that are only links are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from relbot.corpus.formats.struck import STRUCK
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.formats.web import tables
from relbot.corpus.formats.web.collected_words import BOLD, EMPHASISED, CollectedWords
from relbot.corpus.formats.web.elements import (
    BLOCKS,
    HEADINGS,
    is_block,
    is_link_sign,
    is_short_definition,
    is_struck,
    note_mark,
    reveals,
)
from relbot.corpus.formats.web.tree import TEXT, Node, attribute, walk, words_of
from relbot.corpus.outline import CONTEXT_LEVEL, Kind
from relbot.corpus.raised_digits import power_of_ten

_NAMED_BLOCKS = frozenset({"li", "dt", "dd", "summary", *HEADINGS})
"""Blocks whose first words are not a paragraph."""
_CODE = frozenset({"pre", "xmp", "listing"})
_START = re.compile(r"[0-9]{1,6}")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACE = re.compile(r"[ \t\n\r\f]+")


class PageRenderer:
    """A renderer that appends the visible text of a page to a text."""

    def __init__(
        self, builder: TextBuilder, leaves_out: Callable[[Node], bool], labels: Mapping[str, str] | None = None
    ) -> None:
        """Take the labels of places (e.g. chapters) by element id; without labels, headings with an id are places."""
        self._builder, self._leaves_out, self._labels = builder, leaves_out, labels
        self._words = CollectedWords()
        self._emphasis: Counter[str] = Counter()
        """The number of open elements of each kind of emphasis."""
        self._block = ""
        self._code = 0
        self._id = ""
        self._term: str | None = None
        self._number = ""
        """The number of the next list item, as the page shows it: "3. "."""
        self._items = 0
        """The number of open list items."""
        self._next: dict[int, int] = {}
        """The number of the next item of each ordered list."""

    def render(self, root: Node) -> None:
        walk(root, lambda node: node.mem_id == root.mem_id or self._enter(node), self._leave)
        self._flush()

    def _enter(self, node: Node) -> bool:
        tag = node.tag or ""
        if tag == TEXT:
            self._add(node.text_content or "")
            return False
        if not node.is_element_node:
            return False
        if self._leaves_out(node):
            if tag in BLOCKS:
                self._flush()
                self._builder.non_prose()
            return False
        if is_struck(node):
            self._leave_out_struck(node)
            return False
        if note := note_mark(node):
            self._add(note)
            return False
        if is_link_sign(node):
            return False
        if tag == "sup" and (
            power := power_of_ten("".join(words for words, _ in self._words.parts[-1:]), words_of(node))
        ):
            self._add(power)
            return False
        if self._labels and (id_ := attribute(node, "id")) in self._labels and id_:
            self._flush()
            self._builder.place(self._labels[id_])
        if tag == "br":
            self._words.parts.append(("\n", frozenset()))
        elif tag in EMPHASISED:
            self._emphasis[tag] += 1
        elif tag == "button" and not reveals(node):
            return False
        elif tag == "table":
            self._flush()
            return self._table(node)
        elif is_block(node):
            self._begin(node, tag)
        return True

    def _leave_out_struck(self, node: Node) -> None:
        if is_block(node) or any(is_block(inner) for inner in node.css("*")):
            self._flush()
            self._builder.non_prose()
        else:
            self._add(STRUCK)

    def _leave(self, node: Node) -> None:
        tag = node.tag or ""
        if tag in EMPHASISED:
            self._emphasis[tag] -= 1
        elif is_block(node):
            self._flush()
            if tag in _NAMED_BLOCKS:
                self._block = ""
            self._items -= tag == "li"
            if tag in _CODE:
                self._code -= 1
            elif tag in ("details", "dl"):
                self._builder.heading(CONTEXT_LEVEL, "")

    def _add(self, words: str) -> None:
        words = _INVISIBLE.sub("", words)
        if not self._code:
            words = _SPACE.sub(" ", words)
        self._words.parts.append((words, frozenset(+self._emphasis)))

    def _begin(self, node: Node, tag: str) -> None:
        self._flush()
        if tag in HEADINGS or (tag in ("section", "div", "article", "li") and attribute(node, "id")):
            self._id = attribute(node, "id") or self._id
        if tag in _NAMED_BLOCKS:
            self._block = tag
        if tag in HEADINGS and (anchor := node.css_first("a[id], a[name], span[id]")):
            self._id = attribute(node, "id") or attribute(anchor, "id") or attribute(anchor, "name") or self._id
        if tag == "ol":
            first = attribute(node, "start")
            self._next[node.mem_id] = int(first) if _START.fullmatch(first) else 1
        if tag == "li":
            self._items += 1
            self._number = self._number_of(node)
        if tag == "dt":
            self._id = attribute(node, "id")
            self._term = "" if is_short_definition(node) else None
        if tag in _CODE:
            self._code += 1
        if tag == "hr":
            self._builder.non_prose()

    def _flush(self) -> None:
        """Append the words collected so far as a block."""
        collected, self._words = self._words, CollectedWords()
        words = collected.lines(is_code=self._code > 0)
        if not words:
            return
        block, self._block = self._block, ""
        if block in HEADINGS:
            self._mark_place()
            self._builder.heading(HEADINGS[block], words)
        elif block == "summary":
            self._builder.heading(CONTEXT_LEVEL, words)
        elif block == "dt":
            self._begin_definition(words)
        elif block == "dd" and self._term:
            self._builder.prose(f"{self._term}\n{words}", "pair", "\n", shows_lines=True)
            self._term = None
        else:
            self._prose(collected, words, "code" if self._code else "item" if block in ("li", "dd") else "paragraph")
        self._id = ""

    def _prose(self, collected: CollectedWords, words: str, kind: Kind) -> None:
        gap = "\n" + self._number if kind == "item" else "\n\n"
        self._number = ""
        opening, bold = collected.opening(), collected.opening(BOLD)
        if kind == "paragraph" and bold and words.startswith(f"{bold}\n"):  # a title
            self._builder.prose(bold, kind, gap, is_bold="\n" not in bold, shows_lines=True)
            self._builder.prose(words[len(bold) :], kind, "\n", shows_lines=True)
        elif opening.endswith("?") and words.startswith(opening) and len(opening) < len(words):  # an FAQ's question
            self._builder.prose(opening, kind, gap, is_emphasised=True, is_bold=bold == opening, shows_lines=True)
            self._builder.prose(words[len(opening) :], "paragraph", "\n", shows_lines=True)
        else:
            is_line = "\n" not in words
            is_emphasised = is_line and opening == words
            is_bold = is_line and bold == words and not self._items  # a title in an item does not head what follows
            self._builder.prose(words, kind, gap, is_emphasised=is_emphasised, is_bold=is_bold, shows_lines=True)

    def _begin_definition(self, words: str) -> None:
        if self._term is not None and not words.endswith("?"):
            self._builder.end_term()
            self._term = words
            return
        self._term = None
        if self._id:
            self._mark_place()
        self._builder.term(words)

    def _number_of(self, item: Node) -> str:
        """Return the number that a page shows before a list item, or "" if none."""
        ordered = item.parent.mem_id if item.parent else 0
        if ordered not in self._next:
            return ""
        self._next[ordered] += 1
        return f"{self._next[ordered] - 1}. "

    def _mark_place(self) -> None:
        """Begin another place at a heading, with the id of the heading or of the element that it opens."""
        if self._labels is None and (self._id or self._builder.places):
            self._builder.place(None, self._id)
        self._id = ""

    def _table(self, table: Node) -> bool:
        """Append the rows of a table; if it is only layout, return True instead, to have its contents rendered."""
        rows = tables.written_rows(table)
        if tables.is_layout(table, rows):
            return True
        caption = table.css_first("caption")
        if caption and (words := words_of(caption)):
            self._builder.heading(CONTEXT_LEVEL, words)
        is_named = caption is not None
        for row in tables.read_rows(rows, [[self._cell(cell) for cell in row] for row in rows]):
            if isinstance(row, tables.Title):
                self._builder.heading(CONTEXT_LEVEL, row.words)
                is_named = True
            else:
                self._builder.row(row.headers, row.cells)
        self._builder.heading(CONTEXT_LEVEL, "") if is_named else self._builder.non_prose()
        return False

    def _cell(self, cell: Node) -> tuple[str, ...]:
        """Return the visible text of a table cell, block by block."""
        inner = TextBuilder()
        renderer = PageRenderer(inner, self._leaves_out, {})
        walk(cell, lambda node: node.mem_id == cell.mem_id or renderer._enter_cell(node), renderer._leave)
        renderer._flush()
        return tuple(" ".join(part.split()) for part in inner.parts if part.strip())

    def _enter_cell(self, node: Node) -> bool:
        """Enter a node as `_enter` does, but read a line break as a space, and a nested table as part of the cell."""
        if node.tag in ("table", "br"):
            self._words.parts.append((" ", frozenset()))
            return True
        return self._enter(node)
