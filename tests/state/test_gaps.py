"""Gaps are counted, bounded, and grouped by meaning."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from relbot.state import gaps
from relbot.state.database import Database
from relbot.state.gap_groups import SAME_TOPIC, fitting_csv, group, harmless, to_csv
from relbot.state.gaps import Gap, Refusal

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.array(values, np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def refusal(question: str, server: int = 1, vector: NDArray[np.float32] | None = None) -> Refusal:
    return Refusal(question, "no reason", server, 7, "refused", "model", unit(1, 0) if vector is None else vector)


def gap(question: str, count: int, vector: NDArray[np.float32], model: str = "model") -> Gap:
    return Gap(1, question, "no reason", "refused", 1, 7, NOW, NOW, count, model, vector)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "state.sqlite")


def test_the_same_question_is_counted_in_each_server_apart(database: Database) -> None:
    with database.transaction() as connection:
        for question, server in (("Where is it?", 1), ("where IS it", 1), ("Where is it?", 2)):
            gaps.record(connection, refusal(question, server), NOW, YEAR)
        assert [(found.question, found.count) for found in gaps.read(connection, 1)] == [("where IS it", 2)]
        assert len(gaps.read(connection)) == 2


def test_what_was_not_asked_for_long_is_forgotten(database: Database) -> None:
    with database.transaction() as connection:
        gaps.record(connection, refusal("old"), NOW, YEAR)
        gaps.record(connection, refusal("new"), NOW + YEAR + timedelta(days=1), YEAR)
        assert [found.question for found in gaps.read(connection)] == ["new"]


def test_no_more_than_the_newest_are_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "MOST", 3)
    with database.transaction() as connection:
        for number in range(6):
            gaps.record(connection, refusal(f"question {number}"), NOW + timedelta(seconds=number), YEAR)
        assert {found.question for found in gaps.read(connection)} == {f"question {n}" for n in (3, 4, 5)}


def test_a_vector_is_kept_to_a_hundredth(database: Database) -> None:
    vector = unit(*range(1, 385))
    with database.transaction() as connection:
        gaps.record(connection, refusal("q", vector=vector), NOW, YEAR)
        [found] = gaps.read(connection)
    assert float(found.vector @ vector) == pytest.approx(1, abs=0.01)


def test_questions_of_one_meaning_are_a_group_led_by_the_most_frequent() -> None:
    near, far = unit(1, 0.2), unit(0, 1)
    groups = group([gap("a", 1, unit(1, 0)), gap("far", 3, far), gap("near", 5, near)])
    assert [[each.question for each in found.gaps] for found in groups] == [["near", "a"], ["far"]]
    assert [found.count for found in groups] == [6, 3]


def test_vectors_of_two_models_are_not_compared() -> None:
    assert len(group([gap("a", 1, unit(1, 0)), gap("b", 1, unit(1, 0), model="other")])) == 2


def test_every_gap_is_in_one_group_whose_first_it_is_near_to() -> None:
    vectors = np.random.default_rng(0).normal(size=(1500, 4)).astype(np.float32)
    found = group([gap(str(number), number, unit(*vector)) for number, vector in enumerate(vectors)])
    assert sorted(int(each.question) for one in found for each in one.gaps) == list(range(1500))
    for one in found:
        assert all(float(each.vector @ one.gaps[0].vector) >= SAME_TOPIC - 1e-5 for each in one.gaps)


def test_fifty_thousand_refusals_are_grouped_in_seconds() -> None:
    random = np.random.default_rng(0)
    topics = random.normal(size=(1000, 384))
    vectors = topics[random.integers(0, 1000, 50_000)] + 0.5 * random.normal(size=(50_000, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    found = [gap("q", 1, vector) for vector in vectors]
    started = time.process_time()
    assert len(group(found)) == 1000
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r\n=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")
    assert "\x1b" not in harmless(f"{text}\x1b[31m")


def test_each_gap_is_a_line_with_the_number_of_its_group() -> None:
    groups = group([gap("a, b", 2, unit(1, 0)), gap('say "c"', 1, unit(0, 1))])
    lines = to_csv(groups).splitlines()
    assert lines[1].startswith('1,2,"a, b",')
    assert lines[2].startswith('2,1,"say ""c""",')


@given(st.lists(st.text(max_size=30), max_size=20), st.integers(100, 3000))
def test_a_file_that_is_too_large_ends_with_a_whole_line(questions: list[str], most: int) -> None:
    groups = group([gap(question, n, unit(1, 0)) for n, question in enumerate(questions)]) if questions else []
    content, count = fitting_csv(groups, most)
    assert len(content) <= most
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    assert lines == to_csv(groups).encode("utf-8", "replace").decode("utf-8").splitlines(keepends=True)[: len(lines)]
    assert len(list(csv.reader(lines))) == count + 1
