"""Explains a refusal in one sentence that is always true: which of the words asked about is in no source.

Only a name or a single missing noun is a reason. If several words of a question are missing, it is merely phrased in
other words than the sources, and none of them explains the refusal. Nor does an everyday word: sources about revenues
and costs may lack the word "money".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.query import Query
from relbot.query.question_words import AUXILIARY, QUESTION_OPENING
from relbot.reading.passage_reading import ReadPassage
from relbot.text.english import everyday_words
from relbot.text.terms import STOPWORDS, Term, fold, tokenize

NOT_SAID = "The sources do not say."
"""The reason if no more specific one is known."""
_MAX_NAMED = 2
"""The most words that a reason names."""
_MAX_UNKNOWN = 2
"""The most words, apart from names, that no source contains if a missing noun is to be the reason. Set by hand."""
_SYNONYM = 0.55
"""Mean similarity of a word's tokens to a passage from which the passage contains something close in meaning. Set by
hand."""
_BEFORE_NOUN = re.compile(
    r"\b(?:an?|the|any|some|no|how many|how much|of|his|her|its|their|your|for|about|with|by|from|have|got|there)\s$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(rf"\b(?:what|which)\s\w+\s{AUXILIARY}\b", re.IGNORECASE)
"""An interrogative, its noun and an auxiliary: "what visa do I need"; "what went on" has none."""
_SUBJECT = re.compile(
    r"\b(?:do|does|did|can|could|will|would|should|must|may)(?:n['’]t)?\s(?:the|an?|any|your|their|his|her|its)\s$",
    re.IGNORECASE,
)
"""What precedes a subject that a verb follows: "does the sauna cost"."""
_ANYBODY = re.compile(r"(?:every|any|some)(?:one|body|thing)|people|persons?|things?|stuff", re.IGNORECASE)
_I = re.compile(r"I['’]\w")
"""Contractions such as "I'm", which are capitalised but no names."""
_OF_VALUES = "e-?mails?|phones?|address(?:es)?|numbers?|contacts?|prices?|dates?"
"""Words that people use for values, which the sources state without them."""
_NO_NOUN = re.compile(rf"{_OF_VALUES}|\w+(?:ly|ing|ed|est)|worst|{_ANYBODY.pattern}", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_MIN_LETTERS = 4


def refusal_reason(query: Query, passages: Sequence[ReadPassage], unknown: Sequence[str] = ()) -> str:
    """Return the reason for a refusal; `unknown` are identifiers that no source names."""
    absent = list(unknown) or _absent(query, passages)
    if not absent:
        return NOT_SAID
    named = absent[:_MAX_NAMED]
    return f"Nothing in the sources mentions {' or '.join(named)}."


def _absent(query: Query, passages: Sequence[ReadPassage]) -> list[str]:
    """Return the names that no source contains, or else the only noun that none does if nothing close to it in meaning
    was found.

    Words of an identifier are left out: it is known here, perhaps in another spelling ("x25" is "X.25").
    """
    unknown = [
        term for term in query.unknown_terms if not any(i.start <= term.start < i.end for i in query.identifiers)
    ]
    names = [] if _is_in_title_case(query) else [term for term in unknown if _is_name(term, query.text)]
    others = [term for term in unknown if term not in names]
    nouns = [term for term in others if _is_noun(term, query)]
    if names or len(nouns) != 1 or len(others) > _MAX_UNKNOWN:
        return [term.word for term in names]
    tokens = query.token_indices(nouns[0])
    nearest = max(float(passage.ranked.match.max_similarity[tokens].mean()) for passage in passages)
    return [nouns[0].word] if nearest < _SYNONYM else []


def _is_name(term: Term, text: str) -> bool:
    if _I.match(term.word):
        return False
    is_part = text[max(0, term.start - 1) : term.start] == "." or re.match(r"\.\d", text[term.end :])
    is_number = any(map(str.isdigit, term.word)) and not (is_part or _ORDINAL.fullmatch(term.word))
    is_stressed = term.word.isupper() and fold(term.word) in STOPWORDS  # "how MUCH is it"
    is_capital = term.is_capitalised and not is_stressed
    return is_number or (is_capital and not _ANYBODY.fullmatch(term.word))


def _is_in_title_case(query: Query) -> bool:
    """Return whether the query is in title case, so that capitals mark no names: "What Is The Best Restaurant?"."""
    return any(term.is_stopword and term.start and term.word.istitle() and len(term.word) > 1 for term in query.terms)


def _is_noun(term: Term, query: Query) -> bool:
    """Return whether a term is a noun, judged by the words around it, or all that is asked about. Everyday words and
    parts of a longer noun phrase do not count.
    """
    word = term.word.lower()
    if (
        len(word) < _MIN_LETTERS
        or not everyday_words().isdisjoint((word, word.removesuffix("s")))
        or _NO_NOUN.fullmatch(word)
        or _ORDINAL.fullmatch(term.word)
        or not len(query.token_indices(term))
    ):
        return False
    before, after = query.text[: term.start], query.text[term.end :]
    if len(query.idf) == 1 and not QUESTION_OPENING.match(query.text):
        return True
    if any(match.start() < term.start and term.end < match.end() for match in _ASKED_FOR.finditer(query.text)):
        return True
    if _BEFORE_NOUN.search(before) is None:
        return False
    follows = tokenize(after) if after[:1].isspace() else []
    return not follows or follows[0].is_stopword or _SUBJECT.search(before) is not None
