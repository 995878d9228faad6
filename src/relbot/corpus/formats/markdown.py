"""Parses Markdown (CommonMark, tables and common extensions) with markdown-it-py, and renders its visible text.

A paragraph without markup is rendered unchanged, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from relbot.answer import Span
from relbot.corpus.context import with_context
from relbot.corpus.formats import html_fragment, struck
from relbot.corpus.formats.markdown_dialects import DEFINITION_MARK, NOTES_MARK, to_commonmark
from relbot.corpus.formats.markdown_inline import (
    MAX_CHARACTERS,
    InlineRenderer,
    is_bold,
    is_emphasised,
    link_references,
)
from relbot.corpus.formats.text_builder import Cell, TextBuilder, is_navigation
from relbot.corpus.outline import CONTEXT_LEVEL, MAX_HEADING, Heading, Kind, Rendered, lines
from relbot.corpus.titles.headings import with_titles

_MAX_NESTING = 60
"""The maximum depth of nested quotes and lists (a list takes two levels). The library's default of 20 loses a list of
depth 11; each level takes stack, and 60 is far from Python's recursion limit."""

_MAX_TOKENS = 1_000_000
"""The maximum number of block tokens, about 450 MB. A paragraph takes three, a list item five, a table cell three."""

_REFERENCE = re.compile(r"\[[^\]]+\]:\s*\S+(?:\s+[\"'(].*)?")
"""A link reference definition (`[name]: address "title"`), which is not prose."""

_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\)")
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\((?P<target>[^()\s]{0,500})\)")
_BOX = re.compile(r"[☐☑] ")
"""The rendered checkbox of a task list item."""

_EMPHASISED_QUESTION = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_\n]{3,200}\?)(?P=mark)[ \t]*\n?[ \t]*(?=\S)")
"""A question in bold or italics, followed by its answer in the same paragraph."""

_BOLD_LINE = re.compile(
    r"(?:^|(?<=[.!?:]\n)|(?<=[.!?:]  \n))(?P<mark>\*{2,3}|__)(?=\S)[^*\n]{1,120}(?P=mark):?"
    r"(?=[ \t\\]*\n[ \t]*[^\sa-z])[ \t\\]*"
)
"""A bold line above other lines of its paragraph, at the start of the paragraph or after the end of a sentence."""


def parse(source: str, start: int) -> Rendered:
    """Render `source[start:]`, with headings, paragraphs, list items, table rows and code blocks.

    Raises ValueError if it has more than `_MAX_TOKENS` block tokens.
    """
    builder = TextBuilder()
    append(source[start:], builder)
    return with_context(with_titles(builder.rendered()))


def append(source: str, builder: TextBuilder) -> None:
    """Append the visible text of a source to `builder`. Raises ValueError as `parse` does."""
    text = "\n".join(to_commonmark([line for _, line in lines(source, 0)]))
    tokens = _block_tokens(text)
    definitions = [
        line
        for token in tokens
        if token.type == "inline" and token.content.startswith("[")
        for line in token.content.split("\n")
        if _REFERENCE.fullmatch(line)
    ]
    _Renderer(builder, InlineRenderer(link_references(definitions))).render(tokens)


class _Renderer:
    """A renderer that appends the blocks of a document to its text."""

    def __init__(self, builder: TextBuilder, inline: InlineRenderer) -> None:
        self._builder = builder
        self._inline = inline
        self._last_line = 0
        self._headers: list[str] = []
        self._cells: list[str] = []
        self._is_body = False
        self._is_defined = False
        """Whether the previous block was a definition."""
        self._number = ""
        """The number of the list item whose first block comes next, as the page shows it: "3. "."""

    def render(self, tokens: Sequence[Token]) -> None:
        last_tag = ""
        items: list[bool] = []
        for token in tokens:
            defines, ends = token.content.startswith(DEFINITION_MARK), token.content == NOTES_MARK
            token.content = token.content.replace(DEFINITION_MARK, "").replace(NOTES_MARK, "")  # also in raw HTML
            if token.type == "inline" and token.content.startswith("["):
                token.content = _without_definitions(token.content)
            match token.type:
                case "inline" if ends:
                    self._end_section()
                case "inline" if last_tag.startswith("h"):
                    words = self._inline.render(token.content[: 2 * MAX_HEADING])
                    self._builder.heading(int(last_tag[1]), words, self._gap(token))
                case "inline" if last_tag in ("th", "td"):
                    self._cells.append(" ".join(self._inline.render(token.content).split()))
                case "inline" if defines and not token.content.strip():
                    self._builder.definition("")
                    self._is_defined = True
                case "inline" if all(map(_REFERENCE.fullmatch, token.content.split("\n"))):
                    self._builder.non_prose()
                case "inline" if token.content.strip():
                    is_first = bool(items) and items[-1]
                    self._paragraph(token, "item" if is_first else "paragraph", defines=defines)
                    if items:
                        items[-1] = False
                case "list_item_open":
                    items.append(True)
                    self._number = f"{token.info}{token.markup} " if token.info else ""
                case "list_item_close":
                    items.pop()
                case "code_block" | "fence" if token.content.strip():
                    self._builder.prose(token.content.strip("\n"), "code", self._gap(token))
                case "tr_open":
                    self._cells = []
                case "thead_close":
                    self._headers, self._is_body = self._cells, True
                case "tr_close" if self._is_body:
                    self._builder.row(self._headers, [Cell((words,)) for words in self._cells])
                case "table_open":
                    self._headers, self._is_body = [], False
                case "html_block":
                    html_fragment.render(token.content, self._builder)
            last_tag = token.tag

    def _end_section(self) -> None:
        """End the section of the last heading, but not the one of the document's title."""
        headings = (each for each in reversed(self._builder.elements) if isinstance(each, Heading) and each.text)
        if last := next((each for each in headings if each.level < CONTEXT_LEVEL), None):
            self._builder.heading(max(2, last.level), "")

    def _paragraph(self, token: Token, kind: Kind, *, defines: bool) -> None:
        """Append a paragraph: prose, or a definition of the block before it or of the previous definition's term."""
        if not defines and self._is_defined and kind == "paragraph":
            self._builder.heading(CONTEXT_LEVEL, "")
        if defines and not self._is_defined:
            self._gap(token)
            self._builder.definition(self._inline.render(token.content))
        else:
            self._prose(token, kind)
        self._is_defined = defines or (self._is_defined and kind == "item")

    def _prose(self, token: Token, kind: Kind) -> None:
        if is_navigation(*_links(token.content)):
            self._builder.non_prose()
            return
        if question := _EMPHASISED_QUESTION.match(token.content):
            words, stands_out = self._inline.render(question["words"]), len(question["mark"]) > 1
            self._builder.prose(words, kind, self._gap(token), is_emphasised=True, is_bold=stands_out)
            self._builder.prose(self._inline.render(token.content[question.end() :]), "paragraph", "\n")
            return
        gap = self._gap(token)
        for content in _at_bold_lines(token.content) if kind == "paragraph" else (token.content,):
            words, is_lone = self._inline.render(content), is_emphasised(content)
            self._builder.prose(words, kind, gap, is_emphasised=is_lone, is_bold=is_lone and is_bold(content))
            if kind == "item" and (box := _BOX.match(words)):
                at = self._builder.length - len(struck.without(words))
                self._builder.added.append(Span(at, at + box.end()))
            gap = "\n"

    def _gap(self, token: Token) -> str:
        """Return what separates a block from the previous one: the line ends of the source, and the item number."""
        first, last = token.map or (self._last_line, self._last_line)
        gap = "\n" * max(1, first - self._last_line + 1)
        number, self._number, self._last_line = self._number, "", last
        return gap + number


def _without_definitions(content: str) -> str:
    """Return a block without its leading link reference definitions, or unchanged if it has nothing else."""
    rest = list(dropwhile(_REFERENCE.fullmatch, content.split("\n")))
    return "\n".join(rest) if rest else content


def _links(content: str) -> tuple[str, list[str]]:
    """Return the words of a paragraph outside its links, and the targets of the links."""
    if len(content) > MAX_CHARACTERS or "](" not in content:
        return content, []
    content = _PICTURE.sub("", content)
    return _LINK.sub("", content), [link["target"] for link in _LINK.finditer(content)]


def _at_bold_lines(content: str) -> Iterator[str]:
    """Split a paragraph at its bold lines, which are titles unless they stand within a sentence."""
    begin = 0
    for line in _BOLD_LINE.finditer(content):
        if content[begin : line.start()].strip():
            yield content[begin : line.start()].strip("\n")
        yield line.group()
        begin = line.end()
    if content[begin:].strip():
        yield content[begin:].strip("\n")


def _block_tokens(text: str) -> Sequence[Token]:
    """Return the block tokens of a text. The rule for link references is disabled: it takes quadratic time.

    Raises ValueError if there are more than `_MAX_TOKENS`.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    state = StateCore(text, parser, {})
    state.tokens = _BoundedTokens()
    parser.core.process(state)
    return state.tokens


class _BoundedTokens(list[Token]):
    """A list of at most `_MAX_TOKENS` tokens: a list 30 levels deep takes 600 times the memory of its text."""

    def append(self, token: Token) -> None:
        if len(self) == _MAX_TOKENS:
            raise ValueError("it has more headings, list items and table cells than are read at once; split it")
        super().append(token)
