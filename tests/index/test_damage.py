"""Every file of a generation is damaged in many ways: the answer stays the same or is refused; it is never another.

By default 60 times; with RELBOT_THOROUGH=1 a thousand.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Answer
from relbot.errors import IndexUnusable
from relbot.index.build import build
from relbot.index.generation import FILES
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.publish import CURRENT, current, kept

TIMES = 1000 if os.environ.get("RELBOT_THOROUGH") == "1" else 60
QUESTION = "When did the embassy in Tirana open?"

Mutation = Callable[[bytearray, bytes, random.Random], "bytearray | None"]
"""Changes a file's bytes, given those of the same file in the other generation; None deletes it."""


def flip(data: bytearray, other: bytes, dice: random.Random) -> bytearray:
    for _ in range(dice.choice([1, 1, 1, 20])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data


def overwrite(data: bytearray, other: bytes, dice: random.Random) -> bytearray:
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice([1, 16, 4096]))
    data[start:end] = dice.choice([bytes(end - start), dice.randbytes(end - start)])
    return data


def truncate(data: bytearray, other: bytes, dice: random.Random) -> bytearray:
    return data[: dice.choice([0, len(data) - 1, dice.randrange(len(data))])]


def extend(data: bytearray, other: bytes, dice: random.Random) -> bytearray:
    return data + dice.randbytes(dice.choice([1, 384, 5000]))


def delete(data: bytearray, other: bytes, dice: random.Random) -> None:
    return None


def swap(data: bytearray, other: bytes, dice: random.Random) -> bytearray:
    return bytearray(other)


MUTATIONS: tuple[Mutation, ...] = (flip, overwrite, truncate, extend, delete, swap)


@pytest.fixture(scope="module")
def made_once(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations. Not to be written to."""
    corpus, index = tmp_path_factory.mktemp("sources"), linked(seed_index, tmp_path_factory.mktemp("two") / "index")
    for year in (1956, 1957):
        (corpus / "embassy.txt").write_text(f"The embassy in Tirana opened in {year}. It was a house with a garden.\n")
        build(corpus, index)
    return index


@pytest.fixture
def two_generations(made_once: Path, tmp_path: Path) -> Path:
    return linked(made_once, tmp_path / "index")


def linked(index: Path, target: Path) -> Path:
    """A copy that shares its files, of which any may be replaced."""
    return Path(shutil.copytree(index, target, copy_function=os.link))


def outcome(opened: Callable[[], Relbot]) -> tuple[object, str]:
    """What is said, or else why nothing is."""
    try:
        return said(opened().ask(QUESTION)), ""
    except IndexUnusable as error:
        return None, str(error)


def replace(file: Path, data: bytes | bytearray) -> None:
    """Put another file in its place: what it shares with other copies stays as it is."""
    file.unlink()
    file.write_bytes(data)


def without_fallback(index: Path) -> Path:
    for folder in kept(index)[1:]:
        shutil.rmtree(folder)
    return index


def said(answer: Answer) -> tuple[object, ...]:
    return answer.answered, answer.text, answer.citations


def test_damage_never_changes_an_answer(two_generations: Path, tmp_path: Path) -> None:
    right = said(Relbot.open(two_generations).ask(QUESTION))
    older = kept(two_generations)[1]
    alone = without_fallback(linked(two_generations, tmp_path / "alone"))
    dice = random.Random(2)
    files = [CURRENT, MANIFEST, *FILES]
    refused = 0
    for turn in range(TIMES):
        name = files[turn % len(files)]
        mutation = dice.choice(MUTATIONS)
        victim = linked(alone, tmp_path / "victim")
        file = victim / CURRENT if name == CURRENT else current(victim) / name
        data = file.read_bytes()
        other = older.name.encode() if name == CURRENT else (older / name).read_bytes()
        changed = mutation(bytearray(data), other, dice)
        if changed is None:
            file.unlink()
        else:
            replace(file, changed)
        what = f"{mutation.__name__} {name} in turn {turn}"
        answer, error = outcome(partial(Relbot.open, victim))
        if error:
            refused += 1
            assert str(victim if name == CURRENT else file) in error, what
        else:
            assert answer == right, what
            assert changed == bytearray(data) or name in {CURRENT, "tokens.i8"}, f"{what} was not seen"
        shutil.rmtree(victim)
    assert refused > TIMES // 2


@pytest.mark.parametrize("name", [MANIFEST, *FILES])
def test_a_damaged_generation_falls_back_to_the_one_kept(
    name: str, two_generations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    replace(current(two_generations) / name, b"damage")
    answer = Relbot.open(two_generations).ask(QUESTION)
    assert answer.text == "The embassy in Tirana opened in 1956."
    assert f"{name} has 6 bytes" in caplog.text or f"{name} is not the one" in caplog.text
    assert "Until then another generation answers." in caplog.text


def test_a_name_that_leads_nowhere_falls_back_to_the_newest(
    two_generations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (b"..", b"../elsewhere", b"\0\xff", b"", b"20990101T000000000000-0123456789abcdef", b"x" * 100_000):
        replace(two_generations / CURRENT, name)
        assert Relbot.open(two_generations).ask(QUESTION).text == "The embassy in Tirana opened in 1957."
    assert "CURRENT does not name a generation" in caplog.text


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("encoder")])
def test_damage_under_an_open_reader_never_changes_an_answer(name: str, two_generations: Path) -> None:
    file = current(two_generations) / name
    replace(file, file.read_bytes())
    right = said(Relbot.open(two_generations).ask(QUESTION))
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
