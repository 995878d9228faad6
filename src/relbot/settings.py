"""Settings from the environment and `.env`, read once by a front door and passed down as a frozen value.

pydantic-settings was looked at and left: its import alone takes 0.2 s, a quarter of a cold answer. python-dotenv
reads the file; the environment wins over it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from relbot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever runs relbot may choose; `.env.example` documents each."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    model: str | None = None
    """A local folder or hub name in place of the packaged model; None is the packaged one."""
    discord_token: str | None = field(default=None, repr=False)
    owner_ids: frozenset[int] = frozenset()
    discord_api: str | None = None
    discord_gateway: str | None = None

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), environ: Mapping[str, str] = os.environ) -> Settings:
        """Read `.env` (where there is one) and the environment, which wins. Raises SettingsError."""
        stored = dotenv_values(env_file) if env_file and env_file.is_file() else {}
        values = {**{k: v for k, v in stored.items() if v}, **{k: v for k, v in environ.items() if v}}
        return cls(
            corpus=Path(values.get("RELBOT_CORPUS", "corpus")),
            index=Path(values.get("RELBOT_INDEX", "index")),
            model=values.get("RELBOT_MODEL"),
            discord_token=values.get("DISCORD_TOKEN"),
            owner_ids=_ids("RELBOT_OWNER_IDS", values.get("RELBOT_OWNER_IDS", "")),
            discord_api=values.get("RELBOT_DISCORD_API"),
            discord_gateway=values.get("RELBOT_DISCORD_GATEWAY"),
        )


def _ids(name: str, value: str) -> frozenset[int]:
    try:
        return frozenset(int(part) for part in value.replace(",", " ").split())
    except ValueError:
        raise SettingsError(name, value, "a list of Discord user ids separated by commas") from None
