"""Recognises the sections of AsciiDoc, and the ids by which references above or below name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relbot.corpus.formats.markup.asciidoc_inline import InlineRenderer
from relbot.corpus.outline import one_line

SECTION = re.compile(r"(={1,6}|#{1,6})\s+(?P<words>\S.*?)(?:\s+\1)?$")
"""A line that begins a section; the number of marks is the level of its heading."""
_ID = re.compile(r"\[?#?(?P<id>[\w:.-]{1,100})")


def section_titles(lines: list[str], inline: InlineRenderer) -> Iterator[tuple[str, str]]:
    """Yield (id, title) for each id by which a reference may name a section."""
    above = ""
    for line in lines:
        if section := SECTION.match(line):
            title = one_line(inline.render(section["words"][:400]))
            slug = "_" + re.sub(r"[^\w]+", "_", title.lower()).strip("_")
            explicit = _ID.match(above.strip("[]")) if above.startswith(("[[", "[#")) else None
            for name in filter(None, (title, slug, slug.replace("_", "-").strip("-"), explicit and explicit["id"])):
                yield name, title
        above = line
