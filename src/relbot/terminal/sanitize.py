"""Makes the text of sources and questions, all of which passes through here, safe to show in a terminal.

A source is untrusted text. Printed raw, it could move the cursor, set the window title, recolour or overwrite the
answer, or change the direction in which letters are shown.
"""

from __future__ import annotations

import json
import re

_HIDDEN_RANGES = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1 controls except white space; includes ESC and CSI
    "\u00ad\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, zero width, direction marks; ZWNJ and ZWJ shape letters
    "\u202a-\u202e\u2060-\u206f"  # overrides and isolates of direction, invisible operators
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags that hide text
)
_SPACE = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")  # no-break spaces are harmless and stay
_HIDDEN = re.compile(f"[{_HIDDEN_RANGES}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(f"[{_HIDDEN_RANGES}\x85\u2028\u2029\ud800-\udfff]")


def sanitize(text: str) -> str:
    """Collapse white space to single spaces, remove control and direction characters, and show lone surrogates as �."""
    return _SURROGATE.sub("\ufffd", _SPACE.sub(" ", _HIDDEN.sub("", text)))


def sanitize_lines(text: str) -> str:
    """Sanitize preformatted text such as a traceback line by line, keeping the indentation."""
    return "\n".join(
        f"{' ' * (len(line) - len(line.lstrip(' ')))}{sanitize(line.strip())}" for line in text.splitlines()
    )


def mask_unsafe(text: str) -> str:
    """Replace each unsafe character with �, which keeps the length of the text, as an editable input line needs."""
    return _UNSAFE.sub("\ufffd", text)


def replace_surrogates(text: str) -> str:
    """Make text from a shell or a pipe valid Unicode: bytes that were not UTF-8 become �, all else is kept."""
    return _SURROGATE.sub("\ufffd", text)


def to_json(value: object) -> str:
    """Serialise a JSON value, with its strings verbatim except that unsafe characters become JSON escapes."""
    lines = json.dumps(value, ensure_ascii=False, indent=2, default=str).split("\n")
    return "\n".join(_UNSAFE.sub(_json_escape, line) for line in lines)


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
