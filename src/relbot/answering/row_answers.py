"""Rows of tables and lines of a key and its value that a question names by all of its words: "who is in room 118",
"email of the treasurer", "are you open on sundays".

Such a row says little to a reader trained on prose, and one is as like the question as the next: so it is chosen by what
stands in it. A word is found in the row, in the headings above it, as another word for the same kind of value (a phone
number is called, an hour is open), or as the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relbot.answer import Answer, Kind
from relbot.answering.broad_answers import quoted
from relbot.answering.statements import Quote, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.identifiers import identifiers
from relbot.query.named_document import StatedDay, day_of
from relbot.query.request.intent import Kind as Intent
from relbot.temporal.weekdays import DAYS, weekdays, weekdays_asked, without_weekdays
from relbot.text.terms import STOPWORDS, stem, stems, tokenize

_ROW = re.compile(r"[^\s:;][^:;\n]{0,60}:\s\S")
"""How a table row and a line of key and value begin."""
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-4])(?:[:.][0-5]\d|\s?[ap]\.?m\b)|\bclosed\b|\bopen\b|\b\d{1,2}\s?(?:-|–|to)\s?\d{1,2}\b", re.IGNORECASE)
_KINDS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("email e-mail mail mails address write", re.compile(r"\S+@\S+\.\w+")),
    ("phone telephone tel call ring number extension ext mobile hotline", re.compile(r"\bext\b|\+?\d[\d\s/()-]{4,}\d|\btel\b|phone")),
    ("reach contact", re.compile(r"\S+@\S+\.\w+|\bext\b|\+?\d[\d\s/()-]{4,}\d")),
    ("open opens opening close closes closed closing hours hour time times till until late early start starts end ends", _CLOCK),
    ("latest newest current", re.compile(r"\b(?:current|latest|newest)\b", re.IGNORECASE)),
    ("cost costs price prices much pay charge charged expensive fee fees", re.compile(r"[$€£¥]|\b\d+[.,]\d\d\b|\b(?:eur|euros?|usd|dollars?|pounds?|gbp|chf|free)\b", re.IGNORECASE)),
)
"""What values are called by people, and how they look."""
_CONTACTS = tuple(
    (re.compile(rf"\b{noun}\s(?:of|for)\b|['’]s?\s{noun}\W*$|^\W*(?:his|her|their|your|its)\s{noun}\W*$", re.IGNORECASE), shape)
    for noun, shape in (
        (r"e-?mail(?:\saddress)?", re.compile(r"\S@\S")),
        (r"(?:(?:tele)?phone|mobile)(?:\snumber)?", re.compile(r"\d[\d\s/()-]*\d|\bext")),
    )
)
"""Questions for a value of a shape alone, and the shape."""
_HOURS = frozenset(stems("open opens opening close closes closed closing hours hour"))
_ASKING = frozenset(stems("give get got show need want find tell send exactly please do does ok day days at there currently still"))
"""Words of a request that no row holds."""
_NUMBER = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'?clock|h)?", re.IGNORECASE)
_REACHES = re.compile(r"\W*how\s(?:do|can|could)\s(?:i|we|you|one)\s(?:reach|contact|call|phone|write|e-?mail|get hold of)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\W*how\s(?:many|often|old|long)\b", re.IGNORECASE)
_OF_ROWS: frozenset[Intent] = frozenset({"fact", "yesno", "now", "last", "who", "definition"})
_OF_VALUES: frozenset[Intent] = frozenset({"last", "definition"})
"""What a row answers only where a kind of value is asked for: "what is the monthly fee"."""
_PARTED = re.compile(r";\s[^;:]{1,60}:\s")
"""Between the cells of a row."""
_LONGEST_LINE = 16
"""Words of a line of key and value; a longer one is a sentence behind its topic."""
_LOOKED_AT = 80
_MOST = 3
"""Rows shown; where more hold all words, the words do not choose."""
_CONFIDENCE = 0.85
"""Set by hand."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words that must be found, as stems; what values they may be; and the days."""

    stems: frozenset[str]
    values: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    days: frozenset[int]
    is_hours: bool


def rows_named(question: str, kind: Intent, generation: Generation, today: date) -> Answer | None:
    """The rows with all words of a question, the newest document's first; None where there are none, or many, or where
    it asks for more than a row. Whether it is so, a row tells of days alone.
    """
    if (kind not in _OF_ROWS and not _REACHES.match(question)) or _HOW_MANY.match(question):
        return None
    asked = _read(question, today)
    named = identifiers(question)
    if not (asked.stems or (asked.days and asked.is_hours)):
        return None
    if (kind == "yesno" and not asked.days) or (kind in _OF_VALUES and not asked.values):
        return None
    found: list[tuple[int, StatedDay, Quote]] = []
    for record, quote in _rows(asked, generation):
        text = "\n".join((record.passage.source.title, *record.passage.section, quote.text))
        if all(identifier.stands_in(text) for identifier in named) and (score := _score(asked, record, quote)):
            found.append((score, day_of(record) or StatedDay(0), quote))
    best = max((score for score, _, _ in found), default=0)
    newest_first = sorted((row for row in found if row[0] == best), key=lambda row: row[1], reverse=True)
    quotes = without_copies(quote for _, _, quote in newest_first)
    if not 0 < len(quotes) <= _MOST:
        return None
    kind: Kind = "list" if len(quotes) > 1 else "fact"
    return quoted(question, quotes, kind, _CONFIDENCE)


def lacks_what_is_asked(question: str, statements: Sequence[str], today: date) -> str | None:
    """Why some statements are no answer, as a sentence: they are of other days of the week than the one asked about, or
    hold no address or number where that is all that is asked for; else None.
    """
    asked, told = weekdays_asked(question, today), [days for said in statements if (days := weekdays(said))]
    if asked and told and not any(asked & days for days in told):
        return f"The sources tell of other days, and not of {' or '.join(DAYS[day] for day in sorted(asked))}."
    for words, shape in _CONTACTS:
        if words.search(question) and not any(shape.search(said) for said in statements):
            return "The sources do not say."
    return None


def _read(question: str, today: date) -> _Asked:
    days = weekdays_asked(question, today)
    rest = without_weekdays(question) if days else question
    words = [t for t in tokenize(rest) if t.stem not in _ASKING and not (days and _NUMBER.fullmatch(t.word))]
    content = {term.stem for term in words if not term.is_stopword}
    values = tuple((kind & content, shape) for kind, shape in _value_kinds() if kind & content)
    if re.search(r"\bhow\s+much\b", question, re.IGNORECASE):
        values = (*values, (frozenset({"much"}), _KINDS[-1][1]))
    is_hours = bool(days) and (bool(content & _HOURS) or re.match(r"\W*(?:when|what time|how long|until when)\b", question, re.IGNORECASE) is not None)
    return _Asked(frozenset(content - STOPWORDS), values, days, is_hours)


def _value_kinds() -> Iterator[tuple[frozenset[str], re.Pattern[str]]]:
    for words, shape in _KINDS:
        yield frozenset(map(stem, words.split())), shape


def _rows(asked: _Asked, generation: Generation) -> Iterator[tuple[PassageRecord, Quote]]:
    """Rows, and lines with days where days are asked for, that may hold what is asked."""
    words = {*asked.stems}
    if asked.days:
        words |= {form for day in asked.days for form in stems(f"{DAYS[day]} {DAYS[day][:3]}")}
        words |= set(stems("mon sat weekday weekdays weekend daily hours open opening"))
    for record in generation.matching(sorted(words), _LOOKED_AT):
        for number in range(len(record.sentences)):
            quote = Quote(record.passage, number)
            is_row = _PARTED.search(quote.text) or len(quote.text.split()) <= _LONGEST_LINE
            if (_ROW.match(quote.text) and is_row) or (asked.days and asked.days <= weekdays(quote.text) and _CLOCK.search(quote.text)):
                yield record, quote


def _score(asked: _Asked, record: PassageRecord, quote: Quote) -> int:
    """How much speaks for a row, 0 where a word of the question is not found."""
    if asked.days and not asked.days <= weekdays(quote.text):
        return 0
    own, above = quote.words, frozenset(record.heading_terms)
    left, met = asked.stems - own - above, 0
    for words, shape in asked.values:
        if shape.search(quote.text):
            left, met = left - words, met + 1
        elif words & left or not words & asked.stems:
            return 0
    if left or not (asked.stems & (own | above) or asked.days):
        return 0
    if not asked.is_hours:
        return 1 + met + len(asked.stems & own)
    if not _tells_hours(asked, quote):
        return 0
    return 1 + len((asked.stems - _HOURS) & own) + 2 * (not _HOURS.isdisjoint(above)) + 2 * _is_of_days(quote)


def _tells_hours(asked: _Asked, quote: Quote) -> bool:
    """Whether a line says when something is open, and not when it takes a break; or holds what else is asked for."""
    if _CLOCK.search(quote.text) is None:
        return False
    named = asked.stems - _HOURS
    return _is_of_days(quote) or not _HOURS.isdisjoint(quote.words) or bool(named & quote.words)


def _is_of_days(quote: Quote) -> bool:
    """Whether the first cell of a row, or the key of a line, is days and nothing else."""
    cells = _PARTED.search(quote.text) is not None
    key = quote.text.partition(";")[0].partition(":")[2] if cells else quote.text.partition(":")[0]
    return bool(weekdays(key)) and not any(t.word.isalpha() and not t.is_stopword for t in tokenize(without_weekdays(key)))
