"""Lists the people whom documents name, each by the first sentence that names them: "who's who", "list all the
people".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from relbot.answer import Answer, Source
from relbot.answering.overviews.overview import OVERVIEW_CONFIDENCE, which_document
from relbot.answering.overviews.scope import Ambiguous, all_documents, find_scope, find_section, names_document
from relbot.answering.statements import MOST_SHOWN, Quote, each_once, in_text_order, quoted, refusal
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.dialogue.pronouns import stated_names
from relbot.query.request.phrasing import phrased, topic
from relbot.query.request.utterance import cleared
from relbot.query.request.who_and_what import everybody
from relbot.text.english import everyday_words
from relbot.text.person_names import LIKELY, PersonWeights, WordVector, is_person
from relbot.text.proper_names import STYLES
from relbot.text.terms import content_stems, fold

_LONGEST = 200
"""The longest question that asks for nothing else, in characters."""
_SINGLE = 0.68
"""The least probability, instead of `LIKELY`, for a single word, which may as well name a place, a thing or a brand.
Set by hand on the names of the same documents."""


_NOBODY_ELSE = "The sources name nobody else."
_WHOLE = re.compile(r"(?:the|this|that|these|those)(?: \w+)?|it", re.IGNORECASE)
"""References by a noun or pronoun, which mean the document's subject unless it is only a part of it: "the strike"."""


@dataclass(slots=True)
class _Mentions:
    """The mentions of a name: the first one, and how probably each names a person."""

    parts: tuple[str, ...]
    """The words of the name, folded."""
    first: Quote
    probabilities: list[float] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        least = _SINGLE if len(self.parts) == 1 else LIKELY
        return sum(self.probabilities) / len(self.probabilities) >= least


def everybody_named(
    question: str, generation: Generation, subject: Source | None, vector: WordVector, told: str
) -> Answer | None:
    """Return everybody named in a document, or in all documents if they are short.

    If it is open which document is meant, the answer asks. None if the question asks for something else, or nobody is
    named. `subject` is the document that the conversation is about, and `told` the text shown before, whose sentences
    are left out.
    """
    asked = everybody(phrased(cleared(question))) if len(question) <= _LONGEST else None
    if asked is None:
        return None
    about = topic(asked)
    is_known = subject is not None or len(generation.manifest.sources) == 1
    if is_known and _WHOLE.fullmatch(asked) and not _is_part(about, generation, subject):
        about = ""
    if about and not names_document(about, generation) and not find_section(about, generation):
        return None
    together = all_documents(generation) if not about and subject is None else None
    scope = together or find_scope(about, generation, subject)
    if isinstance(scope, Ambiguous):
        return refusal(question, which_document(scope))
    quotes = people_named(scope.records if scope else (), cache(vector))
    untold = [quote for quote in quotes if quote.text not in told]
    if not untold:
        return refusal(question, _NOBODY_ELSE) if quotes else None
    shown = in_text_order(untold[:MOST_SHOWN])
    return quoted(question, shown, OVERVIEW_CONFIDENCE, more=len(untold) - len(shown))


def _is_part(about: str, generation: Generation, subject: Source | None) -> bool:
    """Return whether a noun is the heading of a section, or what the subject, or the only document, tells of after its
    first passage alone.
    """
    if find_section(about, generation):
        return True
    stems = frozenset(content_stems(about))
    opening = [row.rows[0] for row in generation.manifest.sources if row.rows and subject in (None, row.source)]
    begun = "\n".join(record.passage.with_headings for record in generation.passages(opening[:1]))
    is_told_of = bool(stems) and all(generation.lexicon.frequencies(stems).values())
    return is_told_of and stems.isdisjoint(content_stems(begun))


def people_named(records: Iterable[PassageRecord], vector: WordVector) -> list[Quote]:
    """Return the sentence that first names each person in some passages, for the most often named persons first."""
    weights = PersonWeights.load()
    found: dict[tuple[str, ...], _Mentions] = {}
    for quote, parts, probability in _names(records, vector, weights):
        mentions = found.setdefault(parts, _Mentions(parts, quote))
        mentions.probabilities.append(probability)
    persons = _by_full_name([mentions for mentions in found.values() if mentions.is_person])
    named_most = sorted(persons, key=lambda person: -len(person.probabilities))
    return each_once(person.first for person in named_most)


def _names(
    records: Iterable[PassageRecord], vector: WordVector, weights: PersonWeights
) -> Iterator[tuple[Quote, tuple[str, ...], float]]:
    """Yield each name with its sentence and the probability that it is a person's."""
    for record in records:
        for number, text in enumerate(record.passage.texts):
            for name in stated_names(text):
                parts = tuple(fold(part.word) for part in name.parts)
                is_word = len(parts) == 1 and (parts[0] in everyday_words() or name.words.isupper())
                if not is_word:
                    yield Quote(record.passage, number), parts, is_person(name, text, vector, weights)


def _by_full_name(persons: Sequence[_Mentions]) -> list[_Mentions]:
    """Return the persons whose name is no part of another's, merged with mentions by part: "Tolley" is Ned Tolley."""
    names = [frozenset(person.parts) - STYLES for person in persons]
    found: list[_Mentions] = []
    for person, name in zip(persons, names, strict=True):
        longer = next((other for other, full in zip(persons, names, strict=True) if name < full), None)
        if longer is None:
            found.append(person)
        else:
            longer.probabilities.extend(person.probabilities)
    return found
