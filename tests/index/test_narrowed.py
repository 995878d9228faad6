"""Some passages of a generation are a generation with nothing else in it."""

from __future__ import annotations

import pytest

from relbot.index.local.generation import LocalGeneration
from relbot.index.narrowed import NarrowedGeneration
from relbot.temporal.interval import years


@pytest.fixture
def part(generation: LocalGeneration) -> NarrowedGeneration:
    return NarrowedGeneration(generation, tuple(generation.manifest.sources[0].rows[3:8]))


def test_a_search_finds_all_of_its_passages_and_no_other(part: NarrowedGeneration) -> None:
    vector = part.encoder.encode("embassy").mean_vector()
    found = part.search(vector, ["embassi"], years(1900, 2000), 2)
    assert {*found.dense} == {*found.sentence} == {*part.rows}
    assert {*found.lexical, *found.dated} <= {*part.rows}


def test_its_counts_are_of_its_passages(part: NarrowedGeneration, generation: LocalGeneration) -> None:
    assert part.manifest.passages == len(part.rows)
    stems = {stem for record in generation.passages(part.rows) for stem in record.stems}
    assert all(0 < count <= len(part.rows) for count in part.lexicon.frequencies(stems).values())
    assert part.lexicon.frequencies(["zebra"]) == {"zebra": 0}
    assert {record.row for record in part.matching(sorted(stems), 100)} == {*part.rows}


def test_what_lies_outside_is_not_in_it(part: NarrowedGeneration, generation: LocalGeneration) -> None:
    outside = generation.passages([part.rows[0] - 1])[0]
    assert part.row_of(outside.passage.id) is None
    assert part.passages([outside.row]) == []
    assert {row for row, _, _ in part.date_mentions()} <= {*part.rows}


def test_a_part_of_a_part_keeps_the_same_passages(part: NarrowedGeneration) -> None:
    again = part.within([""])
    ids = [[record.passage.id for record in each.passages(each.rows)] for each in (part, again)]
    assert ids[0] == ids[1]
