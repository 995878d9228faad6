"""The corpora and the picture of `benchmarks/scale.py`."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import scale_corpus
from relbot.index.build import build
from relbot.index.encoding.encoder import Encoder, normalise
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from scale_picture import draw_scale

SENTENCES = [f"Kim visited the embassy number {number} in Tirana." for number in range(40)]
PASSAGES = [SENTENCES[place : place + 2] for place in range(0, 40, 2)]


@pytest.fixture
def texts(tmp_path: Path) -> scale_corpus.Texts:
    file = tmp_path / "set.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for first, second in [*PASSAGES, *PASSAGES]:
            spans = [[0, len(first)], [len(first) + 1, len(first) + 1 + len(second)]]
            row = {"passage": f"{first} {second}", "sentences": spans, "question": f"Who visited {first[-20:]}?"}
            lines.write(json.dumps(row) + "\n")
    return scale_corpus.read([file], questions=5)


def passages(folder: Path) -> list[str]:
    return [text for file in sorted(folder.iterdir()) for text in file.read_text("utf-8").strip().split("\n\n")[1:]]


def test_a_larger_corpus_begins_with_a_smaller_one_and_has_no_other_sentences(
    texts: scale_corpus.Texts, tmp_path: Path
) -> None:
    assert (len(texts.passages), len(texts.questions)) == (len(PASSAGES), 5)
    for size in (7, 120):
        scale_corpus.write(tmp_path / str(size), texts, size)
    small, large = passages(tmp_path / "7"), passages(tmp_path / "120")
    assert (len(small), len(large), large[:7]) == (7, 120, small)
    assert {sentence for text in large for sentence in text.replace(". ", ".\n").split("\n")} == {*SENTENCES}


def test_drawn_vectors_are_those_of_the_same_tokens_and_near_what_the_model_gives(
    texts: scale_corpus.Texts, tmp_path: Path
) -> None:
    scale_corpus.write(tmp_path / "corpus", texts, 30)
    build(tmp_path / "corpus", tmp_path / "embedded")
    scale_corpus.sample(tmp_path / "corpus", tmp_path / "sample.npz")
    with scale_corpus.drawn_vectors(tmp_path / "sample.npz"):
        build(tmp_path / "corpus", tmp_path / "drawn")
    embedded, drawn = (LocalGeneration.open(current_folder(tmp_path / name)) for name in ("embedded", "drawn"))
    for one, other in zip(
        *(each.encoded(range(embedded.manifest.passages)) for each in (embedded, drawn)), strict=True
    ):
        assert one.record.sentences == other.record.sentences
        tokens = [normalise(passage.token_vectors.astype(np.float32)) for passage in (one, other)]
        assert 0.3 < float((tokens[0] * tokens[1]).sum(axis=1).mean()) < 0.99
    assert Encoder.encode_all.__module__ == Encoder.__module__, "it is the model's again"


def test_the_picture_has_every_panel(tmp_path: Path) -> None:
    result = {
        "warm p50": {"total": 9.0, "candidates": 0.1},
        "warm p95": {"total": 19.0, "candidates": 1.0},
        "build peak MB": 400,
        "warm RSS MB": 200.0,
        "update alone cpu s": 1.0,
        "cold answer cpu s": 0.4,
    }
    data = draw_scale([{**result, "passages": 1_000}, {**result, "passages": 100_000}])
    with Image.open(BytesIO(data)) as drawn:
        assert drawn.width == 1100
