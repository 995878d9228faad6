from __future__ import annotations

from pathlib import Path

import pytest

from index.engines import write_sources
from relbot.index import document_encoding
from relbot.index.build import build
from relbot.index.local.build import LocalBuild
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import EMBEDDED, current_folder


@pytest.fixture(autouse=True)
def some_passages_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_encoding, "_CHUNK_SIZE", 2)


def killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("cut", [0, 1, 5000])
def test_what_a_killed_build_has_embedded_is_not_embedded_again(
    cut: int, embedded: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = write_sources(tmp_path / "corpus"), tmp_path / "index"
    with monkeypatch.context() as patched:
        patched.setattr(LocalBuild, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            build(corpus, index)
    whole, kept = len(embedded), (index / EMBEDDED).read_bytes()
    (index / EMBEDDED).write_bytes(kept[: len(kept) - cut])
    embedded.clear()
    build(corpus, index)
    assert len(embedded) == (1 if cut else 0) < whole
    assert not (index / EMBEDDED).exists()
    build(corpus, tmp_path / "other")
    one, other = (LocalGeneration.open(current_folder(each)) for each in (index, tmp_path / "other"))
    rows = range(one.manifest.passages)
    for resumed, at_once in zip(one.encoded(rows), other.encoded(rows), strict=True):
        assert resumed.record == at_once.record
        assert resumed.passage_vector.tolist() == at_once.passage_vector.tolist()
        assert resumed.token_vectors.tolist() == at_once.token_vectors.tolist()


def test_a_record_that_was_damaged_is_embedded_again(
    embedded: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = write_sources(tmp_path / "corpus"), tmp_path / "index"
    with monkeypatch.context() as patched:
        patched.setattr(LocalBuild, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            build(corpus, index)
    data = bytearray((index / EMBEDDED).read_bytes())
    data[1000] ^= 1
    (index / EMBEDDED).write_bytes(data)
    embedded.clear()
    build(corpus, index)
    assert len(embedded) == 1
