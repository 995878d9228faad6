"""The settings of each channel: decided by those who manage servers, kept in the state file and held in memory.

The event loop reads only memory; a change is written in a thread. If the state file cannot be used, the defaults apply
everywhere.
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
    """The effective settings of a channel, with every value decided."""

    answers: When = "mention"
    in_threads: bool = False
    collections: Collections = None
    expected_right: int = DEFAULT_RIGHT

    @property
    def offers_choices(self) -> bool:
        """Whether sentences are offered to choose from if no answer is sure."""
        return self.answers != "sure"


class ServerSettings:
    """The settings of all servers. Called from the event loop alone."""

    def __init__(self, file: Path, collections: Collection[str] | None = None) -> None:
        """Read the state file, or log that it cannot be used. `collections` apply if a server has not decided."""
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
        """Return the policy of a channel. `server` is None in direct messages, `channel` if the channel is not known.

        If it is not known, answers come only from what all channels of the server may show.
        """
        if server is None:
            return self._public
        if channel is None:
            return self._anywhere(server)
        return self._policy(self.decided(server, channel).over(self.decided(server)))

    def at(self, place: discord.Message | discord.Interaction[Any]) -> Policy:
        """Return the policy for the place of a message, command or click; a thread has that of its channel."""
        if isinstance(place, discord.Message):
            server = place.guild.id if place.guild else None
        else:
            server = place.guild_id
        return self.of(server, settings_channel(place.channel))

    def decided(self, server: int, channel: int = WHOLE_SERVER) -> ChannelSettings:
        """Return the settings decided for the channel itself, or for the server."""
        return self._rows.get((server, channel), ChannelSettings())

    def channels(self, server: int) -> list[int]:
        """Return the ids of the channels with settings of their own."""
        return [channel for other, channel in self._rows if other == server and channel != WHOLE_SERVER]

    async def change(self, server: int, channel: int, settings: ChannelSettings) -> None:
        """Save and apply settings. Raises StateUnusable, StateTooNew, and then the previous ones still apply."""
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
    """Return the id of the channel whose settings apply in a channel; None if that is not known."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id if isinstance(channel, _KNOWN) else None
