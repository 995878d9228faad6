"""A line of a list and an answer of an FAQ are shown with what they stand under; prose stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from relbot.answering.lines.lead import is_of_the_opposite, lead_of
from relbot.corpus.chunking import chunk
from relbot.corpus.documents import parse

DOCUMENT = """\
# Corvid

## 2.0

### Removed

- Support for Python 3.8
- The installer for XP, which nobody
  has asked for

### Fixed

- The tray icon is missing on Wayland.

### Added

- It reads mail. It also sends some.
- Keys can be set.

## Yard

All who live here may come. It is open daily. It costs
nothing, and there is room. Tea is served. Bring a cup.

We do not take the following, whatever the reason that is given for it at the gate, and send back whoever brings it:

- Gas bottles, however small they may be and whoever it was that has filled them before
- Tyres of cars, of lorries and of tractors, with or without the rims that they were on
- Asbestos in any form, also where it is packed into bags as the law wants it to be packed
- Anything that glows in the dark, that ticks, or that was dug up in a field after the war

## Refunds

- Refunds take a week
- Fees

## Can I bring a dog?

Not on Sundays. On other days it stays
on a lead.

## Prices

| What | Price |
| --- | --- |
| Day | 12 |
| Week | 60 |
"""
UNDER = {
    "Support for Python 3.8": "Removed",
    "The installer for XP, which nobody has asked for": "Removed",
    "The tray icon is missing on Wayland.": "Fixed",
    "It reads mail.": "Added",
    "It also sends some.": "Added",
    "Keys can be set.": "Added",
    "All who live here may come.": "",
    "Tea is served.": "",
    "Tyres of cars, of lorries and of tractors, with or without the rims that they were on": "We do not take",
    "Anything that glows in the dark, that ticks, or that was dug up in a field after the war": "We do not take",
    "Refunds take a week": "",  # it says so itself
    "Fees": "Refunds",
    "Not on Sundays.": "Can I bring a dog?",
    "On other days it stays on a lead.": "Can I bring a dog?",
    "What: Day; Price: 12": "",
}


def by_word(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


@pytest.fixture(scope="module")
def under() -> dict[str, str]:
    def each() -> Iterator[tuple[str, str]]:
        for passage in chunk(parse("corvid.md", DOCUMENT.encode()), by_word):
            for span in passage.sentences:
                yield " ".join(passage.words(span).split()), lead_of(passage, span.start)

    return dict(each())


@pytest.mark.parametrize(("sentence", "lead"), UNDER.items())
def test_a_sentence_is_shown_with_what_gives_it_its_meaning(under: dict[str, str], sentence: str, lead: str) -> None:
    assert under[sentence].startswith(lead)
    assert bool(under[sentence]) == bool(lead)


def test_what_a_line_stands_under_is_in_the_document(under: dict[str, str]) -> None:
    assert all(lead in DOCUMENT for lead in under.values())


@pytest.mark.parametrize(
    ("question", "lead", "opposite"),
    [
        ("what is allowed", "Not allowed in the kitchen", True),
        ("what is permitted", "Cannot be permitted", True),
        ("what isn't allowed", "Allowed in the kitchen", True),
        ("what is not allowed", "Never allowed", False),
        ("what is allowed", "Allowed in the kitchen", False),
        ("what is allowed", "We do not take", False),
    ],
)
def test_a_lead_that_denies_what_is_asked_says_the_opposite(question: str, lead: str, opposite: bool) -> None:
    assert is_of_the_opposite(question, lead) is opposite


def test_a_line_of_a_changelog_is_shown_with_its_release_first() -> None:
    text = "# Corvid changelog\n\n## 2.0 - 2026-05-01\n\nThe big one.\n\n### Removed\n\n- The installer.\n- The demo.\n"
    document = parse("changelog.md", text.encode())
    passages = chunk(document, lambda words: [(0, len(words))])
    leads = {p.words(s): lead_of(p, s.start) for p in passages for s in p.sentences}
    assert leads == {
        "The big one.": "2.0 - 2026-05-01",
        "The installer.": "2.0 - 2026-05-01 › Removed",
        "The demo.": "2.0 - 2026-05-01 › Removed",
    }
