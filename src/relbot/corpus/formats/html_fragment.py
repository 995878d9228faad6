"""Renders HTML within Markdown: paragraphs, headings, lists, tables and collapsible sections, as a reader sees them."""

from __future__ import annotations

from html.parser import HTMLParser

from relbot.corpus.formats.struck import STRUCK, STRUCK_ELEMENTS
from relbot.corpus.formats.text_builder import Cell, TextBuilder, is_navigation
from relbot.corpus.outline import CONTEXT_LEVEL, Kind
from relbot.text.english import word_set

_HIDDEN = frozenset({"script", "style", "template", "head", "noscript", "svg", "math", "iframe", "object"})
_INLINE = word_set("""
a abbr b bdi bdo big cite code data del dfn em font i img input ins kbd label mark picture q s samp small source span
strong sub sup time tt u var wbr
""")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
MAX_CHARACTERS = 50_000
"""The maximum length of a fragment; a longer one is left out."""
_MAX_UNCLOSED = 500
"""The maximum number of unclosed "<" in a fragment; `HTMLParser` takes quadratic time in them."""


def render(html: str, builder: TextBuilder) -> None:
    """Append the visible text of a fragment to `builder`. Unclosed and unknown tags are not an error."""
    unclosed = html.count("<") - html.count(">")
    if len(html) > MAX_CHARACTERS or unclosed > _MAX_UNCLOSED:
        builder.non_prose()
        return
    reader = _Reader(builder)
    reader.feed(html)
    reader.close()
    reader.flush()
    builder.non_prose()


class _Reader(HTMLParser):
    """A reader that collects words until a block begins or ends, and appends them as a block of the element's kind."""

    def __init__(self, builder: TextBuilder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder
        self._words: list[str] = []
        self._outside: list[str] = []
        """The words outside links."""
        self._targets: list[str] = []
        self._in_link = False
        self._hidden = self._struck = 0
        self._block = ""
        self._headers: list[str] = []
        self._cells: list[str] | None = None
        self._is_head = self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (target := dict(attrs).get("href")):
            self._targets.append(target)
            self._in_link = True
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in STRUCK_ELEMENTS:
            self._words.append(STRUCK)
            self._struck += 1
        elif tag == "br":
            self._words.append("\n" if self._cells is None else " ")
        elif tag == "table":
            self.flush()
            self._headers = []
        elif tag == "tr":
            self._end_row()
            self._cells, self._is_head = [], True
        elif tag in ("td", "th"):
            self._end_cell()
            self._in_cell, self._is_head = True, self._is_head and tag == "th"
        elif tag not in _INLINE and self._cells is None:
            self.flush()
            self._block = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in STRUCK_ELEMENTS:
            self._struck = max(0, self._struck - 1)
        elif tag == "a":
            self._in_link = False
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "details":
            self.flush()
            self._builder.heading(CONTEXT_LEVEL, "")
        elif tag not in _INLINE and self._cells is None:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self._struck:
            self._words.append(data)
            if not self._in_link:
                self._outside.append(data)

    def flush(self) -> None:
        """Append the words collected so far as a block."""
        is_navigation_only = is_navigation("".join(self._outside), self._targets)
        words, block = self._take("\n"), self._block
        self._block = ""
        if block in _HEADINGS and words:
            self._builder.heading(_HEADINGS[block], words)
        elif block == "summary" and words:
            self._builder.heading(CONTEXT_LEVEL, words)
        elif not is_navigation_only:
            kind: Kind = "item" if block in ("li", "dd") else "code" if block == "pre" else "paragraph"
            self._builder.prose(words, kind, "\n" if kind == "item" else "\n\n")

    def _take(self, line_end: str) -> str:
        lines = "".join(self._words).split("\n")
        self._struck = 0  # an unclosed element does not strike through later blocks
        self._words, self._outside, self._targets = [], [], []
        return line_end.join(words for line in lines if (words := " ".join(line.split())))

    def _end_cell(self) -> None:
        words = self._take(" ")
        if self._cells is not None and self._in_cell:
            self._cells.append(words)
        self._in_cell = False

    def _end_row(self) -> None:
        if self._cells is None:
            return
        self._end_cell()
        if self._is_head and self._cells and not self._headers:
            self._headers = self._cells
        else:
            self._builder.row(self._headers, [Cell((words,)) for words in self._cells])
        self._cells = None
