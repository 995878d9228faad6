"""What holds in each channel: the decisions of those who manage servers, kept in the state file and held in memory.

The event loop reads memory alone; a change is written in a thread. Where the state file cannot be used, what relbot
does without any decision holds everywhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from relbot.errors.state import StateTooNew, StateUnusable
from relbot.evaluation.bars import DEFAULT_RIGHT
from relbot.state.channel_settings import WHOLE_SERVER, ChannelSettings, Rows, When, read_all, write
from relbot.state.database import Database

_log = logging.getLogger(__name__)

Collections = frozenset[str] | None
"""Names of collections; None for all sources."""
_KNOWN = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.ForumChannel)


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds in a channel, with every setting decided."""

    answers: When = "mention"
    in_threads: bool = False
    collections: Collections = None
    expected_right: int = DEFAULT_RIGHT

    @property
    def offers_choices(self) -> bool:
        """Whether sentences are offered to choose from where none is sure."""
        return self.answers != "sure"


class ServerSettings:
    """The settings of all servers. Called from the event loop alone."""

    def __init__(self, file: Path, collections: Collection[str] | None = None) -> None:
        """Read the state file; one that cannot be used is logged. `collections` are those where no server decides."""
        self._public = Policy(collections=None if collections is None else frozenset(collections))
        self._file = file
        self._rows: Rows = {}
        self._database: Database | None = None
        self.problem: StateUnusable | StateTooNew | None = None
        """Why nothing can be changed."""
        try:
            self._database = Database(file)
            with self._database.transaction() as connection:
                self._rows = read_all(connection)
        except (StateUnusable, StateTooNew) as error:
            self.problem = error
            _log.error("%s Until then nothing holds that was decided by /setup.", error)

    def of(self, server: int | None, channel: int | None) -> Policy:
        """What holds in a channel; `server` is None in direct messages, `channel` where it is not known which it is.

        Where it is not known, only what all channels of the server may show is answered from.
        """
        if server is None:
            return self._public
        if channel is None:
            return self._anywhere(server)
        return self._policy(self.decided(server, channel).over(self.decided(server)))

    def at(self, place: discord.Message | discord.Interaction[Any]) -> Policy:
        """What holds where a message was written or a command or button used; in a thread as in its channel."""
        if isinstance(place, discord.Message):
            server = place.guild.id if place.guild else None
        else:
            server = place.guild_id
        return self.of(server, settings_channel(place.channel))

    def decided(self, server: int, channel: int = WHOLE_SERVER) -> ChannelSettings:
        """What was decided for a channel itself, or for the server."""
        return self._rows.get((server, channel), ChannelSettings())

    def channels(self, server: int) -> list[int]:
        """The ids of the channels that something was decided for."""
        return [channel for other, channel in self._rows if other == server and channel != WHOLE_SERVER]

    async def change(self, server: int, channel: int, settings: ChannelSettings) -> None:
        """Keep and apply what was decided. Raises StateUnusable, StateTooNew; what held before holds on then."""
        if self._database is None:
            raise self.problem or StateUnusable(self._file, "it is not open")
        await asyncio.to_thread(self._write, self._database, server, channel, settings)
        self._rows.pop((server, channel), None)
        if settings != ChannelSettings():
            self._rows[server, channel] = settings

    def close(self) -> None:
        if self._database:
            self._database.close()

    @staticmethod
    def _write(database: Database, server: int, channel: int, settings: ChannelSettings) -> None:
        with database.transaction() as connection:
            write(connection, server, channel, settings)

    def _policy(self, settings: ChannelSettings) -> Policy:
        public, chosen = self._public, settings.collections
        return Policy(
            settings.answers or public.answers,
            public.in_threads if settings.in_threads is None else settings.in_threads,
            public.collections if chosen is None else None if chosen == "all" else frozenset(chosen),
            settings.expected_right or public.expected_right,
        )

    def _anywhere(self, server: int) -> Policy:
        general = self.of(server, WHOLE_SERVER)
        policies = [general, *(self.of(server, channel) for channel in self.channels(server))]
        shown = [policy.collections for policy in policies if policy.collections is not None]
        return Policy(
            "off" if general.answers == "off" else "mention",
            collections=frozenset.intersection(*shown) if shown else None,
        )


def settings_channel(channel: object) -> int | None:
    """The id of the channel whose settings hold in a channel; None where that is not known."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id if isinstance(channel, _KNOWN) else None
