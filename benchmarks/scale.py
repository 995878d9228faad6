"""Measure how cost grows with the corpus, and write the table and the plot of docs/scale.md.

    python benchmarks/scale.py FOLDER DATA/*.jsonl.gz [--sizes 1000 10000 100000] [--embedded 10000]

FOLDER keeps corpora, indexes and results; sizes that already have results are not measured again. Up to --embedded
passages are embedded with the model; for larger corpora vectors are drawn around real ones (`scale_corpus.py`), so that
everything but the model is measured. Each figure comes from a process of its own. CPU time is given along with elapsed
time, which depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import scale_corpus
from scale_picture import draw_scale

ROOT = Path(__file__).parent.parent
PAGE, PLOT = ROOT / "docs/scale.md", ROOT / "docs/scale.png"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
QUESTIONS = 150
STEPS_SHOWN = ("question", "candidates", "interaction", "reader", "total")
Result = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", type=Path, nargs="*")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--embedded", type=int, default=10_000)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        print(json.dumps(STEPS[args.step](args.folder, args.embedded)))
        return 0
    results = [measure(args.folder / str(size), args.data, size, args.embedded) for size in sorted(args.sizes)]
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{rest.split(END)[1]}", "utf-8")
    PLOT.write_bytes(draw_scale(results))
    return 0


def measure(folder: Path, data: Sequence[Path], size: int, embedded: int) -> Result:
    """Measure all figures of one size, each step in its own process."""
    file = folder / "result.json"
    if file.exists():
        found: Result = json.loads(file.read_text("utf-8"))
        return found
    shutil.rmtree(folder, ignore_errors=True)
    texts = scale_corpus.read(data, QUESTIONS)
    folder.mkdir(parents=True)
    (folder / "questions.json").write_text(json.dumps(texts.questions), "utf-8")
    scale_corpus.write(folder / "corpus", texts, size)
    result: Result = {"passages": size, "embedded": size <= embedded}
    for step in STEPS:
        command = (__file__, str(folder), "--embedded", str(int(size <= embedded)), "--step", step)
        result |= run(*command, name=step)
        print(size, step, {key: value for key, value in result.items() if key.startswith(step)}, file=sys.stderr)
    file.write_text(json.dumps(result, indent=1), "utf-8")
    return result


def run(*command: str, name: str) -> Result:
    """Run a step in a new process, and return what it prints with its elapsed time, CPU time and peak memory."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
    assert status == 0, command
    return {
        f"{name} s": round(time.perf_counter() - start, 2),
        f"{name} cpu s": round(usage.ru_utime + usage.ru_stime, 2),
        f"{name} peak MB": round(usage.ru_maxrss / 1024),
        **{f"{name} {key}": value for key, value in json.loads(printed).items()},
    }


def sample(folder: Path, embedded: int) -> Result:
    if not embedded:
        scale_corpus.sample(folder / "corpus", folder / "sample.npz")
    return {}


def build(folder: Path, embedded: int) -> Result:
    from relbot.index.build import build
    from relbot.index.encoding.encoder import ENCODER_FILES
    from relbot.index.local.publish import current_folder

    start = time.process_time()
    with nullcontext() if embedded else scale_corpus.drawn_vectors(folder / "sample.npz"):
        report = build(folder / "corpus", folder / "index")
    files = {file.name: file.stat().st_size for file in current_folder(folder / "index").iterdir()}
    disk = sum(size for name, size in files.items() if name not in ENCODER_FILES)
    spent = time.process_time() - start
    return {
        "passages": report.passages,
        "ms a passage": 1000 * spent / report.passages,
        "kB": disk / report.passages / 1e3,
    }


def update(folder: Path, embedded: int) -> Result:
    """Add a paragraph to one source, and measure the update of the index."""
    from relbot.index.build import build

    source = max((folder / "corpus").iterdir())
    source.write_text(
        source.read_text("utf-8") + "\nThe last paragraph was added, and nobody had asked for it.\n", "utf-8"
    )
    start, spent = time.perf_counter(), time.process_time()
    with nullcontext() if embedded else scale_corpus.drawn_vectors(folder / "sample.npz"):
        build(folder / "corpus", folder / "index")
    return {"alone s": time.perf_counter() - start, "alone cpu s": time.process_time() - spent}


def cold(folder: Path, _: int) -> Result:
    command = ["-m", "relbot", "ask", questions(folder)[0], "--index", str(folder / "index"), "--json"]
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
    return {
        "answer s": time.perf_counter() - start,
        "answer cpu s": usage.ru_utime + usage.ru_stime,
        "answer peak MB": usage.ru_maxrss / 1024,
    }


def warm(folder: Path, _: int) -> Result:
    """Measure CPU milliseconds by step, elapsed milliseconds in total, and resident memory after the questions."""
    from relbot import Relbot, step_timer

    vars(step_timer)["perf_counter"] = time.thread_time  # a step runs in one thread
    bot = Relbot.open(folder / "index")
    asked = questions(folder)
    for question in asked[:20]:
        bot.ask(question)
    steps: dict[str, list[float]] = {}
    for question in asked:
        start = time.perf_counter()
        answer = bot.ask(question)
        steps.setdefault("passed", []).append(1000 * (time.perf_counter() - start))
        for step, spent in answer.timing.items():
            steps.setdefault(step, []).append(spent)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return {
        "RSS MB": pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        "p50": {step: statistics.median(spent) for step, spent in steps.items()},
        "p95": {step: statistics.quantiles(spent, n=20)[-1] for step, spent in steps.items()},
    }


def questions(folder: Path) -> list[str]:
    found: list[str] = json.loads((folder / "questions.json").read_text("utf-8"))
    return found


STEPS = {"sample": sample, "build": build, "cold": cold, "warm": warm, "update": update}


def _step(step: str, result: Result) -> str:
    return f"{result['warm p50'].get(step, 0):.2f} ({result['warm p95'].get(step, 0):.2f})"


def table(results: Sequence[Result]) -> str:
    rows: dict[str, Callable[[Result], str]] = {
        "passages of the index": lambda r: f"{r['build passages']:,}",
        "vectors": lambda r: "the model's" if r["embedded"] else "drawn",
        "build, processor ms a passage": lambda r: f"{r['build ms a passage']:.1f}",
        "build, peak MB": lambda r: f"{r['build peak MB']:,}",
        "one source changed, processor s (passed)": lambda r: (
            f"{r['update alone cpu s']:.1f} ({r['update alone s']:.1f})"
        ),
        "cold `ask`, processor s (passed), peak MB": lambda r: (
            f"{r['cold answer cpu s']:.2f} ({r['cold answer s']:.2f}), {r['cold answer peak MB']:.0f}"
        ),
        **{f"warm `ask`, {step}, processor ms, p50 (p95)": partial(_step, step) for step in STEPS_SHOWN},
        "warm `ask`, passed, ms, p50 (p95)": partial(_step, "passed"),
        "reader's RSS, MB": lambda r: f"{r['warm RSS MB']:.0f}",
        "disk, kB a passage, without the model": lambda r: f"{r['build kB']:.1f}",
    }
    head = ["| | " + " | ".join(f"{r['passages']:,}" for r in results) + " |", "| --- |" + " --- |" * len(results)]
    return "\n".join(head + [f"| {name} | " + " | ".join(map(cell, results)) + " |" for name, cell in rows.items()])


if __name__ == "__main__":
    raise SystemExit(main())
