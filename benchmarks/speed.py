"""Measure speed and memory and write the table into docs/benchmarks.md: `make bench`.

Everything is measured in one run, as machines differ and are noisy. Cold: a new process from start to printed answer,
compared with one that only imports sentence_transformers, both compiled to bytecode like installed packages; CPU time,
which is more reliable on a busy machine, includes all threads. Warm: `Relbot.ask` in a running process, by pipeline
step. Indexing: all of `build` with an encoder already exported, compared with `SentenceTransformer.encode` on the same
passages.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/benchmarks.md"
BEGIN, END = "<!-- speed -->", "<!-- /speed -->"
COLD_RUNS, WARM_ROUNDS, PARAGRAPHS = 5, 4, 240
QUESTION = "When did Kim Il Sung visit Tirana?"


@dataclass(frozen=True)
class ProcessRun:
    """The run time and memory of one process."""

    seconds: float
    cpu: float
    """Seconds of CPU time in all threads."""
    peak: float
    """Peak resident memory in MiB."""


def run_process(*command: str) -> ProcessRun:
    """Run a command in the repository and wait for it."""
    start = time.perf_counter()
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(running.pid, 0)
    running.returncode = status
    assert status == 0, command
    seconds = time.perf_counter() - start
    return ProcessRun(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def cold() -> Iterator[str]:
    """Measure new processes of the two commands, which alternate, and yield the table rows."""
    ask = [sys.executable, "-m", "relbot", "ask", QUESTION]
    bare = [sys.executable, "-c", "import sentence_transformers"]
    run_process(*ask), run_process(*bare)
    pairs = [(run_process(*ask), run_process(*bare)) for _ in range(COLD_RUNS)]
    ours, theirs = (statistics.median(run.seconds for run in runs) for runs in zip(*pairs, strict=True))
    cpu, theirs_cpu = (statistics.median(run.cpu for run in runs) for runs in zip(*pairs, strict=True))
    memory, theirs_memory = (max(run.peak for run in runs) for runs in zip(*pairs, strict=True))
    ratio = statistics.median(b.seconds / a.seconds for a, b in pairs)
    rows = (
        ("cold `relbot ask`, to the printed answer", ours, cpu, memory),
        ("`python -c 'import sentence_transformers'`", theirs, theirs_cpu, theirs_memory),
    )
    for what, seconds, spent, peak in rows:
        yield f"| {what} | {seconds:.2f} s, {spent:.2f} s of CPU, {peak:.0f} MB peak |"
    yield f"| how many cold answers fit into that import | **{ratio:.1f}** |"


def warm(index: Path, questions: Sequence[str]) -> Iterator[str]:
    """Measure answers in a running process, and yield the table rows."""
    from relbot import Relbot

    bot = Relbot.open(index)
    for question in questions:
        bot.ask(question)
    timings = [bot.ask(question).timing for _ in range(WARM_ROUNDS) for question in questions]
    for step in timings[0]:
        spent = sorted(timing.get(step, 0.0) for timing in timings)  # e.g. small talk takes few steps
        middle, high = statistics.median(spent), spent[int(0.95 * len(spent))]
        name = "**in all**" if step == "total" else step
        yield f"| warm `ask`: {name} | p50 {middle:.2f} ms, p95 {high:.2f} ms |"


def indexing(index: Path) -> Iterator[str]:
    """Measure building an index and plain encoding of the same texts, and yield the table rows."""
    from relbot.corpus.chunking import chunk, heading_prefix
    from relbot.corpus.documents import parse
    from relbot.index.build import build
    from relbot.index.encoding.encoder import Encoder
    from relbot.index.encoding.model import load, resolve
    from relbot.index.local.publish import current_folder

    with tempfile.TemporaryDirectory() as temporary:
        corpus, target = Path(temporary) / "corpus", Path(temporary) / "index"
        corpus.mkdir()
        source = corpus / "paragraphs.md"
        source.write_text(paragraphs(), "utf-8")
        shutil.copytree(index, target)  # reuse its encoder, so that exporting the model is not counted
        encoder = Encoder(current_folder(target))
        passages = chunk(parse(source.name, source.read_bytes()), encoder.token_offsets)
        texts = [heading_prefix(p.source, p.section, encoder.token_offsets) + p.quote for p in passages]
        transformer = load(resolve(None))
        transformer.encode(texts[:8])
        start = time.perf_counter()
        transformer.encode(texts, show_progress_bar=False)
        plain = len(texts) / (time.perf_counter() - start)
        start = time.perf_counter()
        report = build(corpus, target)
        ours = report.passages / (time.perf_counter() - start)
    yield f"| `relbot index`, all of it | {ours:.1f} passages/s |"
    yield f"| `SentenceTransformer.encode`, the same passages | {plain:.1f} passages/s |"
    yield f"| ratio | **{ours / plain:.2f}** |"


def paragraphs() -> str:
    """Return paragraphs of one to eight sentences of the seed article, as uneven in length as in an encyclopedia."""
    from relbot.corpus.documents import parse
    from relbot.text.sentences import split

    (source,) = (ROOT / "corpus").glob("*.txt")
    document = parse(source.name, source.read_bytes())
    spans = [span for block in document.blocks for span in split(document.text, block.start, block.end)]
    sentences = [document.text[span.start : span.end] for span in spans]
    taken = [[sentences[(7 * n + i) % len(sentences)] for i in range(1 + n % 8)] for n in range(PARAGRAPHS)]
    return "# Paragraphs\n\n" + "\n\n".join(" ".join(paragraph) for paragraph in taken) + "\n"


def seed_questions() -> list[str]:
    """Return the questions about the seed article."""
    import json

    lines = (ROOT / "tests/questions/seed.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    args = parser.parse_args()
    rows = [*cold(), *warm(args.index, seed_questions()), *indexing(args.index)]
    table = "\n".join(["| what | measured |", "| --- | --- |", *rows])
    print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\n{peak / 1024:.0f} MB peak in this process, torch included", file=sys.stderr)
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    today = datetime.now(UTC).date()
    note = f"Measured by `make bench` on {today}, two CPU cores, the seed corpus."
    PAGE.write_text(f"{before}{BEGIN}\n{note}\n\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
