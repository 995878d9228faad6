"""What a list allows, forbids or removes is shown with what it stands under, and a rule with its exceptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from relbot import Relbot

HOUSE = {
    "rules.md": "# House rules\n\n## Kitchen\n\nLabel your food.\n\nNot allowed:\n\n- Candles\n- Deep fryers\n"
    "- Overnight guests without notice\n\n## Pets\n\n1. Cats need no permission.\n"
    "2. Dogs need the consent of the board. One dog per flat.\n\n## Smoking\n\nSmoking is forbidden in the stairwell "
    "and in the cellar. On the roof terrace it is fine, but mind your neighbours.\n",
    "changelog.md": "# Changelog\n\n## 4.2.0\n\n### Added\n\n- Export of reports as PDF\n- A dark theme\n\n"
    "### Removed\n\n- Support for Python 3.8\n- The installer for Windows XP\n- The `sync` command\n",
    "setup.md": "# Installing it\n\nRequired:\n\n- Python 3.11\n- 2 GB of memory\n\nOptional:\n\n- Redis\n- A GPU\n",
}
SAID = {
    "are candles ok in the kitchen": ("Not allowed", "Candles"),
    "can i use a deep fryer": ("Not allowed", "Deep fryers"),
    "does it support python 3.8": ("4.2.0 › Removed", "Support for Python 3.8"),
    "windows xp?": ("4.2.0 › Removed", "The installer for Windows XP"),
    "is there a dark theme": ("4.2.0 › Added", "A dark theme"),
    "do i need redis": ("Optional", "Redis"),
    "is smoking ok": (
        "",
        "Smoking is forbidden in the stairwell and in the cellar. On the roof terrace it is fine, but mind your"
        " neighbours.",
    ),
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(HOUSE)


@pytest.mark.parametrize("question", SAID)
def test_one_line_or_rule_answers_and_says_which_way(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert [(statement.under, statement.text) for statement in answer.statements] == [SAID[question]]
    check(answer, {name: bot.document(name).text for name in HOUSE}, limit=20)


@pytest.mark.parametrize(
    ("question", "first"),
    {
        "what is not allowed in the kitchen": "Candles",
        "what's optional?": "Redis",
        "which parts are required": "Python 3.11",
    }.items(),
)
def test_what_is_so_is_told_by_the_list_of_that_name(question: str, first: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert answer.statements[0].text == first
    assert len({statement.under for statement in answer.statements}) == 1 < len(answer.statements)


def test_a_list_of_what_is_not_so_does_not_tell_what_is_nor_the_other_way_round(bot: Relbot) -> None:
    assert not bot.ask("what is allowed in the kitchen").answered
    assert not any(statement.under == "Required" for statement in bot.ask("what isn't required").statements)


def test_the_rest_of_a_rule_is_shown_with_it(bot: Relbot) -> None:
    said = [statement.text for statement in bot.ask("can i bring a dog").statements]
    assert "Dogs need the consent of the board. One dog per flat." in said


def test_a_rule_is_told_with_its_conditions_and_not_with_the_next_rules(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    text = (
        "# Depot\n\nHelmets are required. Dogs are not allowed in the hall, except guide dogs. They must be on a lead. "
        "Chalk balls are fine, but loose chalk is banned because it clogs the vents. Rule breakers are suspended.\n"
    )
    answer = Relbot.open(indexed({"depot.md": text})).ask("can i bring my dog")
    assert answer.text == "Dogs are not allowed in the hall, except guide dogs. They must be on a lead."
