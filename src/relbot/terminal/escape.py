"""The one place where text of a source or a question is made safe to show.

A source is anybody's text. Sent to a terminal as it stands it could move the cursor, set the window's title, colour
over the answer, or show letters in an order that nobody wrote.
"""

from __future__ import annotations

import json
import re

_HIDDEN_RANGES = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1 controls but white space, ESC and CSI among them
    "\u00ad\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, zero width, direction marks; ZWNJ and ZWJ shape letters
    "\u202a-\u202e\u2060-\u206f"  # overrides and isolates of direction, invisible operators
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags that hide text
)
_SPACE = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")  # no-break spaces do their work and stay
_HIDDEN = re.compile(f"[{_HIDDEN_RANGES}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_FOR_JSON = re.compile(f"[{_HIDDEN_RANGES}\x85\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    """The text on one line: white space squeezed, whatever steers a terminal left out, broken characters as �."""
    return _SURROGATE.sub("\ufffd", _SPACE.sub(" ", _HIDDEN.sub("", text)))


def veiled(text: str) -> str:
    """The text as it is typed, character for character, with � for whatever would steer a terminal."""
    return _NOT_FOR_JSON.sub("\ufffd", text)


def printable_lines(text: str) -> str:
    """The same line by line, for text that is laid out in lines, such as a traceback; their indents stay."""
    return "\n".join(
        f"{' ' * (len(line) - len(line.lstrip(' ')))}{printable(line.strip())}" for line in text.splitlines()
    )


def whole(text: str) -> str:
    """Text from a shell or a pipe as valid Unicode: what was no UTF-8 becomes �, all else stays as it is."""
    return _SURROGATE.sub("\ufffd", text)


def as_json(value: object) -> str:
    """One JSON value, its texts verbatim; every character that could steer a terminal is written as its escape."""
    lines = json.dumps(value, ensure_ascii=False, indent=2, default=str).split("\n")
    return "\n".join(_NOT_FOR_JSON.sub(_escaped, line) for line in lines)


def _escaped(hidden: re.Match[str]) -> str:
    return json.dumps(hidden.group())[1:-1]
