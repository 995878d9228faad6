"""The buttons. Each carries in its custom id all that pressing it needs, so that it outlives restarts and rebuilds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self, cast

import discord
from discord import ui

from relbot.answer import Citation

Press = discord.Interaction[Any]
Direction = Literal["up", "down"]

_PLACE = r"[0-9a-f]{12}\.[0-9]{1,9}\.[0-9]{1,9}"
_MOST_OF_AN_ID = 100
"""Characters that Discord allows a custom id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence within a passage. The id of a passage stays over rebuilds, as long as its text does."""

    passage_id: str
    start: int
    """Counted from the start of the passage, as is the end."""
    end: int

    @classmethod
    def of(cls, citation: Citation) -> Self:
        highlight = citation.highlight
        return cls(citation.passage_id, highlight.start - citation.start, highlight.end - citation.start)

    @classmethod
    def parse(cls, written: str) -> Self:
        passage_id, start, end = written.split(".")
        return cls(passage_id, int(start), int(end))

    def __str__(self) -> str:
        return f"{self.passage_id}.{self.start}.{self.end}"


class Presses(Protocol):
    """What answers when a button is pressed; the client has it as `presses`."""

    async def open(self, press: Press, place: Place) -> None: ...
    async def closest(self, press: Press, places: Sequence[Place]) -> None: ...
    async def show_all(self, press: Press) -> None: ...
    async def vote(self, press: Press, direction: Direction, generation: str) -> None: ...


def _answering(press: Press) -> Presses:
    return cast(Presses, press.client.presses)


class Open(ui.DynamicItem[ui.Button[Any]], template=rf"open:(?P<number>[0-9]{{1,9}}):(?P<place>{_PLACE})"):
    """Opens the whole passage of a citation."""

    def __init__(self, number: int, place: Place) -> None:
        super().__init__(ui.Button(label=f"Open {number}", custom_id=f"open:{number}:{place}"))
        self.place = place

    @classmethod
    async def from_custom_id(cls, _press: Press, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(int(match["number"]), Place.parse(match["place"]))

    async def callback(self, interaction: Press) -> None:
        await _answering(interaction).open(interaction, self.place)


class Closest(ui.DynamicItem[ui.Button[Any]], template=rf"closest(?P<places>(?::{_PLACE})+)"):
    """Opens the passages that came closest to a question without answering it."""

    def __init__(self, places: Sequence[Place]) -> None:
        custom_id = "closest"
        for place in places:
            if len(longer := f"{custom_id}:{place}") <= _MOST_OF_AN_ID:
                custom_id = longer
        super().__init__(ui.Button(label="Closest passages", custom_id=custom_id))
        self.places = places

    @classmethod
    async def from_custom_id(cls, _press: Press, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls([Place.parse(written) for written in match["places"][1:].split(":")])

    async def callback(self, interaction: Press) -> None:
        await _answering(interaction).closest(interaction, self.places)


class ShowAll(ui.DynamicItem[ui.Button[Any]], template="show-all"):
    """Shows an answer that one person got to everybody in the channel."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Show all", custom_id="show-all"))

    @classmethod
    async def from_custom_id(cls, _press: Press, _item: ui.Item[Any], _match: re.Match[str]) -> Self:
        return cls()

    async def callback(self, interaction: Press) -> None:
        await _answering(interaction).show_all(interaction)


class Vote(ui.DynamicItem[ui.Button[Any]], template=r"vote:(?P<direction>up|down):(?P<generation>[\w-]{0,80})"):
    """Says whether an answer helped."""

    def __init__(self, direction: Direction, generation: str) -> None:
        emoji = {"up": "👍", "down": "👎"}[direction]
        super().__init__(ui.Button(emoji=emoji, custom_id=f"vote:{direction}:{generation}"))
        self.direction: Direction = direction
        self.generation = generation

    @classmethod
    async def from_custom_id(cls, _press: Press, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(cast(Direction, match["direction"]), match["generation"])

    async def callback(self, interaction: Press) -> None:
        await _answering(interaction).vote(interaction, self.direction, self.generation)


ALL = (Open, Closest, ShowAll, Vote)


def is_known(custom_id: str) -> bool:
    """Whether a button with this id is one of these."""
    return any(control.__discord_ui_compiled_template__.fullmatch(custom_id) for control in ALL)


def places_in(message: discord.Message) -> list[Place]:
    """The sentences that the buttons under an answer lead to, in order."""
    written = ":".join(
        item.custom_id
        for item in ui.LayoutView.from_message(message, timeout=None).walk_children()
        if isinstance(item, ui.Button) and item.custom_id
    )
    return [Place.parse(place) for place in re.findall(_PLACE, written)]
