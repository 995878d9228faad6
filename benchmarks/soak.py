"""The bot in use for a long time: `python benchmarks/soak.py [--seconds 1200] [--picture docs/soak.png]`.

Runs the shipped entry point against the fake Discord of the tests, over a corpus that is changed and rebuilt without
pause, with a connection that breaks and tells twice, and people who ask in every way. Prints one Markdown table, draws
what was measured over time, and ends with 1 where it was not flat or an answer was wrong, missing or given twice.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from crowd import Tally, Visitor  # noqa: E402
from discord_server import BotProcess, FakeDiscord  # noqa: E402
from relbot.index.build import build  # noqa: E402
from soak_picture import picture  # noqa: E402

VISITORS, PAUSE = 6, 0.6
"""People at a time, and the most seconds between two things that one does: some 15 questions a second; the bot can
answer 70."""
BETWEEN_REBUILDS, BETWEEN_RECONNECTS = 8.0, 20.0
"""Seconds, from the end of one to the next; less in a short soak."""
TOWNS = ("Leeds", "York", "Hull", "Bath", "Dover", "Truro", "Wells", "Ripon", "Ely", "Lincoln", "Derby")
WARM_UP = 0.1
"""Share of the time after which things should stay level: caches are filled, and every way was gone."""
GROWTH, NOISE_MB = 0.02, 2.0
"""How much more memory in the last fifth than in the first after the warm-up is still flat: 2 %, and 2 MB where that is
more, for in a minute the allocator alone moves so much."""
SLOWER, NOISE_MS = 1.5, 20.0
"""How much longer the median answer may take in the last fifth than in the first: half as long again, and 20 ms where
that is more, for bot, builds and people share the machine."""
MORE_OPEN = 2
"""File descriptors by which the medians may differ: pooled connections come and go."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The bot's process at one moment."""

    at: float
    """Seconds since the soak began."""
    rss: float
    """MiB, as is `uss`."""
    uss: float
    threads: int
    files: int


class Town:
    """Where the society of the corpus meets; it moves with every rebuild."""

    def __init__(self, corpus: Path) -> None:
        self._corpus, self._names = corpus, itertools.cycle(TOWNS)
        self.published: set[str] = set()
        """Where it may be said to meet: during a rebuild the old and the new one."""
        self.rebuilds = 0
        self.move()
        self.settle()

    def move(self) -> None:
        """Change the source, and add another to the corpus or take it away again."""
        self._now = next(self._names)
        self.published = self.published | {self._now}
        text = f"The Plimsoll Society meets in {self._now}. It is a society of {self._now}.\n"
        (self._corpus / "society.txt").write_text(text, "utf-8")
        lamps = self._corpus / "lamps.txt"
        lamps.unlink() if lamps.exists() else lamps.write_text("The Lamp of Dover was lit in 1899.\n" * 40, "utf-8")

    def settle(self) -> None:
        self.published = {self._now}


async def soak(folder: Path, seconds: float, index: Path | None = None) -> tuple[list[Sample], Tally]:
    """Use a bot for so long. Returns what its process was like, and what people got.

    An index to begin from saves exporting the model anew.
    """
    corpus, tally = folder / "corpus", Tally()
    shutil.copytree(ROOT / "corpus", corpus)
    town = Town(corpus)
    if index:
        shutil.copytree(index, folder / "index", ignore=shutil.ignore_patterns(".lock"))
    build(corpus, folder / "index")
    async with FakeDiscord(heartbeat_interval=5.0) as discord:
        discord.add_guild()
        visitors = [Visitor(discord, n, tally, lambda: town.published, PAUSE) for n in range(VISITORS)]
        settings = {"RELBOT_COOLDOWN": "0", "RELBOT_LOG_LEVEL": "warning"}
        command = (sys.executable, "-m", "relbot", "discord")
        async with BotProcess(command, {**discord.environment, **settings}, folder) as bot:
            await bot.wait_ready(discord)
            began = time.monotonic()
            until = began + seconds
            samples: list[Sample] = []
            aside = [
                asyncio.create_task(_rebuild(discord, town, tally, min(BETWEEN_REBUILDS, seconds / 10))),
                asyncio.create_task(_reconnect(discord, tally, min(BETWEEN_RECONNECTS, seconds / 10))),
                asyncio.create_task(_sample(discord, bot, began, samples, max(0.5, min(5.0, seconds / 100)))),
            ]
            await asyncio.gather(*(visitor.stay(until) for visitor in visitors))
            for task in aside:
                task.cancel()
            ended = await bot.terminate(within=30)
            if ended:
                tally.faults.append(f"ended with {ended}")
            tally.faults += [f"logged: {line}" for line in bot.stderr if "Incident" in line or "Traceback" in line]
    tally.waited = [(at - began, took) for at, took in tally.waited]
    return samples, tally


async def _rebuild(discord: FakeDiscord, town: Town, tally: Tally, pause: float) -> None:
    while True:
        town.move()
        reply = await discord.owner.slash("reindex", until="acknowledged")
        try:
            await discord.wait_for(lambda: "**" in reply.text, within=120)  # noqa: B023 - awaited here
        except TimeoutError:
            tally.faults.append("lost: a rebuild that did not end")
        if not reply.text.startswith("**The index is rebuilt**"):
            tally.faults.append(f"wrong: /reindex said {reply.text!r}")
        town.settle()
        tally.done["rebuilds"] += 1
        await asyncio.sleep(pause)


async def _reconnect(discord: FakeDiscord, tally: Tally, pause: float) -> None:
    for break_off in itertools.cycle((discord.drop_connection, discord.request_reconnect)):
        await asyncio.sleep(pause)
        resumed = discord.gateway.resumes
        break_off()
        try:
            await discord.wait_for(lambda: discord.gateway.resumes > resumed, within=30)  # noqa: B023 - awaited here
        except TimeoutError:
            tally.faults.append("lost: a connection that was not resumed")
        tally.done["reconnects"] += 1
        for event in ("INTERACTION_CREATE", "MESSAGE_CREATE"):
            discord.redeliver(event)


async def _sample(discord: FakeDiscord, bot: BotProcess, began: float, samples: list[Sample], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        memory = (bot.rss_mb(), bot.uss_mb())
        samples.append(Sample(time.monotonic() - began, *memory, bot.threads(), bot.open_files()))
        discord.trim_history()


def fifths(values: Sequence[tuple[float, float]], seconds: float) -> tuple[list[float], list[float]]:
    """What was measured in the first and in the last fifth of the time after the warm-up."""
    start, length = WARM_UP * seconds, (1 - WARM_UP) * seconds / 5
    first = [value for at, value in values if start <= at < start + length]
    last = [value for at, value in values if at >= seconds - length]
    return first, last


@dataclass(frozen=True, slots=True)
class Trend:
    """How a measure was in the first and in the last fifth, and the most it may be in the last."""

    name: str
    unit: str
    first: float
    last: float
    most: float

    @property
    def flat(self) -> bool:
        return self.last <= self.most

    def row(self) -> str:
        change = f"{100 * (self.last / self.first - 1):+.1f} %" if self.first else "from nothing"
        verdict = "flat" if self.flat else f"**not flat**, at most {self.most:.1f}"
        values = f"{self.first:.1f} to {self.last:.1f}{self.unit} ({change})"
        return f"| {self.name}, first fifth to last | {values} | {verdict} |"


def trends(samples: Sequence[Sample], tally: Tally, seconds: float) -> list[Trend]:
    def trend(name: str, unit: str, values: Sequence[tuple[float, float]], most: Callable[[float], float]) -> Trend:
        first, last = (statistics.median(part) for part in fifths(values, seconds))
        return Trend(name, unit, first, last, most(first))

    def memory(first: float) -> float:
        return first + max(GROWTH * first, NOISE_MB)

    def slower(first: float) -> float:
        return max(SLOWER * first, first + NOISE_MS)

    return [
        trend("memory, RSS", " MB", [(s.at, s.rss) for s in samples], memory),
        trend("memory, USS", " MB", [(s.at, s.uss) for s in samples], memory),
        trend("threads", "", [(s.at, s.threads) for s in samples], lambda first: first),
        trend("open files", "", [(s.at, s.files) for s in samples], lambda first: first + MORE_OPEN),
        trend("median answer", " ms", [(at, 1000 * took) for at, took in tally.waited], slower),
    ]


def table(found: Sequence[Trend], tally: Tally, seconds: float) -> str:
    done, took = tally.done, [1000 * took for _, took in tally.waited]
    ways = [f"{count:,} by {way}" for way, count in done.most_common() if way not in ASIDE]
    rows = [
        f"| questions in {seconds / 60:.3g} minutes | {len(took):,}: {', '.join(ways)} | |",
        f"| besides | {', '.join(f'{done[way]:,} {way}' for way in ASIDE)} | |",
        f"| answers wrong, lost, stale or twice | {len(tally.faults)} | {'**bad**' if tally.faults else 'none'} |",
        f"| answered after, all questions | p50 {statistics.median(took):.0f} ms, p95 {_quantile(took, 95):.0f} ms,"
        f" slowest {max(took):.0f} ms | |",
        *(trend.row() for trend in found),
    ]
    return "\n".join(("| | measured | |", "| --- | --- | --- |", *rows))


ASIDE = ("other commands", "buttons", "rebuilds", "reconnects")


def _quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=1200.0, help="how long (1,200)")
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "soak.png", help="what to draw (docs/soak.png)")
    parser.add_argument("--index", type=Path, help="an index of the corpus to begin from, in place of building one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        samples, tally = asyncio.run(soak(Path(folder), given.seconds, given.index))
    found = trends(samples, tally, given.seconds)
    print(table(found, tally, given.seconds))
    given.picture.write_bytes(picture(samples, tally.waited, given.seconds))
    for fault in tally.faults[:20]:
        print(fault, file=sys.stderr)
    return 0 if not tally.faults and all(trend.flat for trend in found) else 1


if __name__ == "__main__":
    sys.exit(main())
