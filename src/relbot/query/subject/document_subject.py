"""What the only document of a corpus is about: its title, or if that names nothing ("Our story", or the name of its
file), the name that its text opens with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.text.english import everyday_words
from relbot.text.proper_names import Name, extract_names
from relbot.text.terms import content_stems, fold, tokenize

_OPENING = re.compile(r"\W*(?:the\s)?", re.IGNORECASE)
"""What may precede a name that opens a text."""
_EXAMINED = 20
"""The most passages that are searched for the words of the title."""
_SHARE = 0.2
"""Least share of the passages with the words of the title, or with a word of the name. Set by hand on 83 documents."""


def document_subject(generation: Generation) -> str:
    """Return what the only document is about; "" if there are several documents, or none."""
    sources = generation.manifest.sources
    if len(sources) != 1 or not sources[0].rows:
        return ""
    title = sources[0].source.title
    if any(fold(term.word) not in everyday_words() for term in tokenize(title) if not term.is_stopword):
        return title
    records = generation.passages(sources[0].rows[:_EXAMINED])
    if _is_frequent_topic(title, records):
        return title
    opening = records[0].passage.texts[0]
    name = next(iter(extract_names(opening)), None)
    if name is None or not _OPENING.fullmatch(opening[: name.start]) or not _is_frequent_name(name, generation):
        return title
    is_in_title = not set(content_stems(name.words)).isdisjoint(content_stems(title))
    article = "the " if "the" in opening[: name.start].lower() else ""
    return title if is_in_title else f"{article}{name.words}"


def _is_frequent_topic(title: str, records: Sequence[PassageRecord]) -> bool:
    """Return whether the sentences of many passages contain all words of a title."""
    stems = set(content_stems(title))
    with_topic = sum(any(stems.issubset(sentence.terms) for sentence in record.sentences) for record in records)
    return with_topic >= _SHARE * len(records)


def _is_frequent_name(name: Name, generation: Generation) -> bool:
    """Return whether a word of a name is mostly used as a name, and in many passages."""
    words = generation.lexicon.words([fold(part.word) for part in name.parts])
    least = max(2, _SHARE * generation.manifest.passages)
    return any(word.passages >= least and 2 * word.passages_as_name >= word.passages for word in words)
