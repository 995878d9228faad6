"""The forms of title lines: a date, a version, a number with or without words, or words that stand out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from relbot.temporal.calendar import MONTHS, WEEKDAYS

Content = Literal["date", "version", "number", "words", "question"]
Look = Literal["plain", "bold", "capitals", "marked"]

_MAX_CHARACTERS, _MAX_WORDS = 80, 10
"""The longest title line; a longer one is a sentence."""
_MIN_LETTERS = 3
"""The fewest letters of a title made of words."""
_MAX_WORDS_BESIDE, _MOST_WORDS_BESIDE = 3, 6
"""The most other words of a title with a date or a version, as in "Meeting of the board, 3 July"; the second number
applies if other titles begin with the same word."""
_MARKED = re.compile(r"(?P<mark>[=*~+]{1,6}|[-_]{2,6}|—)\s?(?P<words>[^\W_].*?)\s?(?P=mark)")
_SHORT_MONTHS, _SHORT_DAYS = ("|".join(name[:3] for name in names) for names in (MONTHS, WEEKDAYS))
_MONTH = (
    rf"(?:{'|'.join(name for name in MONTHS if name[0] != 'M')}"
    rf"|(?-i:M(?:ay|AY|arch|ARCH)|{_SHORT_MONTHS}|Sept))\b\.?"  # not the words "may" and "march"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_WEEKDAY = rf"(?:{'|'.join(f'{name}s?' for name in WEEKDAYS)}|(?-i:{_SHORT_DAYS}|Tues|Thurs?))\b\.?"
_DATE = re.compile(
    rf"(?<!\w)(?:(?:19|20)\d\d[-/.][01]?\d(?:[-/.][0-3]?\d)?|[0-3]?\d([./-])[0-3]?\d\1(?:(?:19|20)\d\d|\d\d)"
    rf"|(?:{_ORDINAL}\s(?:of\s)?)?{_MONTH}(?:\s{_ORDINAL}(?!\d))?|{_WEEKDAY}|Q[1-4]"
    r"|(?:spring|summer|autumn|fall|winter)(?=\s\d{4}))"
    r"(?!\w)|(?<!\w)(?:19\d|20[0-3])\d(?!\w)",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?<![\w.])(?P<label>version\s|release\s|v(?:er)?\.?\s?)?\d{1,4}(?:\.\d{1,4}){1,2}(?:[-.]?(?:rc|beta|alpha|a|b)[-.]?\d*)?"
    r"(?![\w.]*\w)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?P<label>[A-Z][^\W\d_]{1,14}\.?\s(?:No\.?\s|#\s?)?|§{1,2}\s?)(?:\d{1,3}[a-z]?|[IVXLC]{1,6})(?!\w|[.,]\d)"
    r"(?P<mark>[.:)]?(?:\s?[–—-])?)\s*(?P<words>.*)"
)
_CAPTION = re.compile(r"(?:table|tab|fig(?:ure)?)\.?\s\d", re.IGNORECASE)
"""A caption, which is the title of a table or figure rather than of a section."""
_COUNTED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)(?P<mark>[.)]?)\s+(?P<words>[^\W\d_a-z].*)")
_SEPARATORS = re.compile(r"[\s,;:.()\[\]/'’\"“”–—-]+|\b(?:of|the|to|and|on|from|in|week)\b", re.IGNORECASE)
_PAIR = re.compile(r"[^:]+:\s+\S")
_ENDS = ".?!;,…"


@dataclass(frozen=True, slots=True)
class Form:
    """The form that the title lines of one kind in a document share."""

    look: Look
    content: Content
    label: str = ""
    """The word before the number, e.g. "rule" for "Rule 5"; else a dot for each part of the number: ".." for "5.2"."""

    @property
    def family(self) -> Form:
        """The same form for numbers of any depth."""
        return Form(self.look, self.content, self.label.strip("."))


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line that may be a title."""

    form: Form
    words: str
    """The words without the marks around them."""
    beside: int
    """The number of words other than a date, version or number."""

    @property
    def is_pure(self) -> bool:
        """Whether it consists only of a date, version or number."""
        return self.form.content not in ("words", "question") and self.beside == 0

    @property
    def is_wordy(self) -> bool:
        """Whether it may be a sentence, unless other titles begin alike: "posted on 3 July by the man next door"."""
        return self.form.content in ("date", "version") and self.beside > _MAX_WORDS_BESIDE

    @property
    def opening(self) -> str:
        """Its first word."""
        return self.words.split()[0].casefold()


def read_title_line(line: str, *, is_bold: bool = False) -> TitleLine | None:
    """Return the title that a line may be by its form; None if it is a sentence, a key with its value, or too long."""
    line = line.strip()
    if not 0 < len(line) <= _MAX_CHARACTERS or len(line.split()) > _MAX_WORDS:
        return None
    marked = _MARKED.fullmatch(line)
    words = marked["words"] if marked else line
    if _CAPTION.match(words):
        return None
    content, label, beside = _content(words)
    is_pure = content != "words" and beside == 0
    is_capital = _is_capital(words) and content != "version"  # "3.8.4 LTS" has the look of "3.8.0"
    look: Look = "marked" if marked else "bold" if is_bold else "capitals" if is_capital else "plain"
    if look == "bold" and words.endswith("?"):  # an FAQ question
        return TitleLine(Form(look, "question"), words, 0)
    is_label = words[-1] == ":"  # it belongs only to the text right below it
    if content == "words" and (is_label or sum(map(str.isalpha, words)) < _MIN_LETTERS):
        return None
    is_pair = content != "number" and _PAIR.match(words)  # "Lesson 1: The machine"
    if look == "plain" and (is_pair or (is_label and not is_pure)):
        return None
    if words[-1] in _ENDS and not is_pure:
        return None
    return TitleLine(Form(look, content, label), words.rstrip(":"), beside)


def number_label(line: str) -> str | None:
    """Return the word before a line's number: "rule" for "Rule 5", "" for "5.2"; None if it begins with no number."""
    if labelled := _LABELLED.match(line):
        return labelled["label"].strip(" .").casefold()
    return "" if _COUNTED.match(line) else None


def _is_capital(words: str) -> bool:
    return sum(map(str.isalpha, words)) >= _MIN_LETTERS and words.isupper() and words.isascii() and words[0].isalnum()


def _content(words: str) -> tuple[Content, str, int]:
    """Return the kind of content of a line, the label of its number, and the number of its other words."""
    undated = _DATE.sub(" ", words)
    version = _VERSION.search(undated)
    rest = undated[: version.start()] + undated[version.end() :] if version else undated
    beside = len(_SEPARATORS.sub(" ", rest).split())
    is_dated = undated != words
    is_long = version is not None and version.group().count(".") > 1 and not _COUNTED.fullmatch(words)  # "5.2.1 Neaps"
    if version and (is_dated or version["label"] or is_long) and beside <= _MOST_WORDS_BESIDE:
        return "version", "", beside
    if not _DATE.match(words):
        if (labelled := _LABELLED.fullmatch(words)) and (labelled["mark"] or not labelled["words"][:1].islower()):
            return "number", number_label(words) or "", len(labelled["words"].strip(":.").split())
        counted = _COUNTED.fullmatch(words)
        if counted and (counted["mark"] or "." in counted["number"]):
            return "number", "." * len(counted["number"].split(".")), len(counted["words"].split())
    return ("date", "", beside) if is_dated and beside <= _MOST_WORDS_BESIDE else ("words", "", 0)
