"""A workspace: a corpus, its index and a bot over them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from discord_server import BotProcess, FakeDiscord
from relbot.index.build import Report, build

SEED = Path(__file__).parents[2] / "corpus" / "albania-north-korea-relations.txt"

STATE_VISIT = "Who hosted Kim Il Sung in Tirana in 1956?"
DECLARATION = "When did Albania and North Korea sign a joint declaration of friendship?"
LETTERS = "What did Hoxha write in June 1977?"
FOLLOW_UP, INTERPRETED = "When did he die?", "Understood as: When did Hoxha die?"
"""A follow-up question, and how it is interpreted after `LETTERS`."""
LONG_LIST = "Name all leaders of Albania and North Korea"
"""A question whose answer has more statements than are shown unfolded."""
UNANSWERABLE = "Which visa does a dentist from Peru need?"
BOT_COMMAND = (sys.executable, "-m", "relbot", "discord")
FAULTY_BOT_COMMAND = (sys.executable, str(Path(__file__).with_name("faulty_bot.py")))

HOSTILE_SOURCE = (
    "The Quibble Charter of 1873 says: @everyone and @here must read <@1> and <@&2> in <#3> at <t:0:R>, "
    "see [the charter](http://evil.example/x) or https://evil.example, ||hidden|| ```code``` **bold** <:a:1> "
    "\u202etfel\u202c zero\u200bwidth :smile: `tick`.\n\n# The Quibble Heading was agreed in 1874 by the Quibblers.\n"
)
LONG_PASSAGE = "The Zorblatt genome was read in 1987. " + " ".join("ACGT" * 240 + f"{n}." for n in range(4))
"""Its strands are single words to the model, so that all of it is one passage, as long as a passage can be."""


@dataclass(frozen=True, slots=True)
class Workspace:
    folder: Path

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def feedback(self) -> Path:
        return self.folder / "state" / "feedback.jsonl"

    def write(self, name: str, text: str, title: str = "") -> None:
        head = f"---\ntitle: {title}\nurl: https://example.org/{name}\n---\n" if title else ""
        (self.corpus / name).parent.mkdir(exist_ok=True)
        (self.corpus / name).write_text(head + text, encoding="utf-8")

    def generations(self) -> tuple[str, set[str]]:
        """The current generation, and all generations."""
        return (self.index / "CURRENT").read_text("utf-8"), {path.name for path in self.index.glob("2*")}

    def build(self) -> Report:
        return build(self.corpus, self.index)

    def bot(self, discord: FakeDiscord, *options: str, **settings: str) -> BotProcess:
        """The shipped entry point, run in this workspace, without a cooldown by default."""
        return BotProcess([*BOT_COMMAND, *options], self._environment(discord, settings), self.folder)

    def faulty_bot(self, discord: FakeDiscord, **settings: str) -> BotProcess:
        """The same over an engine that fails on demand: see `faulty_bot.py`."""
        return BotProcess(FAULTY_BOT_COMMAND, self._environment(discord, settings), self.folder)

    def _environment(self, discord: FakeDiscord, settings: Mapping[str, str]) -> Mapping[str, str]:
        return {"RELBOT_COOLDOWN": "0", **discord.environment, **settings}


def create_workspace(folder: Path, seed_index: Path, sources: Mapping[str, str] | None = None) -> Workspace:
    """A new workspace with the seed article and other sources; its first generation is linked to the seed index."""
    workspace = Workspace(folder)
    workspace.corpus.mkdir(parents=True)
    shutil.copy(SEED, workspace.corpus)
    shutil.copytree(seed_index, workspace.index, copy_function=os.link, ignore=shutil.ignore_patterns(".lock"))
    if sources:
        for name, text in sources.items():
            workspace.write(name, text, title=Path(name).stem.capitalize())
        workspace.build()
    return workspace
