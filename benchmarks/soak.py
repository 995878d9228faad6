"""Use the bot for a long time: `python benchmarks/soak.py [--seconds 1200] [--picture docs/soak.png]`.

Runs the shipped entry point against the tests' fake Discord, on a corpus that is changed and rebuilt continually, with
a connection that breaks and repeats events, and users who ask in every way. Prints a Markdown table, plots the
measurements over time, and exits with 1 if they were not flat or an answer was wrong, missing or given twice.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from discord_server import BotProcess, FakeDiscord  # noqa: E402
from discord_server.entities import Intents  # noqa: E402
from relbot.index.build import build  # noqa: E402
from soak_forum import solve_posts  # noqa: E402
from soak_picture import draw_soak  # noqa: E402
from soak_report import table, trends  # noqa: E402
from soak_results import Results, Sample  # noqa: E402
from soak_users import SoakUser  # noqa: E402

USERS, PAUSE = 6, 0.6
"""The number of concurrent users, and the most seconds between two actions of a user. This makes some 15 questions a
second, of 70 that the bot can answer."""
REBUILD_PAUSE, RECONNECT_PAUSE, POST_PAUSE = 8.0, 20.0, 3.0
"""Seconds from the end of one rebuild, reconnect or post to the next; less in a short soak."""
SHORTEST_RECONNECT_PAUSE = 2.0
"""The shortest pause between reconnects: a connection cut sooner does not count as stable, so the bot rightly waits
longer and longer before it reconnects, and in the end longer than a command does."""
TOWNS = ("Leeds", "York", "Hull", "Bath", "Dover", "Truro", "Wells", "Ripon", "Ely", "Lincoln", "Derby")


class ChangingSource:
    """A source whose text names another town before every rebuild."""

    def __init__(self, corpus: Path) -> None:
        self._corpus, self._towns = corpus, itertools.cycle(TOWNS)
        self.valid_towns: set[str] = set()
        """The towns that an answer may name: during a rebuild, both the old and the new one."""
        self.change()
        self.published()

    def change(self) -> None:
        """Change the source, and add another to the corpus or remove it again."""
        self._town = next(self._towns)
        self.valid_towns = self.valid_towns | {self._town}
        text = f"The Plimsoll Society meets in {self._town}. It is a society of {self._town}.\n"
        (self._corpus / "society.txt").write_text(text, "utf-8")
        lamps = self._corpus / "lamps.txt"
        lamps.unlink() if lamps.exists() else lamps.write_text("The Lamp of Dover was lit in 1899.\n" * 40, "utf-8")

    def published(self) -> None:
        """Record that the rebuild is done, so that only the new town is valid."""
        self.valid_towns = {self._town}


async def soak(folder: Path, seconds: float, index: Path | None = None) -> tuple[list[Sample], Results]:
    """Use a bot for some time, and return samples of its process and the outcome of everything users did.

    An `index` to start from saves exporting the model again.
    """
    corpus, results = folder / "corpus", Results()
    shutil.copytree(ROOT / "corpus", corpus)
    source = ChangingSource(corpus)
    if index:
        shutil.copytree(index, folder / "index", ignore=shutil.ignore_patterns(".lock"))
    build(corpus, folder / "index")
    async with FakeDiscord(heartbeat_interval=5.0, granted=Intents.MESSAGE_CONTENT) as discord:
        guild = discord.add_guild(forums=("questions",))
        users = [SoakUser(discord, n, results, lambda: source.valid_towns, PAUSE) for n in range(USERS)]
        settings = {
            "RELBOT_COOLDOWN": "0",
            "RELBOT_LOG_LEVEL": "warning",
            "RELBOT_MESSAGE_CONTENT": "on",
            "RELBOT_TEACHER_ROLE_IDS": str(guild.id),  # the role of every member, so that somebody gets offers
        }
        command = (sys.executable, "-m", "relbot", "discord")
        async with BotProcess(command, {**discord.environment, **settings}, folder) as bot:
            await bot.wait_ready(discord)
            started = time.monotonic()
            until = started + seconds
            samples: list[Sample] = []
            background = [
                asyncio.create_task(_rebuild(discord, source, results, min(REBUILD_PAUSE, seconds / 10))),
                asyncio.create_task(
                    _reconnect(discord, results, min(RECONNECT_PAUSE, max(SHORTEST_RECONNECT_PAUSE, seconds / 10)))
                ),
                asyncio.create_task(
                    solve_posts(discord, guild.channel("questions"), results, min(POST_PAUSE, seconds / 10))
                ),
                asyncio.create_task(_sample(discord, bot, started, samples, max(0.5, min(5.0, seconds / 100)))),
            ]
            await asyncio.gather(*(user.run(until) for user in users))
            for task in background:
                task.cancel()
            exit_code = await bot.terminate(within=30)
            if exit_code:
                results.failures.append(f"ended with {exit_code}")
            errors = [line for line in bot.stderr if "Incident" in line or "Traceback" in line]
            results.failures += [f"logged: {line}" for line in errors]
    results.latencies = [(at - started, latency) for at, latency in results.latencies]
    return samples, results


async def _rebuild(discord: FakeDiscord, source: ChangingSource, results: Results, pause: float) -> None:
    while True:
        source.change()
        reply = await discord.owner.slash("reindex", until="acknowledged")
        try:
            await discord.wait_for(lambda: "**" in reply.text, within=120)  # noqa: B023 - awaited here
        except TimeoutError:
            results.failures.append("lost: a rebuild that did not end")
        if not reply.text.startswith("**The index was rebuilt**"):
            results.failures.append(f"wrong: /reindex said {reply.text!r}")
        source.published()
        results.counts["rebuilds"] += 1
        await asyncio.sleep(pause)


async def _reconnect(discord: FakeDiscord, results: Results, pause: float) -> None:
    for disconnect in itertools.cycle((discord.drop_connection, discord.request_reconnect)):
        await asyncio.sleep(pause)
        resumed = discord.gateway.resumes
        disconnect()
        try:
            await discord.wait_for(lambda: discord.gateway.resumes > resumed, within=30)  # noqa: B023 - awaited here
        except TimeoutError:
            results.failures.append("lost: a connection that was not resumed")
        results.counts["reconnects"] += 1
        for event in ("INTERACTION_CREATE", "MESSAGE_CREATE"):
            discord.redeliver(event)


async def _sample(
    discord: FakeDiscord, bot: BotProcess, started: float, samples: list[Sample], interval: float
) -> None:
    while True:
        await asyncio.sleep(interval)
        memory = (bot.rss_mb(), bot.uss_mb())
        samples.append(Sample(time.monotonic() - started, *memory, bot.threads(), bot.open_files()))
        discord.trim_history()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=1200.0, help="how long (1,200)")
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "soak.png", help="what to draw (docs/soak.png)")
    parser.add_argument("--index", type=Path, help="an index of the corpus to begin from, in place of building one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        samples, results = asyncio.run(soak(Path(folder), options.seconds, options.index))
    found = trends(samples, results, options.seconds)
    print(table(found, results, options.seconds))
    options.picture.write_bytes(draw_soak(samples, results.latencies, options.seconds))
    for failure in results.failures[:20]:
        print(failure, file=sys.stderr)
    return 0 if not results.failures and all(trend.flat for trend in found) else 1


if __name__ == "__main__":
    sys.exit(main())
