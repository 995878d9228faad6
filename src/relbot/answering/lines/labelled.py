"""Finds the lines with the same label in several sections, such as "Fixed: …" in a changelog or "Decision: …" in
minutes. A question for what was fixed is answered with all of them, not with those of one version.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from relbot.answering.lines.lead import line_around
from relbot.answering.statements import Quote, in_text_order, quotes_of
from relbot.index.protocol import Generation
from relbot.query.query import Query
from relbot.query.request.intent import Kind as Intent
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems, stems

_LABEL = re.compile(r"(?P<label>[^\W\d_]+(?:[ -][^\W\d_]+){0,2}):\s+\S")
_DONE = re.compile(r"\W*(?:what|which)(?:\s\w+)?\s(?:did|has|have|had|was|were|got)\b", re.IGNORECASE)
"""Questions for what was done to several things: "what did they remove"."""
_LOOKED_AT = 80
"""The most passages with the words of a label that are examined."""
_FEWEST = 2
"""The fewest sections with such a line; within one section they are an enumeration."""

Line = tuple[Quote, ...]


def lines_called(question: str, kind: Intent, generation: Generation) -> list[Quote]:
    """Return the lines whose label is all that a question for several things names, of the source with most of them."""
    if not (kind == "list" or (kind in ("fact", "definition") and _DONE.match(question))):
        return []
    asked = frozenset(content_stems(question))
    found = _by_source(asked, generation) if asked else []
    return max(found, key=len) if found else []


def lines_alike(quote: Quote, query: Query, generation: Generation) -> list[Line]:
    """Return the lines with the same label as a quote, if the question names the label and nothing else of that line;
    empty if the question selects some by a time, a number or words of its own.
    """
    label, asked = _label(quote.text), frozenset(query.idf)
    if query.timeframe or query.identifiers or not label or not label <= asked or (quote.words - label) & asked:
        return []
    path = quote.passage.source.path
    found = (lines for lines in _by_source(label, generation) if lines[0].passage.source.path == path)
    return [(line,) for line in next(found, [])]


def _by_source(label: Collection[str], generation: Generation) -> list[list[Quote]]:
    """Return for each source its lines with a label, in text order, if several sections have one."""
    found = defaultdict[str, list[Quote]](list)
    for record in generation.matching(sorted(label), _LOOKED_AT):
        for quote in quotes_of(record.passage):
            if _label(quote.text) == label:
                line = line_around(quote.passage, quote.sentence)
                if line.start == quote.sentence:
                    found[record.passage.source.path].append(Quote(quote.passage, line.start, len(line)))
    several = (lines for lines in found.values() if _sections(lines) >= _FEWEST)
    return [in_text_order(lines) for lines in several]


def _sections(lines: Sequence[Quote]) -> int:
    return len({line.passage.section for line in lines})


def _label(text: str) -> frozenset[str]:
    """Return the stems of the label that a line opens with; empty for table rows and prose."""
    label = None if first_column(text) else _LABEL.match(text)
    return frozenset(stems(label["label"])) if label else frozenset()
