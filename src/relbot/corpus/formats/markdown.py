"""Reads Markdown (CommonMark and tables) by markdown-it-py, whose block tokens tell their lines.

Inline markup stays in the text as it was written, so that quotes are verbatim. HTML blocks are no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from relbot.corpus.outline import MAX_HEADING, Element, Heading, Prose, Residue, lines, one_line

_MAX_NESTING = 60
"""Levels of quotes and lists that are read (a list takes two). The library's 20 loses a list eleven deep; each level
costs stack, and 60 stay far from Python's limit."""

_MAX_TOKENS = 1_000_000
"""Some 450 MB. A paragraph takes three, a list item five, a table cell three."""

_REFERENCE = re.compile(r"\[[^\]]+\]:\s*\S+(?:\s+[\"'(].*)?")
"""A line that says where a link leads (`[name]: address "title"`), which is no prose."""

_ROW_START = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s[\s>]*)*[\s|]*")
"""Markers of quotes and lists, and the first bar."""


def read(text: str, start: int) -> Iterator[Element]:
    """The headings, paragraphs, list items, table rows and code blocks of `text[start:]`.

    Raises ValueError with what is wrong with it.
    """
    inline = MarkdownIt("commonmark")
    written = list(lines(text, start))
    opened = ""
    for token in _tokens(text[start:]):
        first, last = token.map or (0, 0)
        match token.type:
            case "inline" if opened.startswith("h"):
                yield Heading(int(opened[1]), _plain(inline, token.content))
            case "inline" if all(map(_REFERENCE.fullmatch, token.content.split("\n"))):
                yield Residue()
            case "inline" if opened == "p" and token.content.strip():
                yield _prose(written[first:last], token.content)
            case "code_block" | "fence" if token.content.strip():
                fence = int(token.type == "fence")
                yield _prose(written[first + fence : last], token.content)
            case "tr_open":
                yield _row(*written[first])
            case "html_block":
                yield Residue()
        opened = token.tag


def _tokens(text: str) -> Sequence[Token]:
    """The blocks of a text. The rule for link references is left out: its time grows with the square of their length.

    Raises ValueError where they are too many.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    state = StateCore(text, parser, {})
    state.tokens = _Bounded()
    parser.core.process(state)
    return state.tokens


class _Bounded(list[Token]):
    """Tokens, as many as are read: a list thirty levels deep takes six hundred times the memory of its text."""

    def append(self, token: Token) -> None:
        if len(self) == _MAX_TOKENS:
            raise ValueError("it has more headings, list items and table cells than are read at once; split it")
        super().append(token)


def _prose(written: Sequence[tuple[int, str]], content: str) -> Prose:
    """Where `content` stands in the lines it came from: markers before its first words are left out."""
    words = [line.strip() for line in content.split("\n") if line.strip()]
    ends = [(start + len(line.rstrip()), line.rstrip()) for start, line in written]
    first = next((end - len(words[0]) for end, line in ends if line.endswith(words[0])), written[0][0])
    last = next((end for end, line in reversed(ends) if line.endswith(words[-1])), ends[-1][0])
    return Prose(first, last)


def _row(start: int, line: str) -> Prose:
    before = _ROW_START.match(line)
    begin = before.end() if before else 0
    return Prose(start + begin, start + begin + len(line[begin:].rstrip(" \t|")))


def _plain(parser: MarkdownIt, content: str) -> str:
    """A heading without its inline markup."""
    (inline,) = parser.parseInline(content[: 2 * MAX_HEADING])
    words = "".join(" " if "break" in child.type else child.content for child in inline.children or [])
    return one_line(words)
