"""The pipeline from a reformulated question to its verdict: analysis, candidate retrieval, late interaction, ranking,
reading, verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from relbot.answering.items import ItemWeights
from relbot.answering.sections.choice import (
    ChosenSection,
    SectionWeights,
    asks_for_several,
    choose_section,
    sections_of,
)
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query, UnreadableQuery, analyse
from relbot.query.request.intent import Kind
from relbot.query.spelling import correct
from relbot.query.wording.reword import reword
from relbot.reading.attempt import BESIDE_BEHIND, Attempt
from relbot.reading.event_dates import event_date, extreme_event_date
from relbot.reading.followup_reading import anchored, read_followup
from relbot.reading.followup_verdict import check_typed_words, check_words_of_followup, decide_followup
from relbot.reading.named_identifiers import unknown_identifiers, with_typed_identifiers
from relbot.reading.passage_reading import (
    LEAST_READ,
    READ_FOR_LISTS,
    read_passages,
    read_whole,
)
from relbot.reading.reader import Reader
from relbot.reading.verdict import VerdictWeights, decide
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import match_candidates
from relbot.retrieval.ranking import RankedPassage, RankingWeights, raised, rank
from relbot.step_timer import StepTimer
from relbot.temporal.calendar import today
from relbot.temporal.interval import Interval

SHORT_LIST = 12
"""The number of candidates for late interaction, 0.3 ms each. They contain 0.983 of the right passages on SQuAD 2.0 and
all on XQuAD; 20 candidates contain 0.990, but the right one ranks first no more often (0.878)."""
_GIVEN_BEHIND = 1.0
"""The most, on the ranking's scale, that the score of a passage which a completed question is about is allowed to be
behind the best one. Set by hand."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The models and weights of the pipeline's steps."""

    reader: Reader
    ranking_weights: RankingWeights
    verdict_weights: VerdictWeights
    item_weights: ItemWeights
    section_weights: SectionWeights

    @classmethod
    def load(cls, caution: float | None = None) -> Pipeline:
        """Load those that relbot ships; `caution` replaces the threshold if given. Raises ModelError."""
        weights = VerdictWeights.load()
        if caution is not None:
            weights = replace(weights, threshold=caution)
        return cls(Reader.load(), RankingWeights.load(), weights, ItemWeights.load(), SectionWeights.load())

    def attempts(
        self,
        ways: Sequence[Reformulation],
        generation: Generation,
        timer: StepTimer,
        limit: int,
        read: int = LEAST_READ,
    ) -> Iterator[Attempt]:
        """Yield an attempt at each reformulation and at its spelling correction.

        Fallbacks are tried only while no attempt is answered, and a reformulation that is read with the previous answer
        only while it could still be preferred. Raises UnreadableQuery.
        """
        surest = 0.0
        for way in sorted(ways, key=lambda each: (each.in_previous_passage, each.is_fallback)):
            enough = 1 - BESIDE_BEHIND if way.in_previous_passage else 0.0 if way.is_fallback else 1.0
            if surest > enough:
                continue
            for attempt in self._attempts_at(way, generation, timer, limit, read):
                surest = max(surest, attempt.verdict.confidence if attempt.verdict.answered else 0.0)
                yield attempt

    def read_whole(self, attempt: Attempt, timer: StepTimer) -> Attempt:
        """Return the attempt with every sentence of its passages read."""
        with timer.time("reader"):
            return replace(attempt, passages=tuple(read_whole(attempt.query, attempt.passages, self.reader)))

    def section(self, attempt: Attempt, kind: Kind, generation: Generation, timer: StepTimer) -> ChosenSection | None:
        """Return the section that as a whole answers a question for several things; None if the question asks for
        something else, or no section answers it better than the attempt does.
        """
        if not asks_for_several(attempt.query, kind, generation, self.section_weights):
            return None
        query, ranked = self.rank(attempt.query.text, generation, timer, SHORT_LIST)
        with timer.time("reader"):
            read = read_passages(query, ranked, self.reader, READ_FOR_LISTS)
        sections = list(sections_of(query, ranked, read, generation))
        return choose_section(sections, self.section_weights, is_answered=attempt.verdict.answered)

    def _attempts_at(
        self, way: Reformulation, generation: Generation, timer: StepTimer, limit: int, read: int
    ) -> Iterator[Attempt]:
        as_written = self._attempt(way, generation, timer, limit, read)
        yield as_written
        if way.in_previous_passage:  # the previous question was itself corrected
            return
        with timer.time("spelling"):
            correction = correct(as_written.query, generation)
        if correction:
            shown = way.shown.replace(way.text, correction.text)
            corrected = replace(way, text=correction.text, shown=shown)
            with suppress(UnreadableQuery):  # the correction may be too long
                yield replace(
                    self._attempt(corrected, generation, timer, limit, read), suggestion=correction.suggestion
                )

    def _attempt(self, way: Reformulation, generation: Generation, timer: StepTimer, limit: int, read: int) -> Attempt:
        query, ranked = self._rank_way(way, generation, timer, read)
        is_followup = way.follows_answer
        if query.timeframe and query.timeframe.is_to_come:  # the next such event may be in any passage
            read = READ_FOR_LISTS
        with timer.time("reader"):
            if is_followup:
                passages = read_followup(way, query, ranked, self.reader, read)
            else:
                passages = read_passages(query, ranked, self.reader, read)
        with timer.time("verdict"):
            unknown = unknown_identifiers(query, generation)
            if is_followup:
                verdict = decide_followup(query, passages, self.verdict_weights.threshold, limit + 1, unknown)
                verdict = check_words_of_followup(way, query, verdict)
            else:
                verdict = decide(query, passages, self.verdict_weights, limit + 1, unknown)
                verdict = check_typed_words(way, query, verdict)
        return Attempt(way, query, tuple(passages), verdict)

    def _rank_way(
        self, way: Reformulation, generation: Generation, timer: StepTimer, read: int
    ) -> tuple[Query, list[RankedPassage]]:
        """The query of a way to put a question and its passages, best first, among them the one that it depends on."""
        is_completed = way.typed_stems is not None and read == LEAST_READ
        given = _given(way, generation) if way.follows_answer or is_completed or way.anchors else ()
        query, ranked = self.rank(way.text, generation, timer, SHORT_LIST, given)
        ranked = anchored(way, ranked) or ranked
        if is_completed and not way.follows_answer:
            ranked = raised(ranked, lambda passage: passage.match.candidate.row in given, _GIVEN_BEHIND)
        return with_typed_identifiers(query, way.typed_stems), ranked

    def rank(
        self, text: str, generation: Generation, timer: StepTimer, short_list: int, also: Collection[int] = ()
    ) -> tuple[Query, list[RankedPassage]]:
        """Return the analysed query and its passages, best first. Raises UnreadableQuery."""
        with timer.time("question"):
            query = analyse(text, generation, today(), lambda event: self._date_event(event, generation))
        with timer.time("candidates"):
            candidates = retrieve(query, generation, short_list, also)
        with timer.time("interaction"):
            ranked = rank(match_candidates(query, candidates, generation), self.ranking_weights)
        return query, ranked

    def search(self, text: str, generation: Generation, short_list: int) -> list[RankedPassage]:
        """Return the passages of `rank`, best first: those that an answer would be read from in the reader's order,
        then the others as ranked. Each gets the score that the ranking gives its position. Raises UnreadableQuery.

        With the reader's order the right passage is first for 0.906 of every third question of SQuAD 2.0 and 0.992 of
        XQuAD, with the ranking alone for 0.897 and 0.988.
        """
        query, ranked = self.rank(reword(text, generation).text, generation, StepTimer(), short_list)
        read = {id(passage.ranked.match): passage.ranked for passage in read_passages(query, ranked, self.reader)}
        others = (passage for passage in ranked if id(passage.match) not in read)
        placed = zip([*read.values(), *others], ranked, strict=True)
        return [replace(passage, score=place.score) for passage, place in placed]

    def _date_event(self, event: str, generation: Generation) -> Interval | None:
        """Return the date of an event according to the corpus; None if no sentence contains its words."""
        if interval := extreme_event_date(event, generation):
            return interval
        query = analyse(f"When was it that {event}?", generation, today())
        matches = match_candidates(query, retrieve(query, generation, SHORT_LIST), generation)
        return event_date(query, rank(matches, self.ranking_weights), generation.lexicon)


def _given(way: Reformulation, generation: Generation) -> Collection[int]:
    """Return the row of the passage that a completed question is about: that of the previous answer, or else the first
    one of the only document; empty if there are several documents.
    """
    if way.previous_passage_id:
        row = generation.row_of(way.previous_passage_id)
        return () if row is None else (row,)
    sources = generation.manifest.sources
    return sources[0].rows[:1] if len(sources) == 1 else ()
