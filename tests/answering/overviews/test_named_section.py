from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.overviews.named_section import LONGEST, named_section
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
FEES = ("Adults: 60 lek", "Students: 30 lek", "Families: 90 lek")
CLUB = (
    "# Rowing club\n\nThe club has forty boats.\n\n## Membership fees (2026)\n\n"
    + "".join(f"- {fee}\n" for fee in FEES)
    + "\nFees are due in January.\n\n## Install the app on phones\n\nOpen the shop. Look for the oar. Press it.\n"
    "\n## Chronicle\n\n" + "".join(f"In 19{n} the club bought boat {n}. " for n in range(50, 70)) + "\n"
)


@pytest.fixture
def club(indexed: Indexed) -> LocalGeneration:
    return LocalGeneration.open(current_folder(indexed({"club.md": CLUB})))


@pytest.mark.parametrize("topic", ["fees", "all the fees pls", "rowing club membership fees", "list of FEES"])
def test_a_section_is_named_by_its_heading_and_what_stands_above_it(topic: str, club: LocalGeneration) -> None:
    assert [quote.text for quote in named_section(topic, club)] == [*FEES, "Fees are due in January."]


@pytest.mark.parametrize(
    "topic",
    ["", "all", "student fees", "fees of the tennis club", "rowing club", "app", "chronicle", "boats", "2026"],
)
def test_no_section_is_told_for_words_that_it_lacks_or_hardly_names_or_where_it_is_long(
    topic: str, club: LocalGeneration
) -> None:
    assert named_section(topic, club) == []


def test_it_is_told_whole_in_answer_to_a_question(indexed: Indexed) -> None:
    bot = Relbot.open(indexed({"club.md": CLUB}))
    for question in ("what are the membership fees", "all fees please", "how to install the app", "Membership fees"):
        answer = bot.ask(question)
        assert answer.answered
        assert 3 <= len(answer.statements) <= LONGEST, question
        assert len({citation.section for citation in answer.citations}) == 1


def test_of_sections_with_the_same_heading_none_is_the_one_that_is_meant(indexed: Indexed) -> None:
    club, other = CLUB, CLUB.replace("Rowing", "Sailing")
    both = LocalGeneration.open(current_folder(indexed({"rowing.md": club, "sailing.md": other})))
    assert named_section("fees", both) == []
    assert named_section("fees of the sailing club", both)[0].passage.source.title == "Sailing club"
