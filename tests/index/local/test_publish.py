from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.build_processes import build_with_file_size_limit
from relbot.errors.index import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexNotAFolder,
    IndexNotReadable,
    IndexNotWritable,
)
from relbot.index.build import build
from relbot.index.local.publish import CURRENT, build_folder, current_folder, generation_folders, locked, read_current
from relbot.index.local.verification import verify_generation

Indexed = Callable[[dict[str, str]], Path]

NAMES = [f"20260101T00000000000{n}-0123456789abcdef" for n in range(4)]


def folders(index: Path) -> set[str]:
    return {path.name for path in index.iterdir()}


def test_an_index_that_is_not_there_is_missing(tmp_path: Path) -> None:
    for index in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissing, match="There is no index at"):
            current_folder(index)


@pytest.mark.parametrize(
    "name", ["..", ".", "", "/etc", f"../{NAMES[0]}", f"{NAMES[0]}/..", "a\0b", "\udcff", "x" * 9999]
)
def test_a_name_that_is_none_leads_nowhere(name: str, tmp_path: Path) -> None:
    (tmp_path / CURRENT).write_bytes(name.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexDamaged, match="CURRENT does not name a generation"):
        current_folder(tmp_path)


def test_generations_are_listed_newest_first_and_nothing_else_is(tmp_path: Path) -> None:
    for name in (*NAMES, ".building", "notes", "20260101T0-x"):
        (tmp_path / name).mkdir()
    (tmp_path / "20270101T000000000000-0123456789abcdef").touch()
    assert [folder.name for folder in generation_folders(tmp_path)] == NAMES[::-1]


def test_a_build_keeps_one_generation_back_and_no_more(indexed: Indexed) -> None:
    names = [
        current_folder(indexed({"a.txt": f"The embassy was opened by {who}."})).name for who in ("Kim", "Hoxha", "Choe")
    ]
    index = indexed({})
    assert folders(index) == {CURRENT, ".lock", ".verified", *names[1:]}


def test_a_build_with_nothing_to_do_removes_what_a_kill_left(indexed: Indexed) -> None:
    sources = {"a.txt": "The embassy was opened by Kim."}
    index = indexed(sources)
    before = folders(index)
    (index / ".building").mkdir()
    (index / ".building" / "tokens.codes").write_bytes(b"half")
    (index / ".CURRENT").write_text("20990101T000000")
    (index / "20990101T000000000000-0123456789abcdef").mkdir()
    assert folders(indexed(sources)) == before


def test_what_people_keep_in_the_folder_stays(indexed: Indexed) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    (index / "2026 notes").mkdir()
    (index / "README").touch()
    indexed({"a.txt": "The embassy was opened by Hoxha."})
    assert {"README", "2026 notes"} < folders(index)


def test_the_building_folder_is_gone_when_a_build_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with build_folder(tmp_path) as folder:
            (folder / "half").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert folders(tmp_path) == {".lock"}


def test_of_two_simultaneous_builds_one_is_refused(corpus: Path, index: Path) -> None:
    with locked(index), pytest.raises(IndexBusy, match="Another build is writing to"):
        build(corpus, index)
    build(corpus, index)


def hold_the_lock(index: Path, ready: Connection) -> None:
    with locked(index):
        ready.send(True)
        ready.recv()


def test_a_dead_process_does_not_hold_the_lock(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=hold_the_lock, args=(tmp_path, theirs))
    process.start()
    assert ours.recv()
    with pytest.raises(IndexBusy), locked(tmp_path):
        pass
    process.kill()
    process.join()
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("max_bytes", [10, 20_000, 60_000])
def test_a_file_size_limit_is_an_error_and_the_previous_index_answers(
    max_bytes: int, indexed: Indexed, corpus: Path
) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    before = folders(index)
    for number in range(120):
        (corpus / f"{number}.txt").write_text(f"Treaty number {number} was signed in Tirana, and nobody knows by whom.")
    assert not build_with_file_size_limit(corpus, index, max_bytes)
    assert folders(index) == before
    verify_generation(current_folder(index))


def test_an_index_that_cannot_be_written_is_an_error(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexNotAFolder, match="is no folder"):
        build(corpus, tmp_path / "file")
    with pytest.raises(IndexNotWritable, match="could not be written to"):
        build(corpus, tmp_path / "file" / "index")


def test_an_index_that_may_not_be_read_is_not_called_missing(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(IndexNotReadable, match=r"cannot be read \(Permission denied\); let relbot read there"):
        current_folder(index)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_folder_is_told_and_the_index_in_it_answers(indexed: Indexed, corpus: Path) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    index.chmod(0o555)
    try:
        with pytest.raises(IndexNotWritable, match="Permission denied"):
            build(corpus, index)
        verify_generation(current_folder(index))
    finally:
        index.chmod(0o755)


def test_a_damaged_name_is_mended_by_a_build(corpus: Path, index: Path) -> None:
    (index / CURRENT).write_bytes(b"\xff\0")
    build(corpus, index)
    verify_generation(current_folder(index))
    assert generation_folders(index)[0] == current_folder(index)


def test_a_clock_that_was_set_back_changes_nothing_in_the_order(indexed: Indexed) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    before = current_folder(index)
    ahead = before.rename(index / f"20991231T235959999999-{before.name.partition('-')[2]}")
    (index / CURRENT).write_text(ahead.name)
    indexed({"a.txt": "The embassy was opened by Hoxha."})
    assert generation_folders(index) == [current_folder(index), ahead]
    verify_generation(current_folder(index))


def test_what_is_only_named_like_a_generation_is_removed_and_not_what_it_links_to(
    indexed: Indexed, tmp_path: Path
) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "thesis").touch()
    (index / NAMES[0]).touch()
    (index / NAMES[1]).symlink_to(tmp_path / "elsewhere")
    (index / ".building").symlink_to(tmp_path / "elsewhere")
    (index / ".CURRENT").mkdir()
    indexed({"a.txt": "The embassy was opened by Hoxha."})
    assert folders(index) == {CURRENT, ".lock", ".verified", *(path.name for path in generation_folders(index))}
    assert (tmp_path / "elsewhere" / "thesis").exists()


def test_a_name_is_read_from_a_file_and_no_more_of_it_than_a_name_takes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / CURRENT)
    with pytest.raises(IndexMissing):
        current_folder(tmp_path)
    (tmp_path / CURRENT).unlink()
    (tmp_path / CURRENT).touch()
    os.truncate(tmp_path / CURRENT, 2**40)
    with pytest.raises(IndexDamaged):
        current_folder(tmp_path)


def test_a_generation_that_is_published_over_while_it_is_read_is_no_damage(indexed: Indexed) -> None:
    index = indexed({"a.txt": "The embassy was opened by Kim."})
    read: list[Path] = []

    def slowly(folder: Path) -> Path:
        read.append(folder)
        for who in ("Hoxha", "Choe") if len(read) == 1 else ():
            indexed({"a.txt": f"The embassy was opened by {who}."})
        verify_generation(folder)
        return folder

    assert read_current(index, slowly) == current_folder(index) != read[0]
    (current_folder(index) / "tokens-0.codes").unlink()
    with pytest.raises(IndexDamaged, match=r"tokens-0\.codes"):
        read_current(index, slowly)
