"""A build on a real Ray of two workers, against the plain build. Skipped where `relbot[ray]` is not installed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest

from relbot.index.build import build
from relbot.index.bulk.build import build_with_ray, kept_file
from relbot.index.bulk.ray_workers import PART
from relbot.index.engines import open_index
from relbot.index.protocol import Generation

ray = pytest.importorskip("ray", reason="needs Ray: pip install 'relbot[ray]'")
pytest.importorskip("pyarrow", reason="needs Ray Data: pip install 'relbot[ray]'")
SOURCES = {"long.txt": 8 * PART + 1, "short.md": 1, "folder/other.txt": 5}
"""Passages of each."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a Ray with two CPUs."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    context = ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield context.address_info["gcs_address"]
    ray.shutdown()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk") / "corpus"
    for path, paragraphs in SOURCES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(paragraph(path, number) for number in range(paragraphs)))
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 that is none")
    return folder


def paragraph(path: str, number: int) -> str:
    return (
        f"The treaty {number} of {path} was signed on {number % 28 + 1} May {1900 + number}. That month it was kept by"
        " the mayor of the town, who read it to all who had come, and it burnt with the town hall in a later year."
    )


def opened(index: Path) -> Generation:
    return open_index(index).open()


def assert_equal(one: Generation, other: Generation) -> None:
    rows = [row for entry in one.manifest.sources for row in entry.rows]
    assert [(e.source, e.revision, e.rows) for e in one.manifest.sources] == [
        (e.source, e.revision, e.rows) for e in other.manifest.sources
    ]
    assert one.manifest.left_out == other.manifest.left_out
    for here, there in zip(one.encoded(rows), other.encoded(rows), strict=True):
        assert here.record == there.record
        assert np.array_equal(here.token_vectors, there.token_vectors)
        np.testing.assert_allclose(here.passage_vector, there.passage_vector, atol=1e-6)
        np.testing.assert_allclose(here.sentence_vectors, there.sentence_vectors, atol=1e-6)


def test_a_killed_build_goes_on_and_ends_with_the_generation_of_the_plain_build(
    cluster: str, sources: Path, tmp_path: Path
) -> None:
    index, plain = tmp_path / "index", tmp_path / "plain"
    command: list[str | Path] = [sys.executable, "-m", "relbot", "index", sources, "--index", index, "--ray", cluster]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    kept = 0
    while not kept:
        assert process.poll() is None, process.communicate()[0]
        kept = parts_in(kept_file(index))
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = parts_in(kept_file(index))
    steps: list[tuple[str, int, int]] = []
    report, throughput = build_with_ray(sources, index, price=3.6, progress=lambda *step: steps.append(step))
    expected = build(sources, plain)
    assert_equal(opened(index), opened(plain))
    assert [(r.path, r.why) for r in report.rejected] == [(r.path, r.why) for r in expected.rejected]
    assert [r.path for r in report.rejected] == ["bad.pdf"]
    assert 0 < throughput.passages < expected.passages == sum(SOURCES.values()), f"{kept} parts were kept"
    assert throughput.per_million == pytest.approx(1_000 / throughput.rate)
    assert ("Embedding", 4, 4) in steps
    assert not kept_file(index).exists()


def test_what_has_not_changed_is_kept_and_no_worker_is_started(cluster: str, sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (sources / "bad.pdf").unlink()
    build(sources, index)
    report, throughput = build_with_ray(sources, index)
    assert (report.published, throughput.passages, throughput.workers) == (False, 0, 0)


def test_a_generation_is_brought_up_to_date_as_by_the_plain_build(cluster: str, sources: Path, tmp_path: Path) -> None:
    corpus, index, plain = tmp_path / "corpus", tmp_path / "index", tmp_path / "plain"
    shutil.copytree(sources, corpus)
    for each in (index, plain):
        build(corpus, each)
    (corpus / "folder" / "other.txt").unlink()
    (corpus / "new.txt").write_text(paragraph("new.txt", 1))
    (corpus / "short.md").write_text(paragraph("short.md", 2))
    report, throughput = build_with_ray(corpus, index)
    expected = build(corpus, plain)
    assert (report.added, report.changed, report.removed) == (("new.txt",), ("short.md",), ("folder/other.txt",))
    assert (report.unchanged, report.passages) == (expected.unchanged, expected.passages)
    assert throughput.passages == 2
    assert_equal(opened(index), opened(plain))


def parts_in(file: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM parts").fetchone()[0])
    return 0
