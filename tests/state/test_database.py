"""The state file is created, migrated and shared; what is wrong with it is one sentence."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from relbot.errors.state import StateTooNew, StateUnusable
from relbot.state.database import MIGRATIONS, Database

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")

FIRST = "CREATE TABLE colour (name TEXT PRIMARY KEY); INSERT INTO colour VALUES ('red')"
SECOND = "ALTER TABLE colour ADD COLUMN hex TEXT"


def colours(database: Database) -> list[tuple[str | None, ...]]:
    with database.transaction() as connection:
        return connection.execute("SELECT * FROM colour ORDER BY name").fetchall()


def test_a_file_that_is_missing_is_created_with_its_folder(tmp_path: Path) -> None:
    Database(tmp_path / "new" / "state.sqlite", MIGRATIONS).close()
    assert (tmp_path / "new" / "state.sqlite").is_file()


def test_an_older_file_is_migrated_and_keeps_what_it_holds(tmp_path: Path) -> None:
    Database(tmp_path / "state.sqlite", [FIRST]).close()
    assert colours(Database(tmp_path / "state.sqlite", [FIRST, SECOND])) == [("red", None)]


def test_a_newer_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    Database(tmp_path / "state.sqlite", [FIRST, SECOND]).close()
    with pytest.raises(StateTooNew, match="newer relbot"):
        Database(tmp_path / "state.sqlite", [FIRST])
    assert colours(Database(tmp_path / "state.sqlite", [FIRST, SECOND])) == [("red", None)]


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database " * 1000)
    with pytest.raises(StateUnusable, match=r"cannot be used \(file is not a database\); repair it"):
        Database(tmp_path / "state.sqlite", [FIRST])


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("file", "it is no folder"),
        ("dangling", "it is no folder"),
        ("file/below", "Not a directory"),
        ("x" * 300, "File name too long"),
        pytest.param("/proc/none", "no folder can be made there", marks=ON_LINUX),
    ],
)
def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(folder: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(StateUnusable) as caught:
        Database(tmp_path / folder / "state.sqlite", [FIRST])
    remedy = "set RELBOT_STATE to a folder that relbot may write to"
    assert str(caught.value) == f"The state in {tmp_path / folder} cannot be used ({why}); {remedy}."


def test_a_folder_in_place_of_the_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(StateUnusable, match=r"state.sqlite cannot be used \(.*\); set RELBOT_STATE to a folder"):
        Database(tmp_path / "state.sqlite", [FIRST])


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "state.sqlite", [FIRST])

    def fail() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO colour VALUES ('blue')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert colours(database) == [("red",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    Database(tmp_path / "state.sqlite", [FIRST]).close()
    with pytest.raises(StateUnusable):
        Database(tmp_path / "state.sqlite", [FIRST, "ALTER TABLE colour ADD COLUMN hex TEXT; SELECT nonsense"])
    assert colours(Database(tmp_path / "state.sqlite", [FIRST])) == [("red",)]


def test_two_processes_share_a_file(tmp_path: Path) -> None:
    one, other = (Database(tmp_path / "state.sqlite", [FIRST]) for _ in range(2))
    with one.transaction() as connection:
        connection.execute("INSERT INTO colour VALUES ('blue')")
    assert colours(other) == [("blue",), ("red",)]


def test_a_file_that_another_holds_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relbot.state.database._PATIENCE", 0.05)
    database = Database(tmp_path / "state.sqlite", [FIRST])
    holder = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateUnusable, match=r"\(database is locked\); wait until the other program"):
        colours(database)
    holder.execute("COMMIT")
    assert colours(database) == [("red",)]
