"""Every file of a generation is damaged in many ways: the answer stays the same or is refused; it is never another.

By default 100 times; with RELBOT_THOROUGH=1 1,500 times.
"""

from __future__ import annotations

import os
import random
import shutil
from functools import partial
from pathlib import Path

import pytest

from index.mutations import MUTATIONS, TWO_SEGMENTS, hard_link_copy, outcome, replace, without_fallback
from index.query_load import QUESTION, reply
from relbot import Relbot
from relbot.index.local.publish import CURRENT, current_folder, generation_folders
from relbot.index.manifest import FILE as MANIFEST

TIMES = 1500 if os.environ.get("RELBOT_THOROUGH") == "1" else 100


def test_damage_never_changes_an_answer(two_generations: Path, tmp_path: Path) -> None:
    right = reply(Relbot.open(two_generations).ask(QUESTION))
    older = generation_folders(two_generations)[1]
    alone = without_fallback(hard_link_copy(two_generations, tmp_path / "alone"))
    dice = random.Random(2)
    files = [CURRENT, MANIFEST, *TWO_SEGMENTS]
    refused = 0
    for turn in range(TIMES):
        name = files[turn % len(files)]
        mutation = dice.choice(MUTATIONS)
        victim = hard_link_copy(alone, tmp_path / "victim")
        generation = current_folder(victim)
        file = victim / CURRENT if name == CURRENT else generation / name
        others = [older / name, generation / dice.choice([MANIFEST, *TWO_SEGMENTS])]
        before = file.read_bytes()
        mutation(file, dice.choice(others) if name != CURRENT else others[1], dice)
        what = f"{mutation.__name__} {name} in turn {turn}"
        answer, error = outcome(partial(Relbot.open, victim))
        if error:
            refused += 1
            assert str(victim if name == CURRENT else file) in error, what
        else:
            assert answer == right, what
            if name != CURRENT and not name.startswith("tokens-"):
                assert file.read_bytes() == before, f"{what} was not seen"
        shutil.rmtree(victim)
    assert refused > TIMES // 2


@pytest.mark.parametrize("name", [MANIFEST, *TWO_SEGMENTS])
def test_a_damaged_generation_falls_back_to_the_one_kept(
    name: str, two_generations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    replace(current_folder(two_generations) / name, b"damage")
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
