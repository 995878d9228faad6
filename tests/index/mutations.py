"""Mutations that damage a file of an index, and the outcome of asking afterwards."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from index.query_load import QUESTION, Reply, reply
from relbot import Relbot
from relbot.errors.index import IndexUnusable
from relbot.index.local.publish import generation_folders
from relbot.index.local.vectors.segments import segment_files
from relbot.index.local.verification import FILES

Mutation = Callable[[Path, Path, random.Random], object]
"""Damages a file, given a file that may replace it: the same of another generation, or another of the same."""

TWO_SEGMENTS = (*FILES, *segment_files(1))
"""The files of a generation that has kept one from before a change."""
HUGE = 200 * 2**20


def replace(file: Path, data: bytes | bytearray) -> None:
    """Replace a file with a new one; hard links to the old one are unaffected."""
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


def enlarge(file: Path, other: Path, dice: random.Random) -> None:
    data = file.read_bytes()
    replace(file, data)
    os.truncate(file, HUGE)


def delete(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()


def replace_with_other(file: Path, other: Path, dice: random.Random) -> None:
    replace(file, other.read_bytes())


def replace_with_folder(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    file.mkdir()


def replace_with_pipe(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    os.mkfifo(file)


def replace_with_link(file: Path, other: Path, dice: random.Random) -> None:
    file.unlink()
    file.symlink_to(dice.choice([other, Path("nowhere"), Path("/dev/zero"), file]))


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, flip, overwrite, overwrite, truncate, extend, enlarge),
    *(delete, replace_with_other, replace_with_other),
    *(replace_with_folder, replace_with_pipe, replace_with_link),
)


def hard_link_copy(index: Path, target: Path) -> Path:
    """A copy of an index by hard links; any file of it may be replaced."""
    return Path(shutil.copytree(index, target, copy_function=os.link))


def outcome(opened: Callable[[], Relbot]) -> tuple[Reply | None, str]:
    """(answer, "") or, where the index is refused, (None, error message)."""
    try:
        return reply(opened().ask(QUESTION)), ""
    except IndexUnusable as error:
        return None, str(error)


def without_fallback(index: Path) -> Path:
    """Remove all generations but the newest."""
    for folder in generation_folders(index)[1:]:
        shutil.rmtree(folder)
    return index
