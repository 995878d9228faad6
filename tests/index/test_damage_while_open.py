"""Files are written to or truncated while a bot has them open: its answers stay the same, or it refuses."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build_processes import PROCESSES
from index.mutations import TWO_SEGMENTS, outcome, replace
from index.query_load import QUESTION, reply
from relbot import Relbot
from relbot.index.local.publish import current_folder


@pytest.fixture(scope="module")
def right(embassy_index: Path) -> object:
    """What is answered without damage."""
    return reply(Relbot.open(embassy_index).ask(QUESTION))


@pytest.mark.parametrize("name", [name for name in TWO_SEGMENTS if not name.startswith("encoder")])
def test_damage_to_open_files_never_changes_an_answer(name: str, two_generations: Path, right: object) -> None:
    file = current_folder(two_generations) / name
    replace(file, file.read_bytes())
    bot = Relbot.open(two_generations)  # has read nothing yet that it could cache
    dice = random.Random(3)
    whole = file.read_bytes()
    for _ in range(20):
        damaged = bytearray(whole)
        for place in range(0, len(damaged), 200):
            damaged[place] ^= dice.randrange(256)
        with file.open("r+b") as stream:
            stream.write(damaged)
        answer, error = outcome(lambda: bot)
        assert answer == right or str(file) in error


def ask_after_damage(damage: Callable[[Path], object], index: Path, name: str, right: object) -> None:
    """Damage an open file, in a process that may end by it."""
    bot = Relbot.open(index)
    file = current_folder(index) / name
    damage(file)
    answer, error = outcome(lambda: bot)
    assert answer == right or str(file) in error
    assert error or name not in {"tokens-1.codes", "encoder.onnx.data"}


def truncate_to_zero(file: Path) -> None:
    os.truncate(file, 0)


def truncate_to_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def fill_with_zeros(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(bytes(file.stat().st_size))


@pytest.mark.parametrize("damage", [truncate_to_zero, truncate_to_half, fill_with_zeros])
@pytest.mark.parametrize("name", TWO_SEGMENTS)
def test_a_file_that_is_written_to_while_open_ends_no_process(
    name: str, damage: Callable[[Path], object], two_generations: Path, right: object
) -> None:
    file = current_folder(two_generations) / name
    replace(file, file.read_bytes())
    process = PROCESSES.Process(target=ask_after_damage, args=(damage, two_generations, name, right))
    process.start()
    process.join(60)
    assert process.exitcode == 0
