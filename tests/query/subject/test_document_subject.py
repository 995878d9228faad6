"""What the only document is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.engine import Relbot
from relbot.index.engines import open_index
from relbot.query.subject.document_subject import document_subject

Indexed = Callable[[dict[str, str]], Path]
FOUNDED = "The Morrow Silver Band was founded in 1882 by the foreman Matthew Tyle."
BAND = f"{FOUNDED}\n\n## Growth\n\nThe Morrow players won in 1894.\n\n## War\n\nIn 1914 the Morrow band stopped.\n"
MILL = "Of all the trades in the town, milling was the oldest.\n\n## End\n\nThe last of the wheels stopped in 1910.\n"


@pytest.mark.parametrize(
    ("name", "text", "subject"),
    [
        ("history.md", BAND, "the Morrow Silver Band"),
        ("about.md", f"# Our story\n\n{BAND}", "the Morrow Silver Band"),
        ("band.md", f"# The Lirz band\n\n{BAND}", "The Lirz band"),
        ("band.md", f"# The band of Morrow\n\n{BAND}", "The band of Morrow"),
        ("band.md", "# The Band\n\nMorrow has a band.\n\n## More\n\nThe band won in Morrow.\n", "The Band"),
        ("story.md", f"# Our story\n\n{MILL}", "Our story"),
        ("story.md", "# Our story\n\nPaul opened the shop.\n\n## Later\n\nThe shop was closed.\n", "Our story"),
    ],
    ids=["file", "everyday title", "named", "name in title", "what it often says", "no name", "named once"],
)
def test_it_is_named_by_its_title_or_by_how_its_text_opens(
    indexed: Indexed, name: str, text: str, subject: str
) -> None:
    assert document_subject(open_index(indexed({name: text})).open()) == subject


def test_several_documents_are_about_no_single_thing(indexed: Indexed) -> None:
    assert document_subject(open_index(indexed({"history.md": BAND, "mill.md": MILL})).open()) == ""


@pytest.mark.parametrize("question", ["when did it start", "when was the Morrow band founded"])
def test_a_question_about_it_is_about_what_the_text_opens_with(indexed: Indexed, question: str) -> None:
    assert Relbot.open(indexed({"history.md": BAND})).ask(question).text == FOUNDED


@pytest.mark.parametrize("question", ["tell me about the morrow band", "give me the short story of the silver band"])
def test_an_overview_can_be_asked_by_that_name(indexed: Indexed, question: str) -> None:
    assert Relbot.open(indexed({"history.md": BAND})).ask(question).kind == "overview"
