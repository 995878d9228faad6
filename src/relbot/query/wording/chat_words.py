"""Chat spellings of common words: "r u guys open", "wanna", "ppl"."""

from __future__ import annotations

import re

from relbot.query.question_words import WH

SHORTHAND = {
    "any1": "anyone",
    "some1": "someone",
    "every1": "everyone",
    "no1": "no one",
    "2day": "today",
    "2moro": "tomorrow",
    "tmrw": "tomorrow",
    "2nite": "tonight",
    "b4": "before",
    "ur": "your",
    "msg": "message",
    "msgs": "messages",
    "pw": "password",
    "bday": "birthday",
}
"""Read so only where a corpus lacks them, since they may be names in it."""
_INVERTED = r"(?:(?:do|did|are|were|can|could|will|would|should|have|must|may)(?:n['’]?t)?)"
_VERB = r"(?:ring|call|phone|reach|contact|e-?mail|text|pay|ask|see|tell|visit|find|meet|give|send|owe|let)"
_PREPOSITION = r"(?:with|from|at|by)"
_CONJUNCTION = r"(?:if|that|than|and|so|because|once|while|before|after)"
_SPOKEN = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?<!\S)r(?=\s(?:u|ya|you|they|we|there|these|those)\b)", "are"),
        (r"(?<=\bu\s)r\b|(?<=\byou\s)r\b|(?<=\bthey\s)r\b|(?<=\bwe\s)r\b", "are"),
        (r"(?<![\w'’.-])(?:u|ya)(?=\s(?:guys|lot|folks)\b)", "you"),
        (
            rf"(?P<before>\b(?:{_INVERTED}|{WH}|{_CONJUNCTION}|{_VERB}|{_PREPOSITION})\s)(?:u|ya)(?![\w'’.=-])"
            r"(?!\s(?:stands?|means?)\b)",
            r"\g<before>you",
        ),
        (r"\b(?P<you>[Yy]ou)\s(?:guys|lot|folks)(?![\w'’])", r"\g<you>"),
        (r"\bppl\b", "people"),
        (r"\bwanna\b", "want to"),
        (r"\bgonna\b", "going to"),
        (r"\bgotta\b", "got to"),
        (r"\bhafta\b", "have to"),
        (r"\b(?P<w>[Ww])here abouts\b", r"\g<w>hereabouts"),
    )
)
"""Spellings of speech, which are no other words there."""
_LONGEST = 2_000
"""Characters of a text that is looked through; a longer one is no question that is read."""


def written_out(text: str) -> str:
    """A text with the spellings of speech in full."""
    if len(text) > _LONGEST:
        return text
    for pattern, words in _SPOKEN:
        text = pattern.sub(words, text)
    return text
