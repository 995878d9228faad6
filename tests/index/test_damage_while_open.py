"""Files that are written to, cut short or removed while a reader has them open: its answers stay, or it refuses."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build_processes import PROCESSES
from index.mutations import outcome, replace
from index.query_load import QUESTION, reply
from relbot import Relbot
from relbot.index.generation import FILES
from relbot.index.publish import current_folder


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("encoder")])
def test_damage_under_an_open_reader_never_changes_an_answer(name: str, two_generations: Path) -> None:
    file = current_folder(two_generations) / name
    replace(file, file.read_bytes())
    right = reply(Relbot.open(two_generations).ask(QUESTION))
    bot = Relbot.open(two_generations)  # which has not read anything yet that it could remember
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


def ask_after(damage: Callable[[Path], object], index: Path, name: str) -> None:
    """Damage a file under an open reader, in a process that may die of it."""
    right = reply(Relbot.open(index).ask(QUESTION))
    bot = Relbot.open(index)
    file = current_folder(index) / name
    damage(file)
    answer, error = outcome(lambda: bot)
    assert answer == right or str(file) in error
    assert error or name not in {"tokens.i8", "encoder.onnx.data"}


def cut_to_nothing(file: Path) -> None:
    os.truncate(file, 0)


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def zeroed(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(bytes(file.stat().st_size))


@pytest.mark.parametrize("damage", [cut_to_nothing, cut_in_half, zeroed])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_written_to_under_an_open_reader_ends_no_process(
    name: str, damage: Callable[[Path], object], two_generations: Path
) -> None:
    file = current_folder(two_generations) / name
    replace(file, file.read_bytes())
    process = PROCESSES.Process(target=ask_after, args=(damage, two_generations, name))
    process.start()
    process.join(60)
    assert process.exitcode == 0
