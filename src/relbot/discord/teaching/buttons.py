"""The buttons of gaps and taught answers, which work after a restart as those below answers do, and the form of
teaching.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

ButtonInteraction = discord.Interaction[Any]
MAX_QUESTION, MAX_WORDS = 500, 4000
"""Characters of each; 4,000 are the most that Discord allows for a field of a form."""
FORM_TIMEOUT = 900.0
"""Seconds that somebody may take to fill it in: so long Discord lets it be answered."""
Submitted = Callable[[discord.Interaction[Any], str], Awaitable[None]]


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


class TextForm(ui.Modal):
    """A form with one text, for what a message does not say: the question it answers, or the words of a new version."""

    def __init__(self, title: str, label: str, value: str, longest: int, submitted: Submitted) -> None:
        super().__init__(title=title, timeout=FORM_TIMEOUT)
        style = discord.TextStyle.paragraph if longest > MAX_QUESTION else discord.TextStyle.short
        self._text: ui.TextInput[Any] = ui.TextInput(
            label=label, style=style, default=value[:longest] or None, max_length=longest
        )
        self.add_item(self._text)
        self._submitted = submitted

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await self._submitted(interaction, self._text.value)
