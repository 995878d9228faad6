"""What is said where the state file or a taught source cannot be used: one sentence; the log has the reason."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from discord import ui

from relbot.discord.rendering.notices import notice
from relbot.errors import StateError, TaughtNotWritten

_log = logging.getLogger(__name__)

STATE_UNUSABLE = (
    "I cannot get at what I keep for this server at the moment, and go on answering without it; whoever runs me finds"
    " the reason in the log."
)


async def explained(work: Callable[[], Awaitable[ui.LayoutView]]) -> ui.LayoutView:
    """The message that the work returns, or that sentence."""
    try:
        return await work()
    except (StateError, TaughtNotWritten) as error:
        _log.warning("%s", error)
        return notice(STATE_UNUSABLE, error=True)
