"""A build is killed at one file operation after another, while readers in other processes ask without pause: each
answer is wholly from before or after, the index is sound, and the next build removes what was left.

By default every eleventh operation; with RELBOT_THOROUGH=1 each of them, for three kinds of change and for a first
build, and 60 moments more.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.build_processes import build_and_die, relbot
from index.query_load import QUESTION, QueryLoad, reply
from relbot import Relbot
from relbot.cli import cli
from relbot.errors import IndexMissing
from relbot.index.build import build
from relbot.index.generation import Generation, verify_generation
from relbot.index.publish import current_folder, generation_folders

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
STRIDE, MOMENTS = (1, 60) if THOROUGH else (11, 2)

Record = Callable[[str, object], None]

TURNS = {
    "changed": (
        {"embassy.txt": "The embassy in Tirana opened in 1956."},
        {"embassy.txt": "The embassy in Tirana opened in 1957."},
    ),
    "added": (
        {"b.txt": "It had a garden."},
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


def left_over(index: Path) -> set[str]:
    """What an index folder holds beside what belongs there."""
    return {path.name for path in index.iterdir()} - {
        "CURRENT",
        ".lock",
        *(path.name for path in generation_folders(index)),
    }


def status(corpus: Path, index: Path) -> str:
    """What `relbot status --verify` says of an index that is sound."""
    result = CliRunner().invoke(cli, ["status", "--verify", "--index", str(index), "--corpus", str(corpus)])
    assert result.exit_code in {0, 1}, result.output
    assert "Every file has its checksum." in result.stdout
    return result.stdout


class Turning:
    """An index whose corpus turns from one state to another, again and again, while readers keep asking."""

    def __init__(self, corpus: Path, index: Path, turn: str) -> None:
        self.corpus, self.index = corpus, index
        self.states = TURNS[turn]
        self.replies = []
        for state in self.states:
            write(corpus, state)
            build(corpus, index)
            self.replies.append(reply(Relbot.open(index).ask(QUESTION)))
        self.reader = Relbot.open(index)
        self.oldest = Generation.open(current_folder(index))
        self.readers = QueryLoad(index, following=1, threads=2)
        self.asked = self.readers.asked

    def turn(self) -> None:
        """Change the corpus, from the state that the index holds."""
        self.states, self.replies = self.states[::-1], self.replies[::-1]
        write(self.corpus, self.states[1])
        self.asked = self.readers.asked

    def hold(self) -> bool:
        """Hold the index against what is promised after a kill; whether the new generation answers."""
        assert self.readers.asked > self.asked, "the readers were asking while it was killed"
        fresh = reply(Relbot.open(self.index).ask(QUESTION))
        assert fresh in self.replies
        assert reply(self.reader.ask(QUESTION)) == fresh
        assert ("is up to date" in status(self.corpus, self.index)) == (fresh == self.replies[1])
        build(self.corpus, self.index)
        assert reply(self.reader.ask(QUESTION)) == self.replies[1]
        assert left_over(self.index) == set()
        assert len(generation_folders(self.index)) <= 2
        return fresh == self.replies[1]

    def end(self) -> None:
        """Hold all that the readers were told against what the two states of the corpus say."""
        for seen in self.readers.stop():
            assert seen.troubles == []
            assert seen.asked
            for told in seen.replies.values():
                assert len(told) == 1, "a generation gives one answer"
                assert told <= set(self.replies)
        (row,) = self.oldest.store.passages([0])
        assert len(self.oldest.token_vectors_of(row)) == row.tokens, (
            "a generation that was removed is readable to the end"
        )


@pytest.fixture
def turning(tmp_path: Path, index: Path, request: pytest.FixtureRequest) -> Iterator[Turning]:
    turning = Turning(tmp_path / "sources", index, request.param)
    with turning.readers:
        yield turning


@pytest.mark.parametrize("turning", TURNS if THOROUGH else ["changed"], indirect=True)
def test_a_build_that_is_killed_leaves_the_index_answering_wholly_from_before_or_after(
    turning: Turning, record_property: Record
) -> None:
    outcomes = []
    for at in count(1, STRIDE):
        turning.turn()
        if not build_and_die(turning.corpus, turning.index, at):
            break
        outcomes.append(turning.hold())
    turning.end()
    record_property("kills", len(outcomes))
    record_property("answers", turning.readers.asked)
    assert outcomes == sorted(outcomes), "first the generation before answers, and from one operation on the new one"
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("turning", ["changed"], indirect=True)
def test_the_command_may_be_killed_at_any_moment(turning: Turning, record_property: Record) -> None:
    moments = random.Random(5)
    for _ in range(MOMENTS):
        turning.turn()
        with relbot("index", turning.corpus, "--index", turning.index) as process:
            time.sleep(moments.uniform(0.4, 3 if THOROUGH else 2))
            process.kill()
        turning.hold()
    turning.end()
    record_property("kills", MOMENTS)
    record_property("answers", turning.readers.asked)


@pytest.mark.parametrize("turning", ["changed"], indirect=True)
def test_of_builds_at_once_one_builds_and_the_others_are_told_to_wait_whoever_is_killed(turning: Turning) -> None:
    moments = random.Random(6)
    for turn in range(max(2, MOMENTS // 4)):
        turning.turn()
        builds = [relbot("index", turning.corpus, "--index", turning.index) for _ in range(3)]
        if turn:
            time.sleep(moments.uniform(0.4, 3))
            for one in moments.sample(builds, turn % 3):
                one.kill()
        for one in builds:
            _, told = one.communicate(timeout=60)
            assert one.returncode in {0, 2, -9}
            if one.returncode == 2:
                assert (
                    told
                    == f"relbot: Another build is writing to {turning.index}; wait until it is done and try again.\n"
                )
        turning.hold()
    turning.end()


def test_a_first_build_that_is_killed_leaves_no_index_or_a_whole_one(
    seed_index: Path, tmp_path: Path, exported_before: None, record_property: Record
) -> None:
    corpus, outcomes = tmp_path / "sources", []
    write(corpus, TURNS["changed"][0])
    for at in count(1, 2 * STRIDE - 1):
        index = tmp_path / str(at)
        if not build_and_die(corpus, index, at, exported=current_folder(seed_index)):
            break
        try:
            answer = Relbot.open(index).ask(QUESTION)
            outcomes.append(True)
            assert answer.text == TURNS["changed"][0]["embassy.txt"]
        except IndexMissing:
            outcomes.append(False)
        build(corpus, index)
        verify_generation(current_folder(index))
        assert left_over(index) == set()
        assert len(generation_folders(index)) <= 2
        assert Relbot.open(index).ask(QUESTION).text == TURNS["changed"][0]["embassy.txt"]
    record_property("kills", len(outcomes))
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == ({False, True} if THOROUGH else {False})
