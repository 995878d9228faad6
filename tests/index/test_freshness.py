from __future__ import annotations

from pathlib import Path

import pytest

from index.manifest_edits import edit_manifest
from relbot import Relbot
from relbot.errors.corpus import CorpusMissing
from relbot.errors.index import IndexDamaged, IndexEncodedOtherwise, IndexMissing
from relbot.index.build import build
from relbot.index.encoding.model import resolve
from relbot.index.encoding.token_codec import codec_for
from relbot.index.engines import open_index
from relbot.index.freshness import Changes, check, reusable_manifest
from relbot.index.local.publish import current_folder

SEED = "albania-north-korea-relations.txt"


def test_an_index_is_fresh_right_after_it_was_built(corpus: Path, seed_index: Path) -> None:
    freshness = check(corpus, seed_index)
    assert freshness.fresh
    assert freshness.changes == Changes((), (), ())
    assert (freshness.rejected, freshness.reason) == ((), None)


def test_what_was_added_changed_and_removed_is_named(corpus: Path, seed_index: Path) -> None:
    (corpus / "new.txt").write_text("A treaty was signed.")
    (corpus / SEED).write_text("It was rewritten.")
    assert check(corpus, seed_index).changes == Changes(("new.txt",), (SEED,), ())
    (corpus / SEED).unlink()
    freshness = check(corpus, seed_index)
    assert freshness.changes == Changes(("new.txt",), (), (SEED,))
    assert not freshness.fresh


def test_a_file_that_was_only_touched_is_fresh(corpus: Path, seed_index: Path) -> None:
    (corpus / SEED).touch()
    assert check(corpus, seed_index).fresh


def test_a_source_that_cannot_be_read_makes_an_index_no_staler(corpus: Path, seed_index: Path) -> None:
    (corpus / "empty.txt").touch()
    freshness = check(corpus, seed_index)
    assert freshness.fresh
    assert [rejected.path for rejected in freshness.rejected] == ["empty.txt"]


def test_another_model_makes_it_stale(corpus: Path, seed_index: Path) -> None:
    freshness = check(corpus, seed_index, model="other/model")
    assert not freshness.fresh
    assert freshness.reason
    assert freshness.reason.startswith(
        "It was built with the model sentence-transformers/all-MiniLM-L6-v2, and other/model"
    )


def test_another_encoder_of_the_same_model_makes_it_stale_and_not_reusable_but_it_answers(
    corpus: Path, index: Path
) -> None:
    edit_manifest(index, lambda values: values["model"].update(sha256="0" * 64))
    freshness = check(corpus, index)
    assert not freshness.fresh
    assert freshness.reason == (
        "It was built with another version of the model sentence-transformers/all-MiniLM-L6-v2."
    )
    assert reusable_manifest(open_index(index), resolve(None)) is None
    assert Relbot.open(index).search("the embassy in Tirana")


def test_other_chunker_settings_make_it_stale_and_not_reusable(corpus: Path, index: Path) -> None:
    edit_manifest(index, lambda values: values["chunker"].update(window=128))
    freshness = check(corpus, index)
    assert freshness.reason == "It was built by another version of relbot, which divided the sources otherwise."
    assert not freshness.fresh
    assert reusable_manifest(open_index(index), resolve(None)) is None


def test_vectors_that_were_stored_otherwise_are_told_and_embedded_again(corpus: Path, index: Path) -> None:
    edit_manifest(index, lambda values: values.update(token_codec="pq96-00000000"))
    freshness = check(corpus, index)
    assert freshness.reason == "It was built by another version of relbot, which stored vectors differently."
    assert reusable_manifest(open_index(index), resolve(None)) is None
    with pytest.raises(IndexEncodedOtherwise, match=r"'pq96-00000000'.*run `relbot index` to rebuild it"):
        open_index(index).open()
    build(corpus, index)
    assert open_index(index).open().manifest.token_codec == codec_for(resolve(None).name).name


def test_a_check_writes_nothing(corpus: Path, index: Path) -> None:
    (corpus / "new.txt").write_text("A treaty was signed.")
    before = sorted((path, path.stat().st_mtime_ns) for path in index.rglob("*"))
    check(corpus, index)
    assert sorted((path, path.stat().st_mtime_ns) for path in index.rglob("*")) == before


def test_what_cannot_be_compared_is_an_error(corpus: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        check(tmp_path / "none", index)
    with pytest.raises(IndexMissing):
        check(corpus, tmp_path / "none")
    (current_folder(index) / "tokens-0.codes").write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"tokens-0\.codes has 0 bytes"):
        check(corpus, index)
    assert reusable_manifest(open_index(index), resolve(None)) is None


def test_what_was_left_out_is_not_tried_again_until_it_changes(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "new.txt").write_text("A treaty was signed.")
    (corpus / "bad.txt").write_bytes(b"a\0b")
    build(corpus, index)
    with monkeypatch.context() as patched:
        patched.setattr("relbot.index.freshness.read_source", None)
        assert [rejected.path for rejected in check(corpus, index).rejected] == ["bad.txt"]
    (corpus / "bad.txt").write_bytes(b"better")
    assert check(corpus, index).changes == Changes(("bad.txt",), (), ())


def test_another_sidecar_makes_it_stale(corpus: Path, seed_index: Path) -> None:
    (corpus / f"{SEED}.yaml").write_text("title: Another title\n")
    assert check(corpus, seed_index).changes == Changes((), (SEED,), ())
