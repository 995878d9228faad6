"""Checks that output is safe for a terminal."""

from __future__ import annotations

import re
import unicodedata

_OWN_STYLES = re.compile(
    r"\x1b\[[0-9;]*m"  # bold, dim, cyan
    r"|\x1b\]8;(?:id=[0-9-]+)?;(?:https?://[!-~]*)?\x1b\\"  # a hyperlink of visible ASCII alone
)
_CONTROLS = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_inert(shown: str) -> bool:
    """Whether a text, apart from line ends, has neither control nor direction characters."""
    return not any(unicodedata.category(c) in _CONTROLS or c in _DIRECTION for c in shown.replace("\n", ""))


def without_own_styles(output: str) -> str:
    """Terminal output without the colours and links that relbot itself writes."""
    return _OWN_STYLES.sub("", output)
