"""The one place where text of a source or a person is made safe to show in Discord.

Whatever stands in a source or a question is shown as the characters it is made of: it formats nothing, links nowhere,
calls nobody and hides nothing. discord.py's `escape_markdown` and `escape_mentions` were looked at: they leave links,
headings, timestamps, channel mentions, emoji names and direction marks alive.
"""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"  # soft hyphen, fillers, direction marks
    "\u202a-\u202e\u2060-\u206f\u2800\u3164"  # overrides and isolates of direction, invisible operators, blanks
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"  # byte order mark, annotations, tags that hide text
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"  # joiners, which only other scripts need
)
_SURROGATE = re.compile("[\ud800-\udfff]")

_ANYWHERE = re.compile(r"[\\*_~|`<>\[\]#@:/]")
_AT_THE_START = re.compile(r"^( ?)([-+]|\d+(?=[.)]))")
_CALL = re.compile(r"\\@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_BREAK = "\u200b"
"""Stands within what would call somebody even if the markup around it were not heeded; the text itself has none."""
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def clean(text: str) -> str:
    """The text on one line: white space squeezed, whatever cannot be seen left out, broken characters as �."""
    text = _SURROGATE.sub("\ufffd", _SPACE.sub(" ", text))
    while (shown := _HIDDEN.sub("", text)) != text:  # what is left out may have kept a joiner in
        text = shown
    return _SPACE.sub(" ", text)


def inert(text: str) -> str:
    """The text on one line as Markdown that shows exactly its characters, wherever in a message it is put."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", clean(text))
    escaped = _AT_THE_START.sub(_not_a_list, escaped)
    return uncalling(escaped)


def uncalling(shown: str) -> str:
    """What was made safe in parts and then joined, with no call of anybody where the parts meet."""
    return _CALL.sub(rf"\g<0>{_BREAK}", shown)


def plain(shown: str) -> str:
    """The text that `inert` made safe, on one line: `plain(inert(text)) == clean(text)`."""
    return _ESCAPE.sub(r"\1", shown.replace(_BREAK, ""))


def length(text: str) -> int:
    """How much of Discord's limits a text takes, counted in UTF-16 units: never less than Discord counts."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _not_a_list(start: re.Match[str]) -> str:
    space, mark = start.groups()
    return f"{space}\\{mark}" if mark in "-+" else f"{space}{mark}\\"
