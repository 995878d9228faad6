"""The supported formats by file suffix. A new format is a parser and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.outline import FormatParser

PARSERS: Mapping[str, FormatParser] = MappingProxyType(
    {
        ".txt": plain_text.parse,
        ".md": markdown.parse,
        ".markdown": markdown.parse,
    }
)
