"""Parses Markdown (CommonMark and tables) with markdown-it-py, whose block tokens have line numbers.

Inline markup stays in the text, so that quotes are verbatim. HTML blocks are no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from relbot.corpus.outline import MAX_HEADING, Element, Heading, NonProse, Prose, lines, one_line

_MAX_NESTING = 60
"""Maximum depth of nested quotes and lists (a list takes two levels). The library's default of 20 loses a list of
depth eleven; each level takes stack, and 60 are far from Python's limit."""

_MAX_TOKENS = 1_000_000
"""Some 450 MB. A paragraph takes three, a list item five, a table cell three."""

_REFERENCE = re.compile(r"\[[^\]]+\]:\s*\S+(?:\s+[\"'(].*)?")
"""A link reference definition (`[name]: address "title"`), which is no prose."""

_ROW_START = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s[\s>]*)*[\s|]*")
"""Quote and list markers before a table row, and its first bar."""


def parse(text: str, start: int) -> Iterator[Element]:
    """The headings, paragraphs, list items, table rows and code blocks of `text[start:]`.

    Raises ValueError where it has more than `_MAX_TOKENS` block tokens.
    """
    inline = MarkdownIt("commonmark")
    text_lines = list(lines(text, start))
    last_tag = ""
    for token in _block_tokens(text[start:]):
        first, last = token.map or (0, 0)
        match token.type:
            case "inline" if last_tag.startswith("h"):
                yield Heading(int(last_tag[1]), _plain_text(inline, token.content))
            case "inline" if all(map(_REFERENCE.fullmatch, token.content.split("\n"))):
                yield NonProse()
            case "inline" if last_tag == "p" and token.content.strip():
                yield _prose(text_lines[first:last], token.content)
            case "code_block" | "fence" if token.content.strip():
                fence = int(token.type == "fence")
                yield _prose(text_lines[first + fence : last], token.content)
            case "tr_open":
                yield _table_row(*text_lines[first])
            case "html_block":
                yield NonProse()
        last_tag = token.tag


def _block_tokens(text: str) -> Sequence[Token]:
    """The block tokens of a text. The rule for link references is disabled: it takes quadratic time.

    Raises ValueError where there are more than `_MAX_TOKENS`.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    state = StateCore(text, parser, {})
    state.tokens = _BoundedTokens()
    parser.core.process(state)
    return state.tokens


class _BoundedTokens(list[Token]):
    """At most `_MAX_TOKENS` tokens: a list thirty levels deep takes six hundred times the memory of its text."""

    def append(self, token: Token) -> None:
        if len(self) == _MAX_TOKENS:
            raise ValueError("it has more headings, list items and table cells than are read at once; split it")
        super().append(token)


def _prose(text_lines: Sequence[tuple[int, str]], content: str) -> Prose:
    """The span of a block's `content` within its (offset, text) lines, without the markers before its first words."""
    content_lines = [line.strip() for line in content.split("\n") if line.strip()]
    ends = [(start + len(line.rstrip()), line.rstrip()) for start, line in text_lines]
    first = next(
        (end - len(content_lines[0]) for end, line in ends if line.endswith(content_lines[0])), text_lines[0][0]
    )
    last = next((end for end, line in reversed(ends) if line.endswith(content_lines[-1])), ends[-1][0])
    return Prose(first, last)


def _table_row(start: int, line: str) -> Prose:
    """The span of a table row, without markers and outer bars."""
    markers = _ROW_START.match(line)
    begin = markers.end() if markers else 0
    return Prose(start + begin, start + begin + len(line[begin:].rstrip(" \t|")))


def _plain_text(parser: MarkdownIt, content: str) -> str:
    """A heading without its inline markup."""
    (inline,) = parser.parseInline(content[: 2 * MAX_HEADING])
    words = "".join(" " if "break" in child.type else child.content for child in inline.children or [])
    return one_line(words)
