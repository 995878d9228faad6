"""The settings from the environment and `.env`, read once at start-up and passed down as a frozen value.

pydantic-settings was considered and rejected: importing it takes 0.2 s, a quarter of a cold answer.
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
"""The least similarity of an unknown name to a suggested setting, without prefix (`difflib.get_close_matches`)."""
_MAX_TOLD, _MAX_NAME = 5, 60
"""The most unknown names that are reported, and the most characters of each."""
_SERVICE_LINK = re.compile(
    r"\w+_(?:SERVICE_HOST|SERVICE_PORT(?:_\w{1,63})?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)=.*"
    r"|\w+_PORT=(?:tcp|udp|sctp)://.*",
    re.ASCII | re.DOTALL,
)
"""NAME=value of the variables that Kubernetes sets in every container for each service; for one called relbot, they
have the prefix of settings: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables"""
_MAX_DAYS = 1_000_000
"""The longest retention in days: 2,700 years, which a date can still be offset by."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; `.env.example` documents each variable."""

    corpus: Path = Path("corpus")
    index: Path | str = Path("index")
    """A folder, or the address of an index in another engine: `scheme://…`."""
    model: str | None = None
    """The local folder or hub name of an embedding model; None means the packaged one."""
    caution: float | None = None
    """The least confidence of an answer, 0 to 1; None means the threshold that relbot ships."""
    discord_token: Secret | None = None
    token_file: Path | None = None
    """The `.env` file, if it contains a token."""
    owner_ids: frozenset[int] = frozenset()
    teacher_role_ids: frozenset[int] = frozenset()
    """The roles whose members may teach answers."""
    state: Path = Path("state")
    """The folder for data that the bot keeps across restarts, and for feedback."""
    feedback: Path | None = Path("state/feedback.jsonl")
    """The file for votes on answers; None disables voting and its buttons."""
    retention_days: float = 365.0
    """The number of days that an unanswered question is kept after it was last asked."""
    cooldown: float = 2.0
    """The minimum seconds between two questions of one person."""
    queue: int = 250
    """The most questions that may wait at a time; further ones are refused with a request to try again."""
    patience: float = 15.0
    """Seconds after which a question times out with a request to try again."""
    log_level: str = "info"
    metrics_port: int | None = None
    """The port of `/healthz` and `/metrics`; None serves neither."""
    metrics_host: str = "127.0.0.1"
    """The address of this machine at which they are served."""
    shard_count: int | None = None
    """The number of shards in all processes of the bot; None means as many as Discord recommends."""
    shards: tuple[int, ...] | None = None
    """The shards that this process connects; None means all. Requires `shard_count`."""
    message_content: bool = False
    """Whether the bot requests the content of messages not addressed to it, a privileged intent."""
    collections: frozenset[str] | None = None
    """The collections that answer in direct messages, and in servers that have not chosen any; None means all."""
    discord_api: str | None = None
    """The API address of a Discord test server, which must be local, so that the token is not sent elsewhere."""
    discord_gateway: str | None = None
    """The gateway address of that server, which must be local too."""
    unknown: tuple[str, ...] = ()
    """The variables that have the prefix of settings but are not settings, except those that Kubernetes sets."""

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), environ: Mapping[str, str] | None = None) -> Settings:
        """Read `.env`, if it exists, and the environment (None: that of the process), which takes precedence.

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
        """A sentence about each of the first unknown names, with the setting that it may be a misspelling of."""
        return tuple(map(_warning, self.unknown[:_MAX_TOLD]))


def qdrant_key() -> Secret | None:
    """Return the key of the Qdrant server from `.env` or the environment: it is read when an index is opened, as the
    address is shown and passed to other processes. Raises EnvFileUnusable.
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
"""The parser of each setting that does not depend on another, called with its name and value. Raises SettingsError."""
NAMES = ("DISCORD_TOKEN", "RELBOT_QDRANT_KEY", "RELBOT_SHARDS", *_PARSERS)
"""The names of all settings."""
