"""The buttons. Each custom id holds all that its callback needs, so that buttons work after restarts and rebuilds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self, cast

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
"""Of these, what a reference may take: seven spans or more."""
_MAX_LABEL = 80
"""Characters that Discord allows a label."""


@dataclass(frozen=True, slots=True)
class SpanReference:
    """Spans of a passage. The id of a passage stays the same over rebuilds, as long as its text does."""

    passage_id: str
    spans: tuple[tuple[int, int], ...]
    """Start and end of each, as offsets in the passage; at least one."""

    @classmethod
    def from_citation(cls, citation: Citation) -> Self:
        """A reference to the highlights of a citation, as many as fit into a custom id."""
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
        """From the form that `str` gives, as it stands in a custom id."""
        passage_id, *offsets = encoded.split(".")
        return cls(passage_id, tuple(zip(map(int, offsets[::2]), map(int, offsets[1::2]), strict=True)))

    def first(self) -> Self:
        """The same with its first span alone."""
        return type(self)(self.passage_id, self.spans[:1])

    def __str__(self) -> str:
        return ".".join([self.passage_id, *(f"{start}.{end}" for start, end in self.spans)])


class ButtonCallbacks(Protocol):
    """What the buttons call when clicked; the client has them as `button_handlers`."""

    async def open_passage(self, interaction: ButtonInteraction, reference: SpanReference) -> None: ...
    async def show_closest(self, interaction: ButtonInteraction, references: Sequence[SpanReference]) -> None: ...
    async def show_statements(self, interaction: ButtonInteraction, first: int) -> None: ...
    async def ask(self, interaction: ButtonInteraction, question: str) -> None: ...
    async def choose(self, interaction: ButtonInteraction, reference: SpanReference, asker: int) -> None: ...
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


class StatementsButton(ui.DynamicItem[ui.Button[Any]], template=r"statements:(?P<first>[0-9]{1,6})"):
    """Shows all statements of an answer that has many, from one on.

    The answer is found again by asking the question that stands in the message: no custom id could hold it.
    """

    def __init__(self, first: int, label: str = "Show all") -> None:
        super().__init__(ui.Button(label=label, custom_id=f"statements:{first}"))
        self.first = first

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(int(match["first"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).show_statements(interaction, self.first)


class AskButton(ui.DynamicItem[ui.Button[Any]], template=r"ask:(?P<number>[0-9])"):
    """Asks the question that is its label."""

    def __init__(self, number: int, question: str) -> None:
        super().__init__(ui.Button(label=clean(question).strip(), custom_id=f"ask:{number}"))
        self.question = question

    @staticmethod
    def can_hold(question: str) -> bool:
        """Whether the question has words, and fits on a button whole."""
        return 0 < utf16_length(clean(question).strip()) <= _MAX_LABEL

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, item: ui.Item[Any], match: re.Match[str]) -> Self:
        label = item.label if isinstance(item, ui.Button) else None
        return cls(int(match["number"]), label or "")

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).ask(interaction, self.question)


class ChooseButton(
    ui.DynamicItem[ui.Button[Any]],
    template=rf"choose:(?P<number>[0-9]):(?P<asker>[0-9]{{1,20}}):(?P<reference>{_REFERENCE})",
):
    """Takes a sentence for the answer; its custom id tells who asked, by the id of the user."""

    def __init__(self, number: int, asker: int, reference: SpanReference) -> None:
        super().__init__(ui.Button(label="This one", custom_id=f"choose:{number}:{asker}:{reference}"))
        self.asker, self.reference = asker, reference

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(int(match["number"]), int(match["asker"]), SpanReference.parse(match["reference"]))

    async def callback(self, interaction: ButtonInteraction) -> None:
        await _callbacks(interaction).choose(interaction, self.reference, self.asker)


class ShareButton(ui.DynamicItem[ui.Button[Any]], template="show-all"):
    """Posts a private answer publicly in the channel. Its custom id is from a time when it was labelled "Show all"."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Show to everyone", custom_id="show-all"))

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


Decision = Literal["add", "replace", "discard", "yes", "no"]

_DECISIONS: dict[Decision, tuple[str, discord.ButtonStyle]] = {
    "add": ("Add it", discord.ButtonStyle.primary),
    "replace": ("Replace the other", discord.ButtonStyle.primary),
    "discard": ("Discard", discord.ButtonStyle.secondary),
    "yes": ("Keep it", discord.ButtonStyle.primary),
    "no": ("No", discord.ButtonStyle.secondary),
}
_DECIDERS = {"source": "source_additions", "keep": "kept_answers"}
"""The attribute of the client that decides, by what is decided on."""


class Decider(Protocol):
    """What the buttons of a decision call; `subject` is the token of a document, or the id of a message."""

    async def decide(self, interaction: ButtonInteraction, decision: Decision, subject: str) -> None: ...


class DecisionButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"(?:source:(?:add|replace|discard):[0-9a-f]{16}|keep:(?:yes|no):[0-9]{1,20})",
):
    """Lets a document go live or keeps a message as an answer, or does not."""

    def __init__(self, kind: str, decision: Decision, subject: str) -> None:
        label, style = _DECISIONS[decision]
        super().__init__(ui.Button(label=label, style=style, custom_id=f"{kind}:{decision}:{subject}"))
        self.kind, self.decision, self.subject = kind, decision, subject

    @classmethod
    async def from_custom_id(cls, _interaction: ButtonInteraction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        kind, decision, subject = match[0].split(":")
        return cls(kind, cast(Decision, decision), subject)

    async def callback(self, interaction: ButtonInteraction) -> None:
        decider: Decider = getattr(interaction.client, _DECIDERS[self.kind])
        await decider.decide(interaction, self.decision, self.subject)


BUTTONS = (
    *(OpenButton, ClosestButton, StatementsButton, AskButton, ChooseButton, ShareButton, VoteButton),
    DecisionButton,
)


def is_known(custom_id: str, buttons: Iterable[type[ui.DynamicItem[Any]]]) -> bool:
    """Whether a custom id belongs to one of some buttons."""
    return any(button.__discord_ui_compiled_template__.fullmatch(custom_id) for button in buttons)


def is_answer(message: discord.Message) -> bool:
    """Whether a message cites passages, and does not only offer the closest."""
    buttons = ui.LayoutView.from_message(message, timeout=None).walk_children()
    return any(isinstance(each, ui.Button) and (each.custom_id or "").startswith("open:") for each in buttons)


def references_in(message: discord.Message) -> list[SpanReference]:
    """The spans that the buttons of a message refer to, in order."""
    custom_ids = ":".join(
        item.custom_id
        for item in ui.LayoutView.from_message(message, timeout=None).walk_children()
        if isinstance(item, ui.Button) and item.custom_id
    )
    return [SpanReference.parse(encoded) for encoded in re.findall(_REFERENCE, custom_ids)]
