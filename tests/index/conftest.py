from __future__ import annotations

from pathlib import Path

import pytest

from relbot.index.encoder import Encoder
from relbot.index.generation import Generation
from relbot.index.publish import current


@pytest.fixture(scope="session")
def seed_generation(seed_index: Path) -> Generation:
    return Generation.open(current(seed_index))


@pytest.fixture(scope="session")
def encoder(seed_generation: Generation) -> Encoder:
    return seed_generation.encoder
