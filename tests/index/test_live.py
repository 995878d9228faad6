"""QueryLoad ask without pause while one rebuild after another publishes: every answer is wholly from one generation.

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
from relbot.index.publish import generation_folders

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
REBUILDS = 100 if THOROUGH else 8


def write(corpus: Path, turn: int) -> Reply:
    """The sources of a turn, each of which tells its number, and the one answer that they give."""
    sources = {
        "embassy.txt": f"The embassy in Tirana opened in {1900 + turn}, in a house of marble by the river.",
        "garden.txt": f"The embassy in Tirana opened again in {2000 + turn}, with a garden of roses.",
    }
    for name, text in sources.items():
        (corpus / name).write_text(text)
    return True, sources["embassy.txt"], tuple((name, text, 0) for name, text in sources.items())


def weight(processes: Sequence[psutil.Process]) -> tuple[float, int]:
    """(MB, open files) of all of them."""
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
    weights = []
    with QueryLoad(index, following=2, threads=2) as readers:
        for turn in range(1, REBUILDS + 1):
            reply = write(corpus, turn)
            answers[build(corpus, index).generation] = reply
            told = readers.asked
            while readers.asked < told + 20:
                time.sleep(0.01)
            weights.append(weight(readers.following))
        seen = readers.stop()
    for one in seen:
        assert one.troubles == []
        for generation, replies in one.replies.items():
            assert replies == {answers[generation]}
    assert len({generation for one in seen for generation in one.replies}) > REBUILDS // 2
    assert len(generation_folders(index)) == 2
    fifth = max(2, REBUILDS // 5)
    early, late = weights[2 * fifth : 3 * fifth], weights[-fifth:]
    (megabytes, files), (megabytes_late, files_late) = (
        [median(values) for values in zip(*some, strict=True)] for some in (early, late)
    )
    record_property("answers", sum(one.asked for one in seen))
    record_property("megabytes", f"{megabytes:.1f} to {megabytes_late:.1f}")
    record_property("files", f"{files:.0f} to {files_late:.0f}")
    assert files_late <= files
    assert megabytes_late < megabytes * (1.02 if THOROUGH else 1.1)
