"""Prepare questions with the passages found for them: `python benchmarks/prepare_reader_lists.py DATA --out FOLDER`.

The questions of `whole_articles.jsonl` are asked of whole articles of DATA, those of `folders/` of the documents there.
Each article and folder is indexed by itself, and the best passages are cut to the window that the reader sees. Writes
FOLDER/lists.jsonl.xz for `tune_reader.py`: for each wording of a question its passages, best first; `question_of` and
`wording_of` group them by their keys.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader_example import Example, write
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.pipeline import SHORT_LIST, Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.request.reformulations import with_subject
from relbot.query.wording.reword import reword_question
from relbot.reading.passage_reading import title_and_sentences
from relbot.step_timer import StepTimer

ARTICLES, FOLDERS = (Path(__file__).with_name(name) for name in ("whole_articles.jsonl", "folders"))
PASSAGES = 8
"""The most passages of a question."""
_MARKUP, _APART = re.compile(r"[*_`|]"), " … "


class Asked(NamedTuple):
    text: str
    answers: tuple[str, ...]
    """A part of each sentence that answers, with `_APART` for a gap; empty if nothing answers."""


def article_texts(data: Path) -> dict[str, str]:
    """Return the whole text of each article of the training half, by title."""
    paragraphs: dict[str, dict[str, None]] = {}
    with gzip.open(data / "squad2-wikipedia.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            paragraphs.setdefault((row.get("title") or "").replace("_", " "), {})[row["passage"]] = None
    joined = {title: "\n\n".join(" ".join(one.split()) for one in own) for title, own in paragraphs.items()}
    return {title: f"# {title}\n\n{text}\n" for title, text in joined.items()}


def articles(data: Path) -> Iterator[tuple[str, Mapping[str, str], list[Asked]]]:
    """Yield the name, which begins with "articles/", the documents by file name and the questions of each article."""
    texts = article_texts(data)
    for row in map(json.loads, ARTICLES.read_text("utf-8").splitlines()):
        yield f"articles/{row['title']}", {"article.md": texts[row["title"]]}, _questions(row["questions"])


def folders() -> Iterator[tuple[str, Mapping[str, str], list[Asked]]]:
    """Yield the name, which begins with "folders/", the documents by file name and the questions of each folder."""
    for file in sorted(FOLDERS.glob("*/questions.jsonl")):
        documents = {other.name: other.read_text("utf-8") for other in file.parent.iterdir() if other != file}
        yield (
            f"folders/{file.parent.name}",
            documents,
            _questions(map(json.loads, file.read_text("utf-8").splitlines())),
        )


def _questions(rows: Iterable[tuple[str, Sequence[str]]]) -> list[Asked]:
    return [Asked(text, tuple(answers)) for text, answers in rows]


def listed(name: str, asked: Asked, generation: Generation, pipeline: Pipeline) -> Iterator[Example]:
    """Yield the best passages of a question for each wording in which it is searched for."""
    typed, _ = reword_question(asked.text, [Reformulation(asked.text)], generation)
    completed = with_subject(typed, generation)
    for text in dict.fromkeys((typed, completed.text if completed else typed)):
        query, ranked = pipeline.rank(text, generation, StepTimer(), SHORT_LIST)
        for number, passage in enumerate(ranked[:PASSAGES]):
            title, sentences = title_and_sentences(passage)
            window = pipeline.reader.window(query.text, title, sentences, passage.sentence_index)
            shown = tuple(sentences[window.first : window.first + len(window.bounds)])
            answers = tuple(
                i for i, sentence in enumerate(shown) if any(is_held_by(sentence, answer) for answer in asked.answers)
            )
            yield Example(f"{name}/{asked.text}\t{text}\t{number}", query.text, title, shown, answers)


def question_of(example: Example) -> str:
    """Return the part of the key that all passages of a question share, whatever the wording."""
    return example.key.partition("\t")[0]


def wording_of(example: Example) -> str:
    """Return the part of the key that all passages of a wording share."""
    return example.key.rpartition("\t")[0]


def is_held_by(sentence: str, answer: str) -> bool:
    """Return whether a sentence contains all parts of an answer."""
    text = _plain(sentence)
    return all(_plain(part) in text for part in answer.split(_APART))


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split()).casefold()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of data sets")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    pipeline, found = Pipeline.load(), list[Example]()
    for name, documents, questions in (*articles(args.data), *folders()):
        with tempfile.TemporaryDirectory() as work:
            corpus = Path(work) / "corpus"
            corpus.mkdir()
            for file, text in documents.items():
                (corpus / file).write_text(text, "utf-8")
            build(corpus, Path(work) / "index")
            generation = open_index(Path(work) / "index").open()
            found += [one for asked in questions for one in listed(name, asked, generation, pipeline)]
        print(name, len(found), flush=True)
    write(found, args.out / "lists.jsonl.xz")


if __name__ == "__main__":
    main()
