"""How a request ended, as the log and the metrics call it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

Outcome = Literal["answered", "refused", "small talk", "hasty", "busy", "crowded", "failed", "undelivered"]
"""`refused`: the sources do not answer. `hasty`: within the person's cooldown. `busy`: the queue was full, or it took
too long. `crowded`: more was asked in the channel than Discord lets the bot post. `failed`: an incident in the log.
`undelivered`: Discord did not take what was to be said, whatever that was."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Observer = Callable[[Outcome, float], None]
"""Called with an outcome, and the seconds that an answer, refusal or small talk took; 0 with others."""
