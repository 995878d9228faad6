"""A build is killed at one file operation after another: the index answers all the same, and nothing is left behind.

By default every seventh operation; with RELBOT_THOROUGH=1 each of them, for three kinds of change, and 60 moments more.
"""

from __future__ import annotations

import os
import random
import time
from itertools import count
from pathlib import Path

import pytest

from index.mortal import begin_build, build_and_die
from relbot import Relbot
from relbot.index.build import build
from relbot.index.generation import sound
from relbot.index.publish import current, kept

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
QUESTION = "When did the embassy in Tirana open?"

TURNS = {
    "changed": (
        {"embassy.txt": "The embassy in Tirana opened in 1956."},
        {"embassy.txt": "The embassy in Tirana opened in 1957."},
    ),
    "added": (
        {"a.txt": "The embassy in Tirana opened in 1956."},
        {"a.txt": "The embassy in Tirana opened in 1956.", "b.txt": "It had a garden."},
    ),
    "removed": (
        {"a.txt": "The embassy in Tirana opened in 1956.", "b.txt": "It had a garden."},
        {"b.txt": "It had a garden."},
    ),
}
"""What the corpus holds before a build and after."""


def write(corpus: Path, sources: dict[str, str]) -> None:
    corpus.mkdir(exist_ok=True)
    for file in corpus.iterdir():
        file.unlink()
    for name, text in sources.items():
        (corpus / name).write_text(text)


def reply(bot: Relbot) -> tuple[object, ...]:
    answer = bot.ask(QUESTION)
    return answer.answered, answer.text, tuple((c.document.path, c.quote) for c in answer.citations)


def left_over(index: Path) -> set[str]:
    """What an index folder holds beside what belongs there."""
    return {path.name for path in index.iterdir()} - {"CURRENT", ".lock", *(path.name for path in kept(index))}


class Turning:
    """An index whose corpus turns from one state to another, again and again, while a reader keeps asking."""

    def __init__(self, corpus: Path, index: Path, turn: str) -> None:
        self.corpus, self.index = corpus, index
        self.states = TURNS[turn]
        self.replies = []
        for state in self.states:
            write(corpus, state)
            build(corpus, index)
            self.replies.append(reply(Relbot.open(index)))
        self.reader = Relbot.open(index)

    def turn(self) -> None:
        """Change the corpus, from the state that the index holds."""
        self.states, self.replies = self.states[::-1], self.replies[::-1]
        write(self.corpus, self.states[1])

    def hold(self) -> bool:
        """Hold the index against what is promised after a kill; whether the new generation answers."""
        sound(current(self.index))
        fresh = reply(Relbot.open(self.index))
        assert fresh in self.replies
        assert reply(self.reader) == fresh
        build(self.corpus, self.index)
        assert reply(self.reader) == self.replies[1]
        assert left_over(self.index) == set()
        assert len(kept(self.index)) <= 2
        return fresh == self.replies[1]


@pytest.fixture
def turning(tmp_path: Path, index: Path, request: pytest.FixtureRequest) -> Turning:
    return Turning(tmp_path / "sources", index, request.param)


@pytest.mark.parametrize("turning", TURNS if THOROUGH else ["changed"], indirect=True)
def test_a_build_that_is_killed_leaves_the_index_answering_wholly_from_before_or_after(turning: Turning) -> None:
    outcomes = []
    for at in count(1, 1 if THOROUGH else 7):
        turning.turn()
        if not build_and_die(turning.corpus, turning.index, at):
            break
        outcomes.append(turning.hold())
    assert outcomes == sorted(outcomes), "first the generation before answers, and from one operation on the new one"
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("turning", ["changed"], indirect=True)
def test_it_may_be_killed_at_any_moment(turning: Turning) -> None:
    moments = random.Random(5)
    for _ in range(60 if THOROUGH else 3):
        turning.turn()
        process = begin_build(turning.corpus, turning.index)
        time.sleep(moments.uniform(0, 0.8))
        process.kill()
        process.join()
        turning.hold()
