from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.errors import CorpusEmpty, CorpusMissing, CorpusUnreadable
from relbot.index.build import build
from relbot.index.encoding.encoder import ENCODER_FILES, EncodedText, Encoder
from relbot.index.generation import verify_generation
from relbot.index.publish import current_folder, generation_folders

KIM, HOXHA = "The embassy in Tirana was opened by Kim.", "The embassy in Tirana was opened by Hoxha."


def test_a_report_tells_what_was_done(corpus: Path, index: Path) -> None:
    (corpus / "new.txt").write_text(KIM)
    (corpus / "bad.txt").write_bytes(b"\xff\xfe")
    report = build(corpus, index)
    assert (report.published, report.added, report.changed, report.removed) == (True, ("new.txt",), (), ())
    assert (report.sources, report.unchanged) == (2, 1)
    assert [rejected.path for rejected in report.rejected] == ["bad.txt"]
    assert report.generation == current_folder(index).name
    assert json.loads(json.dumps(report.to_dict()))["rejected"][0]["path"] == "bad.txt"
    (corpus / "new.txt").unlink()
    (corpus / "albania-north-korea-relations.txt").write_text(HOXHA)
    report = build(corpus, index)
    assert (report.added, report.removed) == ((), ("new.txt",))
    assert (report.changed, report.unchanged) == (("albania-north-korea-relations.txt",), 0)


def test_with_nothing_changed_no_model_is_loaded_and_nothing_is_written(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, index)
    before = sorted((path, path.stat().st_mtime_ns) for path in current_folder(index).iterdir())

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(Encoder, "__init__", refuse)
    monkeypatch.setattr("relbot.index.encoding.model.load", refuse)
    started = time.perf_counter()
    report = build(corpus, index)
    assert time.perf_counter() - started < 1
    assert not report.published
    assert report.unchanged == report.sources == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in current_folder(index).iterdir()) == before


def test_one_changed_source_is_live_within_two_seconds_and_shares_the_encoder(corpus: Path, index: Path) -> None:
    bot = Relbot.open(index)
    before = current_folder(index)
    (corpus / "new.txt").write_text("The treaty of Durrës was signed on 1 May 1959.")
    started = time.perf_counter()
    build(corpus, index)
    answer = bot.ask("When was the treaty of Durrës signed?")
    assert time.perf_counter() - started < 2
    assert answer.text == "The treaty of Durrës was signed on 1 May 1959."
    for name in ENCODER_FILES:
        assert (current_folder(index) / name).stat().st_ino == (before / name).stat().st_ino


def test_a_source_that_is_removed_is_never_cited_again(corpus: Path, index: Path) -> None:
    (corpus / "new.txt").write_text("The treaty of Durrës was signed on 1 May 1959.")
    build(corpus, index)
    bot = Relbot.open(index)
    assert bot.ask("When was the treaty of Durrës signed?").citations[0].document.path == "new.txt"
    (corpus / "new.txt").unlink()
    build(corpus, index)
    assert "new.txt" not in {hit.passage.source.path for hit in bot.search("When was the treaty of Durrës signed?")}
    assert [source.source.path for source in bot.contents.sources] == ["albania-north-korea-relations.txt"]


def test_only_what_changed_is_embedded(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    encode_all = Encoder.encode_all

    def watched(self: Encoder, texts: Sequence[str]) -> Iterator[EncodedText]:
        seen.extend(texts)
        return encode_all(self, texts)

    monkeypatch.setattr(Encoder, "encode_all", watched)
    (corpus / "new.txt").write_text(KIM)
    build(corpus, index)
    assert seen == [f"New. {KIM}"]


def test_a_rebuilt_index_is_the_same_however_it_came_about(corpus: Path, index: Path, tmp_path: Path) -> None:
    """Also row by row: what is copied from the generation before is what embedding it again would give."""
    (corpus / "b.txt").write_text(KIM)
    build(corpus, index)
    (corpus / "a.txt").write_text(HOXHA)
    build(corpus, index)
    step_by_step = Relbot.open(index)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "z.txt").write_text("Something else.")
    build(tmp_path / "empty", index)
    build(corpus, index)
    at_once = Relbot.open(index)
    for question in ("Who opened the embassy?", "When did Kim visit Tirana?"):
        one, other = step_by_step.search(question, 50), at_once.search(question, 50)
        assert [hit.passage for hit in one] == [hit.passage for hit in other]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=1e-3)


def test_progress_is_reported(corpus: Path, index: Path) -> None:
    reported: list[tuple[str, int, int]] = []
    (corpus / "new.txt").write_text(KIM)
    build(corpus, index, progress=lambda *step: reported.append(step))
    assert [step for step, _, _ in reported] == ["Reading", "Dividing", "Embedding", "Publishing"]
    assert ("Embedding", 1, 1) in reported


@pytest.mark.parametrize("what", ["missing", "empty", "all bad"])
def test_without_a_readable_source_the_index_stays_as_it_was(what: str, tmp_path: Path, index: Path) -> None:
    before = sorted(path.name for path in index.iterdir())
    corpus = tmp_path / "other"
    if what != "missing":
        corpus.mkdir()
    if what == "all bad":
        (corpus / "bad.txt").write_bytes(b"a\0b")
        (corpus / "empty.md").touch()
    expected = {"missing": CorpusMissing, "empty": CorpusEmpty, "all bad": CorpusUnreadable}[what]
    with pytest.raises(expected):
        build(corpus, index)
    assert sorted(path.name for path in index.iterdir()) == before
    verify_generation(current_folder(index))


def test_a_source_that_turns_bad_is_left_out_and_the_rest_stays(corpus: Path, index: Path) -> None:
    (corpus / "new.txt").write_text(KIM)
    build(corpus, index)
    (corpus / "new.txt").write_bytes(b"a\0b")
    report = build(corpus, index)
    assert (report.removed, report.sources) == (("new.txt",), 1)
    assert build(corpus, index).rejected == report.rejected or not build(corpus, index).published


def test_a_disk_without_links_gets_a_copy(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (corpus / "new.txt").write_text(KIM)
    build(corpus, index)
    verify_generation(current_folder(index))
    assert len(generation_folders(index)) == 2
