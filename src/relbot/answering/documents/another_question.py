"""Recognises an FAQ pair that answers another question than the one asked: about another thing ("Can I borrow the
drill?" for the lawnmower) or another time ("Are you open in August?" for July). The reader takes its "Yes" for an
answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from relbot.query.answer_constraints.times.seasons import months_named, months_told
from relbot.query.query import Query
from relbot.retrieval.ranking import RankedPassage
from relbot.temporal.calendar import MONTHS, WEEKDAYS
from relbot.text.terms import Term, stems, tokenize

_SHARED = 0.4
"""Least share of the longer question's words that both questions have in the same order."""
_UNLIKE = 0.35
"""Similarity to all tokens of the pair below which a word is no synonym of any of them. Tuned, like `_SHARED`, with
`benchmarks/fit_faq.py`: this rejects none of 168 questions close to the pair's words, 3 of 336 in people's own words,
and 22 of 336 near misses; on six other pages, nine of nine."""
_TIMES = frozenset(
    stems(
        f"{' '.join((*WEEKDAYS, *MONTHS))} weekday weekend spring summer autumn winter"
        " day week month year daily weekly monthly yearly annual hour hourly morning afternoon evening night"
    )
)
"""Similar words that nevertheless mean different times."""
_WHO_DOES = frozenset(("i", "we", "you", "they", "he", "she", "it", "one", "to"))
"""Words that precede a verb."""
_PARTICLES = frozenset(("up", "along", "out", "off", "over", "down", "away", "back", "around", "through"))
"""Words that are part of a phrasal verb."""
_ANYBODY = frozenset(("somebody", "someone", "anybody", "anyone", "others", "people"))
"""Words for any person: a question about "somebody else" is about "my sister" too."""


def answers_another(query: Query, found: RankedPassage) -> str | None:
    """Return why the FAQ pair that was found is no answer, as a sentence: its question has another thing or time in
    place of one that is asked about and that the pair lacks. None if it has not, or if the passage is no FAQ pair.
    """
    if found.match.question is None:
        return None
    record = found.match.record
    told = {*record.stems}
    for own, other in _replaced(query.terms, tokenize(found.match.question)):
        missing = [term for term in own if term.stem not in told]
        is_of_another_time = _are_times([*missing, *other]) and not _is_within(missing, found.match.question)
        if missing and other and (_is_unlike(missing, query, found) or is_of_another_time):
            return f"What comes closest answers another question: {found.match.question}"
    return None


def _replaced(asked: Sequence[Term], other: Sequence[Term]) -> Iterator[tuple[list[Term], list[Term]]]:
    """Yield the content words of a question that replace others, with those, if the rest is much the same."""
    matcher = SequenceMatcher(None, [term.stem for term in asked], [term.stem for term in other], autojunk=False)
    opcodes = matcher.get_opcodes()
    shared = [term for tag, start, end, _, _ in opcodes if tag == "equal" for term in asked[start:end]]
    is_same = len(shared) >= _SHARED * max(len(asked), len(other)) and any(not term.is_stopword for term in shared)
    if not is_same:  # "How do I become a member?" and "How do I join?" share no word that tells anything
        return
    names = {term.stem for term in asked}
    for tag, start, end, other_start, other_end in opcodes:
        is_of_anybody = any(term.word.lower() in _ANYBODY for term in other[other_start:other_end])
        if tag == "replace" and not is_of_anybody:
            own = [asked[place] for place in range(start, end) if _is_thing(asked, place)]
            places = range(other_start, other_end)
            yield own, [other[place] for place in places if _is_thing(other, place) and other[place].stem not in names]


def _is_thing(terms: Sequence[Term], place: int) -> bool:
    """Return whether a word names a thing and not an action: "how do I book" may be "how do I sign up"."""
    is_word_of_verb = terms[place].word.lower() in _PARTICLES or (place and terms[place - 1].word.lower() in _WHO_DOES)
    return not (terms[place].is_stopword or is_word_of_verb)


def _is_unlike(terms: Sequence[Term], query: Query, found: RankedPassage) -> bool:
    tokens = [query.token_indices(term) for term in terms]
    return any(len(own) and float(found.match.max_similarity[own].mean()) < _UNLIKE for own in tokens)


def _is_within(terms: Sequence[Term], question: str) -> bool:
    """Whether some words are months of those that a question is about: December of "in winter"."""
    months = months_named(" ".join(term.word for term in terms))
    return bool(months) and months <= months_told(question)


def _are_times(terms: Sequence[Term]) -> bool:
    return all(term.stem in _TIMES for term in terms)
