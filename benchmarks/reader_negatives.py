"""Makes negatives, i.e. questions paired with passages that do not answer them, from answerable examples.

There are six kinds: a passage found by word search, one of another article or one of the same article that is near in
embedding space, another paragraph of the article that shares words, the paragraph without its answering sentence, and
the paragraph with a number in the question changed to one that it does not contain.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from reader_example import MADE, Example, answer_of, words
from relbot.index.encoding import packaged_model

RETRIEVED, NEIGHBOURS, SIBLINGS, ON_TOPIC, WITHOUT_ANSWER, CHANGED = 40_000, 60_000, 60_000, 20_000, 10_000, 8_000
"""The number of negatives of each kind."""
NEAREST = 60
"""The number of nearest passages among which one of another article is looked for."""

_NUMBER = re.compile(r"\b\d{1,4}\b")


def negatives(found: Sequence[Example], vectors: Path | None = None, seed: int = 1) -> Iterator[Example]:
    """Yield negatives of every kind; those by embeddings only if `vectors` is given, the folder that caches them."""
    dice = random.Random(seed)  # noqa: S311 - draws examples
    yield from retrieved(found, dice)
    if vectors:
        yield from neighbours(found, dice, vectors)
        yield from siblings(found, dice, vectors)
    yield from on_topic(found, dice)
    yield from without_answer(found, dice)
    yield from changed(found, dice)


def _beside(example: Example, kind: str, title: str, sentences: tuple[str, ...]) -> Example:
    assert kind in MADE
    key = f"{example.key}/{kind}"
    return replace(example, key=key, title=title, sentences=sentences, answers=(), span=None)


def _telling(example: Example) -> frozenset[str]:
    """Return the words of the answer that are not in the question: a passage that lacks one does not answer."""
    return words(answer_of(example)) - words(example.question)


def _sample(found: Sequence[Example], most: int, dice: random.Random) -> list[Example]:
    answerable = [example for example in found if example.answers and _telling(example)]
    return dice.sample(answerable, min(most, len(answerable)))


def _drawn(places: Sequence[int], dice: random.Random) -> int:
    """Draw the best half of the time, else one of the best eight."""
    return places[0] if dice.random() < 0.5 else dice.choice(places[:8])


def retrieved(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """Pair questions with a passage that a search for their words finds."""
    titles = {example.sentences: example.title for example in found if len(example.sentences) > 1}
    passages = list(titles)
    texts = [" ".join(sentences) for sentences in passages]
    held = [words(text) for text in texts]
    chosen = _sample(found, RETRIEVED, dice)
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    index = vectorizer.fit_transform(texts).T.tocsc()
    for first in range(0, len(chosen), 500):
        some = chosen[first : first + 500]
        scores = (vectorizer.transform([example.question for example in some]) @ index).toarray()
        for example, row in zip(some, scores, strict=True):
            answer = _telling(example)
            best = np.argpartition(row, -min(12, len(row)))[-12:]
            wrong = [
                int(place)
                for place in best[np.argsort(-row[best])]
                if row[place] > 0 and passages[place] != example.sentences and not answer <= held[place]
            ]
            if wrong:
                sentences = passages[_drawn(wrong, dice)]
                yield _beside(example, "retrieved", titles[sentences], sentences)


def neighbours(
    found: Sequence[Example], dice: random.Random, folder: Path, asked: Sequence[Example] | None = None
) -> Iterator[Example]:
    """Pair a sample of questions, or all those `asked`, with a passage of another article near in embedding space: what
    ranks first if the corpus only has neighbouring topics.
    """
    passages = list(dict.fromkeys((example.title, example.sentences) for example in found if example.sentences))
    chosen = _sample(found, NEIGHBOURS, dice) if asked is None else asked
    vectors = embedded([" ".join((title, *sentences)) for title, sentences in passages], folder)
    queries = embedded([example.question for example in chosen], folder)
    held = [words(" ".join(sentences)) for _, sentences in passages]
    for first in range(0, len(chosen), 500):
        scores = queries[first : first + 500] @ vectors.T
        nearest = min(NEAREST, len(passages))
        best = np.argpartition(scores, -nearest, axis=1)[:, -nearest:]
        for example, row, near in zip(chosen[first : first + 500], scores, best, strict=True):
            answer = _telling(example)
            wrong = [
                int(place)
                for place in near[np.argsort(-row[near])]
                if passages[place][1] != example.sentences
                and not (example.title and passages[place][0] == example.title)
                and not answer <= held[place]
            ]
            if wrong:
                yield _beside(example, "neighbour", *passages[_drawn(wrong, dice)])


def siblings(found: Sequence[Example], dice: random.Random, folder: Path) -> Iterator[Example]:
    """Pair questions with another paragraph of the article near in embedding space, as retrieval finds such too."""
    articles: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for title, sentences in dict.fromkeys((example.title, example.sentences) for example in found):
        if title and sentences:
            articles[title].append(sentences)
    chosen = _sample([example for example in found if len(articles.get(example.title, ())) > 2], SIBLINGS, dice)
    paragraphs = [(title, sentences) for title, every in articles.items() for sentences in every]
    vectors = embedded([" ".join((title, *sentences)) for title, sentences in paragraphs], folder)
    queries = embedded([example.question for example in chosen], folder)
    held = [words(" ".join(sentences)) for _, sentences in paragraphs]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (title, _) in enumerate(paragraphs):
        places[title].append(place)
    for example, query in zip(chosen, queries, strict=True):
        own = np.array(places[example.title])
        answer = _telling(example)
        wrong = [
            int(place)
            for place in own[np.argsort(-(vectors[own] @ query))]
            if paragraphs[place][1] != example.sentences and not answer <= held[place]
        ]
        if wrong:
            yield _beside(example, "sibling", *paragraphs[_drawn(wrong[:4], dice)])


def on_topic(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """Pair questions with another paragraph of the article that shares their words."""
    paragraphs: dict[str, dict[tuple[str, ...], frozenset[str]]] = defaultdict(dict)
    for example in found:
        if example.title:
            paragraphs[example.title].setdefault(example.sentences, words(" ".join(example.sentences)))
    for example in _sample([e for e in found if len(paragraphs.get(e.title, ())) > 2], ON_TOPIC, dice):
        asked, answer = words(example.question), _telling(example)
        others = [
            (len(asked & held), dice.random(), sentences)
            for sentences, held in paragraphs[example.title].items()
            if sentences != example.sentences and not answer <= held
        ]
        if others and max(others)[0]:
            yield _beside(example, "topic", example.title, max(others)[2])


def without_answer(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """Pair questions with their paragraph without the sentences that answer."""
    whole = [example for example in found if example.span and len(example.sentences) > 2]
    for example in dice.sample(whole, min(WITHOUT_ANSWER, len(whole))):
        answer = answer_of(example).lower()
        rest = tuple(s for n, s in enumerate(example.sentences) if n not in example.answers)
        if rest and answer not in " ".join(rest).lower():
            yield _beside(example, "without", example.title, rest)


def changed(found: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """Change a number in questions to one that their passage does not contain."""
    numbered = [example for example in found if example.answers and _NUMBER.search(example.question)]
    for example in dice.sample(numbered, min(CHANGED, len(numbered))):
        held = " ".join(example.sentences)
        numbers = [match for match in _NUMBER.finditer(example.question) if match.group() in held]
        if not numbers:
            continue
        match = dice.choice(numbers)
        digits = list(match.group())
        place = len(digits) - 1 if dice.random() < 0.6 or len(digits) < 3 else len(digits) - 2
        digits[place] = dice.choice([d for d in "0123456789" if d != digits[place]])
        other = "".join(digits)
        if other not in held and not other.startswith("0"):
            question = example.question[: match.start()] + other + example.question[match.end() :]
            yield replace(_beside(example, "changed", example.title, example.sentences), question=question)


def embedded(texts: Sequence[str], folder: Path) -> NDArray[np.float32]:
    """Return the unit vectors of texts by the packaged model, (texts, 384); `folder` caches them between runs."""
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
