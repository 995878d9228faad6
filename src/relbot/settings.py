"""Settings from the environment and `.env`, read once by a front door and passed down as a frozen value.

pydantic-settings was looked at and left: its import alone takes 0.2 s, a quarter of a cold answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from relbot import environment
from relbot.errors import SettingsError
from relbot.secret import Secret

_HERE = ("localhost", "127.0.0.1", "::1")
_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever runs relbot may choose; `.env.example` documents each."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    model: str | None = None
    """A local folder or hub name in place of the packaged model; None is the packaged one."""
    discord_token: Secret | None = None
    token_file: Path | None = None
    """The `.env` that holds a token, where one does."""
    owner_ids: frozenset[int] = frozenset()
    state: Path = Path("state")
    """Where the bot keeps what it must remember over a restart, and the feedback."""
    feedback: Path | None = Path("state/feedback.jsonl")
    """Where votes on answers are written; None writes none, and shows no buttons for it."""
    cooldown: float = 2.0
    """Seconds between two questions of one person."""
    queue: int = 250
    """Questions that may wait at a time; more are told to try again."""
    patience: float = 15.0
    """Seconds that a question may wait before it is told to try again."""
    log_level: str = "info"
    discord_api: str | None = None
    """With the next, where to find a Discord on this machine, as tests have it: a token goes to no other stranger."""
    discord_gateway: str | None = None

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), environ: Mapping[str, str] | None = None) -> Settings:
        """Read `.env` (where there is one) and the environment (None: of this process), which wins.

        Raises SettingsError, EnvFileUnusable, TokenMisplaced.
        """
        read = environment.read(env_file, environ, "DISCORD_TOKEN", "RELBOT_")
        values = read.values
        state = Path(values.get("RELBOT_STATE", "state"))
        feedback = values.get("RELBOT_FEEDBACK", str(state / "feedback.jsonl"))
        return cls(
            corpus=Path(values.get("RELBOT_CORPUS", "corpus")),
            index=Path(values.get("RELBOT_INDEX", "index")),
            model=values.get("RELBOT_MODEL"),
            discord_token=read.token,
            token_file=read.token_file,
            owner_ids=_ids("RELBOT_OWNER_IDS", values.get("RELBOT_OWNER_IDS", "")),
            state=state,
            feedback=None if feedback.lower() == "off" else Path(feedback),
            cooldown=_number("RELBOT_COOLDOWN", values.get("RELBOT_COOLDOWN", "2"), least=0),
            queue=int(_number("RELBOT_QUEUE", values.get("RELBOT_QUEUE", "250"), least=1)),
            patience=_number("RELBOT_PATIENCE", values.get("RELBOT_PATIENCE", "15"), least=0.1),
            log_level=_level("RELBOT_LOG_LEVEL", values.get("RELBOT_LOG_LEVEL", "info")),
            discord_api=_here("RELBOT_DISCORD_API", values.get("RELBOT_DISCORD_API")),
            discord_gateway=_here("RELBOT_DISCORD_GATEWAY", values.get("RELBOT_DISCORD_GATEWAY")),
        )


def _ids(name: str, value: str) -> frozenset[int]:
    try:
        return frozenset(int(part) for part in value.replace(",", " ").split())
    except ValueError:
        raise SettingsError(name, value, "a list of Discord user ids separated by commas") from None


def _number(name: str, value: str, least: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        raise SettingsError(name, value, f"a number from {least:g} up")
    return number


def _level(name: str, value: str) -> str:
    if value.lower() not in _LEVELS:
        raise SettingsError(name, value, f"one of {', '.join(_LEVELS)}")
    return value.lower()


def _here(name: str, value: str | None) -> str | None:
    if value is not None:
        try:
            host = urlsplit(value).hostname
        except ValueError:
            host = None
        if host not in _HERE:
            raise SettingsError(name, value, "an address on this machine")
    return value
