"""Who wrote a document: its byline, or who signed it. What it says of others who wrote something, such as its thanks
for the software, is as like the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relbot.answer import Answer
from relbot.answering.statements import Quote, quoted, quotes_of
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.dialogue.pronouns import stated_names
from relbot.query.named_document import named_rows
from relbot.query.request.phrasing import phrased
from relbot.text.person_names import PersonWeights, WordVector, is_person
from relbot.text.terms import content_stems, stem, stems

_ANY_TEXT = "announcement|article|document|letter|message|note|notice|page|paper|piece|post|report|study|text"
"""What people call a text, whatever it calls itself."""
_TEXT = (
    rf"(?:{_ANY_TEXT}|appeal|brochure|circular|essay|flyer|guide|handbook|leaflet|manual|memo|news(?:letter)?|review"
    r"|statement|story|survey|write-up)"
)
"""What a text as a whole is called; rules or a chapter are a part of one."""
_DOCUMENT = (
    rf"(?:(?P<pointed>it|this|that|these)|(?:the|this|that|your|our)\s(?P<before>(?:[^,;?\s]+\s){{0,4}}?)(?P<noun>{_TEXT})"
    r"(?:\s(?:about|on|of|for|from)\s(?P<about>[^,;?]{2,60}?))?)"
)
_WROTE = r"(?:wrote|writes|written|authored|penned|drafted|posted|signed|put\sup)"
_ASKED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"who\s(?:has\s|all\s|is\sit\sthat\s)?{_WROTE}\s{_DOCUMENT}",
        rf"(?:by|from)\swhom?\s(?:is|was|are|were)\s{_DOCUMENT}(?:\swritten)?",
        rf"whom?\s(?:is|was|are|were)\s{_DOCUMENT}\s(?:(?:written|signed|posted|put\sup)\s)?(?:by|from)",
        rf"(?:(?:who|what)\s(?:is|was|are|were)\s)?(?:the\s)?(?:names?\sof\sthe\s)?(?:authors?|writers?)(?:\s(?:of|behind)\s{_DOCUMENT})?",
    )
)
_FORMULA = re.compile(
    r"\W*(?:(?:(?:with\s)?(?:kind(?:est)?|best|warm(?:est)?|many|all\sthe|all\sour|lots\sof)\s)?"
    r"(?:regards|wishes|greetings|thanks|best|love)|yours(?:[^\S\n]\w+){0,3}|(?:sincerely|faithfully)(?:\syours)?|cheers"
    r"|thank\syou|signed|see\syou\sthere|take\scare)(?:\sfrom(?:\sall\sof\sus)?)?\s*(?:[,:!–—-]\s*|\n\s*|$)",
    re.IGNORECASE,
)
"""How a letter ends, before the name."""
_NAMED = re.compile(r"(?:(?-i:[^\W\d_a-zß-ÿ])|(?:the|your|our)\s)[^!?\n]*(?:\n[^!?\n]*){0,3}", re.IGNORECASE)
"""Who signs, a person or a body, and perhaps for whom."""
_DASHED = re.compile(r"(?:^|\n)\s*[–—-]{1,2}\s?(?-i:[^\W\d_a-zß-ÿ])[^.!?\n]{1,60}$")
"""The name behind a dash at the very end."""
_BYLINE = re.compile(
    r"\W*(?:(?:written|posted|compiled|edited|prepared|drafted|put\stogether|text|words|story|report|(?P<bare>))\s?by\s?:?|"
    r"(?:authors?|writers?|text|words|reporter)\s?:)\s(?P<name>\S.+)",
    re.IGNORECASE | re.DOTALL,
)
_CAPITAL = r"[^\W\d_a-zß-ÿ](?:[\w'’.-]*\w|\.)?"
_NAME = rf"{_CAPITAL}(?:\s(?:(?:van|von|de|der|da|del|la|el|al)\s){{0,2}}{_CAPITAL}){{1,3}}[\d¹²³⁴⁵⁶*†‡]*"
_NAMES_ALONE = re.compile(rf"{_NAME}(?:(?:,|;|\s&|,?\sand)\s{_NAME}){{0,11}}")
"""A line of names and nothing else, as above a paper, with the marks of their footnotes."""
_PERSON = 0.45
"""Probability from which on a name is taken for a person's, as where everybody is named."""
_TELLS = (
    r"(?:^\W*|\b(?!\w+ed\b|(?:made|done|run|held|led|kept|taught|given)\b)\w+\s)by\b"
    r"|\b(?:author|writers?\b|edit|compiled|signed|drafted|minutes|(?:wrote|written)\s(?:it|this|that)\b)"
)
"""What a sentence on who wrote a text has, beside what the text is called."""
_TOP, _END = 4, 6
"""Sentences of a document in which its byline is, or its signature."""
_MOST_WORDS = 14
"""Of a signature, with the role and the body behind the name."""
_MOST = 3
"""Documents whose authors are shown."""
_CONFIDENCE = 0.85
"""Set by hand."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The text that somebody asks the author of."""

    noun: str
    """What it is called; "" where it is pointed at."""
    words: str
    """All that says which it is."""

    @property
    def is_any(self) -> bool:
        """Whether any text may be called so."""
        return self.noun.lower() in _ANY_TEXT.split("|")


def author_of(question: str, generation: Generation, vector: WordVector) -> Answer | None:
    """The byline or signature of the document that a question asks the author of; None where it asks for another thing,
    or no such document says who wrote it.
    """
    asked = _read(question)
    if asked is None:
        return None
    sources = generation.manifest.sources
    if len(sources) == 1:
        documents = [[*generation.passages(sources[0].rows)]]
        documents = documents if _may_be_called(asked, documents[0]) else []
    elif asked.words:
        documents = _by_source(generation.passages(named_rows(asked.words, generation)), generation)
    else:
        return None
    found = [signed for records in documents if (signed := _signed(records, vector))]
    return quoted(question, found, _CONFIDENCE) if 0 < len(found) <= _MOST else None


def tells_of_another_text(question: str, statements: Sequence[str]) -> bool:
    """Whether the author of a document is asked for, and statements say neither who wrote it nor of whom something is,
    but who wrote another thing or did one.
    """
    asked = _read(question)
    if asked is None:
        return False
    noun = rf"|\b{re.escape(asked.noun)}" if asked.noun else ""
    tells = re.compile(rf"{_TELLS}{noun}", re.IGNORECASE)
    return not any(tells.search(statement) for statement in statements)


def _read(question: str) -> _Asked | None:
    match = next(filter(None, (form.fullmatch(phrased(question)) for form in _ASKED)), None)
    if match is None:
        return None
    said = match.groupdict()
    words = " ".join(filter(None, ((said["before"] or "").strip(), said["noun"], said["about"])))
    return _Asked(said["noun"] or "", words)


def _may_be_called(asked: _Asked, records: Sequence[PassageRecord]) -> bool:
    """Whether the only document there is may be what a question calls it: it holds what the noun goes with, and tells
    of no other text of that name than itself.
    """
    if not asked.words:
        return True
    source = records[0].passage.source
    titled = {*stems(re.sub(r"[-_./]", " ", f"{source.title} {source.path}"))}
    held = titled.union(*(record.stems for record in records), *(record.heading_terms for record in records))
    needed = {*content_stems(asked.words)} - ({stem(asked.noun)} if asked.is_any else set())
    if not needed <= held:
        return False
    of_another = re.compile(rf"(?<!\bthis\s)(?<!\bour\s)(?<!\bmy\s)\b{re.escape(asked.noun)}\b", re.IGNORECASE)
    return stem(asked.noun) in titled or not any(of_another.search(record.passage.quote) for record in records)


def _by_source(records: Iterable[PassageRecord], generation: Generation) -> list[list[PassageRecord]]:
    """All passages of the documents that some are of."""
    paths = dict.fromkeys(record.passage.source.path for record in records)
    return [[*generation.passages(generation.manifest.entry(path).rows)] for path in [*paths][: _MOST + 1]]


def _signed(records: Sequence[PassageRecord], vector: WordVector) -> Quote | None:
    """What says who wrote a document, at its beginning or its end."""
    weights = PersonWeights.load()

    def names_person(text: str) -> bool:
        return any(is_person(name, text, vector, weights) >= _PERSON for name in stated_names(text))

    top = [quote for record in records[:_TOP] for quote in quotes_of(record.passage)][:_TOP]
    for number, quote in enumerate(top):
        byline = _BYLINE.match(quote.text)
        if byline and (byline["bare"] is None or names_person(byline["name"])):
            return quote
        if not number and _NAMES_ALONE.fullmatch(quote.text) and names_person(quote.text):
            return quote
    end = [quote for record in records[-_END:] for quote in quotes_of(record.passage)][-_END:]
    for number, quote in reversed([*enumerate(end)]):
        byline = _BYLINE.match(quote.text)
        if byline and byline["bare"] is None and names_person(byline["name"]):
            return quote
        if signature := _signature(quote, end[number + 1 : number + 2]):
            return signature
    return end[-1] if end and _DASHED.search(end[-1].text) and names_person(end[-1].text) else None


def _signature(quote: Quote, after: Sequence[Quote]) -> Quote | None:
    """A sentence that is how a letter ends with the name, or the name behind it; None of any other."""
    formula = _FORMULA.match(quote.text)
    if formula is None:
        return None
    name, signed = quote.text[formula.end() :], quote
    if not name.strip():
        if not after:
            return None
        name, signed = after[0].text, after[0]
        if signed.passage == quote.passage:
            signed = Quote(quote.passage, quote.sentence, 2)
    return signed if _NAMED.fullmatch(name) and len(name.split()) <= _MOST_WORDS else None
