"""The settings from the environment and `.env`, read once at start-up and passed down as a frozen value.

pydantic-settings was considered and not used: its import alone takes 0.2 s, a quarter of a cold answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from relbot import environment
from relbot import setting_values as read
from relbot.secret import Secret, redact

_PREFIX = "RELBOT_"
_MIN_LIKENESS = 0.6
"""Of a name to the setting that it may be meant for, without the prefix: the least of `difflib.get_close_matches`."""
_MAX_TOLD, _MAX_NAME = 5, 60
"""Unknown names that are told, and characters of each."""
_SERVICE_LINK = re.compile(
    r"\w+_(?:SERVICE_HOST|SERVICE_PORT(?:_\w{1,63})?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)=.*"
    r"|\w+_PORT=(?:tcp|udp|sctp)://.*",
    re.ASCII | re.DOTALL,
)
"""NAME=value of what Kubernetes tells every container of each service; of one called relbot, it begins as a setting:
https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables"""
_MAX_DAYS = 1_000_000
"""Days of the longest retention: 2,700 years, which a date can be set off by."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; `.env.example` documents each variable."""

    corpus: Path = Path("corpus")
    index: Path | str = Path("index")
    """A folder, or the address of another engine's index: `scheme://…`."""
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
    metrics_port: int | None = None
    """Port of `/healthz` and `/metrics`; None serves neither."""
    metrics_host: str = "127.0.0.1"
    """Address of this machine at which they are served."""
    shard_count: int | None = None
    """Shards of the bot, over all its processes; None is as many as Discord recommends."""
    shards: tuple[int, ...] | None = None
    """Those that this process connects; None is all. Only with a number of shards."""
    message_content: bool = False
    """Whether the bot asks Discord for the words of messages that are not addressed to it, a privileged intent."""
    collections: frozenset[str] | None = None
    """Answered from in direct messages, and in servers that have not chosen; None for all."""
    discord_api: str | None = None
    """With the next, the addresses of a Discord test server. Only local ones: the token must not be sent elsewhere."""
    discord_gateway: str | None = None
    unknown: tuple[str, ...] = ()
    """Names that begin as those of settings do, and are none, but for those that Kubernetes sets."""

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), environ: Mapping[str, str] | None = None) -> Settings:
        """Read `.env`, if it exists, and the environment (None: of this process), which takes precedence.

        Raises SettingsError, EnvFileUnusable, TokenMisplaced.
        """
        variables = environment.read(env_file, environ, "DISCORD_TOKEN", _PREFIX)
        values = variables.values
        given = {
            name.removeprefix(_PREFIX).lower(): parse(name, values[name])
            for name, parse in _PARSERS.items()
            if name in values
        }
        if "state" in given:
            given.setdefault("feedback", given["state"] / "feedback.jsonl")
        return cls(
            **given,
            discord_token=variables.token,
            token_file=variables.token_file,
            shards=read.shard_numbers("RELBOT_SHARDS", values.get("RELBOT_SHARDS"), given.get("shard_count")),
            unknown=_unknown(values),
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence about each of the first unknown names, with the setting that it may be meant for."""
        return tuple(map(_warning, self.unknown[:_MAX_TOLD]))


def qdrant_key() -> Secret | None:
    """The key of the Qdrant server, from `.env` or the environment: read where an index is opened, since an address is
    shown and given to other processes. Raises EnvFileUnusable.
    """
    return environment.read(Path(".env"), None, "RELBOT_QDRANT_KEY", "RELBOT_QDRANT_KEY").token


def _unknown(values: Mapping[str, str]) -> tuple[str, ...]:
    others = values.keys() - set(NAMES)
    return tuple(sorted(name for name in others if not _SERVICE_LINK.fullmatch(f"{name}={values[name]}")))


def _warning(unknown: str) -> str:
    from difflib import get_close_matches  # seldom needed

    settings = {name.removeprefix(_PREFIX): name for name in NAMES}
    near = get_close_matches(unknown[:_MAX_NAME].upper().removeprefix(_PREFIX), settings, 1, _MIN_LIKENESS)
    shown = redact(unknown if unknown.isprintable() else ascii(unknown))[:_MAX_NAME]
    remedy = f"did you mean {settings[near[0]]}?" if near else ".env.example names all settings."
    return f"{shown} is no setting and changes nothing; {remedy}"


_PARSERS: Mapping[str, Callable[[str, str], Any]] = MappingProxyType(
    {
        "RELBOT_CORPUS": lambda _, value: read.path(value),
        "RELBOT_INDEX": lambda _, value: read.index_address(value),
        "RELBOT_MODEL": read.model,
        "RELBOT_CAUTION": partial(read.number, minimum=0, maximum=1),
        "RELBOT_OWNER_IDS": partial(read.ids, kind="user"),
        "RELBOT_TEACHER_ROLE_IDS": partial(read.ids, kind="role"),
        "RELBOT_STATE": lambda _, value: read.path(value),
        "RELBOT_FEEDBACK": read.feedback_file,
        "RELBOT_RETENTION_DAYS": partial(read.number, minimum=0, maximum=_MAX_DAYS),
        "RELBOT_COOLDOWN": partial(read.number, minimum=0),
        "RELBOT_QUEUE": partial(read.whole_number, minimum=1, maximum=1_000_000),
        "RELBOT_PATIENCE": partial(read.number, minimum=0.1),
        "RELBOT_LOG_LEVEL": read.log_level,
        "RELBOT_METRICS_PORT": partial(read.whole_number, minimum=1, maximum=65_535),
        "RELBOT_METRICS_HOST": lambda _, value: value,
        "RELBOT_SHARD_COUNT": partial(read.whole_number, minimum=1, maximum=10_000),
        "RELBOT_MESSAGE_CONTENT": read.switch,
        "RELBOT_COLLECTIONS": read.collections,
        "RELBOT_DISCORD_API": read.local_url,
        "RELBOT_DISCORD_GATEWAY": read.local_url,
    }
)
"""Of each setting that stands alone what reads it, given its name and its value. Raises SettingsError."""
NAMES = ("DISCORD_TOKEN", "RELBOT_QDRANT_KEY", "RELBOT_SHARDS", *_PARSERS)
"""Of all settings."""
