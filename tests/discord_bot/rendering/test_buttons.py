"""What a button does is in its custom id and its label, so that it works after restarts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from discord_bot.rendering.test_answer_layout import LONG, citations, few
from relbot.answer import Citation
from relbot.discord.rendering.buttons import (
    CHOOSE,
    OPEN,
    STATEMENTS,
    SpanReference,
    ask_button,
    choose_button,
    open_button,
    statements_button,
)
from relbot.discord.rendering.escape import clean, utf16_length


@few
@given(citations())
def test_a_reference_comes_back_from_its_custom_id_with_the_highlights_that_fit(citation: Citation) -> None:
    reference = SpanReference.from_citation(citation)
    highlights = [(each.start - citation.start, each.end - citation.start) for each in citation.highlights]
    assert SpanReference.parse(str(reference)) == reference
    assert list(reference.spans) == highlights[: len(reference.spans)]
    assert len(highlights) > 5 or list(reference.spans) == highlights
    custom_id = open_button(citation.number, reference).custom_id
    assert said(OPEN, custom_id) == (str(reference),)
    assert len(custom_id) <= 100


@few
@given(citations(), st.integers(0, 2**63))
def test_a_sentence_to_choose_comes_back_with_whoever_asked(citation: Citation, asker: int) -> None:
    reference = SpanReference.from_citation(citation).first()
    custom_id = choose_button(3, asker, reference).custom_id
    assert said(CHOOSE, custom_id) == (str(asker), str(reference))
    assert len(custom_id) <= 100


def test_a_button_for_more_statements_knows_where_they_begin() -> None:
    assert said(STATEMENTS, statements_button(10, "Show 2 more").custom_id) == ("10",)


@given(LONG)
def test_a_question_is_on_its_button_whole_or_on_none(question: str) -> None:
    label, button = clean(question).strip(), ask_button(1, question)
    assert (button is not None) == (0 < utf16_length(label) <= 80)
    assert button is None or (button.item.label, button.custom_id) == (label, "ask:1")


def said(pattern: str, custom_id: str) -> tuple[str, ...]:
    """What is read of a custom id when the button is clicked."""
    match = re.fullmatch(pattern, custom_id)
    assert match
    return match.groups()
