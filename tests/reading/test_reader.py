from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.adversarial_texts import FRAGMENTS
from relbot.errors.model import ModelError
from relbot.index.encoding import packaged_model
from relbot.reading import reader as reader_module
from relbot.reading.reader import WINDOW, Reader, Reading, Window
from relbot.reading.word_embeddings import DIGESTS, Embeddings

SEP = 102
QUESTION = "When was the embassy opened?"
PASSAGE = (
    "The embassy in Tirana was opened in 1956.",
    "Kim Il Sung hosted the ambassador for dinner.",
    "Its garden had 12 lemon trees.",
    "It rained for most of the winter.",
)


class RecordingReader(Reader):
    """The reader, the tokens of the last window that it was given, and how often it ran on one."""

    runs = 0

    def window(self, question: str, title: str, sentences: Sequence[str], centre: int) -> Window:
        window = super().window(question, title, sentences, centre)
        self.ids = window.ids
        return window

    def _run(self, ids: Sequence[int], question: int) -> tuple[NDArray[np.float32], float]:
        self.runs += 1
        return super()._run(ids, question)


@pytest.fixture(scope="module")
def recording() -> RecordingReader:
    loaded = RecordingReader.load()
    assert isinstance(loaded, RecordingReader)
    return loaded


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the embassy opened?", 0),
        ("Who hosted the ambassador?", 1),
        ("How many lemon trees were in the garden?", 2),
        ("What was the weather like in winter?", 3),
    ],
)
def test_the_sentence_that_answers_is_told_from_those_on_the_topic(
    question: str, sentence: int, reader: Reader
) -> None:
    assert reader.read(question, "Embassy", PASSAGE, 0).best == sentence


def test_an_answer_speaks_for_itself_more_than_its_topic_does(reader: Reader) -> None:
    told = reader.read("How many lemon trees were in the garden?", "Embassy", PASSAGE, 0)
    untold = reader.read("How many people worked in the garden?", "Embassy", PASSAGE, 0)
    assert told.answers > untold.answers > reader.read("How tall is Mount Everest?", "Embassy", PASSAGE, 0).answers


sentences = st.lists(
    st.one_of(
        st.sampled_from((*FRAGMENTS, *PASSAGE, "[SEP] [CLS] [PAD]", "", " ", "\u200b")),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.integers(1, 200).map("word ".__mul__),
    ),
    min_size=1,
    max_size=12,
)
texts = st.one_of(st.sampled_from(("", "Who?", "who " * 200, "[SEP] Who? [SEP]", "漢" * 100)), st.text(max_size=40))


@settings(max_examples=60, deadline=None)
@given(question=texts, title=texts, passage=sentences, data=st.data())
def test_any_passage_is_read_around_its_centre_within_the_window(
    recording: RecordingReader, question: str, title: str, passage: list[str], data: st.DataObject
) -> None:
    question, title = (text.encode("utf-8", "replace").decode() for text in (question, title))
    centre = data.draw(st.integers(0, len(passage) - 1))
    reading = recording.read(question, title, passage, centre)
    assert len(recording.ids) <= WINDOW
    assert reading.first <= centre < reading.first + len(reading.sentences) <= len(passage)
    assert reading.first <= reading.best < reading.first + len(reading.sentences)
    assert np.isfinite(reading.sentences).all()
    assert np.isfinite([reading.none, reading.answers]).all()
    assert len(reading.spans) == len(reading.sentences)
    for span, sentence in zip(reading.spans, passage[reading.first :], strict=False):
        assert 0 <= span.start <= span.end <= len(sentence)


@settings(max_examples=30, deadline=None)
@given(question=texts, passage=sentences, data=st.data())
def test_the_rest_of_any_passage_is_read_in_further_windows(
    recording: RecordingReader, question: str, passage: list[str], data: st.DataObject
) -> None:
    question = question.encode("utf-8", "replace").decode()
    found = recording.read(question, "Embassy", passage, data.draw(st.integers(0, len(passage) - 1)))
    whole = recording.read_rest(question, "Embassy", passage, found)
    assert len(recording.ids) <= WINDOW
    assert (whole.first, len(whole.sentences), len(whole.spans)) == (0, len(passage), len(passage))
    assert np.isfinite(whole.sentences).all()
    read = slice(found.first, found.first + len(found.sentences))
    assert whole.none == found.none
    assert whole.sentences[read].tolist() == found.sentences.tolist()
    assert whole.spans[read] == found.spans


@pytest.mark.parametrize("place", [0, 20, 40])
def test_the_answer_is_found_wherever_it_stands_in_a_long_passage(place: int, reader: Reader) -> None:
    passage = [PASSAGE[3]] * 41
    passage[place] = PASSAGE[2]
    question = "How many lemon trees were in the garden?"
    for centre in (0, 20, 40):
        found = reader.read(question, "Embassy", passage, centre)
        assert reader.read_rest(question, "Embassy", passage, found).best == place


@pytest.mark.parametrize("centre", range(len(PASSAGE)))
def test_what_fits_the_window_is_read_whole(centre: int, reader: Reader) -> None:
    reading = reader.read("Who?", "Embassy", PASSAGE, centre)
    assert (reading.first, len(reading.sentences)) == (0, len(PASSAGE))


def test_a_long_passage_is_read_on_both_sides_of_its_centre(reader: Reader) -> None:
    reading = reader.read("Who?", "", [PASSAGE[0]] * 41, 20)
    before, after = 20 - reading.first, reading.first + len(reading.sentences) - 21
    assert before > 0
    assert abs(before - after) <= 1


def test_the_marks_of_the_model_are_words_where_a_text_holds_them(recording: RecordingReader) -> None:
    recording.read("Who [SEP] was it? [CLS]", "[SEP]", ["It was [SEP] Kim.", "[PAD] [SEP]"], 0)
    assert recording.ids.count(SEP) == 3, "after the question, the title and the passage"
    recording.read("Who?", "", ["It was Kim."], 0)
    assert recording.ids.count(SEP) == 2


def as_plain(reading: Reading) -> tuple[object, ...]:
    return reading.first, reading.sentences.tolist(), reading.none, reading.spans


def test_many_threads_read_as_one_does(reader: Reader) -> None:
    asked = [(question, centre) for question in ("When was it opened?", "Who hosted whom?", "") for centre in range(4)]

    def read(pair: tuple[str, int]) -> tuple[object, ...]:
        return as_plain(reader.read(pair[0], "Embassy", PASSAGE, pair[1]))

    alone = [read(pair) for pair in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, asked * 4)) == alone * 4


def test_a_reader_loaded_again_reads_the_same(reader: Reader) -> None:
    again = Reader.load()
    for question in ("When was it opened?", "Who?"):
        one, other = (r.read(question, "Embassy", PASSAGE, 1) for r in (reader, again))
        assert as_plain(one) == as_plain(other)


# The files.


def cut(share: float) -> Callable[[Path], None]:
    return lambda file: os.truncate(file, int(file.stat().st_size * share))


def write(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that relbot ships, which is what is loaded."""
    for name in ("reader.onnx", "reader.json", DIGESTS):
        shutil.copyfile(Path(reader_module.__file__).with_name(name), tmp_path / name)
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("reader.onnx", cut(0.9)),
        ("reader.onnx", write(b"")),
        ("reader.onnx", lambda file: file.write_bytes(file.read_bytes()[:-1] + b"\0\0")),
        ("reader.onnx", lambda file: file.unlink()),
        ("reader.json", lambda file: file.unlink()),
        (DIGESTS, cut(0.9)),
        (DIGESTS, lambda file: file.write_bytes(b"\0" + file.read_bytes()[1:])),
        (DIGESTS, lambda file: file.unlink()),
    ],
)
def test_files_that_are_not_the_ones_shipped_are_an_error_that_names_them(
    name: str, damage: Callable[[Path], object], shipped: Path
) -> None:
    damage(shipped / name)
    with pytest.raises(ModelError, match=rf"{name} .*; reinstall relbot\.$"):
        Reader.load()


def test_the_card_states_the_hashes_of_what_is_loaded() -> None:
    folder = Path(reader_module.__file__).parent
    hashes = json.loads((folder / "reader.json").read_text("utf-8"))["sha256"]
    assert hashes["layers"] == hashlib.sha256((folder / "reader.onnx").read_bytes()).hexdigest()
    assert hashes["embeddings"] == Embeddings(packaged_model.folder() / packaged_model.WEIGHTS, b"").digest()


def test_a_window_is_read_once_for_a_question() -> None:
    reader = RecordingReader.load()
    assert isinstance(reader, RecordingReader)
    whole = reader.read_all(QUESTION, "Embassy", PASSAGE)
    again = reader.read(QUESTION, "Embassy", PASSAGE, 2)
    assert reader.runs == 1
    assert np.array_equal(again.sentences - again.none, whole.sentences)
    reader.read("Who came?", "Embassy", PASSAGE, 0)
    reader.read(QUESTION, "Garden", PASSAGE, 0)
    reader.read(QUESTION, "Embassy", PASSAGE[1:], 0)
    assert reader.runs == 4


def test_a_passage_that_fits_the_window_is_read_at_once(reader: Reader) -> None:
    read, whole = (reader.read(QUESTION, "Embassy", PASSAGE, 0), reader.read_all(QUESTION, "Embassy", PASSAGE))
    assert (whole.first, whole.none) == (0, 0.0)
    assert np.allclose(whole.sentences, read.sentences - read.none, atol=1e-4)
    assert whole.spans == read.spans


@pytest.mark.parametrize("times", [0, 1, 5, 12])
def test_every_sentence_of_a_long_passage_is_read(times: int, reader: Reader) -> None:
    sentences = [*PASSAGE[1:] * times, PASSAGE[0]]
    whole = reader.read_all(QUESTION, "", sentences)
    assert len(whole.sentences) == len(whole.spans) == len(sentences)
    assert np.isfinite(whole.sentences).all()
    assert whole.best == len(sentences) - 1
