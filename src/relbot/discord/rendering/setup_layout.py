"""What `/setup` shows: the settings of the server and its channels. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from discord import ui

from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import GREEN, MAX_TEXT, RED, SMALL_MARK, layout, text
from relbot.discord.rendering.truncation import truncate
from relbot.discord.server_settings import Policy
from relbot.evaluation.bars import bar_for
from relbot.humanize import quantity
from relbot.state.channel_settings import Everything

_MAX_SOURCES, _MAX_PROBLEM, _MAX_NOTES = 300, 600, 900
_TOP_LEVEL = "/"
EVERYTHING: Everything = "all"
INHERIT: Literal["as the server"] = "as the server"
"""The choice that stands for inheriting the server's collections."""

NEEDS_INTENT = (
    "To see questions that do not mention me, I need what Discord calls the *Message Content Intent*: whoever runs me"
    " must enable it on the application’s Bot page, set `RELBOT_MESSAGE_CONTENT=on`, and restart me. Until then I"
    " answer there only when mentioned."
)
NEVER_SURE = "I was never right as often as is asked for there, so I say nothing unasked; choose a lower percentage."


@dataclass(frozen=True, slots=True)
class ChannelState:
    """The settings of a channel; for the whole server, `channel` is 0."""

    channel: int
    policy: Policy


@dataclass(frozen=True, slots=True)
class SetupState:
    """What `/setup` shows of a server."""

    server: ChannelState
    channels: tuple[ChannelState, ...]
    """The channels with settings of their own, and the one in which this is shown."""
    collections: tuple[str, ...]
    """All collections."""
    reads_all: bool
    """Whether the bot sees the words of messages that are not addressed to it."""


def setup_layout(state: SetupState, problem: str = "") -> ui.LayoutView:
    """Show the current settings, as many channels as fit, and what keeps them from working, `problem` first."""
    notes = list(_notes(state))
    head = f"**Where I answer**\n- everywhere else: {_line(state.server.policy, state.collections)}"
    for number, each in enumerate(state.channels):
        line = f"\n- <#{each.channel}>: {_line(each.policy, state.collections)}"
        if utf16_length(head + line) > MAX_TEXT - _MAX_PROBLEM - _MAX_NOTES:
            head += f"\n{SMALL_MARK}… and {quantity(len(state.channels) - number, 'more channel')}"
            break
        head += line
    parts = [text(head)]
    if problem:
        parts.insert(0, text(truncate(problem, _MAX_PROBLEM)))
    parts += [text(f"{SMALL_MARK}{note}") for note in notes]
    return layout(*parts, colour=RED if problem else GREEN)


def collection_label(name: str) -> str:
    """Return a collection as it is shown and typed; one with the name of another choice gets a slash after it."""
    if not name:
        return _TOP_LEVEL
    return f"{name}/" if name in (EVERYTHING, INHERIT) else name


def _expectation(expected_right: int) -> str:
    """Say what answering unasked at a bar means, as measured."""
    bar = bar_for(expected_right)
    if bar is None:
        return f"expected right {expected_right} %, answers nothing"
    return f"expected right {expected_right} %, answers {round(10 * bar.answered)} of 10"


def _line(policy: Policy, known: Sequence[str]) -> str:
    if policy.answers == "off":
        return "off"
    when = f"when sure ({_expectation(policy.expected_right)})" if policy.answers == "sure" else "on mention"
    return " · ".join((when, "in threads" if policy.in_threads else "as replies", _sources(policy, known)))


def _sources(policy: Policy, known: Sequence[str]) -> str:
    if policy.collections is None:
        return "from all sources"
    labels = [
        collection_label(name) if name in known else f"{collection_label(name)} (nothing there)"
        for name in sorted(policy.collections)
    ]
    return f"from {truncate(', '.join(labels), _MAX_SOURCES)}" if labels else "from no sources"


def _notes(state: SetupState) -> Sequence[str]:
    sure = [each.policy for each in (state.server, *state.channels) if each.policy.answers == "sure"]
    notes = []
    if sure and not state.reads_all:
        notes.append(NEEDS_INTENT)
    if any(bar_for(policy.expected_right) is None for policy in sure):
        notes.append(NEVER_SURE)
    return notes
