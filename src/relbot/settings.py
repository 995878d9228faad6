"""The settings from the environment and `.env`, read once at start-up and passed down as a frozen value.

pydantic-settings was considered and not used: its import alone takes 0.2 s, a quarter of a cold answer.
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

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; `.env.example` documents each variable."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    model: str | None = None
    """A local folder or hub name of an embedding model; None is the packaged one."""
    caution: float | None = None
    """The least confidence of an answer, 0 to 1; None is the threshold that relbot ships."""
    discord_token: Secret | None = None
    token_file: Path | None = None
    """The `.env` file, if it contains a token."""
    owner_ids: frozenset[int] = frozenset()
    teacher_role_ids: frozenset[int] = frozenset()
    """Roles whose members may teach answers."""
    state: Path = Path("state")
    """Folder for what the bot keeps over a restart, and for feedback."""
    feedback: Path | None = Path("state/feedback.jsonl")
    """File for votes on answers; None disables voting and its buttons."""
    retention_days: float = 365.0
    """Days that an unanswered question is kept after it was last asked."""
    cooldown: float = 2.0
    """Minimum seconds between two questions of one person."""
    queue: int = 250
    """Questions that may wait at a time; further ones are refused with a request to try again."""
    patience: float = 15.0
    """Seconds after which a question times out with a request to try again."""
    log_level: str = "info"
    discord_api: str | None = None
    """With the next, the addresses of a Discord test server. Only local ones: the token must not be sent elsewhere."""
    discord_gateway: str | None = None

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), environ: Mapping[str, str] | None = None) -> Settings:
        """Read `.env`, if it exists, and the environment (None: of this process), which takes precedence.

        Raises SettingsError, EnvFileUnusable, TokenMisplaced.
        """
        variables = environment.read(env_file, environ, "DISCORD_TOKEN", "RELBOT_")
        values = variables.values
        state = Path(values.get("RELBOT_STATE", "state"))
        feedback = values.get("RELBOT_FEEDBACK", str(state / "feedback.jsonl"))
        return cls(
            corpus=Path(values.get("RELBOT_CORPUS", "corpus")),
            index=Path(values.get("RELBOT_INDEX", "index")),
            model=values.get("RELBOT_MODEL"),
            caution=_share("RELBOT_CAUTION", values.get("RELBOT_CAUTION")),
            discord_token=variables.token,
            token_file=variables.token_file,
            owner_ids=_ids("RELBOT_OWNER_IDS", values.get("RELBOT_OWNER_IDS", ""), "user"),
            teacher_role_ids=_ids("RELBOT_TEACHER_ROLE_IDS", values.get("RELBOT_TEACHER_ROLE_IDS", ""), "role"),
            state=state,
            feedback=None if feedback.lower() == "off" else Path(feedback),
            retention_days=_number("RELBOT_RETENTION_DAYS", values.get("RELBOT_RETENTION_DAYS", "365"), minimum=0),
            cooldown=_number("RELBOT_COOLDOWN", values.get("RELBOT_COOLDOWN", "2"), minimum=0),
            queue=int(_number("RELBOT_QUEUE", values.get("RELBOT_QUEUE", "250"), minimum=1)),
            patience=_number("RELBOT_PATIENCE", values.get("RELBOT_PATIENCE", "15"), minimum=0.1),
            log_level=_log_level("RELBOT_LOG_LEVEL", values.get("RELBOT_LOG_LEVEL", "info")),
            discord_api=_local_url("RELBOT_DISCORD_API", values.get("RELBOT_DISCORD_API")),
            discord_gateway=_local_url("RELBOT_DISCORD_GATEWAY", values.get("RELBOT_DISCORD_GATEWAY")),
        )


def _ids(name: str, value: str, kind: str) -> frozenset[int]:
    try:
        return frozenset(int(part) for part in value.replace(",", " ").split())
    except ValueError:
        raise SettingsError(name, value, f"a list of Discord {kind} ids separated by commas") from None


def _number(name: str, value: str, minimum: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not minimum <= number < math.inf:
        raise SettingsError(name, value, f"a number from {minimum:g} up")
    return number


def _share(name: str, value: str | None) -> float | None:
    if value is None:
        return None
    share = _number(name, value, minimum=0)
    if share > 1:
        raise SettingsError(name, value, "a number from 0 to 1")
    return share


def _log_level(name: str, value: str) -> str:
    if value.lower() not in _LOG_LEVELS:
        raise SettingsError(name, value, f"one of {', '.join(_LOG_LEVELS)}")
    return value.lower()


def _local_url(name: str, value: str | None) -> str | None:
    if value is not None and not is_local_address(value):
        raise SettingsError(name, value, "an address on this machine")
    return value


def is_local_address(url: str) -> bool:
    """Whether the host of a URL is this machine."""
    try:
        return urlsplit(url).hostname in _LOCAL_HOSTS
    except ValueError:
        return False
