"""What a button does is in its custom id and its label, so that it works after restarts."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from discord_bot.rendering.test_answer_layout import LONG, citations, few
from relbot.answer import Citation
from relbot.discord.rendering.buttons import (
    BUTTONS,
    AskButton,
    ButtonInteraction,
    ChooseButton,
    OpenButton,
    SpanReference,
    StatementsButton,
    is_known,
)
from relbot.discord.rendering.escape import clean, utf16_length

NO_INTERACTION = cast(ButtonInteraction, None)


@few
@given(citations())
def test_a_reference_comes_back_from_its_custom_id_with_the_highlights_that_fit(citation: Citation) -> None:
    reference = SpanReference.from_citation(citation)
    highlights = [(each.start - citation.start, each.end - citation.start) for each in citation.highlights]
    assert SpanReference.parse(str(reference)) == reference
    assert list(reference.spans) == highlights[: len(reference.spans)]
    assert len(highlights) > 5 or list(reference.spans) == highlights
    custom_id = restored(OpenButton(citation.number, reference)).custom_id
    assert custom_id == f"open:{citation.number}:{reference}"
    assert len(custom_id) <= 100


@few
@given(citations(), st.integers(0, 2**63))
def test_a_sentence_to_choose_comes_back_with_whoever_asked(citation: Citation, asker: int) -> None:
    reference = SpanReference.from_citation(citation).first()
    button = restored(ChooseButton(3, asker, reference))
    assert (button.asker, button.reference) == (asker, reference)
    assert len(button.custom_id) <= 100


def test_a_button_for_more_statements_knows_where_they_begin() -> None:
    assert restored(StatementsButton(10, "Show 2 more")).first == 10


@given(LONG)
def test_a_question_is_on_its_button_whole_or_on_none(question: str) -> None:
    fits = AskButton.can_hold(question)
    assert fits == (0 < utf16_length(clean(question).strip()) <= 80)
    assert not fits or restored(AskButton(1, question)).question == clean(question).strip()


def restored(button: Any) -> Any:
    """The button as it is made again when it is clicked, from what Discord keeps of it."""
    item: ui.Button[Any] = button.item
    assert is_known(item.custom_id or "", BUTTONS)
    match = type(button).__discord_ui_compiled_template__.fullmatch(item.custom_id)
    kept: ui.Button[Any] = ui.Button(label=item.label, custom_id=item.custom_id)
    return asyncio.run(type(button).from_custom_id(NO_INTERACTION, kept, match))
