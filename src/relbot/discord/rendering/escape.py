"""The one place where text of a source or a user is made safe to show in Discord.

The text of a source or a question is shown exactly as its characters: it formats nothing, links nowhere, mentions
nobody and hides nothing. discord.py's `escape_markdown` and `escape_mentions` are not used: they leave links, headings,
timestamps, channel mentions, emoji names and direction marks active.
"""

from __future__ import annotations

import re

_WHITESPACE = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"  # soft hyphen, fillers, direction marks
    "\u202a-\u202e\u2060-\u206f\u2800\u3164"  # overrides and isolates of direction, invisible operators, blanks
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"  # byte order mark, annotations, tags that hide text
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"  # joiners, which only other scripts need
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_MARKUP = re.compile(r"[\\*_~|`<>\[\]#@:/]")
_LIST_MARKER = re.compile(r"^( ?)([-+]|\d+(?=[.)]))")
_MENTION = re.compile(r"\\@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"
"""Breaks up a mention even if escapes are not interpreted; cleaned text has none of its own."""
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def clean(text: str) -> str:
    """Return the text on one line, white space collapsed, invisible characters removed, lone surrogates as �."""
    text = _SURROGATE.sub("\ufffd", _WHITESPACE.sub(" ", text))
    while (visible := _INVISIBLE.sub("", text)) != text:  # a removed character may have protected a joiner
        text = visible
    return _WHITESPACE.sub(" ", text)


def escape_markdown(text: str) -> str:
    """Return the cleaned text as Markdown that shows exactly its characters anywhere in a message."""
    escaped = _MARKUP.sub(r"\\\g<0>", clean(text))
    escaped = _LIST_MARKER.sub(_escape_list_marker, escaped)
    return break_mentions(escaped)


def break_mentions(escaped: str) -> str:
    """Return escaped text without active mentions; needed again when separately escaped parts are joined."""
    return _MENTION.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", escaped)


def unescape_markdown(escaped: str) -> str:
    """Undo `escape_markdown`, except cleaning: `unescape_markdown(escape_markdown(text)) == clean(text)`."""
    return _ESCAPED.sub(r"\1", escaped.replace(_ZERO_WIDTH_SPACE, ""))


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, which is never less than what Discord counts for its limits."""
    return len(text) + sum(char > "\uffff" for char in text)


def _escape_list_marker(match: re.Match[str]) -> str:
    space, marker = match.groups()
    return f"{space}\\{marker}" if marker in "-+" else f"{space}{marker}\\"
