"""The buttons under the preview of a document. Their custom ids name it, so that they work after a restart."""

from __future__ import annotations

import re
from typing import Any, Literal, Protocol, Self, cast

import discord
from discord import ui

ButtonInteraction = discord.Interaction[Any]
Decision = Literal["add", "replace", "discard"]

_LABELS: dict[Decision, str] = {"add": "Add it", "replace": "Replace the other", "discard": "Discard"}


class Decisions(Protocol):
    """What the buttons call; the client has it as `source_additions`."""

    async def decide(self, interaction: ButtonInteraction, decision: Decision, token: str) -> None: ...


class DecisionButton(
    ui.DynamicItem[ui.Button[Any]], template=r"source:(?P<decision>add|replace|discard):(?P<token>[0-9a-f]{16})"
):
    """Lets a document go live, or discards it."""

    def __init__(self, decision: Decision, token: str) -> None:
        style = discord.ButtonStyle.secondary if decision == "discard" else discord.ButtonStyle.primary
        super().__init__(ui.Button(label=_LABELS[decision], style=style, custom_id=f"source:{decision}:{token}"))
        self.decision, self.token = decision, token

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(cast(Decision, match["decision"]), match["token"])

    async def callback(self, interaction: ButtonInteraction) -> None:
        await cast(Decisions, interaction.client.source_additions).decide(interaction, self.decision, self.token)


BUTTONS = (DecisionButton,)
