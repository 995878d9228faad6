"""Questions asked of the seed corpus, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from relbot.index.generation import Generation
from relbot.query import query
from relbot.query.query import Question
from relbot.retrieval import candidates, late_interaction, ranking
from relbot.retrieval.ranking import Ranked, RankingWeights

TODAY = date(2026, 3, 1)
Rank = Callable[[str], tuple[Question, list[Ranked]]]


def ranked_in(generation: Generation, text: str) -> tuple[Question, list[Ranked]]:
    asked = query.read(text, generation, TODAY)
    found = candidates.candidates(asked, generation, 20)
    return asked, ranking.rank(late_interaction.read(asked, found, generation), RankingWeights.load())
