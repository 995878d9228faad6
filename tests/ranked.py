"""Questions asked of the seed corpus, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from relbot.index.generation import Generation
from relbot.index.publish import current
from relbot.search import candidates, interaction, question, ranking
from relbot.search.question import Question
from relbot.search.ranking import Ranked, Weights

TODAY = date(2026, 3, 1)
Rank = Callable[[str], tuple[Question, list[Ranked]]]


@pytest.fixture(scope="session")
def generation(seed_index: Path) -> Generation:
    return Generation.open(current(seed_index))


@pytest.fixture(scope="session")
def rank(generation: Generation) -> Rank:
    def ranked(text: str) -> tuple[Question, list[Ranked]]:
        asked = question.read(text, generation, TODAY)
        found = candidates.candidates(asked, generation, 20)
        return asked, ranking.rank(interaction.read(asked, found, generation), Weights.load())

    return ranked
