"""A query as retrieval uses it: terms with their inverse document frequency, embeddings, answer type and timeframe."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from relbot.index.encoding.encoder import WindowExceeded, normalise
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.answer_type import AnswerType, expected_answer_type
from relbot.query.answer_constraints.namesakes import FullName, shared_names
from relbot.query.identifiers import Identifier, identifiers
from relbot.query.request.stray_marks import without_unseen
from relbot.query.timeframe import EventResolver, Timeframe, event_clause, extract_timeframe, to_come
from relbot.text.terms import Term, tokenize

MAX_CHARACTERS = 1_000
"""The longest query that is analysed, in characters: about three times the model's window in English."""
MAX_MESSAGE_CHARACTERS = 10 * MAX_CHARACTERS
"""The longest message in which a question is looked for: markup and courtesies around it may be longer than itself."""

_STOPWORD_WEIGHT, _PUNCTUATION_WEIGHT, _MIN_WEIGHT = 0.1, 0.2, 0.1
"""Token weights, relative to 1 for a word that no passage contains. Tuned on 1,778 questions of XQuAD and SQuAD 2.0:
with fusion, MaxSim ranks the right passage first for 0.989 and 0.876, against 0.984 and 0.863 with weights by word
piece."""

_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Query:
    """A query, analysed against the vocabulary of one index generation."""

    text: str
    """Normalised; all offsets refer to it."""
    terms: tuple[Term, ...]
    idf: dict[str, float]
    """The inverse document frequency of each stem, from 0 (in every passage) to 1 (in none), without stop words and the
    timeframe."""
    unknown_terms: tuple[Term, ...]
    """Terms that no passage contains."""
    vector: NDArray[np.float32]
    """(384,): mean-pooled, normalised."""
    token_vectors: NDArray[np.float32]
    """(n, 384): normalised, without special tokens."""
    token_offsets: NDArray[np.int32]
    """(n, 2): character range of each token."""
    token_weights: NDArray[np.float32]
    """(n,), sum 1: weight of each token in MaxSim."""
    answer_type: AnswerType
    timeframe: Timeframe | None
    identifiers: tuple[Identifier, ...]
    shared_names: tuple[FullName, ...]
    """Full names whose last word the sources give to others as well."""

    def token_indices(self, term: Term) -> NDArray[np.int64]:
        """Return the indices of the tokens that a term consists of."""
        return _tokens_within(term.start, term.end, self.token_offsets)

    @property
    def time_token_indices(self) -> NDArray[np.int64]:
        """Indices of the tokens that state the timeframe; empty without one."""
        if self.timeframe is None:
            return np.array([], int)
        return _tokens_within(self.timeframe.start, self.timeframe.end, self.token_offsets)

    def idf_among(self, stems: Collection[str]) -> float:
        """Return the summed idf of its stems that are among the given ones."""
        return sum(idf for stem, idf in self.idf.items() if stem in stems)

    def share_among(self, stems: Collection[str], *, of_none: float = 0.0) -> float:
        """Return the share of its stems among the given ones, weighted by idf, 0–1; `of_none` if no stem has weight."""
        total = sum(self.idf.values())
        return self.idf_among(stems) / total if total else of_none

    @property
    def stems(self) -> list[str]:
        """Distinct stems for lexical search: without stop words, unless there is nothing else."""
        content = [term.stem for term in self.terms if not term.is_stopword]
        return list(dict.fromkeys(content or [term.stem for term in self.terms]))


class UnreadableQuery(Exception):
    """A query that cannot be searched for: empty, without words, or too long."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(reason)
        self.text, self.reason = text, reason


def analyse(text: str, generation: Generation, today: date, resolve_event: EventResolver | None = None) -> Query:
    """Analyse a query; `resolve_event` dates the event of a clause such as "after Hoxha died".

    Raises UnreadableQuery if it is empty, has no words, or exceeds the model's window.
    """
    normal = normalise_text(text)
    if reason := unreadable(normal, MAX_CHARACTERS):
        raise UnreadableQuery(normal[:MAX_CHARACTERS], reason)
    terms = tuple(tokenize(normal))
    if not terms:
        raise UnreadableQuery(normal, "The question has no words in it.")
    try:
        encoded = generation.encoder.encode(normal)
    except WindowExceeded:
        reason = "The question has more words, numbers and marks than relbot reads at once; ask it shorter."
        raise UnreadableQuery(normal, reason) from None
    passages = generation.manifest.passages
    timeframe = extract_timeframe(normal, today, resolve_event if _is_event_clause_only(normal, terms) else None)
    timeframe = timeframe or to_come(normal, today)
    # The words of the timeframe are matched by dates, in whatever form these are written, and not by the same words.
    content = {term.stem: term for term in terms if not (term.is_stopword or _is_within(term, timeframe))}
    counts = generation.lexicon.frequencies(content)
    frequency = {stem: counts[stem] for stem in content}
    idf = {stem: _normalised_idf(count, passages) for stem, count in frequency.items()}
    return Query(
        text=normal,
        terms=terms,
        idf=idf,
        unknown_terms=tuple(content[stem] for stem, count in frequency.items() if not count),
        vector=encoded.mean_vector(),
        token_vectors=normalise(encoded.vectors[1:-1]),
        token_offsets=encoded.offsets[1:-1],
        token_weights=_token_weights(terms, idf, timeframe, encoded.offsets[1:-1]),
        answer_type=expected_answer_type(normal),
        timeframe=timeframe,
        identifiers=identifiers(normal),
        shared_names=shared_names([term for term in terms if frequency.get(term.stem)], generation),
    )


def unreadable(text: str, limit: int) -> str | None:
    """Return why a text is not read: it is empty or longer than `limit` characters; None if it can be."""
    length = len(normalise_text(text))
    if not length:
        return "The question is empty."
    if length > limit:
        return f"The question has {length:,} characters, and relbot reads up to {MAX_CHARACTERS:,}; ask it shorter."
    return None


def normalise_text(text: str) -> str:
    """Return a query on one line, single-spaced, without invisible characters."""
    return " ".join(_CONTROL.sub(" ", without_unseen(text)).split())


def _normalised_idf(document_frequency: int, passages: int) -> float:
    """Return the inverse document frequency as in BM25 (Robertson and Spärck Jones), scaled to 0–1."""
    return _idf(document_frequency, passages) / _idf(0, passages)


def _idf(document_frequency: int, passages: int) -> float:
    return math.log(1 + (passages - document_frequency + 0.5) / (document_frequency + 0.5))


def _token_weights(
    terms: tuple[Term, ...], idf: dict[str, float], timeframe: Timeframe | None, offsets: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Weight each token by its term's idf over the root of the term's token count; a timeframe counts as unknown."""
    weights = np.full(len(offsets), _PUNCTUATION_WEIGHT, np.float32)
    for term in terms:
        tokens = _tokens_within(term.start, term.end, offsets)
        if term.stem in idf and len(tokens):
            weights[tokens] = max(_MIN_WEIGHT, idf[term.stem] / math.sqrt(len(tokens)))
        else:
            weights[tokens] = _STOPWORD_WEIGHT
    if timeframe:
        tokens = _tokens_within(timeframe.start, timeframe.end, offsets)
        weights[tokens] = 1 / math.sqrt(max(1, len(tokens)))
    share: NDArray[np.float32] = weights / weights.sum()
    return share


def _tokens_within(start: int, end: int, offsets: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.flatnonzero((offsets[:, 0] >= start) & (offsets[:, 1] <= end))


def _is_event_clause_only(text: str, terms: tuple[Term, ...]) -> bool:
    """Return whether all content words are in an event clause, as in "What happened after Hoxha died?".

    Only then does the event give the timeframe rather than the topic. Of 18 questions of SQuAD 2.0 with other words
    outside the clause ("What dynasty came after the Yuan?"), 15 find their passage by the event's words and 10 by its
    date.
    """
    clause = event_clause(text)
    return clause is not None and all(t.is_stopword or clause[0] <= t.start < clause[1] for t in terms)


def _is_within(term: Term, timeframe: Timeframe | None) -> bool:
    return timeframe is not None and timeframe.start <= term.start and term.end <= timeframe.end
