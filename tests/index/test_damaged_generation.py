"""A generation that was exchanged or has an edited manifest is refused until a build repairs the index.

By default 60 manifests are changed; with RELBOT_THOROUGH=1 500.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.manifest_edits import edit_manifest, replace_manifest
from index.mutations import hard_link_copy, outcome, replace, without_fallback
from index.query_load import QUESTION, reply
from relbot import Relbot
from relbot.index.build import build
from relbot.index.local.publish import CURRENT, build_folder, generation_folders
from relbot.index.manifest import FILE as MANIFEST

TIMES = 500 if os.environ.get("RELBOT_THOROUGH") == "1" else 60

ODD_VALUES: tuple[Any, ...] = (
    None,
    -1,
    0,
    2**70,
    0.5,
    float("nan"),
    True,
    "",
    "\udcff",
    "../../etc/passwd",
    [],
    [[]],
    {},
    {"": 0},
)


def change(values: Any, dice: random.Random) -> None:
    """Replace a random value of a manifest with an odd one, or delete it."""
    while True:
        places = list(values) if isinstance(values, dict) else range(len(values))
        place = dice.choice(list(places))
        if isinstance(values[place], (dict, list)) and values[place] and dice.random() < 0.8:
            values = values[place]
        elif dice.random() < 0.2:
            del values[place]
            return
        else:
            values[place] = dice.choice(ODD_VALUES)
            return


def test_a_manifest_that_is_wrong_and_has_the_right_hash_never_changes_an_answer(
    two_generations: Path, tmp_path: Path
) -> None:
    right = reply(Relbot.open(two_generations).ask(QUESTION))
    alone = without_fallback(hard_link_copy(two_generations, tmp_path / "alone"))
    dice = random.Random(4)
    refused = 0
    for turn in range(TIMES):
        victim = hard_link_copy(alone, tmp_path / "victim")
        folder = edit_manifest(victim, partial(change, dice=dice))
        answer, error = outcome(partial(Relbot.open, victim))
        refused += bool(error)
        assert str(victim) in error if error else answer == right, f"turn {turn}: {(folder / MANIFEST).read_text()}"
        shutil.rmtree(victim)
    assert refused > TIMES // 2


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"7", b"{}", b"[" * 100_000, b'{"format": ' + b"9" * 5000, b"\xff"]
)
def test_a_manifest_that_is_none_and_has_the_right_hash_is_damage(data: bytes, two_generations: Path) -> None:
    folder = replace_manifest(without_fallback(two_generations), data)
    assert str(folder / MANIFEST) in outcome(partial(Relbot.open, two_generations))[1]


def exchange(newer: Path, older: Path) -> None:
    aside = newer.with_name("aside")
    newer.rename(aside)
    older.rename(newer)
    aside.rename(older)


def replaced_by_a_file(newer: Path, older: Path) -> None:
    shutil.rmtree(newer)
    newer.write_bytes(b"damage")


def replaced_by_a_link(newer: Path, older: Path) -> None:
    shutil.rmtree(newer)
    newer.symlink_to(older)


def emptied(newer: Path, older: Path) -> None:
    shutil.rmtree(newer)
    newer.mkdir()


def gone(newer: Path, older: Path) -> None:
    shutil.rmtree(newer)


def manifest_with_wrong_type(newer: Path, older: Path) -> None:
    edit_manifest(newer.parent, lambda values: values.update(sources=7))


def current_names_a_missing_folder(newer: Path, older: Path) -> None:
    replace(newer.parent / CURRENT, b"0" + newer.name.encode()[1:])


@pytest.mark.parametrize(
    "damage",
    [
        *(exchange, replaced_by_a_file, replaced_by_a_link, emptied, gone),
        *(manifest_with_wrong_type, current_names_a_missing_folder),
    ],
)
def test_an_exchanged_generation_is_refused_until_a_build_repairs_the_index(
    damage: Callable[[Path, Path], None], two_generations: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    newer, older = generation_folders(two_generations)
    replies = [reply(Relbot.open(hard_link_copy(two_generations, tmp_path / "copy")).ask(QUESTION))]
    without = hard_link_copy(two_generations, tmp_path / "without")
    shutil.rmtree(without / newer.name)
    replies.append(reply(Relbot.open(without).ask(QUESTION)))
    damage(newer, older)
    answer, error = outcome(partial(Relbot.open, two_generations))
    assert answer in replies if not error else newer.name in error
    assert error or "Until then another generation answers." in caplog.text
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "embassy.txt").write_text("The embassy in Tirana opened in 1958.")
    build(tmp_path / "sources", two_generations)
    assert Relbot.open(two_generations).ask(QUESTION).text == "The embassy in Tirana opened in 1958."
    assert len(list(two_generations.glob("2*"))) <= 2


def test_a_name_that_leads_nowhere_costs_no_generation(two_generations: Path) -> None:
    before = generation_folders(two_generations)
    replace(two_generations / CURRENT, b"0" + before[0].name.encode()[1:])
    with build_folder(two_generations):
        assert generation_folders(two_generations) == before
