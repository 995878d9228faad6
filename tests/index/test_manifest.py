from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.manifest_edits import edit_manifest
from relbot.answer import Source
from relbot.errors.index import IndexDamaged, IndexTooNew, IndexTooOld
from relbot.index.encoding.model import resolve
from relbot.index.local.publish import current_folder
from relbot.index.manifest import FILE, FORMAT, FileEntry, LeftOut, Manifest, ModelEntry, SourceEntry, digest

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
sources = st.builds(Source, words, words, st.none() | words, st.none() | words)
rows = st.builds(SourceEntry, sources, words, st.integers(0, 10**9), st.integers(0, 10**6))
manifests = st.builds(
    Manifest,
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))])),
    st.builds(ModelEntry, words, words, words),
    st.dictionaries(words, st.integers() | words, max_size=4),
    st.lists(rows, max_size=4).map(tuple),
    st.integers(0, 10**9),
    st.dictionaries(words, st.builds(FileEntry, st.integers(0, 10**12), words), max_size=4),
    st.lists(st.builds(LeftOut, words, words, words), max_size=3).map(tuple),
)


@given(manifests)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, manifest: Manifest) -> None:
    data = manifest.to_bytes()
    folder = tmp_path_factory.mktemp("g", numbered=True) / f"20260101T000000000000-{digest(data)}"
    folder.mkdir()
    (folder / FILE).write_bytes(data)
    assert Manifest.read(folder) == manifest


def test_it_holds_what_the_generation_was_made_from_and_of(seed_index: Path) -> None:
    folder = current_folder(seed_index)
    values = json.loads((folder / FILE).read_text("utf-8"))
    assert values["format"] == FORMAT
    assert values["model"]["name"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert values["model"]["sha256"] == resolve(None).sha256
    assert [row["source"]["path"] for row in values["sources"]] == ["albania-north-korea-relations.txt"]
    assert values["files"].keys() == {file.name for file in folder.iterdir()} - {FILE}
    assert all(row["bytes"] == (folder / name).stat().st_size for name, row in values["files"].items())


def test_passages_and_revisions_are_those_of_its_sources() -> None:
    rows = (SourceEntry(Source("A", "a.txt"), "aa", 0, 3), SourceEntry(Source("B", "b.txt"), "bb", 3, 4))
    manifest = Manifest(datetime.now(UTC), ModelEntry("m", "", ""), {}, rows, 9, {})
    assert manifest.passages == 7
    assert manifest.revisions() == {"a.txt": "aa", "b.txt": "bb"}


def test_a_manifest_that_was_changed_is_damage(index: Path) -> None:
    folder = current_folder(index)
    data = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(data.replace(b"CC BY-SA", b"CC BY-NC"))
    with pytest.raises(IndexDamaged, match=r"manifest\.json is not the one this generation was published with"):
        Manifest.read(folder)


def test_a_manifest_that_is_gone_is_damage(index: Path) -> None:
    (current_folder(index) / FILE).unlink()
    with pytest.raises(IndexDamaged, match=r"manifest\.json cannot be read \(No such file or directory\)"):
        Manifest.read(current_folder(index))


def test_a_newer_format_is_told_apart_from_damage(index: Path) -> None:
    folder = edit_manifest(index, lambda values: values.update(format=FORMAT + 1, unheard_of={}))
    with pytest.raises(IndexTooNew, match=f"has format {FORMAT + 1} and this relbot reads up to {FORMAT}"):
        Manifest.read(folder)


def test_an_older_format_is_built_anew(index: Path) -> None:
    folder = edit_manifest(index, lambda values: values.update(format=FORMAT - 1))
    with pytest.raises(IndexTooOld, match=f"has format {FORMAT - 1}, which an older relbot wrote; run `relbot index`"):
        Manifest.read(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "2"},
        {"format": None},
        {"built": "yesterday"},
        {"built": 7},
        {"model": []},
        {"model": {"name": "m", "revision": "", "sha256": 7}},
        {"sources": {"a.txt": {}}},
        {"sources": [{"source": {"title": "A"}, "revision": "", "first_passage": 0, "passages": 1}]},
        {"files": None},
        {"files": {"tokens.codes": {"bytes": "1", "sha256": ""}}},
    ],
)
def test_a_manifest_that_says_something_else_is_damage(change: dict[str, Any], index: Path) -> None:
    folder = edit_manifest(index, lambda values: values.update(change))
    with pytest.raises(IndexDamaged, match=rf"{folder.name}/manifest\.json is not a valid manifest"):
        Manifest.read(folder)
