"""A document that a question names, and the question without it: "according to the faq, can I bring a guest", "what do
the may minutes say about parking", "how much is a filling in the price list".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relbot.query.question_words import AUXILIARY, QUESTION_OPENING
from relbot.temporal.calendar import MONTHS
from relbot.text.terms import tokenize

_THE = r"(?:the|your|our|this|these|those|that)\s"
_SAY = r"(?:say|says|said|mention|mentions|tell\s(?:us|me)|state|have|write|contain)"
_ON = r"(?:about|on|regarding|concerning|for)"
_WH = rf"(?:who|whom|whose|what|when|where|why|how|which|{AUXILIARY})"
_PAPER = (
    r"(?:minutes|meetings?|calls?|sessions?|protocol|faqs?|rules|statutes|bylaws|polic(?:y|ies)|guidelines|terms"
    r"|change\s?log|release\snotes|price\s?list|prices|lists?|manual|handbook|guide|how-?to|schedule|timetable|calendar"
    r"|program(?:me)?|agenda|announcements?|news(?:letter)?|glossary|read\s?me|wiki|docs|documentation|document|report"
    r"|contract|agreement|table|notes|updates?|letters?|e?-?mails?|messages?|posts?|notices?|notice\s?board|page|section|chapter|article|file)"
)
"""What one reads something in, where one does other things in a hall or a team."""
_DOCUMENT = rf"(?P<document>[^,;:?]{{0,50}}?\b{_PAPER}\b(?:\s(?:of|from|for|on)\s[^,;:?]{{2,40}}?)?)"
_ANY_DOCUMENT = r"(?P<document>[^,;:?]{2,60}?)"
_SAYS = re.compile(
    rf"(?:what|anything)(?:\sall)?\s(?:do|does|did)\s{_THE}{_ANY_DOCUMENT}\s{_SAY}(?:\s(?:anything|something))?"
    rf"\s{_ON}\s(?P<topic>.+)"
    rf"|(?:do|does|did)\s{_THE}(?P<document2>[^,;:?]{{2,60}}?)\s{_SAY}(?:\s(?:anything|something|much))?(?:\s{_ON})?"
    r"\s(?P<topic2>.+)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"(?:according\sto|as\sper|per|based\son|going\sby)\s(?:{_THE})?{_ANY_DOCUMENT}(?:[,:]\s?|\s(?={_WH}\s))(?P<asked>.+)"
    rf"|(?:in|from|on|by|under|at)\s{_THE}(?P<document2>[^,;:?]{{0,50}}?\b{_PAPER}(?:\s(?:of|from)\s[^,;:?]{{2,40}}?)?)"
    rf"(?:[,:]\s?|\s(?={_WH}\s))(?P<asked2>.+)",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?P<asked>.+?),?\s(?:according\sto|as\sper|based\son)\s(?:{_THE})?{_ANY_DOCUMENT}"
    rf"|(?P<asked2>.+),?\s(?:in|from|by|under|at)\s{_THE}(?P<document2>[^,;:?]{{0,50}}?\b{_PAPER}"
    r"(?:\s(?:of|from)\s[^,;:?]{2,40}?)?)",
    re.IGNORECASE,
)
_DECIDE = (
    r"(?:decided?|agreed?(?:\son)?|discuss(?:ed)?|happen(?:ed)?|resolved?|said|say|said|talk(?:ed)?\sabout|new|up)"
)
_DECIDED = re.compile(
    rf"what\s(?:happened|went\son|came\sup)\s(?:in|at|on|during)\s{_THE}{_DOCUMENT.replace('document', 'document4')}"
    rf"|what(?:['’]?s|\s(?:was|were|did|has\sbeen|got|is))\s(?:(?:you|we|they|the\s\w+)\s)?{_DECIDE}\s(?:in|at|on|during)"
    rf"\s{_THE}{_DOCUMENT}"
    rf"|what\s(?:did|do)\s{_THE}(?P<document2>[^,;:?]{{0,50}}?\b{_PAPER}(?:\s(?:of|from)\s[^,;:?]{{2,40}}?)?)\s{_DECIDE}"
    rf"|(?:the\s)?(?:decisions?|results?|outcomes?)\s(?:of|from|in|at)\s{_THE}"
    rf"(?P<document3>[^,;:?]{{0,50}}?\b{_PAPER}(?:\s(?:of|from)\s[^,;:?]{{2,40}}?)?)",
    re.IGNORECASE,
)
_DECIDED_WHEN = re.compile(
    r"what\s(?:all\s)?(?:did|was|were|got|has|have)\s(?:[^\W\d][\w' ]{0,40}\s)?(?:decided?|agreed?(?:\son)?"
    r"|discuss(?:ed)?|resolved?|vote[ds]?(?:\son)?)\s(?:(?:back\s)?in|on)\s"
    rf"(?P<day>(?:\d\d?\.?\s)?(?:{'|'.join(MONTHS)})\b[\d ,.]*)",
    re.IGNORECASE,
)
"""What was decided at a time, which is what minutes tell."""
_ABOUT = re.compile(
    rf"(?:what(?:['’]?s|\s(?:is|was|does\sit)))?\s?(?:there\s)?(?:anything|something|said|written|say|is\sthere\sanything)"
    rf"\s{_ON}\s(?P<topic>.+)|what\sabout\s(?P<topic2>.+)",
    re.IGNORECASE,
)
_DATED = re.compile(rf"\b(?:{'|'.join(MONTHS)}|last|latest|newest)\b", re.IGNORECASE)
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A question that says where to look."""

    document: str
    """The words for the document: "may minutes"."""
    asked: str
    """What is asked of it; "" where that is what it says as a whole, as of a meeting."""
    topic: str = ""
    """What the document is asked to say something about; "" where a question is asked of it."""

    @property
    def elsewhere(self) -> str:
        """The same question of all documents."""
        return f"what about {self.topic}" if self.topic else self.asked


def document_question(question: str) -> DocumentQuestion | None:
    """The document and the rest of a question; None where it names none."""
    if len(question) > _MOST_CHARACTERS:
        return None
    text = " ".join(question.split()).rstrip(" ?!.…")
    if match := _DECIDED.fullmatch(text):
        return DocumentQuestion(_one(match, "document"), "")
    if match := _DECIDED_WHEN.fullmatch(text):
        return DocumentQuestion(f"minutes of {match['day']}", "")
    if match := _SAYS.fullmatch(text):
        topic = _one(match, "topic")
        return DocumentQuestion(_one(match, "document"), f"what does it say about {topic}", topic)
    if match := _FIRST.fullmatch(text) or _LAST.fullmatch(text):
        asked = _one(match, "asked")
        if about := _ABOUT.fullmatch(asked):
            return DocumentQuestion(
                _one(match, "document"), f"what does it say about {_one(about, 'topic')}", _one(about, "topic")
            )
        if all(term.is_stopword or term.stem == "what" for term in tokenize(asked)):  # "what's in the may newsletter"
            return DocumentQuestion(_one(match, "document"), "") if _DATED.search(match.group()) else None
        topic = "" if QUESTION_OPENING.match(asked) else asked  # "fee according to the minutes"
        return DocumentQuestion(_one(match, "document"), asked, topic)
    return None


def _one(match: re.Match[str], name: str) -> str:
    """The group of a name that matched, of several with it."""
    return next(words for group, words in match.groupdict().items() if words and group.rstrip("234") == name).strip()
