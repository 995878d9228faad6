"""What values in rows look like, what people call them, and what counts as a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from relbot.answer import Answer
from relbot.answering.statements import Quote
from relbot.index.protocol import Lexicon
from relbot.query.answer_constraints.times.dated_heading import asks_day
from relbot.query.answer_constraints.times.occasions import days_above
from relbot.query.dialogue.previous_question import asks_who
from relbot.query.weekdays import weekdays, weekdays_named, without_weekdays
from relbot.reading.refusal import NOT_SAID
from relbot.temporal.calendar import MONTHS, WEEKDAYS
from relbot.text.table_rows import cells, first_column
from relbot.text.terms import content_stems, stem, stems, tokenize

Shape = re.Pattern[str]

_EMAIL = re.compile(r"(?<!\S)\S+@[^\s@]+\.\w")
_NO_DATE = r"(?!(?:1[5-9]|20)\d\d\s?[-–/]\s?(?:\d\d\b|(?:1[5-9]|20)\d\d\b))"
_PHONE = re.compile(
    rf"\b(?:ext(?:ension)?|(?:tele)?phone|tel|mobile)\b[^\w\n]{{0,4}}\d|(?<![\d.-]){_NO_DATE}\+?\d[\d\s/()-]{{4,}}\d",
    re.IGNORECASE,
)
"""A number after a word for it, or a number of six or more digits that is no date or span of years."""
REACHED = re.compile(rf"{_EMAIL.pattern}|{_PHONE.pattern}", re.IGNORECASE)
CLOCK = re.compile(
    r"(?<![€$£¥\d.,])\b(?:[01]?\d|2[0-4])(?:[:.][0-5]\d(?!\d|\s?(?:[€$£¥%]|eur|m\b|kg\b))|\s?[ap]\.?m\b)|\bclosed\b|\bopen\b|\b\d{1,2}\s?(?:-|–|to)\s?\d{1,2}\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥]|\b\d+[.,]\d\d\b|\b(?:eur|euros?|usd|dollars?|pounds?|gbp|chf|free)\b", re.IGNORECASE)
_WORDS: Sequence[tuple[str, Shape]] = (
    ("email e-mail mail mails address write", _EMAIL),
    ("phone telephone tel call ring number extension ext mobile hotline", _PHONE),
    ("reach contact", REACHED),
    (
        "open opens opening close closes closed closing shut shuts hours hour time times till until late early long",
        CLOCK,
    ),
    ("latest newest current", re.compile(r"\b(?:current|latest|newest)\b", re.IGNORECASE)),
    ("cost costs price prices much pay charge charged expensive fee fees", _MONEY),
)
KINDS: Sequence[tuple[frozenset[str], Shape]] = tuple(
    (frozenset(map(stem, words.split())), shape) for words, shape in _WORDS
)
"""The kinds of values: the stems of the words for each, and its shape."""
VALUE_WORDS = frozenset[str]().union(*(words for words, _ in KINDS))
MONEY_ASKED = (frozenset({"much"}), _MONEY)
_SURE_CONFIDENCE = 0.8
"""The least confidence at which a person may be called by a word that no source contains: "the boss". Set by hand."""
_IMPERSONAL = KINDS[0][0] | KINDS[1][0] | frozenset(stems("person people guy man woman lady team department staff one"))
"""Stems of words that name nobody."""
HOURS = frozenset(stems("open opens opening close closes closed closing shut shuts hours hour times"))
_TELLS_OF_OTHERS = re.compile(
    rf"\b(?:only|except|other\sdays|(?:not|never|closed)\s(?:on\s)?(?:an?\s)?(?:{'|'.join(WEEKDAYS)})s?)\b",
    re.IGNORECASE,
)
"""Words by which a line about some days also tells of others: "only on Fridays" excludes Monday."""
_WHETHER_THERE_IS = re.compile(r"\W*(?:is|are)\sthere\b", re.IGNORECASE)
"""A question whether there is something; if asked about a day, a line that names no day is no answer."""
_CALENDAR_STEMS = frozenset(
    stems(" ".join((*MONTHS, *(month[:3] for month in MONTHS), "spring summer autumn winter public bank holidays")))
)
"""Stems of words next to weekdays that restrict them: months, seasons and holidays."""
_VALUE_OF = tuple(
    (
        re.compile(
            rf"\b{noun}\s(?:of|for)\b|(?:['’]|['’]?s)\s{noun}\W*$"
            rf"|^\W*(?:(?:and|what['’]?s|what is)\s)?(?:his|her|their|your|its)\s(?:{noun}|{short})\W*$",
            re.IGNORECASE,
        ),
        shape,
    )
    for noun, short, shape in (
        (r"e-?mail(?:\saddress)?", "mail", _EMAIL),
        (r"(?:(?:tele)?phone|mobile)(?:\snumber)?", "number", _PHONE),
    )
)
"""Questions only for an address or number, and its shape."""
_CELL = re.compile(r"[^\s:;][^:;\n]{0,60}:\s\S")
_TERM_AND_PRICE = re.compile(
    r"[^\s:;][^:;\n]{0,60}\n(?:free\b|[€$£¥]\s?\d|\d[\d.,]*\s?(?:[€$£¥]|(?:eur|euros?|usd|dollars?|gbp|pounds?|chf)\b))"
    r"[^\n]*(?<![.!?])",
    re.IGNORECASE,
)
"""A term above its definition, if that is a price; other lines may be wrapped prose."""
_LONGEST_LINE, _LONGEST_SENTENCE = 16, 9
"""The most words of a line of key and value, and of one that ends like a sentence; in a longer one the key is the topic
of a sentence."""


def is_row(text: str) -> bool:
    """Return whether a sentence is a row of a table, a line of a key and its value, or a term above its price."""
    count = len(text.split())
    is_line = count <= (_LONGEST_SENTENCE if text.endswith((".", "!", "?")) else _LONGEST_LINE)
    return first_column(text) is not None or (is_line and bool(_CELL.match(text) or _TERM_AND_PRICE.fullmatch(text)))


def may_name(values: Sequence[str], asked: Collection[str]) -> bool:
    """Return whether a row may name somebody: one of its values has no digits, and a stem that is not asked about. A
    line, which has no values, always may.
    """
    others = (value for value in values if not {*stems(value)}.issubset(asked))
    return not values or any(not any(letter.isdigit() for letter in value) for value in others)


def is_of_days(text: str) -> bool:
    """Return whether the first cell of a row, or the key of a line, consists of days of the week, apart from months,
    seasons and holidays.
    """
    row = cells(text)
    key = row[0][1] if row else text.partition(":")[0]
    return bool(weekdays(key)) and not any(
        t.word.isalpha() and not t.is_stopword and t.stem not in _CALENDAR_STEMS
        for t in tokenize(without_weekdays(key))
    )


def tells_hours(quote: Quote) -> bool:
    """Return whether a quote is a row of days with times of day."""
    return is_of_days(quote.text) and CLOCK.search(quote.text) is not None


def value_asked(question: str) -> Shape | None:
    """Return the shape of the address or number that a question asks for, or None if it asks for something else."""
    return next((shape for words, shape in _VALUE_OF if words.search(question)), None)


def lacks_what_is_asked(question: str, answer: Answer, lexicon: Lexicon) -> str | None:
    """Return why the statements of an answer do not answer the question, as a sentence, or None if they may.

    They do not if they are about other days of the week than the one asked about, are rows without a name although a
    person is asked for, or, if an address or number is asked for, contain none or do not name whose it is.
    """
    said = [statement.text for statement in answer.statements]
    asked, told = weekdays_named(question), [(days, text) for days, text in _days_told(question, answer) if days]
    is_of_others = bool(told) and not any(asked & days or _TELLS_OF_OTHERS.search(text) for days, text in told)
    if asked and is_of_others:
        return f"What comes closest is about other days than {' or '.join(WEEKDAYS[day] for day in sorted(asked))}."
    if asked and not told and _WHETHER_THERE_IS.match(question) and all(map(is_row, said)):
        return NOT_SAID
    rows = [[value for _, value in cells(text)] for text in said]
    asked_about = {*stems(f"{question} {answer.question}")}
    if asks_who(question) and rows and all(rows) and not any(may_name(row, asked_about) for row in rows):
        return NOT_SAID
    shape = value_asked(question)
    if shape is None:
        return None
    names = set(content_stems(question)) - _IMPERSONAL
    above = " ".join(" ".join((*cited.section, cited.document.title)) for cited in answer.citations)
    there = {*stems(above), *stems(" ".join(said))}
    known = {stem for stem, count in lexicon.frequencies(names).items() if count}
    is_named = names <= there if names & there else not known and (not names or answer.confidence >= _SURE_CONFIDENCE)
    return None if is_named and any(shape.search(text) for text in said) else NOT_SAID


def _days_told(question: str, answer: Answer) -> Iterator[tuple[frozenset[int], str]]:
    """Yield the days of each statement, its own or those of the headings above it, and its text. A date in a heading
    counts only if the question asks for a day: a decision about Mondays may have been made on a Friday.
    """
    sections = {citation.number: citation.section for citation in answer.citations}
    for statement in answer.statements:
        above = days_above(sections[statement.citation], dated=asks_day(question))
        yield weekdays(statement.text) or above, statement.text
