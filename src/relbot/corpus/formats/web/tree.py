"""The tree of an HTML page: decoding, parsing with lexbor, and a walk without recursion."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relbot.corpus.decoding import decode
from relbot.text.english import word_set

Node = LexborNode

TEXT = "-text"
"""The tag that lexbor gives to text nodes."""
MAX_DEPTH = 3_000
"""The maximum depth of nested elements. Parsing takes 0.1 s at this depth, and grows with its square."""

_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
_OFTEN_UNCLOSED = _VOID | word_set(
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup rb rt rp html head body"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_SELF_CLOSED = re.compile(r"<([a-zA-Z][\w:-]*)([^<>]*)/>")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})"
)
_DECLARATION_BYTES = 4096
"""The number of bytes searched for an encoding; browsers search 1,024, which comments of saved pages may fill."""
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "utf-16": "utf-8"}
"""Encodings that browsers replace by others (WHATWG Encoding Standard)."""


def decode_page(data: bytes) -> str:
    """Decode a page by its byte order mark, the encoding that it declares, or the one that fits best.

    Raises ValueError with the reason if it is empty or not text.
    """
    match = _DECLARED.search(data[:_DECLARATION_BYTES])
    if match and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
            return data.decode(_AS_BROWSERS.get(name, name))
        except (LookupError, UnicodeError):  # an unknown encoding, or a wrong one
            pass
    return decode(data).removeprefix("\ufeff")


def parse_tree(page: str, *, is_xml: bool) -> Node:
    """Return the root element of a page. `is_xml` says that `<a/>` is a closed element, as in XHTML.

    Raises ValueError if elements are nested too deeply.
    """
    depth = 0
    for tag in _TAG.finditer(page):
        if tag[2].lower() not in _OFTEN_UNCLOSED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > MAX_DEPTH:
                raise ValueError(f"more than {MAX_DEPTH:,} of its elements lie within each other")
    if is_xml:
        page = _SELF_CLOSED.sub(_opened_and_closed, page)
    root = LexborHTMLParser(page).root
    if root is None:
        raise ValueError("it is empty")
    return root


def _opened_and_closed(tag: re.Match[str]) -> str:
    return tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>"


def walk(root: Node, enter: Callable[[Node], bool], leave: Callable[[Node], None]) -> None:
    """Call `enter` for each node in document order, and `leave` after its children.

    If `enter` returns False, the children are skipped and `leave` is not called.
    """
    pending = [(root, False)]
    while pending:
        node, is_over = pending.pop()
        if is_over:
            leave(node)
        elif enter(node):
            pending.append((node, True))
            child = node.last_child
            while child is not None:
                pending.append((child, False))
                child = child.prev


def attribute(node: Node, name: str) -> str:
    """Return the value of an attribute, or "" if there is none."""
    return node.attributes.get(name) or ""


def class_names(node: Node) -> list[str]:
    """Return the classes of a node, in order."""
    return attribute(node, "class").split()


def words_of(node: Node) -> str:
    """Return all text of a node on one line."""
    return " ".join((node.text(deep=True) or "").split())
