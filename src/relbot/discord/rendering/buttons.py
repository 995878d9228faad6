"""The buttons. Each custom id holds all that its callback needs, so that buttons work after restarts and rebuilds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self, cast

import discord
from discord import ui

from relbot.answer import Citation

ButtonInteraction = discord.Interaction[Any]
VoteDirection = Literal["up", "down"]

_REFERENCE = r"[0-9a-f]{12}\.[0-9]{1,9}\.[0-9]{1,9}"
_MAX_CUSTOM_ID = 100
"""Characters that Discord allows a custom id."""


@dataclass(frozen=True, slots=True)
class SpanReference:
    """A span of a passage. The id of a passage stays the same over rebuilds, as long as its text does."""

    passage_id: str
    start: int
    """Offset in the passage, as is the end."""
    end: int

    @classmethod
    def from_citation(cls, citation: Citation) -> Self:
        """A reference to the highlighted sentence of a citation."""
        highlight = citation.highlight
        return cls(citation.passage_id, highlight.start - citation.start, highlight.end - citation.start)

    @classmethod
    def parse(cls, encoded: str) -> Self:
        """From the form that `str` gives, as it stands in a custom id."""
        passage_id, start, end = encoded.split(".")
        return cls(passage_id, int(start), int(end))

    def __str__(self) -> str:
        return f"{self.passage_id}.{self.start}.{self.end}"


class ButtonCallbacks(Protocol):
    """What the buttons call when clicked; the client has them as `button_handlers`."""

    async def open_passage(self, interaction: ButtonInteraction, reference: SpanReference) -> None: ...
    async def show_closest(self, interaction: ButtonInteraction, references: Sequence[SpanReference]) -> None: ...
    async def share(self, interaction: ButtonInteraction) -> None: ...
    async def vote(self, interaction: ButtonInteraction, direction: VoteDirection, generation: str) -> None: ...


def _callbacks(interaction: ButtonInteraction) -> ButtonCallbacks:
    return cast(ButtonCallbacks, interaction.client.button_handlers)


class OpenButton(
    ui.DynamicItem[ui.Button[Any]], template=rf"open:(?P<number>[0-9]{{1,9}}):(?P<reference>{_REFERENCE})"
):
    """Opens the whole passage of a citation."""

    def __init__(self, number: int, reference: SpanReference) -> None:
        super().__init__(ui.Button(label=f"Open {number}", custom_id=f"open:{number}:{reference}"))
        self.reference = reference

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(int(match["number"]), SpanReference.parse(match["reference"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).open_passage(interaction, self.reference)


class ClosestButton(ui.DynamicItem[ui.Button[Any]], template=rf"closest(?P<references>(?::{_REFERENCE})+)"):
    """Shows the passages that came closest to a question without answering it."""

    def __init__(self, references: Sequence[SpanReference]) -> None:
        custom_id = "closest"
        for reference in references:
            if len(longer := f"{custom_id}:{reference}") <= _MAX_CUSTOM_ID:
                custom_id = longer
        super().__init__(ui.Button(label="Closest passages", custom_id=custom_id))
        self.references = references

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls([SpanReference.parse(encoded) for encoded in match["references"][1:].split(":")])

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).show_closest(interaction, self.references)


class ShareButton(ui.DynamicItem[ui.Button[Any]], template="show-all"):
    """Posts a private answer publicly in the channel."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Show all", custom_id="show-all"))

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], _match: re.Match[str]) -> Self:
        return cls()

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).share(interaction)


class VoteButton(ui.DynamicItem[ui.Button[Any]], template=r"vote:(?P<direction>up|down):(?P<generation>[\w-]{0,80})"):
    """Votes on whether an answer helped."""

    def __init__(self, direction: VoteDirection, generation: str) -> None:
        emoji = {"up": "👍", "down": "👎"}[direction]
        super().__init__(ui.Button(emoji=emoji, custom_id=f"vote:{direction}:{generation}"))
        self.direction: VoteDirection = direction
        self.generation = generation

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(cast(VoteDirection, match["direction"]), match["generation"])

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).vote(interaction, self.direction, self.generation)


BUTTONS = (OpenButton, ClosestButton, ShareButton, VoteButton)


def is_known(custom_id: str) -> bool:
    """Whether a custom id belongs to one of these buttons."""
    return any(button.__discord_ui_compiled_template__.fullmatch(custom_id) for button in BUTTONS)


def references_in(message: discord.Message) -> list[SpanReference]:
    """The spans that the buttons of a message refer to, in order."""
    custom_ids = ":".join(
        item.custom_id
        for item in ui.LayoutView.from_message(message, timeout=None).walk_children()
        if isinstance(item, ui.Button) and item.custom_id
    )
    return [SpanReference.parse(encoded) for encoded in re.findall(_REFERENCE, custom_ids)]
