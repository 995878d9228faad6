"""Whoever runs the bot asks it whether it works and how it is used, and is told the truth."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from discord_bot.workspace import DECLARATION, UNANSWERABLE, Workspace
from discord_server import FakeDiscord, Outage
from relbot import Relbot, __version__
from relbot.discord.dispatch.service import Service
from relbot.discord.monitoring.endpoint import BUSY, CONNECTING, HEALTHY, Endpoint, served
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.errors.discord import MonitoringUnavailable
from relbot.index.local.publish import current_folder
from relbot.settings import Settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Monitor:
    """What asks the pages, as Prometheus and a health check do."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session, self._address = session, f"http://127.0.0.1:{port}"

    async def health(self) -> tuple[int, str]:
        async with self._session.get(f"{self._address}/healthz") as response:
            return response.status, (await response.text()).strip()

    async def wait_for_health(self, status: int) -> str:
        for _ in range(400):
            found, sentence = await self.health()
            if found == status:
                return sentence
            await asyncio.sleep(0.05)
        raise TimeoutError(sentence)

    async def figures(self) -> dict[str, float]:
        """Each sample by its name; with its outcome or version, where it has one."""
        async with self._session.get(f"{self._address}/metrics") as response:
            families = text_string_to_metric_families(await response.text())
        samples = [sample for family in families for sample in family.samples if "le" not in sample.labels]
        return {" ".join((sample.name, *sample.labels.values())): sample.value for sample in samples}


@asynccontextmanager
async def monitor(port: int) -> AsyncIterator[Monitor]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(20)) as session:
        yield Monitor(session, port)


@pytest.mark.asyncio(loop_scope="session")
async def test_the_bot_tells_how_it_is_used_and_whether_it_works(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, port = new_workspace(), free_port()
    started, alice = time.time(), fresh_discord.add_user("alice")
    async with workspace.bot(fresh_discord, RELBOT_METRICS_PORT=str(port)) as bot, monitor(port) as operator:
        await bot.wait_ready(fresh_discord)
        assert await operator.wait_for_health(200) == HEALTHY
        for question in (DECLARATION, DECLARATION, UNANSWERABLE, "Hello!"):
            assert (await alice.slash("ask", question=question)).text
        before = await operator.figures()
        assert [before[f"relbot_outcomes_total {name}"] for name in ("answered", "refused", "small talk")] == [2, 1, 1]
        assert [before[f"relbot_outcomes_total {name}"] for name in ("busy", "hasty", "failed", "undelivered")] == [
            0
        ] * 4
        assert before["relbot_answer_seconds_count"] == 4
        assert 0 < before["relbot_answer_seconds_sum"] < 15
        assert before[f"relbot_build_info {__version__}"] == 1
        assert (before["relbot_shards"], before["relbot_shards_connected"]) == (1, 1)
        assert (before["relbot_reconnects_total"], before["relbot_queue_length"]) == (0, 0)
        assert (before["relbot_index_sources"], before["relbot_index_passages"] > 1) == (1, True)
        assert started - 3600 < before["relbot_index_built_timestamp_seconds"] < time.time()
        assert before["process_resident_memory_bytes"] == pytest.approx(bot.rss_mb() * 2**20, rel=0.2)

        fresh_discord.gateway.upcoming.extend([Outage("handshake", "refuse", 503)] * 2)
        fresh_discord.drop_connection()
        assert await operator.wait_for_health(503) == CONNECTING
        await operator.wait_for_health(200)
        workspace.write("later.txt", "The later treaty was signed in Durrës in 1962.")
        workspace.build()
        after = await operator.figures()
        assert (after["relbot_reconnects_total"], after["relbot_index_sources"]) == (1, 2)
        assert after["relbot_index_built_timestamp_seconds"] > before["relbot_index_built_timestamp_seconds"]


async def test_a_damaged_index_is_unhealthy_and_the_file_is_named(index: Path) -> None:
    bot, gateway, port = Relbot.open(index), GatewayStatus(), free_port()
    gateway.shards = 1
    gateway.established(0)
    service = Service(bot, Settings(), print)
    endpoint = Endpoint(service, gateway, lambda: bot.search("relbot", 1))
    async with served(endpoint, "127.0.0.1", port), monitor(port) as operator:
        assert await operator.health() == (200, HEALTHY)
        tokens = current_folder(index) / "tokens-0.codes"
        with tokens.open("r+b") as pages:
            pages.write(b"\xff" * tokens.stat().st_size)
        status, sentence = await operator.health()
        assert (status, "tokens-0.codes" in sentence) == (503, True)
    await service.shut_down(0)


async def test_it_is_unhealthy_while_nobody_else_can_ask_and_tells_many_at_the_price_of_one(seed_bot: Relbot) -> None:
    service, gateway, port = Service(seed_bot, Settings(queue=2), print), GatewayStatus(), free_port()
    searches: list[None] = []
    endpoint = Endpoint(service, gateway, lambda: searches.append(None))
    async with served(endpoint, "127.0.0.1", port), monitor(port) as operator:
        assert await operator.health() == (503, CONNECTING)
        gateway.shards = 1
        gateway.established(0)
        done = threading.Event()
        question = asyncio.create_task(service.engine.run(done.wait))
        await asyncio.sleep(0)
        many = asyncio.gather(*(operator.health() for _ in range(20)))
        await asyncio.sleep(0.2)
        assert (await operator.figures())["relbot_queue_length"] == 2
        done.set()
        await question
        assert set(await many) == {(200, HEALTHY)}
        assert len(searches) == 1

        done.clear()
        questions = [asyncio.create_task(service.engine.run(done.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        assert await operator.health() == (503, BUSY)
        done.set()
        await asyncio.gather(*questions)
        assert await operator.health() == (200, HEALTHY)
    await service.shut_down(0)


async def test_an_address_that_cannot_be_used_is_named_in_one_sentence(seed_bot: Relbot) -> None:
    endpoint = Endpoint(Service(seed_bot, Settings(), print), GatewayStatus(), lambda: None)
    port = free_port()
    async with served(endpoint, "127.0.0.1", port):
        with pytest.raises(
            MonitoringUnavailable, match=rf"at 127\.0\.0\.1, port {port} \(Address already in use\); set"
        ):
            await served(endpoint, "127.0.0.1", port).__aenter__()
    for host in ("nowhere.invalid", "a..b", "x" * 64, "not a host"):
        with pytest.raises(MonitoringUnavailable, match=rf"at {host}, port \d+ \(.+\); set RELBOT_METRICS_HOST"):
            await served(endpoint, host, port).__aenter__()
