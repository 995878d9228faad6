"""A list or an overview is numbered, folded where it is long, and complete over its pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from discord import ui
from hypothesis import given

from discord_bot.rendering.test_answer_layout import accepted, answers, few, labels
from relbot.answer import Answer, Kind, Statement
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.discord.rendering.buttons import STATEMENTS, ActionButton
from relbot.discord.rendering.escape import escape_markdown
from relbot.discord.rendering.statement_list import page_layout
from terminal.answers import ANSWER, BEFORE, OVERVIEW, SENTENCE, citation

NUMBERED = [f"Visit {number} was in {1950 + number}." for number in range(1, 13)]


def test_several_statements_are_a_numbered_list_with_their_citations() -> None:
    _, said, confidence, *passages = accepted(answer_layout(OVERVIEW))
    assert said.split("\n") == [
        f"1. {escape_markdown(BEFORE)} \\[1\\]",
        f"2. {escape_markdown(SENTENCE)} \\[1\\]",
        f"3. {escape_markdown(SENTENCE)} \\[2\\]",
    ]
    assert confidence == "-# Very likely right (93 %) · an overview in 3 sentences"
    assert [passage.split("\n> ")[1] for passage in passages] == [
        f"**{escape_markdown(BEFORE)}** **{escape_markdown(SENTENCE)}**",
        f"**{escape_markdown(SENTENCE)}**",
    ]


@pytest.mark.parametrize(
    ("kind", "count", "shown"),
    [("list", 5, 5), ("list", 6, 5), ("list", 12, 5), ("overview", 6, 6), ("overview", 7, 5)],
)
def test_a_long_list_is_folded_and_shows_the_passages_of_what_it_shows(kind: Kind, count: int, shown: int) -> None:
    texts = accepted(view := answer_layout(listed(count, kind)))
    assert texts[1].split("\n")[-1] == f"{shown}. {NUMBERED[shown - 1]} \\[{shown}\\]"
    assert len([text for text in texts if "\n> " in text]) == shown
    folded = statement_buttons(view)
    assert [item.item.label for item in folded] == ([f"Show all {count}"] if shown < count else [])


def test_a_page_has_ten_statements_with_their_places_and_says_how_many_follow() -> None:
    texts = accepted(view := page_layout(listed(12), 0))
    assert texts[1].count("\n") == 9
    assert texts[-1] == "**10** · Albania–North Korea relations › History › Cold War"
    assert labels(view)[-1] == "Show 2 more"
    assert accepted(page_layout(listed(12), 10))[1].startswith("11. Visit 11 was in 1961. \\[11\\]\n12. ")


@few
@given(answers(12).filter(lambda answer: len(answer.statements) > 1))
def test_every_statement_is_on_one_of_the_pages_and_each_page_is_a_message_that_discord_takes(answer: Answer) -> None:
    first, numbers = 0, list[int]()
    while first < len(answer.statements):
        [_, *texts] = accepted(page := page_layout(answer, first))
        lines = [line for text in texts for line in text.split("\n") if re.match(r"\d+\. .*\\\[\d+\\\]$", line)]
        numbers += [int(line.split(".", 1)[0]) for line in lines]
        buttons = statement_buttons(page)
        following = int(buttons[0].custom_id.split(":")[1]) if buttons else len(answer.statements)
        assert following == first + len(lines) > first
        first = following
    assert numbers == list(range(1, len(answer.statements) + 1))


@few
@given(answers(12))
def test_what_is_folded_can_be_unfolded(answer: Answer) -> None:
    view = answer_layout(answer)
    lines = [line for text in accepted(view) for line in text.split("\n") if re.match(r"\d+\. ", line)]
    labels = [button.item.label for button in statement_buttons(view)]
    several = len(answer.statements) > 1
    assert labels == ([f"Show all {len(answer.statements)}"] if several and len(lines) < len(answer.statements) else [])
    assert not several or 1 <= len(lines) <= 6


def statement_buttons(view: ui.LayoutView) -> list[ActionButton]:
    buttons = [item for item in view.walk_children() if isinstance(item, ActionButton)]
    return [button for button in buttons if re.fullmatch(STATEMENTS, button.custom_id)]


def listed(count: int, kind: Kind = "list") -> Answer:
    """A list of so many statements, each in a passage of its own."""
    found = tuple(
        citation(before="", sentence=sentence, number=number, passage_id=f"{number:012x}")
        for number, sentence in enumerate(NUMBERED[:count], start=1)
    )
    statements = tuple(Statement(c.quote, c.number, c.start, c.end) for c in found)
    return replace(ANSWER, kind=kind, statements=statements, citations=found)
