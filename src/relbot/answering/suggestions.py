"""Questions that the corpus answers, to show somebody who does not know what to ask: made from its names, headings and
dates, and kept only where asking them gives an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text import proper_names

_PASSAGES = 40
"""Of the corpus that names, headings and dates are taken from."""
_MOST_TRIED = 8


def suggest(
    generation: Generation,
    is_answered: Callable[[str], bool],
    count: int = 3,
    on: Sequence[PassageRecord] | None = None,
) -> tuple[str, ...]:
    """Up to so many questions of different kinds; made from the passages `on` a topic, where these are given."""
    records = generation.passages(list(islice(_rows(generation), _PASSAGES))) if on is None else on
    found: list[str] = []
    for number, question in enumerate(_candidates(records)):
        if len(found) == count or number == _MOST_TRIED:
            break
        if is_answered(question):
            found.append(question)
    return tuple(found)


def _rows(generation: Generation) -> Iterator[int]:
    return chain.from_iterable(source.rows for source in generation.manifest.sources)


def _candidates(records: Sequence[PassageRecord]) -> Iterator[str]:
    """By turns: about the most frequent names, in the years with the most sentences, about headings."""
    names = Counter(
        name.words
        for record in records
        for name in proper_names.extract_names(record.passage.quote)
        if len(name.parts) > 1 and name.words not in record.passage.source.title
    )
    years = Counter(
        mention.interval.first.year
        for record in records
        for sentence in record.sentences
        for mention in sentence.dates
        if 0 < mention.interval.first.year == mention.interval.last.year
    )
    headings = dict.fromkeys(record.passage.section[-1] for record in records if record.passage.section)
    about = [f"Tell me about {name}" for name, _ in names.most_common(3)]
    when = [f"What happened in {year}?" for year, _ in years.most_common(3)]
    asked = [heading for heading in headings if heading.endswith("?")]
    sections = asked[:3] or [f"Tell me about {heading}" for heading in list(headings)[:3]]
    for number in range(3):
        for kind in (when, about, sections):
            yield from kind[number : number + 1]
