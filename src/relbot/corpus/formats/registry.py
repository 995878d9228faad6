"""The formats that are read, by file suffix. A new format joins with one line and a reader."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import Reader

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": plain_text.read,
        ".md": markdown.read,
        ".markdown": markdown.read,
    }
)
