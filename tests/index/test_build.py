from __future__ import annotations

import json
import os
import time
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from relbot import Relbot
from relbot.corpus.formats import registry
from relbot.errors.corpus import CorpusEmpty, CorpusMissing, CorpusUnreadable
from relbot.index import document_encoding
from relbot.index.build import build
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder, generation_folders
from relbot.index.local.verification import verify_generation
from relbot.index.manifest import Manifest

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

    monkeypatch.setattr("relbot.index.local.build.Encoder", refuse)
    monkeypatch.setattr("relbot.index.local.generation.Encoder", refuse)
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


def test_only_what_changed_is_embedded(corpus: Path, index: Path, embedded: list[str]) -> None:
    (corpus / "new.txt").write_text(KIM)
    build(corpus, index)
    assert embedded == [f"New. {KIM}"]


LETTERS = (
    "# Letters\n\nThe letter of May 1959 was long, and Kim read it twice before the embassy answered it in full.\n"
)
MILL = "\nThe mill of Durrës was opened in the spring of 1961, and Hoxha came to see it on the second day of it.\n"


def test_of_a_changed_or_renamed_source_only_new_words_are_embedded(
    corpus: Path, index: Path, embedded: list[str]
) -> None:
    (corpus / "letters.md").write_text(LETTERS + MILL)
    build(corpus, index)
    embedded.clear()
    (corpus / "letters.md").rename(corpus / "renamed.md")
    assert build(corpus, index).added == ("renamed.md",)
    assert embedded == []
    (corpus / "renamed.md").write_text(
        "# Letters\n" + MILL + LETTERS.removeprefix("# Letters\n").replace("twice", "once")
    )
    assert build(corpus, index).changed == ("renamed.md",)
    (only,) = embedded
    assert "read it once" in only


def test_copied_vectors_are_those_that_embedding_would_give(corpus: Path, index: Path, tmp_path: Path) -> None:
    (corpus / "letters.md").write_text(LETTERS + MILL)
    build(corpus, index)
    (corpus / "letters.md").unlink()
    (corpus / "b.md").write_text(
        "# Letters\n\n  Foreword to all of it, which is new and moves what is below it.\n" + MILL + LETTERS[10:]
    )
    build(corpus, index)
    copied = vectors_by_passage(index)
    (corpus / "b.md").rename(tmp_path / "b.md")
    build(corpus, index)
    (tmp_path / "b.md").rename(corpus / "b.md")
    build(corpus, index)
    embedded = vectors_by_passage(index)
    assert copied.keys() == embedded.keys()
    for name, (record, *vectors) in copied.items():
        again, *others = embedded[name]
        assert record.passage == again.passage
        assert [(s.span, s.dates, s.terms, s.tokens) for s in record.sentences] == [
            (s.span, s.dates, s.terms, s.tokens) for s in again.sentences
        ]
        for one, other in zip(vectors, others, strict=True):
            assert one == pytest.approx(other, abs=2e-2 if one.dtype.kind == "f" else 2)


def vectors_by_passage(index: Path) -> dict[str, tuple[Any, ...]]:
    generation = LocalGeneration.open(current_folder(index))
    rows = generation.encoded([row for source in generation.manifest.sources for row in source.rows])
    return {
        row.record.passage.id: (row.record, row.passage_vector, row.sentence_vectors, row.token_vectors.astype(int))
        for row in rows
    }


def test_another_version_of_a_reader_reads_just_its_files_again(
    corpus: Path, index: Path, embedded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "letters.md").write_text(LETTERS)
    build(corpus, index)
    embedded.clear()
    monkeypatch.setattr(registry, "READER_VERSIONS", {**registry.READER_VERSIONS, ".md": 99})
    assert build(corpus, index).changed == ("letters.md",)
    assert embedded == []


def test_a_sidecar_that_changes_is_seen_in_the_citation(corpus: Path, index: Path) -> None:
    (corpus / "letters.md").write_text(LETTERS)
    build(corpus, index)
    (corpus / "letters.md.yaml").write_text("title: The letters of May\nurl: https://host/letters\n")
    assert build(corpus, index).changed == ("letters.md",)
    source = Relbot.open(index).document("letters.md").source
    assert (source.title, source.url) == ("The letters of May", "https://host/letters")


def test_what_was_left_out_is_kept_with_the_reason(corpus: Path, index: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"a\0b")
    (corpus / "new.txt").write_text(KIM)
    (corpus / "a.zip").touch()
    assert build(corpus, index).unread == {".zip": 1}
    (entry,) = Manifest.read(current_folder(index)).left_out
    assert (entry.path, entry.why) == ("bad.txt", "it is not text (a NUL at byte 1); save it as UTF-8 text")


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
    assert [step for step, _, _ in reported] == ["Reading", "Embedding", "Publishing"]
    assert ("Embedding", 1, 1) in reported


def test_dividing_a_long_source_shows_how_far_it_is(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[tuple[str, int, int]] = []
    text = "\n\n".join(f"{KIM} That was visit number {number} of that year." for number in range(60))
    (corpus / "long.txt").write_text(text)
    (corpus / "short.txt").write_text(KIM)
    monkeypatch.setattr(document_encoding, "_LONG", len(text))
    build(corpus, index, progress=lambda *step: reported.append(step))
    steps = [step for step, _ in groupby(step for step, _, _ in reported)]
    assert steps == ["Reading", "Dividing a long source, kB", "Embedding", "Publishing"]
    shown = [(done, total) for step, done, total in reported if step.startswith("Dividing")]
    assert shown == sorted(shown)
    assert {total for _, total in shown} == {len(text) // 1000}
    assert len({done for done, _ in shown}) > 3


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
    with pytest.raises(expected) as refused:
        build(corpus, index)
    if what == "all bad":
        assert "bad.txt (it is not text" in str(refused.value)
        assert "empty.md (it is empty)" in str(refused.value)
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
