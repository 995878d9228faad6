"""Prepare the training data of the reader: `python benchmarks/prepare_reader_data.py DATA --out FOLDER`.

Writes FOLDER/examples.jsonl.xz and FOLDER/development.jsonl.xz, which are all that `train_reader.py` needs on a machine
with a GPU. The development examples have four parts, which their keys begin with: the questions of two sets, each with
its own paragraph; those of the first set with a similar passage of another article ("outside"); and those about
held-out hand-written passages ("written").
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

from reader_data import beside_own_paragraph, held_out, positives
from reader_example import Example, write
from reader_negatives import negatives, neighbours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of data sets")
    parser.add_argument(
        "--asked", type=Path, required=True, help="a set in SQuAD format, of which questions.jsonl asks"
    )
    parser.add_argument("--development", type=Path, required=True, help="another, no part of training")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    found = positives(args.data, args.asked)
    every = sorted([*found, *negatives(found, args.out)], key=lambda example: example.place)
    write(every, args.out / "examples.jsonl.xz")
    own = beside_own_paragraph(args.development)
    kept = [*own, *beside_own_paragraph(args.asked, 600), *_outside(own, found, args.out), *held_out()]
    write(kept, args.out / "development.jsonl.xz")
    print(f"{len(every)} examples, {sum(not e.answers for e in every)} without an answer; {len(kept)} held out")


def _outside(own: list[Example], found: list[Example], folder: Path) -> list[Example]:
    """Return the questions, each with a near passage of the training articles that does not answer it."""
    asked = [example for example in own if example.answers]
    beside = neighbours(found, random.Random(1), folder, asked)  # noqa: S311
    return [replace(example, key=f"outside/{example.key}") for example in beside]


if __name__ == "__main__":
    main()
