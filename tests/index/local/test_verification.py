from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from relbot.errors.index import IndexDamaged
from relbot.index.build import build
from relbot.index.local import build as local_build
from relbot.index.local import verification
from relbot.index.local.index import LocalIndex
from relbot.index.local.publish import current_folder
from relbot.index.local.verification import RECORD, Verification, forget
from relbot.index.manifest import FileEntry

LONG_AGO = 10**18


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"as it was written")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    return file


@pytest.fixture
def entry(file: Path) -> FileEntry:
    return FileEntry(file.stat().st_size, sha256(file.read_bytes()).hexdigest())


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    original = verification._verify_hash

    def watched(file: Path, entry: FileEntry) -> None:
        names.append(file.name)
        original(file, entry)

    monkeypatch.setattr(verification, "_verify_hash", watched)
    return names


def remembered(file: Path, entry: FileEntry) -> Verification:
    before = Verification.load(file.parent)
    before.check(file, entry)
    before.save(file.parent)
    return Verification.load(file.parent)


def test_a_file_is_read_once_while_nobody_writes_to_it(file: Path, entry: FileEntry, hashed: list[str]) -> None:
    remembered(file, entry).check(file, entry)
    assert hashed == ["file"]


def test_one_that_was_just_written_is_read_again(file: Path, entry: FileEntry, hashed: list[str]) -> None:
    os.utime(file)
    remembered(file, entry).check(file, entry)
    assert hashed == ["file", "file"]


def overwritten(file: Path) -> None:
    file.write_bytes(b"as it was damaged"[: file.stat().st_size])


def replaced(file: Path) -> None:
    data = file.read_bytes()
    file.rename(file.with_name("kept"))
    file.write_bytes(data[::-1])
    os.utime(file, ns=(LONG_AGO, LONG_AGO))


def cut_short(file: Path) -> None:
    os.truncate(file, 3)
    os.utime(file, ns=(LONG_AGO, LONG_AGO))


@pytest.mark.parametrize("damage", [overwritten, replaced, cut_short])
def test_one_that_was_written_to_is_read_again(damage: Callable[[Path], None], file: Path, entry: FileEntry) -> None:
    before = remembered(file, entry)
    damage(file)
    with pytest.raises(IndexDamaged):
        before.check(file, entry)


@pytest.mark.parametrize("record", [b"", b"{", b"7", b"[[]]", b'{"a": 7}', b"[" * 9999, b"\xff"])
def test_a_record_that_is_none_remembers_nothing(
    record: bytes, file: Path, entry: FileEntry, hashed: list[str]
) -> None:
    (file.parent / RECORD).write_bytes(record)
    Verification.load(file.parent).check(file, entry)
    assert hashed == ["file"]


def test_forgetting_has_all_read_again(file: Path, entry: FileEntry, hashed: list[str]) -> None:
    remembered(file, entry)
    forget(file.parent)
    Verification.load(file.parent).check(file, entry)
    assert hashed == ["file", "file"]


def test_a_build_reads_no_unchanged_segment_twice(corpus: Path, index: Path, hashed: list[str]) -> None:
    for file in current_folder(index).glob("*-0.*"):
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    for place, expected in enumerate((1, 0)):
        hashed.clear()
        (corpus / "new.txt").write_text(f"The embassy was opened {place} times.")
        build(corpus, index)
        assert hashed.count("sentences-0.faiss") <= expected + (place == 0)
        assert hashed.count("tokens-0.codes") == expected


def rotten(file: Path) -> None:
    """Alter a bit, as a failing disk does: size and time stay."""
    status, data = file.stat(), bytearray(file.read_bytes())
    data[data.find(b"embassy")] ^= 1  # where there is no such word, in the last byte
    with file.open("r+b") as stream:
        stream.write(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    ("name", "few"), [("passages.sqlite", 1_000), ("passages-0.faiss", 1_000), ("tokens-0.codes", 0)]
)
def test_a_build_copies_nothing_that_reads_otherwise_than_it_was_written(
    name: str, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_build, "_FEW", few)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(3):
        (corpus / f"{number}.txt").write_text(f"The embassy was opened {number} times.")
    build(corpus, index)
    for file in current_folder(index).iterdir():
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    build(corpus, index)  # which remembers what it has read
    rotten(current_folder(index) / name)
    for number in (0, 1):
        (corpus / f"{number}.txt").write_text(f"The consulate was closed {number} times.")
    with pytest.raises(IndexDamaged, match=f"{name} does not match its checksum"):
        build(corpus, index)
    assert build(corpus, index).published
    LocalIndex(index).manifest(verify=True)
