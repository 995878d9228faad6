"""A build is killed at one file operation after another, while other processes query the index: each answer is
wholly from the old or the new generation, the index is intact, and the next build removes leftover files.

By default every eleventh operation; with RELBOT_THOROUGH=1 each operation, for three kinds of change and for a first
build, and 60 random times.
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

from index.build_processes import build_until_killed, start_relbot
from index.query_load import QUESTION, QueryLoad, reply
from relbot import Relbot
from relbot.cli import cli
from relbot.errors.index import IndexMissing
from relbot.index.build import build
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder, generation_folders
from relbot.index.local.verification import verify_generation

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
STRIDE, RANDOM_KILLS = (1, 60) if THOROUGH else (11, 2)

Record = Callable[[str, object], None]

CORPUS_CHANGES = {
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
"""The corpus before and after a build."""


def write(corpus: Path, sources: dict[str, str]) -> None:
    corpus.mkdir(exist_ok=True)
    for file in corpus.iterdir():
        file.unlink()
    for name, text in sources.items():
        (corpus / name).write_text(text)


def leftover_files(index: Path) -> set[str]:
    """The files of an index folder that do not belong to it."""
    return {path.name for path in index.iterdir()} - {
        "CURRENT",
        ".lock",
        ".verified",
        *(path.name for path in generation_folders(index)),
    }


def status(corpus: Path, index: Path) -> str:
    """The output of `relbot status --verify` for an intact index."""
    result = CliRunner().invoke(cli, ["status", "--verify", "--index", str(index), "--corpus", str(corpus)])
    assert result.exit_code in {0, 1}, result.output
    assert "Every file has its checksum." in result.stdout
    return result.stdout


class AlternatingIndex:
    """An index whose corpus alternates between two states while other processes query it."""

    def __init__(self, corpus: Path, index: Path, change: str) -> None:
        self.corpus, self.index = corpus, index
        self.states = CORPUS_CHANGES[change]
        self.replies = []
        for state in self.states:
            write(corpus, state)
            build(corpus, index)
            self.replies.append(reply(Relbot.open(index).ask(QUESTION)))
        self.bot = Relbot.open(index)
        self.oldest = LocalGeneration.open(current_folder(index))
        self.load = QueryLoad(index, processes=1, threads=2)
        self.answered = self.load.answered

    def change_corpus(self) -> None:
        """Change the corpus to the state other than that of the index."""
        self.states, self.replies = self.states[::-1], self.replies[::-1]
        write(self.corpus, self.states[1])
        self.answered = self.load.answered

    def check_after_kill(self) -> bool:
        """Check the index after a kill and build again. True where the new generation had become current."""
        assert self.load.answered > self.answered, "queries went on while it was killed"
        current = reply(Relbot.open(self.index).ask(QUESTION))
        assert current in self.replies
        assert reply(self.bot.ask(QUESTION)) == current
        assert ("is up to date" in status(self.corpus, self.index)) == (current == self.replies[1])
        build(self.corpus, self.index)
        assert reply(self.bot.ask(QUESTION)) == self.replies[1]
        assert leftover_files(self.index) == set()
        assert len(generation_folders(self.index)) <= 2
        return current == self.replies[1]

    def finish(self) -> None:
        """Stop the load, and compare its answers with those of the two corpus states."""
        for report in self.load.stop():
            assert report.errors == []
            assert report.answered
            for replies in report.replies.values():
                assert len(replies) == 1, "a generation gives one answer"
                assert replies <= set(self.replies)
        (first, *_) = self.oldest.manifest.sources[0].rows  # not 0, where the source before it was removed
        (stored,) = self.oldest.encoded([first])
        assert len(stored.token_vectors) == stored.record.tokens, "a removed generation that is open stays readable"


@pytest.fixture
def alternating(tmp_path: Path, index: Path, request: pytest.FixtureRequest) -> Iterator[AlternatingIndex]:
    alternating = AlternatingIndex(tmp_path / "sources", index, request.param)
    with alternating.load:
        yield alternating


@pytest.mark.parametrize("alternating", CORPUS_CHANGES if THOROUGH else ["changed"], indirect=True)
def test_a_build_that_is_killed_leaves_the_old_or_the_new_generation_answering(
    alternating: AlternatingIndex, record_property: Record
) -> None:
    outcomes = []
    for operation in count(1, STRIDE):
        alternating.change_corpus()
        if not build_until_killed(alternating.corpus, alternating.index, operation):
            break
        outcomes.append(alternating.check_after_kill())
    alternating.finish()
    record_property("kills", len(outcomes))
    record_property("answers", alternating.load.answered)
    before, after = alternating.states
    if before.keys() == after.keys():  # else segments come and go, so that some builds take more operations
        assert outcomes == sorted(outcomes), "first the generation before answers, from one operation on the new one"
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("alternating", ["changed"], indirect=True)
def test_the_command_may_be_killed_at_any_time(alternating: AlternatingIndex, record_property: Record) -> None:
    chance = random.Random(5)
    for _ in range(RANDOM_KILLS):
        alternating.change_corpus()
        with start_relbot("index", alternating.corpus, "--index", alternating.index) as process:
            time.sleep(chance.uniform(0.4, 3 if THOROUGH else 2))
            process.kill()
        alternating.check_after_kill()
    alternating.finish()
    record_property("kills", RANDOM_KILLS)
    record_property("answers", alternating.load.answered)


@pytest.mark.parametrize("alternating", ["changed"], indirect=True)
def test_of_simultaneous_builds_one_builds_and_the_others_are_refused_even_when_some_are_killed(
    alternating: AlternatingIndex,
) -> None:
    chance = random.Random(6)
    for repetition in range(max(2, RANDOM_KILLS // 4)):
        alternating.change_corpus()
        builds = [start_relbot("index", alternating.corpus, "--index", alternating.index) for _ in range(3)]
        if repetition:
            time.sleep(chance.uniform(0.4, 3))
            for one in chance.sample(builds, repetition % 3):
                one.kill()
        for one in builds:
            _, stderr = one.communicate(timeout=60)
            assert one.returncode in {0, 2, -9}
            if one.returncode == 2:
                busy = f"Another build is writing to {alternating.index}; wait until it is done and try again."
                assert stderr == f"relbot: {busy}\n"
        alternating.check_after_kill()
    alternating.finish()


def test_a_first_build_that_is_killed_leaves_no_index_or_a_whole_one(
    seed_index: Path, tmp_path: Path, record_property: Record
) -> None:
    corpus, outcomes = tmp_path / "sources", []
    write(corpus, CORPUS_CHANGES["changed"][0])
    for operation in count(1, 2 * STRIDE - 1):
        index = tmp_path / str(operation)
        if not build_until_killed(corpus, index, operation, exported=current_folder(seed_index)):
            break
        try:
            answer = Relbot.open(index).ask(QUESTION)
            outcomes.append(True)
            assert answer.text == CORPUS_CHANGES["changed"][0]["embassy.txt"]
        except IndexMissing:
            outcomes.append(False)
        build(corpus, index)
        verify_generation(current_folder(index))
        assert leftover_files(index) == set()
        assert len(generation_folders(index)) <= 2
        assert Relbot.open(index).ask(QUESTION).text == CORPUS_CHANGES["changed"][0]["embassy.txt"]
    record_property("kills", len(outcomes))
    assert outcomes == sorted(outcomes)
    assert set(outcomes) >= ({False, True} if THOROUGH else {False})
