"""Measure how soon a taught answer is given: `python benchmarks/teaching.py CORPUS INDEX`, with a large corpus.

Runs the shipped entry point on copies of corpus and index, against the tests' fake Discord. Teaches answers one after
another, and asks for each at once in another wording, while the index is still being updated.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from discord_server import BotProcess, FakeDiscord  # noqa: E402
from relbot.engine import Relbot  # noqa: E402

TAUGHT: Mapping[tuple[str, str], str] = {
    ("Where is the key to the boiler room?", "where's the boiler room's key"): "It hangs behind the porter's door.",
    ("Who runs the tombola at the summer fair?", "who is running the summer fair tombola"): "Beth Quimby runs it.",
    ("When is the sauna heated?", "when's the sauna heated??"): "It is heated on Fridays from five.",
}
"""The answers, keyed by the question as it is taught and as it is asked."""


async def measure(folder: Path) -> list[tuple[float, float]]:
    """Return for each answer the seconds from `/teach` to its confirmation and to the answer to the other wording."""
    async with FakeDiscord() as discord:
        discord.add_guild()
        settings = {"RELBOT_COOLDOWN": "0", "RELBOT_LOG_LEVEL": "warning"}
        command = (sys.executable, "-m", "relbot", "discord")
        async with BotProcess(command, {**discord.environment, **settings}, folder) as bot:
            await bot.wait_ready(discord)
            return [await _taught(discord, *wordings, words) for wordings, words in TAUGHT.items()]


async def _taught(discord: FakeDiscord, question: str, other: str, words: str) -> tuple[float, float]:
    started = time.monotonic()
    taught = await discord.owner.slash("teach", question=question, answer=words, within=120)
    confirmed = time.monotonic() - started
    asked = await discord.add_user("alice").slash("ask", question=other, within=120)
    given = time.monotonic() - started
    for reply in (taught, asked):
        if words not in reply.text.replace("\\", ""):
            raise SystemExit(f"{question!r} was answered {reply.text!r}")
    return confirmed, given


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("index", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(arguments.corpus, Path(folder) / "corpus")
        shutil.copytree(arguments.index, Path(folder) / "index", ignore=shutil.ignore_patterns(".lock"))
        print(f"{Relbot.open(Path(folder) / 'index').contents.passages:,} passages")
        for confirmed, given in asyncio.run(measure(Path(folder))):
            print(f"confirmed after {confirmed:.2f} s, given in other words after {given:.2f} s")


if __name__ == "__main__":
    main()
