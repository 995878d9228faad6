"""What a title says that its document is about: the station, for "History of the Skarra Lifeboat Station"."""

from __future__ import annotations

import re

from relbot.text.english import everyday_words
from relbot.text.terms import fold, tokenize

_GENRE = (
    r"(?:(?:frequently|commonly)\sasked\squestions|faqs?|q\s?&\s?a|questions(?:\sand\sanswers)?|(?:user['’]?s?\s)?(?:guide"
    r"|manual|handbook)|documentation|docs|wiki|read\s?me|change\s?log|release\snotes|history|chronicle|biography|overview"
    r"|introduction|fact\s?sheet|facts|information|info|notes|summary|profile|welcome|everything|about)"
)
"""Kinds of documents, by which a title may call its own."""
_OF = re.compile(
    rf"(?:(?:an?|the|our|my)\s)?(?:(?:short|brief|quick|complete|little|official)\s)?{_GENRE}"
    r"(?:(?<=about)|\s(?:of|to|on|about|for|concerning|from)|\s?[:–—-])\s(?P<subject>.+)",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?P<subject>.+?)(?:\s|(?:['’]s?)\s|\s?[:–—-]\s)(?:official\s)?{_GENRE}", re.IGNORECASE)


def subject_of_title(title: str) -> str:
    """Return a title without what it calls the document itself, if a name is left: "PurrFeed 2" for "PurrFeed 2 FAQ",
    but "House rules and notes" as it is.
    """
    match = _OF.fullmatch(title) or _BEHIND.fullmatch(title)
    subject = match["subject"].strip() if match else ""
    is_name = any(fold(term.word) not in everyday_words() for term in tokenize(subject) if not term.is_stopword)
    return subject if is_name else title
