"""Parses reStructuredText with docutils, including the markup of Sphinx, and renders its visible text.

Sources are untrusted: no directive reads a file or inserts raw output, and no configuration file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree

from relbot.corpus.context import with_context
from relbot.corpus.decoding import decode
from relbot.corpus.formats.markup.rst_extensions import register_unknown
from relbot.corpus.formats.table import Grid, append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL, Kind, Rendered

_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "_disable_config": True,
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "halt_level": 5,
        "report_level": 5,
        "smart_quotes": False,
        "syntax_highlight": "none",
        "doctitle_xform": False,
        "input_encoding": "unicode",
        "warning_stream": False,
    }
)
_MAX_LINE = 10_000
"""The maximum line length in characters, because docutils' patterns take quadratic time."""
_MARK = re.compile(r"[*`|\[_](?=\w)|(?<=\w)_")
_MAX_WORK = 300_000_000
"""The maximum of marks times characters, summed over paragraphs: docutils searches a paragraph for each mark's end."""
_MAX_LEVEL = 6
_SKIPPED = (
    nodes.comment,
    nodes.raw,
    nodes.image,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.pending,
    nodes.meta,
    nodes.decoration,
    nodes.label,
)


def parse(data: bytes) -> Rendered:
    """Render a file. Raises ValueError with the reason if docutils cannot read it."""
    text = decode(data).removeprefix("\ufeff")
    if any(len(line) > _MAX_LINE for line in text.splitlines()):
        raise ValueError(f"it has a line of more than {_MAX_LINE:,} characters; break it")
    if sum(len(run) * len(_MARK.findall(run)) for run in re.split(r"\n[ \t]*\n", text)) > _MAX_WORK:
        raise ValueError("it has paragraphs with more markup than can be read; break them")
    register_unknown(text)
    builder = TextBuilder()
    try:
        tree = publish_doctree(text, settings_overrides=dict(_SETTINGS))
        _Renderer(builder).render(tree, 1)
    except RecursionError:
        raise ValueError("its blocks are nested too deeply to be read") from None
    except (AttributeError, AssertionError, IndexError, KeyError, TypeError, UnicodeError) as error:
        raise ValueError(f"docutils cannot read it ({type(error).__name__}); check its markup") from None
    return with_context(builder.rendered())


class _Renderer:
    """A renderer that appends the nodes of a document to a text."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._number = ""
        """The number of the next list item, as a page shows it: "3. "."""

    def render(self, node: nodes.Element, level: int, kind: Kind = "paragraph") -> None:
        """Append the children of a node; `level` is that of the sections in it, `kind` that of its first paragraph."""
        for position, child in enumerate(node.children):
            self._append(child, level, kind if position == 0 else "paragraph")

    def _append(self, node: nodes.Node, level: int, kind: Kind) -> None:
        gap = "\n" if kind == "item" else "\n\n"
        match node:
            case nodes.section():
                self.render(node, level + 1)
            case nodes.title() if isinstance(node.parent, nodes.section):
                self._builder.heading(min(level - 1, _MAX_LEVEL), _words(node))
            case nodes.rubric():
                self._builder.heading(CONTEXT_LEVEL, _words(node))
            case nodes.bullet_list() | nodes.enumerated_list():
                is_counted, first = node.get("enumtype") == "arabic", int(str(node.get("start", 1)))
                for number, item in enumerate(node.children, first):
                    self._number = f"{number}. " if is_counted else ""
                    self._append_item(item, level)
                    self._number = ""
            case nodes.field_list() | nodes.docinfo() | nodes.option_list():
                for pair in node.children:
                    self._append_pair(pair)
            case nodes.definition_list():
                for item in node.children:
                    self._append_definition(item, level)
                self._builder.heading(CONTEXT_LEVEL, "")
            case nodes.literal_block() | nodes.doctest_block() | nodes.math_block():
                self._builder.prose(node.astext().strip("\n"), "code")
            case nodes.line_block():
                self._builder.prose("\n".join(_lines(node)))
            case nodes.table():
                self._append_table(node)
            case nodes.container() if isinstance(next(iter(node.children), None), nodes.rubric):
                self.render(node, level)
                self._builder.heading(CONTEXT_LEVEL, "")
            case nodes.topic() if "contents" in node["classes"]:
                self._builder.non_prose()
            case nodes.transition():
                self._builder.non_prose()
            case nodes.footnote() | nodes.citation():
                self._builder.non_prose()
                self.render(node, level)
                self._builder.non_prose()
            case _ if isinstance(node, _SKIPPED):
                self._builder.non_prose()
            case nodes.TextElement():
                gap += self._number if kind == "item" else ""
                self._number = ""
                self._builder.prose(_words(node), kind, gap)
            case nodes.Element():
                self.render(node, level)

    def _append_item(self, item: nodes.Node, level: int) -> None:
        if isinstance(item, nodes.Element):
            self.render(item, level, "item")

    def _append_definition(self, item: nodes.Node, level: int) -> None:
        """Append a term with its definition: as a unit, or as the heading of several blocks."""
        parts = item.children if isinstance(item, nodes.Element) else []
        blocks = [block for part in parts if isinstance(part, nodes.definition) for block in part.children]
        terms = [_words(part) for part in parts if not isinstance(part, nodes.definition)]
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            self._builder.prose(", ".join(terms))
            self._builder.definition(_words(blocks[0]))
        else:
            self._builder.term(", ".join(terms))
            for block in blocks:
                self._append(block, level, "paragraph")

    def _append_pair(self, pair: nodes.Node) -> None:
        """Append a field, a bibliographic field at the top, or an option, as "key: value"."""
        if isinstance(pair, nodes.Element) and len(pair.children) == 2:
            name, value = (" ".join(child.astext().split()) for child in pair.children)
            self._builder.prose(f"{name.rstrip(':')}: {value}" if value else name, "pair", "\n")
        elif isinstance(pair, nodes.Element):
            name = type(pair).__name__.capitalize()
            self._builder.prose(f"{name}: {' '.join(pair.astext().split())}", "pair", "\n")

    def _append_table(self, table: nodes.table) -> None:
        for child in table.children:
            if isinstance(child, nodes.title):
                self._builder.heading(CONTEXT_LEVEL, _words(child))
        rows, headers = [], 0
        for part in table.findall(lambda node: isinstance(node, nodes.thead | nodes.tbody)):
            part_rows = [[*row.children] for row in part.children if isinstance(row, nodes.row)]
            headers += len(part_rows) if isinstance(part, nodes.thead) else 0
            rows.extend(part_rows)
        append_table(self._builder, _grid(rows, has_header=headers > 0))
        self._builder.heading(CONTEXT_LEVEL, "")


def _grid(rows: list[list[nodes.Node]], *, has_header: bool) -> Grid:
    """Return the cells of a table, with merged ones repeated in all positions that they cover."""
    cells: dict[tuple[int, int], str] = {}
    continued = set()
    for y, row in enumerate(rows):
        x = 0
        for entry in row:
            while (y, x) in cells:
                x += 1
            right, down = (
                entry.get(key, 0) if isinstance(entry, nodes.Element) else 0 for key in ("morecols", "morerows")
            )
            words = " ".join(entry.astext().split())
            for below in range(down + 1):
                for beside in range(right + 1):
                    cells[y + below, x + beside] = words
                    if beside:
                        continued.add((y + below, x + beside))
            x += right + 1
    width = max((x for _, x in cells), default=-1) + 1
    shown = [[cells.get((y, x), "") for x in range(width)] for y in range(len(rows))]
    return Grid(shown, frozenset(continued), has_header)


def _lines(block: nodes.Element) -> Iterator[str]:
    for line in block.children:
        if isinstance(line, nodes.line_block):
            yield from _lines(line)
        else:
            yield _words(line)


def _words(node: nodes.Node) -> str:
    """Return the words of a paragraph with its line ends. A footnote reference becomes a number in brackets."""
    if isinstance(node, nodes.footnote_reference | nodes.citation_reference):
        return f"[{node.astext()}]"
    if isinstance(node, nodes.problematic):  # such as a substitution that is defined elsewhere
        words = node.astext()
        return "" if words.startswith(":") and "`" in words else words.strip("|`*_")  # the first is raw output
    if isinstance(node, nodes.image | nodes.raw | nodes.comment | nodes.substitution_definition):
        return ""
    if isinstance(node, nodes.Text):
        return re.sub(r"[ \t]+", " ", node.astext())
    return "".join(map(_words, node.children))
