from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from relbot.errors.index import IndexDamaged
from relbot.index.local.database import Database

ROWS = 2_000
WORDS = "SELECT word FROM t WHERE id = ?"
PLACES = {"in memory": 2**30, "on disk": 0}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder?#%41" / "some.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT)")
        database.executemany("INSERT INTO t VALUES (?, ?)", ((row, f"{row}-{'x' * 500}") for row in range(ROWS)))
    return path


@pytest.fixture(params=PLACES)
def database(file: Path, request: pytest.FixtureRequest) -> Database:
    return Database(file, in_memory=PLACES[request.param])


def test_rows_are_read_by_many_threads_and_after_the_file_is_gone(file: Path, database: Database) -> None:
    file.unlink()
    file.parent.rmdir()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: database.query(WORDS, (row,))[0][0].partition("-")[0], range(0, ROWS, 7)))
    assert found == [str(row) for row in range(0, ROWS, 7)]


@pytest.mark.parametrize("database", ["in memory"], indirect=True)
def test_in_memory_a_write_to_the_file_changes_nothing(file: Path, database: Database) -> None:
    file.write_bytes(bytes(file.stat().st_size))
    assert database.query("SELECT count(*) FROM t") == [(ROWS,)]


@pytest.mark.parametrize("database", ["on disk"], indirect=True)
@pytest.mark.parametrize("damage", ["zeros", "cut", "a byte", "another database"])
def test_on_disk_a_write_to_the_file_is_an_error_and_never_another_row(
    damage: str, file: Path, database: Database
) -> None:
    assert database.query(WORDS, (7,))[0][0].startswith("7-")
    content = bytearray(file.read_bytes())
    if damage == "zeros":
        file.write_bytes(bytes(len(content)))
    elif damage == "cut":
        os.truncate(file, 10_000)
    elif damage == "a byte":
        with file.open("r+b") as stream:
            stream.seek(content.index(b"1900-x"))
            stream.write(b"1901-y")
    else:
        with sqlite3.connect(file) as other:
            other.execute("UPDATE t SET word = 'of another'")
        other.close()
    for row in (7, 1_900):
        with pytest.raises(IndexDamaged, match=r"some\.sqlite (was written to while it was in use|cannot be read)"):
            database.query(WORDS, (row,))


@pytest.mark.parametrize("database", ["on disk"], indirect=True)
def test_a_file_that_replaces_it_and_a_link_to_it_are_no_write(file: Path, database: Database) -> None:
    os.link(file, file.with_name("linked"))
    other = file.with_name("other")
    other.write_bytes(b"something else")
    other.replace(file)
    assert database.query("SELECT count(*) FROM t") == [(ROWS,)]


def test_a_file_on_disk_that_is_no_database_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "some.sqlite"
    path.write_bytes(b"no database " * 1_000)
    with pytest.raises(IndexDamaged, match=r"some\.sqlite cannot be read"):
        Database(path, in_memory=0)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_files_are_closed(file: Path) -> None:
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names, and no path that is asked anything
    database = Database(file, in_memory=0)
    database.close()
    del database
    assert set(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208
