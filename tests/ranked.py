"""Questions asked of an index, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from relbot.index.protocol import Generation
from relbot.query.query import Query, analyse
from relbot.reading.passage_reading import ReadPassage, read_passages
from relbot.reading.reader import Reader
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import match_candidates
from relbot.retrieval.ranking import RankedPassage, RankingWeights, rank

TODAY = date(2026, 3, 1)
Rank = Callable[[str], tuple[Query, list[RankedPassage]]]
Read = Callable[[str], tuple[Query, list[ReadPassage]]]


def ranked_in(generation: Generation, text: str) -> tuple[Query, list[RankedPassage]]:
    query = analyse(text, generation, TODAY)
    candidates = retrieve(query, generation, 20)
    return query, rank(match_candidates(query, candidates, generation), RankingWeights.load())


def read_in(generation: Generation, text: str, reader: Reader) -> tuple[Query, list[ReadPassage]]:
    query, ranked = ranked_in(generation, text)
    return query, read_passages(query, ranked, reader)
