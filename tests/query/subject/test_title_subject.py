"""A document is about what its title names beside its own kind."""

from __future__ import annotations

import pytest

from relbot.query.subject.title_subject import subject_of_title


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("History of the Skarra Lifeboat Station", "the Skarra Lifeboat Station"),
        ("A short history of Brennick", "Brennick"),
        ("PurrFeed 2 FAQ", "PurrFeed 2"),
        ("Nimbo: frequently asked questions", "Nimbo"),
        ("Nimbo – User Guide", "Nimbo"),
        ("FAQ: Nimbo", "Nimbo"),
        ("About Nimbo", "Nimbo"),
        ("Welcome to Ferncliff Climbing Club", "Ferncliff Climbing Club"),
        ("Everything about Nimbo", "Nimbo"),
        ("Nimbo's handbook", "Nimbo"),
    ],
)
def test_the_kind_of_document_is_left_out(title: str, subject: str) -> None:
    assert subject_of_title(title) == subject


@pytest.mark.parametrize(
    "title",
    [
        "Brennick Glassworks",
        "Laws of Oleron",
        "House rules and notes",
        "Our history",
        "FAQ",
        "Guide to the house",
        "Albania–North Korea relations",
        "Guidebooks of Lirz",
        "",
    ],
)
def test_any_other_title_is_the_subject(title: str) -> None:
    assert subject_of_title(title) == title
