"""What many tests share: the seed corpus, indexed once a session with the real model."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from ranked import Rank, Read, ranked_in, read_in
from relbot import Relbot
from relbot.index.build import build
from relbot.index.encoding.encoder import GRAPH, TOKENIZER, WEIGHTS, Encoder
from relbot.index.local import build as local_build
from relbot.index.local import generation as local_generation
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.pipeline import Pipeline
from relbot.reading.reader import Reader

SEED_CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(autouse=True)
def leaves_the_log_as_it_was() -> Iterator[None]:
    """A test that silences a logger for good makes a later one fail; here it fails itself."""
    before = _levels()
    yield
    assert {name: level for name, level in _levels().items() if level != before.get(name, logging.NOTSET)} == {}


@pytest.fixture(autouse=True, scope="session")
def has_no_settings_but_its_own() -> Iterator[None]:
    """What is set where the tests run, as RELBOT_THOROUGH, is read when they are collected, and no command sees it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("RELBOT_")]:
            patch.delenv(name)
        yield


@pytest.fixture(autouse=True, scope="session")
def loads_the_reader_once() -> Iterator[None]:
    """Every bot of these tests has the same reader, which no answer changes, in place of one of its own in a fifth of
    a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pipeline, "load", cache(Pipeline.load))
        yield


@pytest.fixture(autouse=True, scope="session")
def loads_each_encoder_once() -> Iterator[None]:
    """Indexes of these tests with the same encoder share it, instead of loading one each in a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        loaded: dict[tuple[object, ...], Encoder] = {}

        def load(folder: Path) -> Encoder:
            weights = (folder / WEIGHTS).stat()
            is_same = (weights.st_dev, weights.st_ino, weights.st_size, weights.st_mtime_ns)
            files = (*is_same, (folder / GRAPH).read_bytes(), (folder / TOKENIZER).read_bytes())
            if files not in loaded or not loaded[files].weights_unchanged:
                loaded[files] = Encoder(folder)
            return loaded[files]

        patch.setattr(local_generation, "Encoder", load)
        patch.setattr(local_build, "Encoder", load)
        yield


def _levels() -> dict[str, int]:
    """The level of every logger of relbot and discord.py, and of the root of all."""
    names = [name for name in logging.Logger.manager.loggerDict if name.startswith(("discord", "relbot"))]
    return {name: logging.getLogger(name).level for name in ("", *names)}


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the seed corpus. Not to be written to: `index` gives a copy that may be."""
    index = tmp_path_factory.mktemp("seed") / "index"
    build(SEED_CORPUS, index)
    return index


@pytest.fixture(scope="session")
def bot_of(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, str]], Relbot]:
    """A bot of sources given as name and text, for all tests of a module: index them once, in a fixture of it."""

    def make(sources: dict[str, str]) -> Relbot:
        folder = tmp_path_factory.mktemp("sources")
        for name, text in sources.items():
            (folder / name).write_text(text, "utf-8", newline="")
        index = folder.with_name(f"{folder.name}-index")
        shutil.copytree(seed_index, index, copy_function=_copied)  # for its encoder, which takes half a second to write
        build(folder, index)
        return Relbot.open(index)

    return make


@pytest.fixture(scope="session")
def seed_bot(seed_index: Path) -> Relbot:
    return Relbot.open(seed_index)


@pytest.fixture(scope="session")
def generation(seed_index: Path) -> LocalGeneration:
    return LocalGeneration.open(current_folder(seed_index))


@pytest.fixture(scope="session")
def rank(generation: LocalGeneration) -> Rank:
    """A question of the seed corpus, and its passages ranked."""
    return lambda text: ranked_in(generation, text)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="session")
def read(generation: LocalGeneration, reader: Reader) -> Read:
    """A question of the seed corpus, and its best passages as read."""
    return lambda text: read_in(generation, text, reader)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the seed corpus, to be changed at will."""
    folder = tmp_path / "corpus"
    shutil.copytree(SEED_CORPUS, folder)
    return folder


@pytest.fixture
def index(seed_index: Path, tmp_path: Path) -> Path:
    """A copy of the seed index, to be built into and damaged at will.

    The 23 MB of the encoder are a link to those of the seed index: replace that file, never write into it.
    """
    folder = tmp_path / "index"
    shutil.copytree(seed_index, folder, copy_function=_copied)
    return folder


def _copied(source: str, target: str) -> None:
    copy = os.link if source.endswith(".onnx.data") else shutil.copyfile
    copy(source, target)


@pytest.fixture
def indexed(index: Path, tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Index sources given as name and text: `indexed({"a.md": "…"})` gives the index folder."""

    def make(sources: dict[str, str]) -> Path:
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        for name, text in sources.items():
            (folder / name).write_text(text, "utf-8", newline="")
        build(folder, index)
        return index

    return make
