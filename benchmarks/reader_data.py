"""Reads training examples for the reader: question, sentences of a passage, which of them answer, and the answer's
span.

They are from the data sets of a folder (JSON lines, gzip: question, passage, sentences as offsets, answers as offset
and text) and from those written for relbot.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader_example import Example, words
from relbot.text.sentences import split

QUESTIONS, WRITTEN = (Path(__file__).with_name(name) for name in ("questions.jsonl", "reading.jsonl"))
WHOLE = 0.85
"""The share of a sentence from which on an answer is the whole sentence and not a span of it."""
CAPS = {"shifts-reddit": 3_000, "shifts-amazon": 3_000, "fairytaleqa": 3_000}
"""The number of rows sampled from sets that are larger than their domain deserves."""
REPEATS = {"nq-qed": 2, "nq-oracle": 2}
"""How often rows are repeated, for sets of people's own search questions, which are few."""
CONDAQA_ANSWERED = 1_500
"""The number of answered questions sampled from CondaQA, in addition to all unanswered ones."""
HELD_OUT = 0.06
"""The share of the written passages that is held out for development."""


def positives(data: Path, asked: Path | None = None, written: Path | None = WRITTEN, seed: int = 1) -> list[Example]:
    """Return every question with its own passage: of the sets in `data`, of `asked` (a set in SQuAD format that
    `questions.jsonl` asks about) and of `written`.
    """
    dice = random.Random(seed)  # noqa: S311 - draws examples
    found = [example for file in sorted(data.glob("*.jsonl.gz")) for example in _of_set(file, dice)]
    own = [*_written(written, held_out=False)] if written else []
    return [*found, *own, *(_asked(asked) if asked else ())]


def _of_set(file: Path, dice: random.Random) -> Iterator[Example]:
    name = file.name.removesuffix(".jsonl.gz")
    if name.startswith("follow-"):
        return
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    titles = {row["passage"]: row["title"] for row in rows if "title" in row}
    if name == "condaqa":
        known = [row for row in rows if row["answers"]]
        rows = [row for row in rows if not row["answers"]] + dice.sample(known, CONDAQA_ANSWERED)
    if name in CAPS:
        rows = dice.sample(rows, CAPS[name])
    for row in rows:
        example = _example(f"{name}/{row['id']}", row, titles.get(row["passage"], ""))
        for again in range(REPEATS.get(name, 1)):
            yield replace(example, key=f"{example.key}/{again}")


def _example(key: str, row: dict[str, Any], title: str) -> Example:
    passage, places = row["passage"], row["sentences"]
    answers, span = list[int](), None
    for start, text in row["answers"]:
        for number, (begin, end) in enumerate(places):
            if begin <= start < end:
                if number not in answers:
                    answers.append(number)
                if span is None and len(text) < WHOLE * (end - begin):
                    span = number, start - begin, min(start + len(text), end) - begin
    sentences = tuple(" ".join(passage[begin:end].split()) for begin, end in places)
    if span and sentences[span[0]] != passage[slice(*places[span[0]])]:
        span = None  # white space was collapsed, so the offsets do not fit
    return Example(key, row["question"].strip(), unquote(title).replace("_", " "), sentences, tuple(answers), span)


def held_out(written: Path = WRITTEN) -> list[Example]:
    """Return the questions about written passages that `positives` leaves out."""
    return list({example.question: example for example in _written(written, held_out=True)}.values())


def beside_own_paragraph(file: Path, most: int = 1_500) -> list[Example]:
    """Return questions of a set in SQuAD format, each with its own paragraph."""
    found = []
    for article in json.loads(file.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            places = [(span.start, span.end) for span in split(text, 0, len(text))]
            for asked in paragraph["qas"]:
                answers = [[answer["answer_start"], answer["text"]] for answer in asked["answers"]]
                row = {"question": asked["question"], "passage": text, "sentences": places, "answers": answers}
                found.append(_example(f"{file.stem}/{asked['id']}", row, article["title"]))
    return sorted(found, key=lambda example: example.place)[:most]


def _written(file: Path, *, held_out: bool) -> Iterator[Example]:
    """Yield hand-written examples from {"title", "sentences", "questions": [[question, [sentence, …], span]]}."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        sentences = tuple(row["sentences"])
        if (Example(sentences[0], "", "", (), ()).place < HELD_OUT) is not held_out:
            continue
        for number, (question, answers, text) in enumerate(row["questions"]):
            span = None
            if answers and text and (start := sentences[answers[0]].find(text)) >= 0:
                span = answers[0], start, start + len(text)
            key = f"written/{row['title']}/{number}/{question}"
            for again in range(4 if len(answers) > 1 else 2):  # several answers are rare in every set
                yield Example(f"{key}/{again}", question, row["title"], sentences, tuple(answers), span)


def _asked(data: Path) -> Iterator[Example]:
    """Yield the questions of `questions.jsonl` about the paragraphs of a set."""
    paragraphs = {
        article["title"]: [paragraph["context"] for paragraph in article["paragraphs"]]
        for article in json.loads(data.read_text("utf-8"))["data"]
    }
    for number, line in enumerate(QUESTIONS.read_text("utf-8").splitlines()):
        row = json.loads(line)
        if row["set"] != data.stem:
            continue
        own, wanted = paragraphs[row["article"]], words(row["question"])
        # A question that no paragraph answers gets the one with the most words in common.
        text = own[row["paragraph"]] if "paragraph" in row else max(own, key=lambda text: len(wanted & words(text)))
        places = [(span.start, span.end) for span in split(text, 0, len(text))]
        answers = [[text.find(answer), answer] for answer in row.get("answers", []) if answer in text]
        shown = {"question": row["question"], "passage": text, "sentences": places, "answers": answers}
        if answers or "paragraph" not in row:
            for again in range(2):
                yield _example(f"questions/{number}/{again}", shown, row["article"])
