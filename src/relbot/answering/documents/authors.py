"""Finds who wrote a document: its byline or signature. Sentences about others who wrote something, such as the authors
of software that it thanks, resemble the question just as much.
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
from relbot.text.person_names import LIKELY, PersonWeights, WordVector, is_person
from relbot.text.proper_names import CAPITAL, name_pattern
from relbot.text.terms import content_stems, stem, stems

_ANY_TEXT = "announcement|article|document|letter|message|note|notice|page|paper|piece|post|report|study|text"
"""Nouns by which people may call any text, whatever it calls itself."""
_TEXT = (
    rf"(?:{_ANY_TEXT}|appeal|brochure|circular|essay|flyer|guide|handbook|leaflet|manual|memo|news(?:letter)?|review"
    r"|statement|story|survey|write-up)"
)
"""Nouns for a text as a whole, unlike rules or a chapter, which are parts of one."""
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
"""The closing of a letter, before the name."""
_SIGNATORY = re.compile(rf"(?:(?-i:{CAPITAL})|(?:the|your|our)\s)[^!?\n]*(?:\n[^!?\n]*){{0,3}}", re.IGNORECASE)
"""The person or body that signs, and perhaps on whose behalf."""
_DASHED = re.compile(rf"(?:^|\n)\s*[–—-]{{1,2}}\s?{CAPITAL}[^.!?\n]{{1,60}}$")
"""A name after a dash at the very end."""
_BYLINE = re.compile(
    r"\W*(?:(?:written|posted|compiled|edited|prepared|drafted|put\stogether|text|words|story|report|(?P<bare>))\s?by\s?:?|"
    r"(?:authors?|writers?|text|words|reporter)\s?:)\s(?P<name>\S.+)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = rf"{name_pattern(2, 4)}[\d¹²³⁴⁵⁶*†‡]*"
_NAMES_ALONE = re.compile(rf"{_NAME}(?:(?:,|;|\s&|,?\sand)\s{_NAME}){{0,11}}")
"""A line of only names, as above a paper, with their footnote marks."""
_TELLS_AUTHOR = (
    r"(?:^\W*|\b(?!\w+ed\b|(?:made|done|run|held|led|kept|taught|given)\b)\w+\s)by\b"
    r"|\b(?:author|writers?\b|edit|compiled|signed|drafted|minutes|(?:wrote|written)\s(?:it|this|that)\b)"
)
"""What a sentence about the author of a text contains, other than the noun for the text."""
_TOP, _END = 4, 6
"""The number of sentences at the beginning and at the end of a document that may be its byline or signature."""
_MOST_WORDS = 14
"""The most words of a signature, including the role and body after the name."""
_MOST_DOCUMENTS = 3
"""The most documents whose authors are shown."""
_CONFIDENCE = 0.85
"""The confidence of a byline or signature. Set by hand."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The text whose author is asked for."""

    noun: str
    """The noun for it; "" if it is called "it" or "this"."""
    words: str
    """All words that say which text it is."""

    @property
    def is_any(self) -> bool:
        """Whether any text may be called by this noun."""
        return self.noun.lower() in _ANY_TEXT.split("|")


def author_of(question: str, generation: Generation, vector: WordVector) -> Answer | None:
    """Return the byline or signature of the document whose author is asked for; None if the question asks for something
    else, or no such document says who wrote it.
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
    found = [signed for records in documents if (signed := _byline_or_signature(records, vector))]
    return quoted(question, found, _CONFIDENCE) if 0 < len(found) <= _MOST_DOCUMENTS else None


def tells_of_another_text(question: str, statements: Sequence[str]) -> bool:
    """Return whether the author of a document is asked for, and statements do not name it but say who wrote or did
    something else.
    """
    asked = _read(question)
    if asked is None:
        return False
    noun = rf"|\b{re.escape(asked.noun)}" if asked.noun else ""
    tells = re.compile(rf"{_TELLS_AUTHOR}{noun}", re.IGNORECASE)
    return not any(tells.search(statement) for statement in statements)


def _read(question: str) -> _Asked | None:
    match = next(filter(None, (form.fullmatch(phrased(question)) for form in _ASKED)), None)
    if match is None:
        return None
    said = match.groupdict()
    words = " ".join(filter(None, ((said["before"] or "").strip(), said["noun"], said["about"])))
    return _Asked(said["noun"] or "", words)


def _may_be_called(asked: _Asked, records: Sequence[PassageRecord]) -> bool:
    """Return whether the only document may be the text that a question names: it contains the other words of the
    question, and mentions no other text by the same noun.
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
    """Return all passages of each document that some passages are from, of at most one document more than shown."""
    paths = dict.fromkeys(record.passage.source.path for record in records)
    return [[*generation.passages(generation.manifest.entry(path).rows)] for path in [*paths][: _MOST_DOCUMENTS + 1]]


def _byline_or_signature(records: Sequence[PassageRecord], vector: WordVector) -> Quote | None:
    """Return the byline or signature at the beginning or end of a document, or None."""
    weights = PersonWeights.load()

    def names_person(text: str) -> bool:
        return any(is_person(name, text, vector, weights) >= LIKELY for name in stated_names(text))

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
    """Return a sentence that closes a letter and has the name, or the name in the sentence after it; None for any other
    sentence.
    """
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
    return signed if _SIGNATORY.fullmatch(name) and len(name.split()) <= _MOST_WORDS else None
