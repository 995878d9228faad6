from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.answering.overviews.part_and_whole import part_asked_of
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
LIRZ = {"lirz.md": "# Lirz\n\nLirz lies on the river Buna.\n\n## Mills\n\nThe oldest mill burned down in 1850.\n"}
MORN = {"morn.md": "# Morn\n\nMorn lies on a hill above Lirz.\n\n## Wine\n\nThe wine of Morn is red.\n"}


@pytest.mark.parametrize(
    ("topic", "part"),
    [
        ("mills in Lirz", "mills"),
        ("old mills of lirz", "old mills"),
        ("Lirz's mills", "mills"),
        ("food over there", "food"),
        ("history of Lirz", "history of Lirz"),
        ("life of Lirz", "life of Lirz"),
        ("Lirz's life and music", "Lirz's life and music"),
        ("history and mills of Lirz", "history and mills of Lirz"),
        ("its mills and bridges in Lirz", "its mills and bridges"),
        ("life in Lirz", "life"),
        ("mills in Morn", "mills in Morn"),
        ("Lirz", "Lirz"),
        ("there", "there"),
    ],
)
def test_a_part_is_told_from_the_only_document_that_it_is_of(topic: str, part: str, indexed: Indexed) -> None:
    generation = LocalGeneration.open(current_folder(indexed(LIRZ)))
    assert part_asked_of(topic, generation) == part


def test_a_part_is_named_with_its_document_where_there_are_several(indexed: Indexed) -> None:
    generation = LocalGeneration.open(current_folder(indexed(LIRZ | MORN)))
    assert part_asked_of("mills in Lirz", generation) == "mills in Lirz"
