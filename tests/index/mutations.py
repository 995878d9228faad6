"""The ways in which a file of an index is damaged, and what is said then."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from index.query_load import QUESTION, Reply, reply
from relbot import Relbot
from relbot.errors import IndexUnusable
from relbot.index.publish import generation_folders

Mutation = Callable[[Path, Path, random.Random], object]
"""Damages a file, given one to put in its place: the same of another generation, or another of the same."""

HUGE = 200 * 2**20


def replace(file: Path, data: bytes | bytearray) -> None:
    """Put another file in its place: what it shares with other copies stays as it is."""
    file.unlink()
    file.write_bytes(data)


def flip(file: Path, other: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(dice.choice([1, 1, 1, 20])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    replace(file, data)


def overwrite(file: Path, other: Path, dice: random.Random) -> None:
    data = bytearray(file.read_bytes())
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice([1, 16, 4096]))
    data[start:end] = dice.choice([bytes(end - start), dice.randbytes(end - start)])
    replace(file, data)


def truncate(file: Path, other: Path, dice: random.Random) -> None:
    data = file.read_bytes()
    replace(file, data[: dice.choice([0, len(data) - 1, dice.randrange(len(data))])])


def extend(file: Path, other: Path, dice: random.Random) -> None:
    replace(file, file.read_bytes() + dice.randbytes(dice.choice([1, 384, 5000])))


def swell(file: Path, other: Path, dice: random.Random) -> None:
    data = file.read_bytes()
    replace(file, data)
    os.truncate(file, HUGE)


def delete(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()


def swap(file: Path, other: Path, dice: random.Random) -> None:
    replace(file, other.read_bytes())


def become_a_folder(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    file.mkdir()


def become_a_pipe(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    os.mkfifo(file)


def become_a_link(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    file.symlink_to(dice.choice([other, Path("nowhere"), Path("/dev/zero"), file]))


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, flip, overwrite, overwrite, truncate, extend, swell),
    *(delete, swap, swap, become_a_folder, become_a_pipe, become_a_link),
)


def linked(index: Path, target: Path) -> Path:
    """A copy that shares its files, of which any may be replaced."""
    return Path(shutil.copytree(index, target, copy_function=os.link))


def outcome(opened: Callable[[], Relbot]) -> tuple[Reply | None, str]:
    """What is said, or else why nothing is."""
    try:
        return reply(opened().ask(QUESTION)), ""
    except IndexUnusable as error:
        return None, str(error)


def without_fallback(index: Path) -> Path:
    for folder in generation_folders(index)[1:]:
        shutil.rmtree(folder)
    return index
