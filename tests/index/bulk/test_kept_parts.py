import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from relbot.answer import Source
from relbot.corpus.folder import SourceFile
from relbot.errors.index import IndexNotWritable
from relbot.index.bulk.build import kept_file
from relbot.index.bulk.kept_parts import KeptParts, part_to_bytes
from relbot.index.document_encoding import ReadSource
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.local.generation import LocalGeneration

FILE, CHANGED = SourceFile("a/b.txt", "1"), SourceFile("a/b.txt", "2")
READ = ReadSource(Source("B", "a/b.txt", "https://example.org", None, "2024-03-05"), FILE.revision, "Text \ud800")
Open = Callable[[str], KeptParts]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(key: str) -> KeptParts:
            parts = KeptParts(tmp_path / "new" / "parts", key)
            stack.callback(parts.close)
            return parts

        yield opened


@pytest.fixture(scope="module")
def passages(seed_generation: LocalGeneration) -> list[EncodedPassage]:
    return list(seed_generation.encoded(range(4)))


def test_a_source_is_complete_with_all_of_its_parts_in_whatever_order(
    kept: Open, passages: list[EncodedPassage]
) -> None:
    parts = kept("key")
    parts.add_part(FILE.path, 1, FILE.revision, part_to_bytes(passages[2:]))
    assert not parts.is_complete(FILE)
    parts.add_source(READ, 2)
    assert not parts.is_complete(FILE)
    parts.add_part(FILE.path, 0, FILE.revision, part_to_bytes(passages[:2]))
    again = kept("key")
    assert again.is_complete(FILE)
    assert again.source(FILE.path) == READ
    assert [p.record.passage.id for p in again.passages(FILE.path)] == [p.record.passage.id for p in passages]


def test_a_part_that_comes_twice_is_kept_once(kept: Open, passages: list[EncodedPassage]) -> None:
    parts = kept("key")
    parts.add_source(READ, 1)
    for _ in range(2):
        parts.add_part(FILE.path, 0, FILE.revision, part_to_bytes(passages))
    assert len(list(parts.passages(FILE.path))) == len(passages)


@pytest.mark.parametrize("is_opened", [True, False])
def test_parts_of_a_file_that_has_changed_since_are_dropped(
    kept: Open, passages: list[EncodedPassage], is_opened: bool
) -> None:
    parts = kept("key")
    if is_opened:
        parts.add_source(READ, 1)
    parts.add_part(FILE.path, 0, FILE.revision, part_to_bytes(passages))
    assert parts.numbers(FILE) == {0}
    assert not parts.is_complete(CHANGED)
    assert parts.numbers(CHANGED) == parts.numbers(FILE) == set()


def test_what_another_model_has_embedded_is_dropped(kept: Open, passages: list[EncodedPassage]) -> None:
    kept("one").add_part(FILE.path, 0, FILE.revision, part_to_bytes(passages))
    assert kept("one").numbers(FILE) == {0}
    assert kept("other").numbers(FILE) == set()


def test_a_file_that_is_no_database_is_begun_anew(kept: Open, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "parts").write_bytes(b"not a database" * 1_000)
    assert kept("key").numbers(FILE) == set()


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexNotWritable):
        KeptParts(tmp_path / "file" / "parts", "key")


@pytest.mark.parametrize(
    ("index", "name"),
    [("data/index", "index.embedded"), ("data/index/", "index.embedded"), ("x://host:1/name?key=s", "name.embedded")],
)
def test_what_is_kept_lies_beside_the_index_or_in_the_working_folder(index: str, name: str) -> None:
    assert kept_file(index).name == name
    assert kept_file(index).absolute().parent.name == ("data" if "data" in index else Path.cwd().name)


def test_a_file_that_another_relbot_has_laid_out_otherwise_begins_anew(
    tmp_path: Path, kept: Open, passages: list[EncodedPassage]
) -> None:
    file = tmp_path / "new" / "parts"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as older, older:
        older.executescript("CREATE TABLE made_with (key TEXT); CREATE TABLE sources (path TEXT PRIMARY KEY);")
    parts = kept("key")
    parts.add_source(READ, 1)
    parts.add_part(FILE.path, 0, FILE.revision, part_to_bytes(passages))
    assert parts.source(FILE.path) == READ
