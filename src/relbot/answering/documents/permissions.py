"""Answers whether something is allowed, with the rules that mention it in the sentence or in the heading above.

"Can I bring my dog" is answered by "Dogs may come on Fridays", or by "Only on a lead" under "Dogs". A reader trained on
prose does not accept such rules as answers to a yes/no question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from relbot.answer import Answer
from relbot.answering.documents.likeness import by_likeness
from relbot.answering.lines.lead import lead_of, line_around
from relbot.answering.standalone import continues
from relbot.answering.statements import Quote, in_text_order, quoted, quotes_of, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.identifiers import identifiers
from relbot.text.terms import content_stems, stems, tokenize

_ASKS = re.compile(
    r"\W*(?:(?:where\s)?(?:can|could|may|must|should)\s(?:i|we|you|one|guests?|members?|people|any(?:one|body))\b"
    r"|(?:am|are)\s(?:i|we|you)\s(?:allowed|permitted)\b|do\s(?:i|we)\s(?:have|need)\sto\b"
    r"|(?:is|are)\b.{1,60}\b(?:allowed|permitted|forbidden|prohibited|banned|ok|okay|fine|welcome|required|mandatory))",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"\b(?:may|can(?:['’]t|not)?|must(?:n['’]t)?|allowed|permitted|forbidden|prohibited|banned|welcome|required|needs?|fine|never"
    r"|have\sto|no|not|only)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of a sentence that allows, forbids or demands something."""
_CONDITION = re.compile(
    r"(?:if|unless|except(?:ions?)?|only|provided|as long as|in that case|please|always|never|no\b|not\b|without|when"
    r"|until|before|after|outside|during|elsewhere|everyone else|all others?|for (?:this|that|these|those))\b",
    re.IGNORECASE,
)
"""The beginning of a sentence with a condition or an exception: "Unless they are on a lead, …"."""
_REFERS = re.compile(r"[^,;:]*?\b(?:it|they|them|this|that|these|those)\b", re.IGNORECASE)
"""A reference within the first clause: "On the terrace it is fine, …"."""
_GENERAL = frozenset(
    stems(
        "bring use have take get go come do make be put stay enter allowed permitted forbidden prohibited banned ok"
        " okay fine welcome required mandatory need possible also just there here inside guest guests member"
        " members people"
    )
)
"""Words of such questions that do not say what they are about."""
_LOOKED_AT, _MOST = 40, 3
_LIKE = 0.35
"""The least cosine of question and rule. Set by hand."""
_LONGEST_RULE = 4
"""The most sentences of a rule that is quoted whole."""
_CONFIDENCE = 0.75


def rules_on(question: str, generation: Generation) -> Answer | None:
    """Return the few rules nearest to the question among those with all its words, in text order; None if the question
    asks for no permission or no rule mentions its topic.
    """
    asked = set(content_stems(question)) - _GENERAL
    if not asked or identifiers(question) or not _ASKS.match(question):
        return None
    records = generation.matching(sorted(asked), _LOOKED_AT)
    headed = [record for record in records if _is_headed(record, asked)]
    others = [(record, _on(record, asked)) for record in records if not _is_headed(record, asked)]
    found = [(1.0, quote) for record in headed for quote in quotes_of(record.passage)]
    found += by_likeness(generation.encoder.vector(question), others, generation)
    nearest = sorted(found, key=lambda each: -each[0])
    rules = without_copies(quote for likeness, quote in nearest if likeness >= _LIKE)[:_MOST]
    quotes = with_exceptions(question, in_text_order(rules))
    return quoted(question, quotes, _CONFIDENCE) if quotes else None


def is_rule(text: str) -> bool:
    """Return whether a sentence allows, forbids or demands something."""
    return _RULES.search(text) is not None


def with_exceptions(question: str, quotes: Sequence[Quote]) -> list[Quote]:
    """Extend the rules among some quotes by the exceptions and conditions that follow, if the question asks what is
    allowed.
    """
    if not _ASKS.match(question):
        return [*quotes]
    asked = {*content_stems(question)} - _GENERAL
    return [*dict.fromkeys(_whole(quote, asked) for quote in quotes)]


def without_siblings(asked: Collection[str], quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes without the other lines of the first one's list, if that line names something asked about: what
    else is forbidden does not tell whether candles are.
    """
    first, *others = quotes
    lead = lead_of(first.passage, first.span.start)
    if not lead or first.words.isdisjoint(asked):
        return [*quotes]
    return [first, *(q for q in others if q.words & {*asked} or lead_of(q.passage, q.span.start) != lead)]


def _whole(quote: Quote, asked: Collection[str]) -> Quote:
    """Extend a sentence to its whole list item, or by the next sentences of its paragraph that go on about it, if that
    is a rule and short.
    """
    line = line_around(quote.passage, quote.sentence)
    if lead_of(quote.passage, quote.passage.sentences[quote.sentence].start):
        whole = Quote(quote.passage, line.start, line.stop - line.start)
    else:
        following = quote.passage.texts[quote.sentence + 1 : line.stop]
        named = {*asked, *content_stems(quote.text)} - _GENERAL
        going_on = [*takewhile(lambda text: _goes_on(text, named), following)]
        whole = Quote(quote.passage, quote.sentence, 1 + len(going_on))
    return whole if whole.sentences <= _LONGEST_RULE and is_rule(whole.text) else quote


def _goes_on(sentence: str, named: Collection[str]) -> bool:
    """Return whether a sentence refers to the one before it, sets a condition, or has a word that was named."""
    is_bound = continues(sentence) or _CONDITION.match(sentence) or _REFERS.match(sentence)
    return bool(is_bound) or not {*content_stems(sentence)}.isdisjoint(named)


def _is_headed(record: PassageRecord, asked: set[str]) -> bool:
    """Return whether a passage is short and its heading says only what is asked."""
    heading = record.passage.section[-1] if record.passage.section else ""
    return {*content_stems(heading)} == asked and len(record.sentences) <= _MOST


def _on(record: PassageRecord, asked: set[str]) -> list[int]:
    """Return the sentences that are rules with all stems, some of them perhaps in the heading."""
    above = {term.stem for heading in record.passage.section[-1:] for term in tokenize(heading)}
    return [
        number
        for number, sentence in enumerate(record.sentences)
        if asked <= {*sentence.terms, *above}
        and not asked.isdisjoint(sentence.terms)
        and is_rule(record.passage.words(sentence.span))
    ]
