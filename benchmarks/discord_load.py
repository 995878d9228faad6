"""Measure the bot under load, with the tests' fake Discord: `python benchmarks/discord_load.py [--asks 5000]`.

Runs the shipped entry point on the seed corpus and prints a Markdown table. The bot and the fake Discord share the
machine, so on few cores they slow each other down.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from discord_server import BotProcess, FakeDiscord, Reply, SimulatedUser  # noqa: E402
from relbot.index.build import build  # noqa: E402

QUESTIONS = (
    "When were diplomatic relations established?",
    "Who hosted Kim Il Sung in Tirana in 1956?",
    "When did Albania and North Korea sign a joint declaration of friendship?",
    "What did Hoxha write in June 1977?",
    "Which visa does a dentist from Peru need?",
)
CONCURRENT_USERS = 200
WARM_UP = 500
"""The number of questions after which memory should stay level."""
HEARTBEAT = 1.0
"""The heartbeat interval in seconds; with Discord's own 41, a short run would see hardly any."""

Row = tuple[str, str, str]


async def measure(folder: Path, asks: int) -> list[Row]:
    async with FakeDiscord(heartbeat_interval=HEARTBEAT) as discord:
        discord.add_guild()
        command = (sys.executable, "-m", "relbot", "discord")
        settings = {
            "RELBOT_CORPUS": str(ROOT / "corpus"),
            "RELBOT_INDEX": str(folder / "index"),
            "RELBOT_COOLDOWN": "0",
            "RELBOT_LOG_LEVEL": "warning",
        }
        started = time.monotonic()
        async with BotProcess(command, {**discord.environment, **settings}, folder) as bot:
            await bot.wait_ready(discord)
            ready = time.monotonic() - started
            users = [discord.add_user(f"person{number}") for number in range(CONCURRENT_USERS)]
            single = await ask_in_sequence(users, 100)
            burst = await ask_concurrently(users)
            baseline = bot.rss_mb() if asks <= WARM_UP else 0.0
            for done in range(0, asks, WARM_UP):
                await ask_in_sequence(users, min(WARM_UP, asks - done))
                baseline = baseline or bot.rss_mb()
            growth, peak, late = bot.rss_mb() - baseline, bot.peak_mb(), max(discord.heartbeat_lateness)
    acknowledged = [reply.acknowledged_after or 99.0 for reply in burst]
    outcomes = [("I am busy" in reply.text, "is thinking" in reply.text or not reply.text) for reply in burst]
    busy, lost = (sum(each) for each in zip(*outcomes, strict=True))
    return [
        ("ready after start", f"{ready:.2f} s", "3 s"),
        ("one `/ask`, received to answered, p50", f"{1000 * statistics.median(single):.0f} ms", "60 ms"),
        ("the same, p95", f"{1000 * quantile(single, 95):.0f} ms", ""),
        (f"{CONCURRENT_USERS} at once: acknowledged, p99", f"{quantile(acknowledged, 99):.2f} s", "1.0 s"),
        ("the same, slowest", f"{max(acknowledged):.2f} s", "3 s"),
        ("the same, last answer", f"{max(latency(reply) for reply in burst):.2f} s", ""),
        ("the same, answered / told busy / lost", f"{CONCURRENT_USERS - busy - lost} / {busy} / {lost}", "none lost"),
        ("latest heartbeat", f"{late:.2f} s late", "1 s"),
        (f"memory growth, ask {WARM_UP:,} to {asks:,}", f"{growth:.1f} MB", "10 MB"),
        ("peak memory", f"{peak:.0f} MB", "350 MB"),
    ]


async def ask_in_sequence(users: Sequence[SimulatedUser], asks: int) -> list[float]:
    """Ask one question after another, and return the seconds from interaction to answer."""
    latencies = []
    for number in range(asks):
        question = QUESTIONS[number % len(QUESTIONS)]
        latencies.append(latency(await users[number % len(users)].slash("ask", question=question)))
    return latencies


async def ask_concurrently(users: Sequence[SimulatedUser]) -> list[Reply]:
    replies = (
        user.slash("ask", question=QUESTIONS[number % len(QUESTIONS)], within=60) for number, user in enumerate(users)
    )
    return await asyncio.gather(*replies)


def latency(reply: Reply) -> float:
    return reply.answered_after or 99.0


def quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--asks", type=int, default=5000, help="how many to ask in a row (5,000)")
    asks = parser.parse_args().asks
    with tempfile.TemporaryDirectory() as folder:
        build(ROOT / "corpus", Path(folder) / "index")
        rows = asyncio.run(measure(Path(folder), asks))
    print("| | measured | bar |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
