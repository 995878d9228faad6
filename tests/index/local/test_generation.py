from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import relbot
from relbot.errors.index import IndexDamaged
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.index.local.verification import FILES, verify_generation
from relbot.index.manifest import FILE as MANIFEST

TOKENS = "tokens-0.codes"


def test_it_consists_of_its_files_and_no_others(seed_generation: LocalGeneration) -> None:
    assert {file.name for file in seed_generation.folder.iterdir()} == {*FILES, MANIFEST}


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_file_that_is_gone_is_named(name: str, index: Path) -> None:
    (current_folder(index) / name).unlink()
    for read in (LocalGeneration.open, verify_generation):
        with pytest.raises(
            IndexDamaged, match=rf"{name} cannot be read \(No such file or directory\); run `relbot index`"
        ):
            read(current_folder(index))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_link_is_refused_even_to_the_same_bytes(name: str, index: Path, tmp_path: Path) -> None:
    file = current_folder(index) / name
    file.symlink_to(file.rename(tmp_path / name))
    with pytest.raises(IndexDamaged, match=f"{name} is not a file"):
        LocalGeneration.open(current_folder(index))


@pytest.mark.parametrize("name", [name for name in FILES if name != "encoder.onnx.data"])
def test_a_flipped_bit_is_found(name: str, index: Path) -> None:
    file = current_folder(index) / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(IndexDamaged, match=f"{name} does not match its checksum"):
        verify_generation(current_folder(index))
    if name != TOKENS:
        with pytest.raises(IndexDamaged, match=f"{name} does not match its checksum"):
            LocalGeneration.open(current_folder(index))


def test_a_flipped_bit_of_the_token_vectors_is_found_when_they_are_read(index: Path) -> None:
    file = current_folder(index) / TOKENS
    file.write_bytes(b"\x7f" + file.read_bytes()[1:])
    generation = LocalGeneration.open(current_folder(index))
    with pytest.raises(IndexDamaged, match=f"{TOKENS} does not match its checksum"):
        generation.encoded([0])
    (second,) = generation.encoded([1])
    assert len(second.token_vectors) == second.record.tokens


def test_an_encoder_that_is_the_same_is_shared_with_the_generation_before(seed_generation: LocalGeneration) -> None:
    assert LocalGeneration.open(seed_generation.folder, previous=seed_generation).encoder is seed_generation.encoder


def test_it_stays_readable_after_its_folder_is_gone(index: Path) -> None:
    generation = LocalGeneration.open(current_folder(index))
    shutil.rmtree(index)
    (stored,) = generation.encoded([0])
    assert len(stored.token_vectors) == stored.record.tokens
    assert generation.encoder.encode("Kim").vectors.shape == (3, 384)
    assert generation.passage_vectors.search(generation.encoder.encode("Kim").mean_vector()[None], 1)[1].shape == (1, 1)


def test_every_sentence_finds_its_passage(seed_generation: LocalGeneration) -> None:
    rows = seed_generation.store.passages(range(seed_generation.manifest.passages))
    owners = [place for place, row in enumerate(rows) for _ in row.sentences]
    assert [seed_generation.passage_of_sentence(i) for i in range(len(owners))] == owners
    assert len(owners) == seed_generation.manifest.sentences


def test_a_passage_is_shown_with_its_neighbours(seed_generation: LocalGeneration) -> None:
    rows = seed_generation.store.passages(range(seed_generation.manifest.passages))
    passages = [None, *(row.passage for row in rows), None]
    for before, passage, after in zip(passages, passages[1:], passages[2:], strict=False):
        assert passage
        found = seed_generation.surroundings(passage.id)
        assert found
        assert (found.before, found.passage, found.after) == (before, passage, after)
    assert seed_generation.surroundings("ffffffffffff") is None


def test_contents_tell_what_is_in_it(seed_generation: LocalGeneration) -> None:
    contents = seed_generation.manifest.contents
    assert contents.generation == seed_generation.folder.name
    assert sum(source.passages for source in contents.sources) == contents.passages > 0
    assert contents.sources[0].source.licence == "CC BY-SA 4.0"


def test_encoder_files_are_part_of_it() -> None:
    assert set(ENCODER_FILES) < set(FILES)


def test_nothing_is_pickled() -> None:
    unsafe = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
    for file in Path(relbot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                assert not {name.partition(".")[0] for name in names} & unsafe, file
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                assert isinstance(node.value, ast.Constant), file
                assert node.value.value is False, file
            if isinstance(node, ast.Attribute) and node.attr == "load":
                assert getattr(node.value, "id", None) not in {"np", "numpy", "torch"}, file


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_opening_again_and_again_leaves_no_files_open(seed_generation: LocalGeneration) -> None:
    LocalGeneration.open(seed_generation.folder, previous=seed_generation)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        LocalGeneration.open(seed_generation.folder, previous=seed_generation)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
