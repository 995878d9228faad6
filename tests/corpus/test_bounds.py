"""What the worst sources cost, each read and divided in a process of its own: seconds of the processor, and memory.

By default a tenth of a megabyte of some, with RELBOT_THOROUGH=1 ten of each; `pytest -rP` shows what they cost.
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
MOST_SECONDS = 20 + 10 * MEGABYTES
MOST_MEMORY = 900 if THOROUGH else 200
"""MB, of which 60 are Python and the tokenizer. A million tokens of Markdown are the most that a source may take."""
LIMIT = 4 * 2**30
"""Bytes of addresses, at which the process is stopped."""

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

READS = r"""
import json, re, resource, sys
from corpus.conftest import load_token_offsets
from relbot.corpus.documents import parse
from relbot.corpus.chunking import chunk
from relbot.errors import SourceRejected
tokens, data = load_token_offsets(), sys.stdin.buffer.read()
try:
    said = len(chunk(parse(sys.argv[1], data), tokens))
except SourceRejected as error:
    said = error.why
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss, which counts the process that started this one.
peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1]
print(json.dumps([said, round(used.ru_utime + used.ru_stime, 1), int(peak) // 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told otherwise elsewhere")
@pytest.mark.parametrize(("shape", "suffix"), product(SHAPES, (".txt", ".md")) if THOROUGH else SOME)
def test_the_worst_sources_are_read_or_refused_in_bounded_time_and_memory(shape: str, suffix: str) -> None:
    unit = SHAPES[shape]
    text = "Prose " + unit * int(MEGABYTES * 1e6 / len(unit.encode()))
    done = subprocess.run(
        [sys.executable, "-c", READS, f"a{suffix}"],
        input=text.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
        timeout=20 * MOST_SECONDS,
    )
    said, seconds, megabytes = json.loads(done.stdout)
    print(f"{MEGABYTES:g} MB of {shape}, {suffix}: {said}, {seconds} s, {megabytes} MB")  # noqa: T201
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEMORY
