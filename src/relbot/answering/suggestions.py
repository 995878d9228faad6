"""Suggests questions for people who do not know what to ask: made from the names, headings and dates of the corpus, and
kept only if asking them gives an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from relbot.answering.overviews.definitions import Named
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text import proper_names
from relbot.text.terms import stems

_PASSAGES = 40
"""Passages of the corpus that names, headings and dates are taken from."""
_MOST_TRIED = 8
_NAMES = 12
"""Number of the most frequent names that are considered as topics."""
_OF_A_KIND = 3
_ARTICLE_SHARE = 0.5
"""Share of its mentions with "the" above which a name takes the article."""
_NO_NOUN_PHRASE = re.compile(
    r"\b(?:it|you|your|we|our|i|my|me)\b|^\w+ing\s(?:an?|the|one|up|from|with)\b|[.:;!()\[\]{}<>%]", re.IGNORECASE
)
"""A heading that does not name a thing: "Set it up", "Deleting a server"."""
_LONGEST_HEADING = 6


def suggest(
    generation: Generation,
    is_answered: Callable[[str], bool],
    count: int = 3,
    on: Sequence[PassageRecord] | None = None,
) -> tuple[str, ...]:
    """Return up to `count` questions of different kinds; made from the passages `on` a topic, if given."""
    records = generation.passages(list(islice(_rows(generation), _PASSAGES))) if on is None else on
    whole = [_overview(generation)] if on is None and records else []
    found: list[str] = []
    for question in islice(_candidates(records, whole), _MOST_TRIED):
        if len(found) == count:
            break
        if is_answered(question):
            found.append(question)
    return tuple(found)


def _rows(generation: Generation) -> Iterator[int]:
    return chain.from_iterable(source.rows for source in generation.manifest.sources)


def _overview(generation: Generation) -> str:
    sources = generation.manifest.sources
    return "Give me an overview" + (f" of {sources[0].source.title}" if len(sources) > 1 else "")


def _candidates(records: Sequence[PassageRecord], whole: Sequence[str]) -> Iterator[str]:
    """Yield candidate questions in turn about a thing, the whole document, a heading and a year."""
    text = "\n".join(record.passage.quote for record in records)
    headings = dict.fromkeys(record.passage.section[-1] for record in records if record.passage.section)
    asked = [heading for heading in headings if heading.endswith("?")][:_OF_A_KIND]
    named = [heading for heading in headings if _is_noun_phrase(heading)][:_OF_A_KIND]
    told = [f"Tell me about {_as_mentioned(heading, text)}" for heading in named]
    about = [f"Tell me about {_as_mentioned(name, text)}" for name in _things(records)[:_OF_A_KIND]]
    when = [f"What happened in {year}?" for year in _years(records)[:_OF_A_KIND]]
    kinds = about, whole, asked or told, when
    yield from dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*kinds))))


def _things(records: Sequence[PassageRecord]) -> list[str]:
    """Return names of two or more words, by how often they are mentioned and how many sentences are about them."""
    mentioned, within = Counter[str](), set[str]()
    for record in records:
        for name in (name for text in record.passage.texts for name in proper_names.extract_names(text)):
            if " " in name.words and name.words not in record.passage.source.title:
                mentioned[name.words] += 1
                within.update([name.words] * (name.start > 0))  # "Both Roosevelts" opens a sentence, and is no name
    frequent = [(name, count) for name, count in mentioned.most_common() if name in within][:_NAMES]
    weight = {name: count + _sentences_about(name, records) for name, count in frequent}
    return sorted(weight, key=lambda name: -weight[name])


def _sentences_about(name: str, records: Iterable[PassageRecord]) -> int:
    named, words = Named(name), frozenset(stems(name))
    return sum(
        int(named.role_in(record.passage.words(sentence.span)))
        for record in records
        for sentence in record.sentences
        if words <= frozenset(sentence.terms)
    )


def _years(records: Iterable[PassageRecord]) -> list[int]:
    """Return the years by their number of sentences, most first."""
    years = Counter(
        mention.interval.first.year
        for record in records
        for sentence in record.sentences
        for mention in sentence.dates
        if 0 < mention.interval.first.year == mention.interval.last.year
    )
    return [year for year, _ in years.most_common()]


def _is_noun_phrase(heading: str) -> bool:
    return _NO_NOUN_PHRASE.search(heading) is None and heading.count(" ") < _LONGEST_HEADING


def _as_mentioned(name: str, text: str) -> str:
    """Return a name or heading as the text mentions it within a sentence, with "the" and a lower-case first word if it
    does so.
    """
    first, *rest = name.split(" ")
    is_name = any(word[:1].isupper() for word in rest)
    if not is_name and re.search(rf"(?<!\w){re.escape(first.lower())}(?!\w)", text):
        name = " ".join((first.lower(), *rest))
    found = re.findall(rf"(\bthe )?(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return f"the {name}" if found and sum(map(bool, found)) >= _ARTICLE_SHARE * len(found) else name
