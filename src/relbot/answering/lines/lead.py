"""Finds the lead of a list item or FAQ answer: the heading, lead-in or question above it, without which it may mean the
opposite: "Removed", "We do not take:", "Can I borrow the drill?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from relbot.answer import Passage
from relbot.answering.standalone import is_complete
from relbot.query.answer_constraints.denial import NEGATION
from relbot.query.releases.change_groups import is_group
from relbot.query.releases.release_headings import release_above
from relbot.text.table_rows import first_column
from relbot.text.terms import tokenize

SO_MARKED = re.compile(
    r"\W*(?:what|which(?:\s\w+)?)(?:['’]?s|\s(?:is|are|was|were))(?P<denied>n['’]?t|\snot)?"
    r"\s(?P<marked>(?:\w+ed|forbidden|optional|mandatory)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A property that the lead of a list may state: "what is not allowed in the kitchen", "which parts are optional"."""
SEPARATOR = " › "
"""What is between several leads of a statement."""
_DENIES = re.compile(rf"{NEGATION}|\b(?:no|without)\b", re.IGNORECASE)


def is_of_the_opposite(question: str, lead: str) -> bool:
    """Return whether a lead says the opposite of the property that a question asks for: "Not allowed:" for "what is
    allowed".
    """
    asked = SO_MARKED.match(question)
    is_called = asked is not None and asked["marked"].split()[0].lower() in lead.lower().split()
    return asked is not None and is_called and bool(asked["denied"]) != (_DENIES.search(lead) is not None)


def lead_of(passage: Passage, start: int) -> str:
    """Return the lead of the sentence that starts at an offset, in one line: "2.0.0 – 20 January 2026 › Removed"."""
    return SEPARATOR.join(leads_of(passage, start))


def leads_of(passage: Passage, start: int) -> tuple[str, ...]:
    """Return what the sentence that starts at an offset is listed under: the FAQ question above it, or the lead-in or
    heading of its list, in a changelog after the heading of the release. Nothing for prose and table rows, and if the
    sentence repeats it.
    """
    number = next((n for n, span in enumerate(passage.sentences) if span.start == start), None)
    if number is None:
        return ()
    text, heading = passage.words(passage.sentences[number]), passage.section[-1] if passage.section else ""
    if text in passage.section:
        return ()
    lead = heading if heading.endswith("?") else _of_list(passage, number, heading)
    lead = "" if text.startswith(lead) or _words(lead) <= _words(text) else lead
    release = release_above(passage.source, passage.section)
    if release and not lead and is_group(heading) and not text.startswith(heading):
        lead = heading
    return tuple(dict.fromkeys(filter(None, ("" if text.startswith(release) else release, lead))))


def line_around(passage: Passage, number: int) -> range:
    """Return the numbers of the sentences in the same line or paragraph as one."""
    breaks = _breaks(passage)
    if any("\n" in text for text in passage.texts):
        breaks = [count if count > 1 else 0 for count in breaks]  # lines are wrapped
    return _between(breaks, number)


def _of_list(passage: Passage, number: int, heading: str) -> str:
    """Return the lead-in of the list that a sentence is in, or else the heading; "" if it is no list item."""
    breaks, text = _breaks(passage), passage.words(passage.sentences[number])
    if first_column(text) or text.endswith(":") or not _is_line(passage, number, breaks):
        return ""
    while number and _is_line(passage, number, breaks):
        number -= 1
        if (before := passage.words(passage.sentences[number])).endswith(":"):
            return before
    return heading


def _is_line(passage: Passage, number: int, breaks: list[int]) -> bool:
    """Return whether a sentence is in a list item: between line breaks, and beside another line, alone in its passage,
    or too short for a sentence of prose.
    """
    line = _between(breaks, number)
    first, end = line.start, line.stop
    texts = passage.texts[first:end]
    if len(texts) > 1 and any("\n" in text for text in texts):
        return False  # prose whose lines are wrapped
    is_beside = 1 in (breaks[first] if first else 0, breaks[end] if end < len(passage.sentences) else 0)
    return is_beside or len(passage.sentences) == 1 or (len(texts) == 1 and not is_complete(texts[0]))


def _between(breaks: Sequence[int], number: int) -> range:
    """Return the numbers of the sentences that no line break separates from one."""
    first, end = number, number + 1
    while not breaks[first]:
        first -= 1
    while not breaks[end]:
        end += 1
    return range(first, end)


def _breaks(passage: Passage) -> list[int]:
    """Return the number of line breaks before each sentence and after the last; at least one at both ends."""
    spans = passage.sentences
    between = [
        passage.quote[one.end - passage.start : other.start - passage.start].count("\n")
        for one, other in pairwise(spans)
    ]
    return [2, *between, 2]


def _words(text: str) -> set[str]:
    return {term.stem for term in tokenize(text)}
