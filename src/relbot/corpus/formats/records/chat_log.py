"""Reads chat logs in plain text, as WhatsApp, Signal and IRC clients export them: a timestamp, a name and the words.

A message is one unit, quoted with its timestamp, which dates it. A message that asks becomes a heading of the next few,
in quotation marks: it is not an answer, and unlike a question of an FAQ it is not answered by everything below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from relbot.answer import Span
from relbot.corpus.formats.records.client_lines import end_of_words, is_of_client
from relbot.corpus.formats.records.question_detection import SENTENCE_BOUNDARY, is_question
from relbot.corpus.outline import CONTEXT_LEVEL, Element, Heading, NonProse, Prose, lines, one_line
from relbot.corpus.titles.forms import read_title_line
from relbot.text import sentences

_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}\.? [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
)
_CLOCK = r"(?:[:.]\d\d)?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?(?![\w:])"
_TIME = rf"\d{{1,2}}[:.]\d\d{_CLOCK}"
_BOTH = rf"(?:{_DATE}(?:,?[ \u00a0\u202f]{{1,3}}|T|, ?){_TIME}|{_TIME},? {{1,3}}{_DATE})"
_STAMP = re.compile(
    r"[\u200e\u200f\s]*"
    rf"(?:(?P<sure>\[(?:{_BOTH}|{_DATE}|{_TIME})\]|\((?:{_BOTH}|{_TIME})\)|{_BOTH})|{_DATE}|\d{{1,2}}:\d\d{_CLOCK})"
    r"(?:[,:]?[ \t\u00a0\u202f]+|(?<=\]))(?:[-–—][ \t]+)?[\u200e\u200f]?(?=\S)"
)
"""A timestamp. It is sure if in brackets or of date and time; a lone date or time may also begin a schedule's line."""
_NAME = re.compile(
    r"(?P<nick><\s?[^<>\s]{1,40}>)(?:\s+|$)|(?P<name>[^\W_][^:<>\[\]\t]{0,38}|[~+@][^:<>\[\]\t]{1,38}):(?:\s+|$)"
)
_MAX_NAME_WORDS = 4
_HEAD = re.compile(
    r"[\u200e\u200f\s]*(?P<name>[^\W_][^:<>\[\]\t]{0,38}?)(?:[ \u00a0]+[—–][ \u00a0]+|[ \u00a0]{2,}|\t)"
    rf"(?:(?P<sure>{_BOTH}|[^\W\d_]{{2,12}},? (?:[^\W\d_]{{1,4}} )?{_TIME})|{_TIME})\s*"
)
"""A line of its own above a message, as in text copied from a chat: "Maja — 03/11/2025 18:02"."""
_HEADS = 1 / 8
"""The minimum share of such lines in a log that has them."""
_NAMED = 1 / 3
"""The minimum share of timestamped lines that name a speaker, without those of the client."""
_LEAST, _LEAST_UNSURE = 2, 3
"""The minimum number of messages in a log, and the same if its timestamps are not sure; then a name must also recur."""
_DAY_MARK = re.compile(r"(?:-{2,}|={2,}|\*{2,}|—{1,})\s*(?P<words>[^-=*\s—].{2,80}?)[-=*—\s]*")
"""The line that a client writes between two days: "--- Day changed Mon Nov 03 2025"."""
_HEADED = 4
"""The number of messages below a question: its answer is among them, but need not be the first."""
_MAX_UNIT = 400
"""The maximum length in characters of a message that is one unit; a longer one is quoted by its sentences."""
_MAX_TITLE_WORDS = 10
_DAY_LEVEL = 2
_INVISIBLE = ("\u200e", "\u200f")


@dataclass(frozen=True, slots=True)
class _Message:
    """A message, `text[start:end]`, or a line written by the client."""

    start: int
    words: int
    """The offset of the words, after timestamp and name."""
    end: int
    name: str
    """The speaker, or "" for the client."""
    is_sure: bool = False
    is_stamped: bool = True
    is_mark: bool = False
    """Whether it is a line between two days instead of a message."""
    is_below: bool = False
    """Whether the words begin on the line below timestamp and name."""


def elements(text: str, start: int) -> tuple[Element, ...]:
    """Return the messages of `text[start:]`, with questions as headings; empty if the text is not a chat log."""
    found, count, above = _messages(text, start)
    stamped = [message for message in found if message.is_stamped]
    said = [message for message in stamped if not _is_of_client(text, message)]
    named = [message for message in stamped if message.name]
    if any(message.is_below for message in stamped):
        is_log = len(stamped) >= _HEADS * count and all(message.end > message.words for message in stamped)
    else:
        is_log = 2 * len(stamped) >= count
    if not is_log or len(named) < max(_LEAST, _NAMED * len(said)) or not _are_sure(named):
        return ()
    parts = (*_above(text, above), *_with_questions(text, found))
    return parts if any(isinstance(part, Prose) for part in parts) else ()


def _messages(text: str, start: int) -> tuple[list[_Message], int, list[Span]]:
    """Return the messages and other lines from the first on, the number of lines, and the lines above the first."""
    found: list[_Message] = []
    above: list[Span] = []
    count = 0
    for offset, line in lines(text, start):
        if not line.strip():
            continue
        count += 1
        begin, end = offset + len(line) - len(line.lstrip()), offset + len(line.rstrip())
        if message := _message(line, offset) or _head(line, offset):
            found.append(message)
        elif mark := _mark(line.strip()):
            found.append(_Message(begin, begin + mark.start, begin + mark.end, "", is_stamped=False, is_mark=True))
        elif found and not found[-1].is_mark:
            found[-1] = replace(found[-1], end=end)
        elif found:
            found.append(_Message(begin, begin, end, "", is_stamped=False))
        else:
            above.append(Span(begin, end))
    return found, count, above


def _message(line: str, offset: int) -> _Message | None:
    stamp = _STAMP.match(line)
    if not stamp:
        return None
    name = _NAME.match(line, stamp.end())
    said = (name["nick"] or name["name"]).strip("<>@+%&~ ") if name else ""
    if name is None or len(said.split()) > _MAX_NAME_WORDS:
        name, said = None, ""
    begin = len(line) - len(line.lstrip("\u200e\u200f \t"))
    is_sure = bool(stamp["sure"] or (name and name["nick"]))
    return _Message(offset + begin, offset + (name or stamp).end(), offset + len(line.rstrip()), said, is_sure)


def _head(line: str, offset: int) -> _Message | None:
    head = _HEAD.fullmatch(line)
    if not head or len(head["name"].split()) > _MAX_NAME_WORDS:
        return None
    begin, end = offset + head.start("name"), offset + len(line.rstrip())
    return _Message(begin, end, end, head["name"].strip(), bool(head["sure"]), is_below=True)


def _mark(line: str) -> Span | None:
    """Return the words of a line that only gives the day, or of a client's separator, else None."""
    if mark := _DAY_MARK.fullmatch(line):
        return Span(*mark.span("words"))
    title = read_title_line(line, is_bold=False)
    return Span(0, len(line)) if title and title.is_pure and title.form.content == "date" else None


def _are_sure(named: Sequence[_Message]) -> bool:
    is_repeated = len({message.name for message in named}) < len(named)
    return 2 * sum(message.is_sure for message in named) > len(named) or (len(named) >= _LEAST_UNSURE and is_repeated)


def _above(text: str, above: Sequence[Span]) -> Iterator[Element]:
    """Yield the lines above the first message; a single short line is the title."""
    if not above:
        return
    start, end = above[0].start, above[-1].end
    words = text[start:end]
    if len(above) == 1 and len(words.split()) <= _MAX_TITLE_WORDS and words[-1] not in ".!?:;,":
        yield Heading(1, one_line(words.strip("#=*- ")), start, end)
    else:
        yield Prose(start, end)


def _with_questions(text: str, found: Sequence[_Message]) -> Iterator[Element]:
    """Yield the messages, with those that ask as headings of the next few; consecutive ones are one heading."""
    asked: list[Heading] = []
    left = 0
    for message in found:
        if message.is_mark:
            yield from _joined(asked)
            yield Heading(_DAY_LEVEL, one_line(text[message.words : message.end]), message.words, message.end)
            asked, left = [], 0
            continue
        if _is_of_client(text, message):
            yield NonProse()
            continue
        message = replace(message, end=end_of_words(text, message.words, message.end))
        begin = _question(text, message)
        if begin > message.words:
            yield from _joined(asked)
            yield from _said(text, message, begin)
            left = _HEADED - 1 if asked else left - 1
            asked = []
            if left == 0:
                yield Heading(CONTEXT_LEVEL, "")
        if begin < message.end:
            words = one_line(text[begin : message.end])
            start = begin if begin > message.words else message.start
            asked.append(Heading(CONTEXT_LEVEL, f"{message.name}: “{words}”".lstrip(": "), start, message.end))
    yield from _joined(asked)


def _is_of_client(text: str, message: _Message) -> bool:
    words = message.words - (text[message.words - 1 : message.words] in _INVISIBLE)
    return is_of_client(text[words : message.end], message.name, may_report=message.is_sure)


def _joined(asked: Sequence[Heading]) -> Iterator[Heading]:
    if asked:
        words = one_line(" ".join(heading.text for heading in asked))
        yield Heading(CONTEXT_LEVEL, words, asked[0].start, asked[-1].end)


def _question(text: str, message: _Message) -> int:
    """Return the offset of the questions that end a message, or the end of the message if there are none."""
    if not is_question(text[message.words : message.end]):
        return message.end
    if not SENTENCE_BOUNDARY.search(text, message.words, message.end):
        return message.words
    begin = message.end
    for sentence in reversed(sentences.split(text, message.words, message.end)):
        if not is_question(text[sentence.start : sentence.end]):
            break
        begin = sentence.start
    return begin


def _said(text: str, message: _Message, end: int) -> Iterator[Prose]:
    """Yield a message as one unit, or if it is long, its first sentence with the timestamp, and the others."""
    first = message.start + len(text[message.start : end].rstrip())
    if first - message.start > _MAX_UNIT and (parts := sentences.split(text, message.words, first))[1:]:
        yield Prose(message.start, parts[0].end, "pair")
        yield Prose(parts[1].start, first)
    else:
        yield Prose(message.start, first, "pair")
