"""The buttons under an offer. They name the message, so that they work after a restart."""

from __future__ import annotations

import re
from typing import Any, Literal, Protocol, Self, cast

import discord
from discord import ui

ButtonInteraction = discord.Interaction[Any]
Decision = Literal["yes", "no"]

_LABELS: dict[Decision, str] = {"yes": "Keep it", "no": "No"}


class Decisions(Protocol):
    """What the buttons call; the client has it as `kept_answers`."""

    async def decide(self, interaction: ButtonInteraction, decision: Decision, message_id: int) -> None: ...


class KeepButton(ui.DynamicItem[ui.Button[Any]], template=r"keep:(?P<decision>yes|no):(?P<message>[0-9]{1,20})"):
    """Keeps a message as an answer, or takes the offer away."""

    def __init__(self, decision: Decision, message_id: int) -> None:
        style = discord.ButtonStyle.primary if decision == "yes" else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=_LABELS[decision], style=style, custom_id=f"keep:{decision}:{message_id}"))
        self.decision, self.message_id = decision, message_id

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(cast(Decision, match["decision"]), int(match["message"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        await cast(Decisions, interaction.client.kept_answers).decide(interaction, self.decision, self.message_id)


BUTTONS = (KeepButton,)
