"""CPU time and memory of parsing and chunking the worst sources, each in a separate process.

By default 0.1 MB of some, with RELBOT_THOROUGH=1 10 MB of each; `pytest -rP` shows the measurements.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
MEGABYTES = 10.0 if THOROUGH else 0.1
MAX_SECONDS = 20 + 10 * MEGABYTES
MAX_MEGABYTES = 900 if THOROUGH else 200
"""MB, of which 60 are Python and the tokenizer. A source may take a million tokens of Markdown."""
ADDRESS_SPACE = 4 * 2**30
"""Bytes, the limit of the process."""

SHAPES = {
    "one word": "a",
    "words on one line": "word ",
    "short sentences on one line": "A b. ",
    "ideographs": "漢",
    "punctuation": "!",
    "line ends": "\n",
    "old line ends": "\r",
    "short lines": "a\n",
    "headings": "## a\n\nb\n\n",
    "headings of a wiki": "== a ==\nb\n",
    "list items": "- a\n",
    "lists in lists": "- " * 25 + "a\n\n",
    "quotes in quotes": "> " * 50 + "a\n",
    "tables": "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n\n",
    "brackets": "[",
    "emphasis": "*a _b ",
    "right to left and of no width": "\u202eאב\u200b\u2066 ",
    "accents": "a\u0301\u0323",
    "footnotes": "a.[1]",
    "dates": "On 1 May 1948, ",
}

SOME = (
    *(("one word", ".txt"), ("short sentences on one line", ".txt"), ("accents", ".txt")),
    *((shape, ".md") for shape in ("line ends", "headings", "list items", "lists in lists", "tables")),
)

MEASUREMENT = r"""
import json, re, resource, sys
from corpus.conftest import load_token_offsets
from relbot.corpus.documents import parse
from relbot.corpus.chunking import chunk
from relbot.errors.corpus import SourceRejected
token_offsets, data = load_token_offsets(), sys.stdin.buffer.read()
try:
    outcome = len(chunk(parse(sys.argv[1], data), token_offsets))
except SourceRejected as error:
    outcome = error.why
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss, which includes the parent process.
peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1]
print(json.dumps([outcome, round(used.ru_utime + used.ru_stime, 1), int(peak) // 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("shape", "suffix"), product(SHAPES, (".txt", ".md")) if THOROUGH else SOME)
def test_the_worst_sources_are_read_or_refused_in_bounded_time_and_memory(shape: str, suffix: str) -> None:
    unit = SHAPES[shape]
    text = "Prose " + unit * int(MEGABYTES * 1e6 / len(unit.encode()))
    done = subprocess.run(
        [sys.executable, "-c", MEASUREMENT, f"a{suffix}"],
        input=text.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)),
        timeout=20 * MAX_SECONDS,
    )
    outcome, seconds, megabytes = json.loads(done.stdout)
    print(f"{MEGABYTES:g} MB of {shape}, {suffix}: {outcome}, {seconds} s, {megabytes} MB")  # noqa: T201
    assert seconds < MAX_SECONDS
    assert megabytes < MAX_MEGABYTES
