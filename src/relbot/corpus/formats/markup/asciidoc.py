"""Parses AsciiDoc line by line, and renders its visible text.

There is no maintained AsciiDoc parser for Python; the reference implementation is in Ruby. Other files are never
included, and passed-through markup is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from relbot.corpus.context import with_context
from relbot.corpus.formats.markup.asciidoc_inline import InlineRenderer
from relbot.corpus.formats.markup.asciidoc_sections import SECTION, section_titles
from relbot.corpus.formats.markup.asciidoc_tables import read_table
from relbot.corpus.formats.table import append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL, Kind, Rendered
from relbot.corpus.outline import lines as lines_of

_ATTRIBUTE = re.compile(r":(?P<off>!?)(?P<name>[\w-]{1,60})!?:(?:\s+(?P<value>.*))?$")
_BLOCK_ATTRIBUTES = re.compile(r"\[(?P<words>[^\[\]\n]{0,300}|\[[^\[\]\n]{1,200}\])\]$")
_BLOCK_TITLE = re.compile(r"\.(?P<words>[^\s.].*)$")
_DELIMITER = re.compile(r"(?:(-|\.|=|\*|_|\+|/)\1{3,}|--|```\S*|~{4,}|[|,:!]={3,})$")
_CONDITION = re.compile(r"(ifdef|ifndef|ifeval|endif)::([^\[\]]{0,200})\[(.{0,500})\]$")
_BLOCK_MACRO = re.compile(
    r"(?:include|image|video|audio|toc|gist|ifeval|indexterm|bibliography)::?[^\s\[]{0,300}\[[^\n]{0,500}\]$"
)
_ITEM = re.compile(r"\s*(?P<mark>\*{1,6}|-|\.{1,6}|\d{1,3}\.|[a-zA-Z]\.|<(?:\d{1,3}|\.)>)\s+(?P<words>\S.*)$")
_CHECK = re.compile(r"\[[ xX*]\]\s+")
_TERM = re.compile(r"(?P<term>(?!//)\S[^\n]{0,300}?)(?P<mark>:{2,4}|;;)(?:\s+(?P<words>\S.*))?$")
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+(?=\S)")
_RULE = re.compile(r"'{3,}$|<{3,}$|-{3}$|\*{3}$")
_AUTHOR = re.compile(r"[^\W\d]\S*(?: \S+){0,4} <[^<>\s]+@[^<>\s]+>(?:;.*)?$")
_REVISION = re.compile(r"v?\d+(?:\.\d+)*,\s.*$")
_CODE_MARKS = frozenset("-.`~")
_MAX_DEPTH = 20
"""The maximum depth of blocks within blocks."""


@dataclass(slots=True)
class _Pending:
    """What the lines above a block specify about it."""

    attributes: str = ""
    has_title: bool = False

    @property
    def style(self) -> str:
        return re.split(r"[,.#%]", self.attributes)[0].strip().lower()


def parse(source: str, start: int) -> Rendered:
    """Render `source[start:]`: sections, paragraphs, lists, tables and code."""
    lines = [line.rstrip() for _, line in lines_of(source, start)]
    builder = TextBuilder()
    inline = InlineRenderer()
    inline.titles.update(section_titles(lines, inline))
    inline.attributes.clear()
    reader = _Reader(builder, inline)
    reader.read(lines, 0)
    reader.append_footnotes()
    return with_context(builder.rendered())


@dataclass(slots=True)
class _Reader:
    """A reader that appends the blocks of a document to a text."""

    builder: TextBuilder
    inline: InlineRenderer
    _paragraph: list[str] = field(default_factory=list)
    _kind: Kind = "paragraph"
    _is_definition: bool = False
    """Whether the paragraph follows a term, so that the next term may follow without a blank line."""
    _is_defined: bool = False
    """Whether there was a term since the last paragraph that is not a definition."""
    _pending: _Pending = field(default_factory=_Pending)
    _conditions: list[bool] = field(default_factory=list)
    _number: str = ""
    """The number before the paragraph, if it is an item of a numbered list."""
    _counts: dict[int, int] = field(default_factory=dict)
    """The number of items so far in the numbered list at each depth."""
    _is_attached: bool = False
    """Whether a "+" attaches the paragraph to the previous item."""

    def read(self, lines: list[str], depth: int) -> None:
        """Append the blocks in `lines`; `depth` is that of the enclosing block."""
        index = 0
        is_header = depth == 0
        while index < len(lines):
            line, index = lines[index], index + 1
            if self._is_condition(line) or not all(self._conditions):
                continue
            delimiter = _DELIMITER.match(line)
            if delimiter and not (line == "--" and self._paragraph):
                self._end_paragraph()
                end = _closing(lines, index, line)
                self._append_block(line, lines[index:end], depth)
                index = end + 1
            elif not line:
                self._end_paragraph()
                is_header = is_header and not self.builder.elements
            elif is_header and (_AUTHOR.match(line) or _REVISION.match(line)) and self.builder.elements:
                continue
            else:
                self._read_line(line)
        self._end_paragraph()

    def append_footnotes(self) -> None:
        for words in self.inline.take_footnotes():
            self.builder.non_prose()
            self.builder.prose(words)
            self.builder.non_prose()

    def _is_condition(self, line: str) -> bool:
        """Return whether a line is a conditional directive, and apply it to the lines below."""
        found = _CONDITION.match(line)
        if found is None:
            return False
        kind, names, words = found.groups()
        are_set = any(name in self.inline.attributes for name in re.split(r"[,+]", names))
        if kind == "endif":
            del self._conditions[-1:]
        elif not words or kind == "ifeval":
            self._conditions.append(kind == "ifeval" or are_set == (kind == "ifdef"))
        elif all(self._conditions) and are_set == (kind == "ifdef"):
            self._read_line(words)
        return True

    def _read_line(self, line: str) -> None:
        if line.startswith("//") and not line.startswith("///"):
            return
        if not self._paragraph and self._read_between(line):
            return
        item, term = _ITEM.match(line), _TERM.match(line)
        if line == "+":
            self._end_paragraph()
            self._is_attached = True
        elif item and (not self._paragraph or self._kind == "item" or line[:1] in "*.-<"):
            self._end_paragraph()
            self._paragraph, self._kind = [_CHECK.sub("", item["words"])], "item"
            self._number = self._number_of(item["mark"])
        elif term and (not self._paragraph or self._kind == "item" or self._is_definition):
            self._end_paragraph()
            words = self.inline.render(term["term"])
            self.builder.prose(words, is_emphasised=words.endswith("?"))
            self._is_defined = True
            self._paragraph, self._is_definition = [term["words"]] if term["words"] else [], True
        elif self._paragraph and _BLOCK_ATTRIBUTES.match(line) and self._kind == "item":
            self._end_paragraph()
            self._read_between(line)
        else:
            self._paragraph.append(line if self._paragraph else _ADMONITION.sub("", line))

    def _read_between(self, line: str) -> bool:
        """Read a line between blocks that is not prose, and return whether it was one."""
        if section := SECTION.match(line):
            level = len(section[1])
            is_part = self._pending.style in ("discrete", "float")
            self.append_footnotes()
            words = self.inline.render(section["words"])
            self._counts.clear()
            self.builder.heading(min(level + is_part, CONTEXT_LEVEL - 1), words)
            self._pending = _Pending()
        elif attribute := _ATTRIBUTE.match(line):
            self._set(attribute["name"].lower(), attribute["value"] or "", is_off=line[1] == "!" or "!:" in line[:63])
        elif _BLOCK_ATTRIBUTES.match(line):
            self._pending.attributes = line[1:-1]
        elif title := _BLOCK_TITLE.match(line):
            self.builder.heading(CONTEXT_LEVEL, self.inline.render(title["words"]))
            self._pending.has_title = True
        elif _RULE.match(line) or _BLOCK_MACRO.match(line):
            self.builder.non_prose()
            self._end_block()
        else:
            return False
        return True

    def _set(self, name: str, value: str, *, is_off: bool) -> None:
        if is_off:
            self.inline.attributes.pop(name, None)
        else:
            self.inline.attributes[name] = self.inline.expanded(value)[:1000]

    def _end_paragraph(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if not lines:  # also between a term and its definition
            return
        kind, self._kind = self._kind, "paragraph"
        number, self._number = self._number, ""
        is_attached, self._is_attached = self._is_attached, False
        if kind == "paragraph" and not is_attached:
            self._counts.clear()
        is_definition, self._is_definition = self._is_definition, False
        is_literal = kind == "paragraph" and not is_definition and lines[0].startswith((" ", "\t"))
        if self._is_defined and kind == "paragraph" and not is_definition:
            self.builder.heading(CONTEXT_LEVEL, "")
            self._is_defined = False
        style = self._pending.style
        if is_literal or style in ("source", "listing", "literal"):
            self.builder.prose("\n".join(lines), "code")
        elif style not in ("comment", "pass", "stem"):
            words = self.inline.render("\n".join(re.sub(r" \+$", "", line.strip()) for line in lines))
            if is_definition:
                self.builder.definition(words)
            else:
                self.builder.prose(words, kind, "\n" + number if kind == "item" else "\n\n")
        self._end_block()

    def _number_of(self, mark: str) -> str:
        """Return the number that a page shows before the next list item: "3. ", or "" for a bullet."""
        if mark[:-1].isdigit():
            return f"{mark} "
        if mark[0] != ".":
            return ""
        depth = len(mark)
        self._counts = {own: count for own, count in self._counts.items() if own <= depth}
        self._counts[depth] = self._counts.get(depth, 0) + 1
        return f"{self._counts[depth]}. "

    def _end_block(self) -> None:
        if self._pending.has_title:
            self.builder.heading(CONTEXT_LEVEL, "")
        self._pending = _Pending()

    def _append_block(self, delimiter: str, lines: list[str], depth: int) -> None:
        pending, self._pending = self._pending, _Pending()
        mark, style = delimiter[0], pending.style
        if delimiter[1:2] == "=" and mark in "|,:!":
            append_table(self.builder, read_table(delimiter, lines, pending.attributes, self.inline))
            self.builder.heading(CONTEXT_LEVEL, "")
        elif mark in "/+" or style in ("comment", "pass", "stem"):
            self.builder.non_prose()
        elif (mark in _CODE_MARKS and delimiter != "--") or style in ("source", "listing", "literal"):
            code = "\n".join(re.sub(r"\s*(?://|#|;;|--)?\s*<(?:\d{1,3}|\.)>\s*$", "", line) for line in lines)
            self.builder.prose(code.strip("\n"), "code")
        elif depth < _MAX_DEPTH:
            self.read(lines, depth + 1)
        if pending.has_title:
            self.builder.heading(CONTEXT_LEVEL, "")


def _closing(lines: list[str], start: int, delimiter: str) -> int:
    """Return the index of the line that ends a delimited block, or the number of lines if there is none."""
    closing = "```" if delimiter.startswith("```") else delimiter
    return next((index for index in range(start, len(lines)) if lines[index] == closing), len(lines))
