"""What may reach a terminal, and what may not."""

from __future__ import annotations

import re
import unicodedata

_OURS = re.compile(
    r"\x1b\[[0-9;]*m"  # bold, dim, cyan
    r"|\x1b\]8;(?:id=[0-9-]+)?;(?:https?://[!-~]*)?\x1b\\"  # a link: nothing but visible ASCII can stand in it
)
_CONTROLS = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_inert(shown: str) -> bool:
    """Whether a text, but for line ends, can neither steer a terminal nor show letters in another order."""
    return not any(unicodedata.category(c) in _CONTROLS or c in _DIRECTION for c in shown.replace("\n", ""))


def without_our_own(screen: str) -> str:
    """What was written to a terminal, without the colours and links that relbot itself puts there."""
    return _OURS.sub("", screen)
