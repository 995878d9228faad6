"""Processes query the index while one rebuild after another publishes: every answer is wholly from one generation.

By default 8 rebuilds; with RELBOT_THOROUGH=1 a hundred.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import psutil

from index.query_load import QueryLoad, Reply
from relbot.index.build import build
from relbot.index.local.publish import generation_folders

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
REBUILDS = 100 if THOROUGH else 8


def write(corpus: Path, rebuild: int) -> Reply:
    """Write sources that contain the number of a rebuild; returns the one answer that they give."""
    sources = {
        "embassy.txt": f"The embassy in Tirana opened in {1900 + rebuild}, in a house of marble by the river.",
        "garden.txt": f"The embassy in Tirana opened again in {2000 + rebuild}, with a garden of roses.",
    }
    for name, text in sources.items():
        (corpus / name).write_text(text)
    return True, sources["embassy.txt"], tuple((name, text, 0) for name, text in sources.items())


def resources(processes: Sequence[psutil.Process]) -> tuple[float, int]:
    """(MB, open files) of all processes."""
    megabytes = sum(process.memory_info().rss for process in processes) / 2**20
    return megabytes, sum(process.num_fds() for process in processes)


def test_each_answer_is_from_one_generation_while_a_hundred_are_published(
    index: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    corpus = tmp_path / "sources"
    corpus.mkdir()
    answers: dict[str, Reply] = {}
    reply = write(corpus, 0)
    answers[build(corpus, index).generation] = reply
    samples = []
    with QueryLoad(index, processes=2, threads=2) as load:
        for rebuild in range(1, REBUILDS + 1):
            reply = write(corpus, rebuild)
            answers[build(corpus, index).generation] = reply
            answered = load.answered
            while load.answered < answered + 20:
                time.sleep(0.01)
            samples.append(resources(load.open_processes))
        reports = load.stop()
    for report in reports:
        assert report.errors == []
        for generation, replies in report.replies.items():
            assert replies == {answers[generation]}
    assert len({generation for report in reports for generation in report.replies}) > REBUILDS // 2
    assert len(generation_folders(index)) == 2
    fifth = max(2, REBUILDS // 5)
    early, late = samples[2 * fifth : 3 * fifth], samples[-fifth:]
    (megabytes, files), (megabytes_late, files_late) = (
        [median(values) for values in zip(*some, strict=True)] for some in (early, late)
    )
    record_property("answers", sum(report.answered for report in reports))
    record_property("megabytes", f"{megabytes:.1f} to {megabytes_late:.1f}")
    record_property("files", f"{files:.0f} to {files_late:.0f}")
    assert files_late <= files
    assert megabytes_late < megabytes * (1.02 if THOROUGH else 1.1)
