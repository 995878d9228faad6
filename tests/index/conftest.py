from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.mutations import hard_link_copy
from relbot.index.build import build
from relbot.index.encoding.encoder import EncodedText, Encoder
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder


@pytest.fixture(scope="session")
def seed_generation(seed_index: Path) -> LocalGeneration:
    return LocalGeneration.open(current_folder(seed_index))


@pytest.fixture(scope="session")
def encoder(seed_generation: LocalGeneration) -> Encoder:
    return seed_generation.encoder


@pytest.fixture(scope="session")
def embassy_index(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations, of two segments each. Not to be written to."""
    corpus, index = (
        tmp_path_factory.mktemp("sources"),
        hard_link_copy(seed_index, tmp_path_factory.mktemp("two") / "index"),
    )
    for number in range(4):
        (corpus / f"roses{number}.txt").write_text(f"Roses of kind {number} grow in the park by the river.\n")
    for year in (1955, 1956, 1957):
        (corpus / "embassy.txt").write_text(f"The embassy in Tirana opened in {year}. It was a house with a garden.\n")
        build(corpus, index)
    return index


@pytest.fixture
def two_generations(embassy_index: Path, tmp_path: Path) -> Path:
    return hard_link_copy(embassy_index, tmp_path / "index")


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is embedded from now on."""
    seen: list[str] = []
    encode_all = Encoder.encode_all

    def watched(self: Encoder, texts: Sequence[str], threads: int = 1) -> Iterator[EncodedText]:
        seen.extend(texts)
        return encode_all(self, texts, threads)

    monkeypatch.setattr(Encoder, "encode_all", watched)
    return seen
