"""The connection of all shards to the gateway."""

from __future__ import annotations

import asyncio
import logging

import discord

from relbot.discord.connection.gateway_addresses import GatewayAddresses
from relbot.discord.connection.pacing import Backoff, SessionStarts
from relbot.discord.connection.shard_connection import ShardConnection, is_unauthorised
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.errors.discord import TokenRefused

_log = logging.getLogger(__name__)


async def stay_connected(client: discord.AutoShardedClient, addresses: GatewayAddresses, status: GatewayStatus) -> None:
    """Connect every shard, or those of `client.shard_ids`, and keep it connected until cancelled.

    It ends otherwise only where no further attempt is wanted: raises TokenRefused, GatewayRefused, GatewayElsewhere.
    """
    recommended, returned = await _find_gateway(client)
    shards = client.shard_count or recommended
    address = addresses.first(returned)
    state = client._connection
    client.shard_count = state.shard_count = shards
    state.shard_ids = client.shard_ids or range(shards)
    status.shards = len(state.shard_ids)
    starts = SessionStarts(client.fetch_session_start_limits)
    connections = [ShardConnection(client, shard, address, addresses, starts, status) for shard in state.shard_ids]
    tasks = [asyncio.create_task(connection.run()) for connection in connections]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _find_gateway(client: discord.AutoShardedClient) -> tuple[int, str]:
    """The recommended number of shards and the gateway's address, as soon as Discord tells. Raises TokenRefused."""
    backoff = Backoff()
    while True:
        try:
            shards, address, _ = await client.http.get_bot_gateway()
        except Exception as error:  # noqa: BLE001 - whatever is answered in an outage must not end the bot
            if is_unauthorised(error):
                raise TokenRefused from None
            delay = backoff.delay()
            _log.warning("Discord does not name its gateway (%s); again in %.1f s", type(error).__name__, delay)
            await asyncio.sleep(delay)
        else:
            return shards, address
