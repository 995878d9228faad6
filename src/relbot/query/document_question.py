"""Splits a question that names a document into both: "according to the faq, can I bring a guest", "what do the may
minutes say about parking", "how much is a filling in the price list".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from relbot.query.question_words import AUXILIARY, QUESTION_OPENING, WH
from relbot.query.request.requests import rules
from relbot.temporal.calendar import MONTHS
from relbot.text.terms import tokenize

_THE = r"(?:the|your|our|this|these|those|that)\s"
_SAY = r"(?:say|says|said|mention|mentions|tell\s(?:us|me)|state|have|write|contain)"
_ON = r"(?:about|on|regarding|concerning|for)"
_ASKS = rf"(?:{WH}|{AUXILIARY})"
_PAPER = (
    r"(?:minutes|meetings?|calls?|sessions?|assembly|forum|agm|protocol|faqs?|rules|statutes|bylaws|polic(?:y|ies)|guidelines|terms"
    r"|change\s?log|release\snotes|price\s?list|prices|lists?|manual|handbook|guide|how-?to|schedule|timetable|calendar"
    r"|program(?:me)?|agenda|announcements?|news(?:letter)?|glossary|read\s?me|wiki|docs|documentation|document|report"
    r"|contract|agreement|table|notes|updates?|letters?|e?-?mails?|messages?|posts?|notices?|notice\s?board|page|section|chapter|article|file)"
)
"""Words for documents, which contain statements, unlike a hall or a team."""
_DOCUMENT = rf"(?P<document>[^,;:?]{{0,50}}?\b{_PAPER}(?:\s(?:of|from|for|on)\s[^,;:?]{{2,40}}?)?)"
_ANY_DOCUMENT = r"(?P<document>[^,;:?]{2,60}?)"
_SAYS = rules(
    rf"(?:what|anything)(?:\sall)?\s(?:do|does|did)\s{_THE}{_ANY_DOCUMENT}\s{_SAY}(?:\s(?:anything|something))?"
    rf"\s{_ON}\s(?P<topic>.+)",
    rf"(?:do|does|did)\s{_THE}{_ANY_DOCUMENT}\s{_SAY}(?:\s(?:anything|something|much))?(?:\s{_ON})?\s(?P<topic>.+)",
)
_ASKED_OF = rules(
    rf"(?:according\sto|as\sper|per|based\son|going\sby)\s(?:{_THE})?{_ANY_DOCUMENT}(?:[,:]\s?|\s(?={_ASKS}\s))"
    r"(?P<asked>.+)",
    rf"(?:in|from|on|by|under|at)\s{_THE}{_DOCUMENT}(?:[,:]\s?|\s(?={_ASKS}\s))(?P<asked>.+)",
    rf"(?P<asked>.+?),?\s(?:according\sto|as\sper|based\son)\s(?:{_THE})?{_ANY_DOCUMENT}",
    rf"(?P<asked>.+),?\s(?:in|from|by|under|at)\s{_THE}{_DOCUMENT}",
)
_DECIDE = (
    r"(?:decided?|agreed?(?:\son)?|discuss(?:ed)?|happen(?:ed)?|resolved?|said|say|talk(?:ed)?\sabout|went\son|came\sup"
    r"|new|up)"
)
_DECIDED = rules(
    rf"what(?:['’]?s|\s(?:was|were|did|has\sbeen|got|is))?\s(?:(?:you|we|they|the\s\w+)\s)?{_DECIDE}"
    rf"\s(?:in|at|on|during)\s{_THE}{_DOCUMENT}",
    rf"what\s(?:did|do)\s{_THE}{_DOCUMENT}\s{_DECIDE}",
    rf"(?:the\s)?(?:decisions?|results?|outcomes?)\s(?:of|from|in|at)\s{_THE}{_DOCUMENT}",
)
_DECIDED_WHEN = rules(
    r"what\s(?:all\s)?(?:did|was|were|got|has|have)\s(?:[^\W\d][\w' ]{0,40}\s)?(?:decided?|agreed?(?:\son)?"
    r"|discuss(?:ed)?|resolved?|vote[ds]?(?:\son)?)\s(?:(?:back\s)?in|on)\s"
    rf"(?P<day>(?:\d\d?\.?\s)?(?:{'|'.join(MONTHS)})\b[\d ,.]*)"
)
"""Questions for what was decided at a time, which minutes answer."""
_ABOUT = rules(
    rf"(?:what(?:['’]?s|\s(?:is|was|does\sit)))?\s?(?:there\s)?(?:anything|something|said|written|say|is\sthere\sanything)"
    rf"\s{_ON}\s(?P<topic>.+)",
    r"what\sabout\s(?P<topic>.+)",
)
_DATED = re.compile(rf"\b(?:{'|'.join(MONTHS)}|last|latest|newest)\b", re.IGNORECASE)
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A question that names the document to look in."""

    document: str
    """The words for the document: "may minutes"."""
    asked: str
    """The question without the document; "" if it asks for the document as a whole, such as a meeting."""
    topic: str = ""
    """What the document should say something about; "" if `asked` is a question."""

    @property
    def elsewhere(self) -> str:
        """The same question, asked of all documents."""
        return f"what about {self.topic}" if self.topic else self.asked


def document_question(question: str) -> DocumentQuestion | None:
    """Return the document and the rest of a question; None if it names no document."""
    if len(question) > _MOST_CHARACTERS:
        return None
    text = " ".join(question.split()).rstrip(" ?!.…")
    if match := _first(_DECIDED, text):
        return DocumentQuestion(match["document"], "")
    if match := _first(_DECIDED_WHEN, text):
        return DocumentQuestion(f"minutes of {match['day']}", "")
    if match := _first(_SAYS, text):
        return _about(match["document"], match["topic"])
    if match := _first(_ASKED_OF, text):
        document, asked = match["document"].strip(), match["asked"].strip()
        if about := _first(_ABOUT, asked):
            return _about(document, about["topic"])
        if all(term.is_stopword or term.stem == "what" for term in tokenize(asked)):  # "what's in the may newsletter"
            return DocumentQuestion(document, "") if _DATED.search(text) else None
        topic = "" if QUESTION_OPENING.match(asked) else asked  # "fee according to the minutes"
        return DocumentQuestion(document, asked, topic)
    return None


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(text))), None)


def _about(document: str, topic: str) -> DocumentQuestion:
    return DocumentQuestion(document.strip(), f"what does it say about {topic.strip()}", topic.strip())
