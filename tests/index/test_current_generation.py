from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.manifest_edits import edit_manifest
from index.mutations import replace
from relbot.errors.index import IndexDamaged, IndexFromOtherModel, IndexMissing, IndexTooNew
from relbot.index.current_generation import CurrentGeneration
from relbot.index.encoding.token_codec import codec_for
from relbot.index.engines import open_index
from relbot.index.local.index import LocalIndex
from relbot.index.local.publish import current_folder
from relbot.index.manifest import FORMAT

Indexed = Callable[[dict[str, str]], Path]

KIM, HOXHA = {"a.txt": "The embassy was opened by Kim."}, {"a.txt": "The embassy was opened by Hoxha."}


def follow(index: Path, model: str | None = None) -> CurrentGeneration:
    return CurrentGeneration(open_index(index), model)


def quote(current: CurrentGeneration) -> str:
    return current.get().passages([0])[0].passage.quote


def test_a_rebuild_is_followed_without_reopening(indexed: Indexed) -> None:
    current = follow(indexed(KIM))
    assert quote(current) == KIM["a.txt"]
    indexed(HOXHA)
    assert quote(current) == HOXHA["a.txt"]


def test_without_a_rebuild_it_is_the_very_same_generation(seed_index: Path) -> None:
    current = follow(seed_index)
    assert current.get() is current.get()


def test_a_damaged_rebuild_is_told_once_and_the_one_before_goes_on(
    indexed: Indexed, caplog: pytest.LogCaptureFixture
) -> None:
    current = follow(indexed(KIM))
    index = indexed(HOXHA)
    file = current_folder(index) / "passages.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert [quote(current) for _ in range(3)] == [KIM["a.txt"]] * 3
    assert caplog.text.count("passages.sqlite has") == 1
    assert "Until then the index before it answers." in caplog.text


@pytest.mark.parametrize("change", ["newer format", "other model"])
def test_a_rebuild_by_another_relbot_or_model_is_told_and_the_one_before_goes_on(
    change: str, indexed: Indexed, caplog: pytest.LogCaptureFixture
) -> None:
    current = follow(indexed(KIM))
    index = indexed(HOXHA)
    if change == "newer format":
        edit_manifest(index, lambda values: values.update(format=FORMAT + 1))
    else:
        edit_manifest(index, lambda values: values["model"].update(name="other/model"))
        edit_manifest(index, lambda values: values.update(token_codec=codec_for("other/model").name))
    assert quote(current) == KIM["a.txt"]
    assert (f"has format {FORMAT + 1}" if change == "newer format" else "with the model other/model") in caplog.text


def test_an_index_that_is_removed_under_it_goes_on_answering(index: Path) -> None:
    current = follow(index)
    before = quote(current)
    shutil.rmtree(index)
    assert quote(current) == before
    with pytest.raises(IndexMissing):
        follow(index)


def test_the_model_that_is_set_must_be_the_one_it_was_built_with(seed_index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexFromOtherModel, match="all-MiniLM-L6-v2, and other/model is asked for; run `relbot index`"):
        follow(seed_index, "other/model")
    with pytest.raises(IndexFromOtherModel, match=f"and {tmp_path.name} is asked for"):
        follow(seed_index, str(tmp_path))
    follow(seed_index, "sentence-transformers/all-MiniLM-L6-v2")


def test_a_newer_format_is_never_answered_from_the_one_before(indexed: Indexed) -> None:
    indexed(KIM)
    index = indexed(HOXHA)
    edit_manifest(index, lambda values: values.update(format=FORMAT + 1))
    with pytest.raises(IndexTooNew):
        follow(index)


def test_a_generation_that_is_published_over_while_it_is_opened_is_no_damage(
    indexed: Indexed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = follow(indexed(KIM))
    indexed(HOXHA)
    original = LocalIndex._open

    def slowly(self: LocalIndex, *arguments: Path) -> object:
        monkeypatch.undo()
        indexed(KIM)
        indexed({"a.txt": "The embassy was opened by Choe."})
        assert not arguments[0].exists()
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(LocalIndex, "_open", slowly)
    assert quote(current) == "The embassy was opened by Choe."
    assert caplog.text == ""


def test_threads_see_one_generation_or_the_other_while_it_is_rebuilt(indexed: Indexed) -> None:
    current = follow(indexed(KIM))
    seen: set[str] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen.add(quote(current))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for sources in (HOXHA, KIM, HOXHA):
        indexed(sources)
    done.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert seen == {KIM["a.txt"], HOXHA["a.txt"]}
    assert quote(current) == HOXHA["a.txt"]


def test_a_generation_that_is_published_over_while_it_is_opened_first_is_no_damage(
    indexed: Indexed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexed(KIM)
    original = LocalIndex._open

    def slowly(self: LocalIndex, *arguments: Path) -> object:
        if arguments[0] == first:
            monkeypatch.setattr(LocalIndex, "_open", original)  # a build opens what it keeps
            indexed(HOXHA)
            indexed({"a.txt": "The embassy was opened by Choe."})
        return original(self, *arguments)  # type: ignore[arg-type]

    first = current_folder(index)
    monkeypatch.setattr(LocalIndex, "_open", slowly)
    assert quote(follow(index)) == "The embassy was opened by Choe."
    assert caplog.text == ""


def vector(current: CurrentGeneration) -> bytes:
    return current.get().encoder.encode("Kim").vectors.tobytes()


def test_weights_that_are_written_to_are_loaded_anew_where_they_are_the_same_and_else_refused(
    indexed: Indexed,
) -> None:
    index = indexed(KIM)
    weights = current_folder(index) / "encoder.onnx.data"
    replace(weights, weights.read_bytes())
    current = follow(index)
    right = vector(current)
    weights.touch()
    assert vector(current) == right
    with weights.open("r+b") as stream:
        stream.write(bytes(1000))
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=r"encoder\.onnx\.data was written to while it was in use"):
            vector(current)
    indexed({})
    assert vector(current) == right
