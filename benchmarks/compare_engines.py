"""Compare the answers and speed of an index at an address with those of one in a folder.

`python benchmarks/compare_engines.py qdrant://127.0.0.1:6333/compared SET.json [SET.json ...] [--every N]` indexes the
articles of each set (SQuAD format) in both, asks every Nth question in both, and prints the shares for which the
answer, the first passage and the first three passages are the same, and how often the first passage contains a gold
answer.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from relbot import Relbot
from relbot.answer import Answer
from relbot.index.build import build
from squad_articles import single_spaced, write_sources


def write_corpus(data: Path, corpus: Path) -> list[tuple[str, str, list[str]]]:
    """Write the articles of a set as sources, and return (question, paragraph, gold answers) of its questions."""
    corpus.mkdir()
    articles = json.loads(data.read_text("utf-8"))["data"]
    write_sources(articles, corpus)
    questions = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            context = single_spaced(paragraph["context"])
            for asked in paragraph["qas"]:
                golds = [] if asked.get("is_impossible") else [single_spaced(a["text"]) for a in asked["answers"]]
                questions.append((asked["question"], context, golds))
    return questions


def compare(data: Path, address: str, every: int) -> Iterator[str]:
    """Compare the engines on one set, and yield the results line by line."""
    with tempfile.TemporaryDirectory() as work:
        corpus, folder = Path(work) / "corpus", Path(work) / "index"
        questions = write_corpus(data, corpus)[::every]
        bots = []
        for place in (folder, address):
            started = time.perf_counter()
            report = build(corpus, place)
            yield f"{data.stem} in {place}: {report.passages} passages in {time.perf_counter() - started:.0f} s"
            bots.append(Relbot.open(place))
        answers, firsts, threes, golds, seconds = [], [], [], [], []
        for question, context, gold in questions:
            found = []
            for bot in bots:
                started = time.perf_counter()
                answer = bot.ask(question)
                seconds.append(time.perf_counter() - started)
                hits = [hit.passage for hit in bot.search(question, 3)]
                is_gold = any(text in single_spaced(hits[0].quote) for text in gold) if hits else False
                found.append(
                    (_shown(answer), [hit.id for hit in hits], is_gold and single_spaced(hits[0].quote) in context)
                )
            (one, ids, right), (other, other_ids, other_right) = found
            answers.append(one == other)
            firsts.append(ids[:1] == other_ids[:1])
            threes.append(ids == other_ids)
            if gold:
                golds.append((right, other_right))
        yield (
            f"{len(questions)} questions: same answer {np.mean(answers):.4f}, first passage {np.mean(firsts):.4f},"
            f" first three {np.mean(threes):.4f}"
        )
        local, elsewhere = np.mean(golds, axis=0)
        yield f"passage@1 of {len(golds)}: {local:.4f} in the folder, {elsewhere:.4f} at the address"
        yield f"ask, median: {np.median(seconds[::2]) * 1000:.1f} ms and {np.median(seconds[1::2]) * 1000:.1f} ms"


def _shown(answer: Answer) -> tuple[object, ...]:
    """Return the parts of an answer that a user sees."""
    return answer.answered, answer.text, answer.reason, tuple(citation.quote for citation in answer.citations)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    for data in args.sets:
        for line in compare(data, f"{args.address}-{data.stem}", args.every):
            print(line, flush=True)


if __name__ == "__main__":
    main()
