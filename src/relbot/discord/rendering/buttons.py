"""The buttons of answers. A custom id holds all that a click needs, so that it works after restarts and rebuilds."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import discord
from discord import ui

from relbot.answer import Citation
from relbot.discord.rendering.escape import clean, utf16_length

ButtonInteraction = discord.Interaction[Any]
VoteDirection = Literal["up", "down"]

_REFERENCE = r"[0-9a-f]{12}(?:\.[0-9]{1,9}\.[0-9]{1,9})+"
_MAX_CUSTOM_ID = 100
"""Characters that Discord allows a custom id."""
_MAX_REFERENCE = 80
"""Characters of a custom id that a reference may take: enough for seven spans or more."""
_MAX_LABEL = 80
"""Characters that Discord allows a label."""
Action = Callable[[ButtonInteraction, re.Match[str]], Awaitable[None]]
"""What a click does, given the match of the button's custom id."""
Actions = Mapping[str, Action]
"""Actions by the pattern of their custom ids."""
OPEN = rf"open:[0-9]{{1,9}}:({_REFERENCE})"
CLOSEST = rf"closest((?::{_REFERENCE})+)"
STATEMENTS = r"statements:([0-9]{1,6})"
ASK = r"ask:[0-9]"
CHOOSE = rf"choose:[0-9]:([0-9]{{1,20}}):({_REFERENCE})"
SHARE = "show-all"
"""The custom id of the share button, from a time when it was labelled "Show all"."""
VOTE = r"vote:(up|down):([\w-]{0,80})"


@dataclass(frozen=True, slots=True)
class SpanReference:
    """Spans of a passage. A passage keeps its id across rebuilds as long as its text stays the same."""

    passage_id: str
    spans: tuple[tuple[int, int], ...]
    """Start and end of each, as offsets in the passage; at least one."""

    @classmethod
    def from_citation(cls, citation: Citation) -> Self:
        """Build a reference to the highlights of a citation, as many as fit into a custom id."""
        spans = [(each.start - citation.start, each.end - citation.start) for each in citation.highlights]
        reference = cls(citation.passage_id, (spans[0],))
        for count in range(2, len(spans) + 1):
            longer = cls(citation.passage_id, tuple(spans[:count]))
            if len(str(longer)) > _MAX_REFERENCE:
                break
            reference = longer
        return reference

    @classmethod
    def parse(cls, encoded: str) -> Self:
        """Parse the form that `str` gives, as used in a custom id."""
        passage_id, *offsets = encoded.split(".")
        return cls(passage_id, tuple(zip(map(int, offsets[::2]), map(int, offsets[1::2]), strict=True)))

    def first(self) -> Self:
        """Return the same reference with only its first span."""
        return type(self)(self.passage_id, self.spans[:1])

    def __str__(self) -> str:
        return ".".join([self.passage_id, *(f"{start}.{end}" for start, end in self.spans)])


class ActionButton(ui.DynamicItem[ui.Button[Any]], template=".+"):
    """A button whose custom id tells the client which action a click runs, so that it works after restarts."""

    def __init__(
        self, custom_id: str, label: str | None = None, *, emoji: str | None = None, main: bool = False
    ) -> None:
        style = discord.ButtonStyle.primary if main else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=label, emoji=emoji, style=style, custom_id=custom_id))

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(match[0])

    async def callback(self, interaction: ButtonInteraction) -> None:
        await interaction.client.on_click(interaction)


def open_button(number: int, reference: SpanReference) -> ActionButton:
    """Build the button that opens the whole passage of a citation."""
    return ActionButton(f"open:{number}:{reference}", f"Open {number}")


def closest_button(references: Sequence[SpanReference]) -> ActionButton:
    """Build the button that shows the passages closest to a question, as many as fit into a custom id."""
    custom_id = "closest"
    for reference in references:
        if len(longer := f"{custom_id}:{reference}") <= _MAX_CUSTOM_ID:
            custom_id = longer
    return ActionButton(custom_id, "Closest passages")


def statements_button(first: int, label: str) -> ActionButton:
    """Build the button that shows the statements of a long answer from index `first` on.

    The answer is found again by asking the question in the message, since no custom id could hold it.
    """
    return ActionButton(f"statements:{first}", label)


def ask_button(number: int, question: str) -> ActionButton | None:
    """Build the button that asks the question on its label; None if that has no words, or does not fit."""
    label = clean(question).strip()
    return ActionButton(f"ask:{number}", label) if 0 < utf16_length(label) <= _MAX_LABEL else None


def choose_button(number: int, asker: int, reference: SpanReference) -> ActionButton:
    """Build the button that chooses a sentence as the answer; its custom id holds the id of the user who asked."""
    return ActionButton(f"choose:{number}:{asker}:{reference}", "This one")


def share_button() -> ActionButton:
    """Build the button that posts a private answer publicly in the channel."""
    return ActionButton(SHARE, "Show to everyone")


def vote_button(direction: VoteDirection, generation: str) -> ActionButton:
    """Build the button that votes on whether an answer helped."""
    return ActionButton(f"vote:{direction}:{generation}", emoji={"up": "👍", "down": "👎"}[direction])


def buttons_in(message: discord.Message) -> list[ui.Button[Any]]:
    """Return the buttons of a message, in order."""
    children = ui.LayoutView.from_message(message, timeout=None).walk_children()
    return [child for child in children if isinstance(child, ui.Button)]


def is_answer(message: discord.Message) -> bool:
    """Return whether a message cites passages, rather than only offering the closest ones."""
    return any((button.custom_id or "").startswith("open:") for button in buttons_in(message))


def references_in(message: discord.Message) -> list[SpanReference]:
    """Return the spans that the buttons of a message refer to, in order."""
    custom_ids = ":".join(button.custom_id or "" for button in buttons_in(message))
    return [SpanReference.parse(encoded) for encoded in re.findall(_REFERENCE, custom_ids)]
