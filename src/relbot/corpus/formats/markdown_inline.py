"""Renders the inline markup of Markdown as a reader sees it: emphasis, links, code, character references and HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from relbot.corpus.formats.struck import STRUCK, STRUCK_ELEMENTS
from relbot.corpus.raised_digits import RAISED_DIGITS, power_of_ten

MAX_CHARACTERS = 8_000
"""The maximum length of a block whose inline markup is rendered, because unclosed brackets take quadratic time. Longer
blocks stay unchanged.
"""

_MARKUP = re.compile(r"[*_`\[\]<&\\~=:!{|^$]|  \n")
"""The characters of inline markup; a block without any is rendered unchanged."""
_CODE = re.compile(r"(`+[^`]*`+)")
"""A code span, whose contents are not markup."""
_WIKI_EMBED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]{1,500}?)(?<=\S)==")
_EXPONENT = re.compile(r"(?<=\d)\^([-−]?\d{1,3})\^")
_SUBSCRIPT = re.compile(r"(?<=\w)[~^]([+-]?\w{1,12}[+-]?)[~^]")
_MATH = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{1,300}?)(?<=[^\s\\])\$(?![\w$])")
"""A formula, which touches both of its dollar signs, unlike the text between two amounts: "$5 to $6"."""
_SPECIAL = re.compile(r"[^\w\s]")
_SHORTCODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{1,40}:(?!\S)")
_TAG = re.compile(r"(?<!\S)#[A-Za-z][\w/-]{1,60}(?=\s*$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_HIDDEN = frozenset({"script", "style", "template"})


class InlineRenderer:
    """A renderer for the blocks of one source, which numbers footnotes in the order of their first references."""

    def __init__(self, references: Mapping[str, Any]) -> None:
        """Take the link reference definitions by their normalised labels."""
        self._parser = MarkdownIt("commonmark").enable("strikethrough")
        self._references = references
        self._footnotes: dict[str, int] = {}

    def render(self, content: str) -> str:
        """Return the visible words of a block with its line ends; unchanged if there is no markup."""
        if len(content) > MAX_CHARACTERS or not _MARKUP.search(content):
            return content
        parts = enumerate(_CODE.split(content))
        marked = "".join(part if number % 2 else self._to_commonmark(part) for number, part in parts)
        (inline,) = self._parser.parseInline(marked, {"references": dict(self._references)})
        shown = "".join(_words(_without_struck(inline.children or [])))
        return _SPACES.sub(" ", shown).strip() if shown != content else content

    def _to_commonmark(self, words: str) -> str:
        """Rewrite the footnotes, formulas and wiki links in words outside code spans."""
        marked = _FOOTNOTE.sub(self._number, words)
        marked = _MATH.sub(lambda formula: _SPECIAL.sub(r"\\\g<0>", formula[1]), marked) if "$" in marked else marked
        return _WIKI_LINK.sub(r"\1", _WIKI_EMBED.sub("", marked)) if "[[" in marked else marked

    def _number(self, mark: re.Match[str]) -> str:
        number = self._footnotes.setdefault(mark[1], len(self._footnotes) + 1)
        return f"\\[{number}\\]"


def _without_struck(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, with one `STRUCK` in place of each struck-through run; an unclosed element strikes nothing."""
    ends: list[str] = []
    left = Counter(name for token in tokens if (name := _struck_name(token)).startswith("/"))
    for token in tokens:
        name = _struck_name(token)
        if name.startswith("/"):
            left[name] -= 1
            if ends and ends[-1] == name:
                ends.pop()
        elif name and left[f"/{name}"] > 0:
            if not ends:
                yield Token("text_special", "", 0, content=STRUCK)
            ends.append(f"/{name}")
        elif not ends:
            yield token


def _struck_name(token: Token) -> str:
    """Return the name of the strikethrough element that a token opens, with "/" in front if it closes one, else ""."""
    if token.type in ("s_open", "s_close"):
        return "~" if token.type == "s_open" else "/~"
    tag = re.match(r"<(/?[a-zA-Z]+)", token.content) if token.type == "html_inline" else None
    return tag[1].lower() if tag and tag[1].lower().removeprefix("/") in STRUCK_ELEMENTS else ""


def _words(tokens: Iterable[Token]) -> list[str]:
    words: list[str] = []
    hidden = ""
    is_raised = False
    for token in tokens:
        match token.type:
            case "text" if is_raised and (power := power_of_ten("".join(words[-1:]), token.content)):
                words.append(power)
            case "text" if not hidden:
                words.append(_extended(token.content))
            case "code_inline" | "text_special" if not hidden:
                words.append(token.content)
            case "softbreak" | "hardbreak" if words[-1:] != ["\n"]:
                words.append("\n")
            case "html_inline":
                tag = re.match(r"</?([a-zA-Z]+)", token.content)
                name = tag[1].lower() if tag else ""
                if name in _HIDDEN:
                    hidden = "" if token.content.startswith("</") else name
                is_raised = name == "sup" and not token.content.startswith("</")
                if name not in _HIDDEN and _BREAK.match(token.content):
                    words.append("\n")
            case "autolink":
                words.append(token.content)
    return words


def _extended(words: str) -> str:
    """Return words without the marks of common extensions: ==marked==, H~2~O, :smile:, #tag at the end."""
    if "==" in words:
        words = _HIGHLIGHT.sub(r"\1", words)
    if "~" in words or "^" in words:
        words = _EXPONENT.sub(lambda found: found[1].translate(RAISED_DIGITS), words)
        words = _SUBSCRIPT.sub(r"\1", words)
    if ":" in words:
        words = _SHORTCODE.sub("", words)
    return _TAG.sub("", words) if "#" in words else words


def is_emphasised(content: str) -> bool:
    """Return whether a one-line block is bold or italic as a whole, except perhaps for a final ":", "?" or "."."""
    words = content.strip()
    return re.fullmatch(r"(\*{1,3}|_{1,3})(?=\S)[^*\n]{1,300}\1[:?.]?", words) is not None


def is_bold(content: str) -> bool:
    """Return whether a block for which `is_emphasised` holds is bold, and not merely italic."""
    return content.strip().startswith(("**", "__"))


def link_references(definitions: Sequence[str]) -> dict[str, Any]:
    """Return the targets of link reference definitions (`[name]: address "title"`) by their normalised labels."""
    found: dict[str, Any] = {}
    for definition in definitions:
        label, _, rest = definition.partition("]:")
        href = html.unescape(rest.split()[0]) if rest.split() else ""
        found.setdefault(" ".join(label.lstrip("[").split()).upper(), {"title": "", "href": href.strip("<>")})
    return found
