"""Training examples for the reader: question, passage in sentences, which of them answer, and the span that does.

Reads the data sets of a folder (JSON lines, gzip: question, passage, sentences as offsets, answers as offset and text)
and makes negatives of five kinds beside the written ones: a passage that a search by words or by embeddings finds,
another paragraph on the same topic, the paragraph without its answering sentence, and a number in the question that the
passage does not hold.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from relbot.index.encoding import packaged_model
from relbot.text.sentences import split

QUESTIONS, WRITTEN = (Path(__file__).with_name(name) for name in ("questions.jsonl", "reading.jsonl"))
WHOLE = 0.85
"""Share of a sentence from which on an answer is that sentence and not a span of it."""
CAPS = {"shifts-reddit": 3_000, "shifts-amazon": 3_000, "fairytaleqa": 3_000}
"""Rows taken of sets that are larger than the domain deserves."""
REPEATS = {"nq-qed": 2, "nq-oracle": 2}
"""Sets of people's own search questions, of which there are few."""
CONDAQA_ANSWERED = 1_500
RETRIEVED, NEIGHBOURS, ON_TOPIC, WITHOUT_ANSWER, CHANGED = 15_000, 40_000, 12_000, 5_000, 5_000
"""How many negatives of each made kind."""
NEAREST = 60
"""Passages by embedding among which one of another article is looked for."""

_WORD = re.compile(r"[a-z0-9]{3,}")
_NUMBER = re.compile(r"\b\d{1,4}\b")
_STOP = frozenset(
    [
        "the",
        "and",
        "was",
        "were",
        "what",
        "which",
        "who",
        "whom",
        "when",
        "where",
        "how",
        "did",
        "does",
        "that",
        "with",
        "from",
        "for",
        "are",
        "has",
        "have",
        "had",
    ]
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a passage."""

    key: str
    """Names it; its hash is its place in the order of training."""
    question: str
    title: str
    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    """Which sentences answer; none where the passage does not."""
    span: tuple[int, int, int] | None = None
    """Sentence, start and end (characters of it) of the answer; None where that is not known."""

    @property
    def place(self) -> float:
        """0 to 1: when in a pass it is seen."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:6], "big") / 2**48


def words(text: str) -> frozenset[str]:
    """The telling words of a text, cut to a rough stem."""
    return frozenset(word[:6] for word in _WORD.findall(text.lower()) if word not in _STOP)


def examples(
    data: Path,
    asked: Path | None = None,
    written: Path | None = WRITTEN,
    vectors: Path | None = None,
    seed: int = 1,
) -> list[Example]:
    """Every example of a pass, in order of training.

    `data` holds the sets; `asked` is a set in SQuAD format, of whose paragraphs `questions.jsonl` asks; `vectors` is a
    folder that keeps embeddings from one run to the next, without which no negatives are found by them.
    """
    dice = random.Random(seed)  # noqa: S311 - draws examples
    found = [example for file in sorted(data.glob("*.jsonl.gz")) for example in _of_set(file, dice)]
    own = [*_written(written)] if written else []
    own += _asked(asked) if asked else []
    made = [
        *_retrieved([*found, *own], dice),
        *(_neighbours([*found, *own], dice, vectors) if vectors else ()),
        *_on_topic(found, dice),
        *_without_answer([*found, *own], dice),
        *_changed([*found, *own], dice),
    ]
    return sorted([*found, *own, *made], key=lambda example: example.place)


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
        span = None  # white space was folded, so the offsets are of another text
    return Example(key, row["question"].strip(), unquote(title).replace("_", " "), sentences, tuple(answers), span)


def _written(file: Path) -> Iterator[Example]:
    """Examples as they are written by hand: {"title", "sentences", "questions": [[question, [sentence, …], span]]}."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        sentences = tuple(row["sentences"])
        for number, (question, answers, text) in enumerate(row["questions"]):
            span = None
            if answers and text and (start := sentences[answers[0]].find(text)) >= 0:
                span = answers[0], start, start + len(text)
            key = f"written/{row['title']}/{number}/{question}"
            for again in range(4 if len(answers) > 1 else 2):  # several answers are rare in every set
                yield Example(f"{key}/{again}", question, row["title"], sentences, tuple(answers), span)


def _asked(data: Path) -> Iterator[Example]:
    """The questions of `questions.jsonl` about the paragraphs of a set."""
    paragraphs = {
        article["title"]: [paragraph["context"] for paragraph in article["paragraphs"]]
        for article in json.loads(data.read_text("utf-8"))["data"]
    }
    for number, line in enumerate(QUESTIONS.read_text("utf-8").splitlines()):
        row = json.loads(line)
        if row["set"] != data.stem:
            continue
        own, wanted = paragraphs[row["article"]], words(row["question"])
        # What no paragraph answers is laid beside the one that shares most with it.
        text = own[row["paragraph"]] if "paragraph" in row else max(own, key=lambda text: len(wanted & words(text)))
        places = [(span.start, span.end) for span in split(text, 0, len(text))]
        answers = [[text.find(answer), answer] for answer in row.get("answers", []) if answer in text]
        shown = {"question": row["question"], "passage": text, "sentences": places, "answers": answers}
        if answers or "paragraph" not in row:
            for again in range(2):
                yield _example(f"questions/{number}/{again}", shown, row["article"])


def _retrieved(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """An answerable question beside a passage that a search for it finds and that does not hold the answer's words:
    half the time the best one of all, else one of the next.
    """
    passages = list(dict.fromkeys(example.sentences for example in found if len(example.sentences) > 1))
    titles = {example.sentences: example.title for example in found}
    texts = [" ".join(sentences) for sentences in passages]
    held = [words(text) for text in texts]
    answerable = [example for example in found if example.answers and words(_answer(example)) - words(example.question)]
    chosen = dice.sample(answerable, min(RETRIEVED, len(answerable)))
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    index = vectorizer.fit_transform(texts).T.tocsc()
    for first in range(0, len(chosen), 500):
        some = chosen[first : first + 500]
        scores = (vectorizer.transform([example.question for example in some]) @ index).toarray()
        for example, row in zip(some, scores, strict=True):
            answer = words(_answer(example)) - words(example.question)
            best = np.argpartition(row, -min(12, len(row)))[-12:]
            wrong = [
                int(place)
                for place in best[np.argsort(-row[best])]
                if row[place] > 0 and passages[place] != example.sentences and not answer <= held[place]
            ]
            if wrong:
                place = wrong[0] if dice.random() < 0.5 else dice.choice(wrong[:8])
                sentences = passages[place]
                key = f"{example.key}/retrieved"
                yield replace(example, key=key, title=titles[sentences], sentences=sentences, answers=(), span=None)


def _neighbours(found: Sequence[Example], dice: random.Random, folder: Path) -> Iterator[Example]:
    """An answerable question beside a passage of another article that is near to it in embedding space, and lacks the
    answer's words: what is shown first where the corpus holds only neighbouring topics.
    """
    passages = list(dict.fromkeys((example.title, example.sentences) for example in found if example.sentences))
    answerable = [example for example in found if example.answers and words(_answer(example)) - words(example.question)]
    chosen = dice.sample(answerable, min(NEIGHBOURS, len(answerable)))
    vectors = embedded([" ".join((title, *sentences)) for title, sentences in passages], folder)
    queries = embedded([example.question for example in chosen], folder)
    held = [words(" ".join(sentences)) for _, sentences in passages]
    for first in range(0, len(chosen), 500):
        scores = queries[first : first + 500] @ vectors.T
        nearest = min(NEAREST, len(passages))
        best = np.argpartition(scores, -nearest, axis=1)[:, -nearest:]
        for example, row, near in zip(chosen[first : first + 500], scores, best, strict=True):
            answer = words(_answer(example)) - words(example.question)
            wrong = [
                int(place)
                for place in near[np.argsort(-row[near])]
                if passages[place][1] != example.sentences
                and not (example.title and passages[place][0] == example.title)
                and not answer <= held[place]
            ]
            if wrong:
                title, sentences = passages[wrong[0] if dice.random() < 0.5 else dice.choice(wrong[:8])]
                key = f"{example.key}/neighbour"
                yield replace(example, key=key, title=title, sentences=sentences, answers=(), span=None)


def embedded(texts: Sequence[str], folder: Path) -> NDArray[np.float32]:
    """(texts, 384) unit vectors of the packaged model; `folder` keeps them, so that only new texts are encoded."""
    file = folder / "embeddings.npz"
    kept: dict[str, NDArray[np.float32]] = {}
    if file.exists():
        with np.load(file) as arrays:
            kept = dict(zip(arrays["names"].tolist(), arrays["vectors"], strict=True))
    names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    missing = {name: text for name, text in zip(names, texts, strict=True) if name not in kept}
    if missing:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(packaged_model.folder()), device="cpu")
        model.max_seq_length = 128
        new = model.encode(list(missing.values()), batch_size=64, normalize_embeddings=True, show_progress_bar=True)
        kept.update(zip(missing, new, strict=True))
        np.savez(file, names=np.array(list(kept)), vectors=np.stack(list(kept.values())))
    return np.stack([kept[name] for name in names])


def _on_topic(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """An answerable question beside another paragraph of its article that shares its words and not its answer."""
    paragraphs: dict[str, dict[tuple[str, ...], frozenset[str]]] = defaultdict(dict)
    for example in found:
        if example.title:
            paragraphs[example.title].setdefault(example.sentences, words(" ".join(example.sentences)))
    answerable = [e for e in found if e.answers and len(paragraphs.get(e.title, ())) > 2]
    for example in dice.sample(answerable, min(ON_TOPIC, len(answerable))):
        asked = words(example.question)
        answer = words(_answer(example)) - asked
        others = [
            (len(asked & held), dice.random(), sentences)
            for sentences, held in paragraphs[example.title].items()
            if sentences != example.sentences and answer and not answer <= held
        ]
        if others and max(others)[0]:
            yield replace(example, key=f"{example.key}/topic", sentences=max(others)[2], answers=(), span=None)


def _answer(example: Example) -> str:
    if example.span:
        sentence, start, end = example.span
        return example.sentences[sentence][start:end]
    return example.sentences[example.answers[0]]


def _without_answer(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """An answerable question beside its paragraph less the sentence that answers."""
    whole = [e for e in found if e.span and len(e.sentences) > 2]
    for example in dice.sample(whole, min(WITHOUT_ANSWER, len(whole))):
        answer = _answer(example).lower()
        rest = tuple(s for n, s in enumerate(example.sentences) if n not in example.answers)
        if rest and answer not in " ".join(rest).lower():
            yield replace(example, key=f"{example.key}/without", sentences=rest, answers=(), span=None)


def _changed(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """An answerable question with a number in it changed, so that nothing in the passage is about that number."""
    numbered = [e for e in found if e.answers and _NUMBER.search(e.question)]
    for example in dice.sample(numbered, min(CHANGED, len(numbered))):
        held = " ".join(example.sentences)
        numbers = [match for match in _NUMBER.finditer(example.question) if match.group() in held]
        if not numbers:
            continue
        match = dice.choice(numbers)
        digits = list(match.group())
        place = len(digits) - 1 if dice.random() < 0.6 or len(digits) < 3 else len(digits) - 2
        digits[place] = dice.choice([d for d in "0123456789" if d != digits[place]])
        changed = "".join(digits)
        if changed not in held and not (changed.startswith("0")):
            question = example.question[: match.start()] + changed + example.question[match.end() :]
            yield replace(example, key=f"{example.key}/changed", question=question, answers=(), span=None)
