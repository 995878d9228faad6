"""Questions asked of the seed corpus, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from relbot.index.generation import Generation
from relbot.query.query import Query, analyse
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import match_candidates
from relbot.retrieval.ranking import RankedPassage, RankingWeights, rank

TODAY = date(2026, 3, 1)
Rank = Callable[[str], tuple[Query, list[RankedPassage]]]


def ranked_in(generation: Generation, text: str) -> tuple[Query, list[RankedPassage]]:
    query = analyse(text, generation, TODAY)
    candidates = retrieve(query, generation, 20)
    return query, rank(match_candidates(query, candidates, generation), RankingWeights.load())
