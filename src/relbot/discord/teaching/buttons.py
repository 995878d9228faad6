"""The buttons of gaps and taught answers. They work after a restart, as those below answers do."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

ButtonInteraction = discord.Interaction[Any]


class GapCallbacks(Protocol):
    """What the buttons of a list of gaps call."""

    async def show(self, interaction: ButtonInteraction, page: int) -> None: ...
    async def export(self, interaction: ButtonInteraction) -> None: ...


class LessonCallbacks(Protocol):
    """What the buttons of a list of taught answers call; `id_` is that of one of them."""

    async def show(self, interaction: ButtonInteraction, page: int) -> None: ...
    async def edit(self, interaction: ButtonInteraction, id_: int) -> None: ...
    async def withdraw(self, interaction: ButtonInteraction, id_: int) -> None: ...


class TeachingCallbacks(Protocol):
    """What these buttons call when clicked; the client has them as `teaching`."""

    @property
    def gaps(self) -> GapCallbacks: ...
    @property
    def lessons(self) -> LessonCallbacks: ...


def _callbacks(interaction: ButtonInteraction) -> TeachingCallbacks:
    return cast(TeachingCallbacks, interaction.client.teaching)


class PageButton(ui.DynamicItem[ui.Button[Any]], template=r"(?P<what>gaps|taught):page:(?P<page>[0-9]{1,6})"):
    """Shows another page of the gaps, or of the taught answers."""

    def __init__(self, what: str, page: int, label: str = "") -> None:
        super().__init__(ui.Button(label=label or f"Page {page + 1}", custom_id=f"{what}:page:{page}"))
        self.what, self.page = what, page

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(match["what"], int(match["page"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        callbacks = _callbacks(interaction)
        await (callbacks.gaps if self.what == "gaps" else callbacks.lessons).show(interaction, self.page)


class ExportButton(ui.DynamicItem[ui.Button[Any]], template="gaps:csv"):
    """Sends the gaps as a CSV file."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="CSV file", custom_id="gaps:csv"))

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], _match: re.Match[str]) -> Self:
        return cls()

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).gaps.export(interaction)


class LessonButton(ui.DynamicItem[ui.Button[Any]], template=r"taught:(?P<action>edit|withdraw):(?P<id>[0-9]{1,18})"):
    """Edits or withdraws a taught answer."""

    def __init__(self, action: str, id_: int) -> None:
        super().__init__(ui.Button(label=action.capitalize(), custom_id=f"taught:{action}:{id_}"))
        self.action, self.id_ = action, id_

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(match["action"], int(match["id"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        lessons = _callbacks(interaction).lessons
        await (lessons.edit if self.action == "edit" else lessons.withdraw)(interaction, self.id_)


BUTTONS = (PageButton, ExportButton, LessonButton)
