"""Answers who sent a mail, to whom, who got a copy, and when, with the lines of its header.

A question names the mail by its subject, sender or recipient, or means the one that the previous answer was from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Literal, get_args

from relbot.answer import Answer
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.statements import Quote, quoted, quotes_of, refusal
from relbot.index.manifest import SourceEntry
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.question_words import question_core
from relbot.reading.refusal import NOT_SAID
from relbot.text.terms import content_stems, stems

_Label = Literal["From", "To", "Cc", "Date"]
_LABELS: Sequence[_Label] = get_args(_Label)
"""The labels of header lines, in the order in which a mail is rendered."""
_SUFFIX = ".eml"
_NOUN = r"(?:e-?mail|mail|message)"
_MAIL = (
    rf"(?:(?P<pointed>it|this|that)|(?P<before>(?:[^,;?\s]+\s){{1,4}}?){_NOUN})"
    r"(?:\s(?:about|on|regarding|concerning|titled|called)\s(?P<about>.+?)|\s(?:from|by)\s(?P<sender>.+?)"
    r"|\s(?:to|for)\s(?P<receiver>.+?))?"
)
_IS = r"(?:is|was|are|were|has\sbeen)"
_WHEN = r"(?:when|(?:on\s)?(?:what|which)\s(?:date|day)|(?:at\s)?what\stime)"
_COPIED = r"(?:(?:put\s)?(?:in|on)\s(?:the\s)?(?:cc|copy)|cc|cc['’]?e?d|copied(?:\sin)?)"
_FORMS: Sequence[tuple[tuple[_Label, ...], Sequence[str]]] = (
    (
        ("From",),
        (
            rf"who\s(?:has\s)?(?:sent|wrote|written)\s{_MAIL}",
            rf"(?:from|by)\swhom?\s{_IS}\s{_MAIL}(?:\s(?:sent|written))?",
            rf"from\swhom?\s(?:did|does)\s{_MAIL}\scome",
            rf"whom?\s{_IS}\s{_MAIL}\s(?:(?:sent|written)\s)?(?:from|by)",
            rf"whom?\s(?:did|does)\s{_MAIL}\scome\sfrom",
            rf"(?:who(?:['’]?s|\s{_IS})\s)?(?:the\s)?(?:sender|author|writer)\sof\s{_MAIL}",
        ),
    ),
    (
        ("Cc",),
        (
            rf"who\s(?:else\s)?(?:{_IS}\s)?{_COPIED}(?:\s(?:on|in|into|of|to|for|with)\s{_MAIL})?",
            rf"who\s(?:else\s)?(?:has\s)?(?:got|received)\sa\scopy(?:\sof\s{_MAIL})?",
            rf"who\s(?:else\s)?(?:has\s)?(?:got|received)\s{_MAIL}\s(?:in|as\sa)\s(?:cc|copy)",
            rf"(?:the\s)?cc\sof\s{_MAIL}",
        ),
    ),
    (
        ("To", "Cc"),
        (
            rf"who\s(?:all\s)?(?:has\s)?(?:got|gets|received|receives)\s{_MAIL}",
            rf"(?:who(?:['’]?s|\s{_IS})\s)?(?:the\s)?(?:recipients?|receivers?)\sof\s{_MAIL}",
        ),
    ),
    (
        ("To",),
        (
            rf"to\swhom?\s{_IS}\s{_MAIL}(?:\s(?:sent|written|addressed))?",
            rf"to\swhom?\sdid\s(?P<name>[^,;?]{{2,40}}?)\s(?:send|write|address)\s{_MAIL}",
            rf"whom?\s{_IS}\s{_MAIL}\s(?:(?:sent|written|addressed)\s)?to",
            rf"whom?\sdid\s(?P<name>[^,;?]{{2,40}}?)\s(?:send|write|address)\s{_MAIL}\sto",
            rf"whom?\s(?:did|does)\s{_MAIL}\sgo\sto",
            rf"(?:who(?:['’]?s|\s{_IS})\s)?(?:the\s)?addressees?\sof\s{_MAIL}",
        ),
    ),
    (
        ("Date",),
        (
            rf"{_WHEN}\s{_IS}\s{_MAIL}\s(?:sent|written|dated|from)",
            rf"{_WHEN}\sdid\s(?P<name>[^,;?]{{2,40}}?)\s(?:send|write)\s{_MAIL}",
            rf"(?:what(?:['’]?s|\s{_IS})\s)?(?:the\s)?date\sof\s{_MAIL}",
        ),
    ),
)
"""The lines of a header, and the questions that ask for them. Copies come before recipients, whose forms would match as
well."""
_MOST_SHOWN = 3
"""The most mails whose lines are shown; if more fit, the question does not choose."""
_MOST_EXAMINED = 200
"""The most mails examined; if there are more, only those whose subjects share a word with the question."""
_MOST_PASSAGES = 40
"""The most passages of a mail that are searched for its topic."""


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail and the lines of its header."""

    entry: SourceEntry
    lines: Mapping[_Label, Quote]

    @property
    def subject(self) -> frozenset[str]:
        return frozenset(stems(self.entry.source.title))

    def people(self, *labels: _Label) -> frozenset[str]:
        """The stems of the names and addresses in some lines."""
        return frozenset(stems(" ".join(self.lines[label].text for label in labels if label in self.lines)))


def header_of_mail(way: Reformulation, generation: Generation) -> Answer | None:
    """Return the header lines that a question asks for, or a refusal if the mail has none of them; None if the question
    asks for something else, or leaves open which mail is meant.
    """
    entries = [e for e in generation.manifest.sources if PurePosixPath(e.source.path).suffix.lower() == _SUFFIX]
    typed = way.typed if way.previous_passage_id else ""
    asked = (_read(way.text) or _read(typed)) if entries else None
    if asked is None:
        return None
    labels, words = asked
    if len(entries) > _MOST_EXAMINED:
        said = frozenset(content_stems(" ".join(words.values())))
        entries = [entry for entry in entries if not said.isdisjoint(stems(entry.source.title))][:_MOST_EXAMINED]
    mails = _chosen(words, [_mail(entry, generation) for entry in entries], way.previous_passage_id, generation)
    if not 0 < len(mails) <= _MOST_SHOWN:
        return None
    quotes = [mail.lines[label] for mail in mails for label in labels if label in mail.lines]
    if not quotes:
        return refusal(way.text, NOT_SAID)
    named = quotes[0].text.partition(": ")[2].partition(" <")[0]
    return replace(quoted(way.text, quotes, CONFIDENCE), span=named)


def _read(question: str) -> tuple[tuple[_Label, ...], Mapping[str, str]] | None:
    """Return the labels of the lines asked for, and the words that identify the mail by the part of it they name; None
    if the question asks for something else.
    """
    text = question_core(question)
    for labels, form in _compiled_forms():
        if match := form.fullmatch(text):
            return labels, {name: words for name, words in match.groupdict().items() if words}
    return None


@cache
def _compiled_forms() -> Sequence[tuple[tuple[_Label, ...], re.Pattern[str]]]:
    """Return `_FORMS` compiled, which takes 6 ms and is therefore done only if there is mail."""
    return [(labels, re.compile(form, re.IGNORECASE)) for labels, forms in _FORMS for form in forms]


def _chosen(words: Mapping[str, str], mails: Sequence[_Mail], previous: str, generation: Generation) -> Sequence[_Mail]:
    """Return the mails that the words fit. Without words that is the mail of the previous answer, or else all; for "it"
    the mail whose header the previous answer quoted, or the only document.
    """
    own = {name: frozenset(content_stems(said)) for name, said in words.items() if name != "pointed"}
    if not any(own.values()):
        around = generation.surroundings(previous) if previous else None
        last = [mail for mail in mails if around and mail.entry.source.path == around.passage.source.path]
        if "pointed" not in words:
            return last or mails
        shown = [mail for mail in last if any(line.passage.id == previous for line in mail.lines.values())]
        return shown or (mails if not previous and len(generation.manifest.sources) == 1 else ())
    told = own.get("sender", frozenset()) | own.get("name", frozenset())
    fitting = [
        mail
        for mail in mails
        if own.get("before", frozenset()) <= mail.subject | mail.people("From")
        and told <= mail.people("From")
        and own.get("receiver", frozenset()) <= mail.people("To", "Cc")
    ]
    about = own.get("about", frozenset())
    by_subject = [mail for mail in fitting if about <= mail.subject]
    return by_subject or [mail for mail in fitting if about <= _stems_of(mail, generation)]


def _stems_of(mail: _Mail, generation: Generation) -> frozenset[str]:
    records = generation.passages(mail.entry.rows[:_MOST_PASSAGES])
    return frozenset(stem for record in records for stem in record.stems)


def _mail(entry: SourceEntry, generation: Generation) -> _Mail:
    """Return a mail with its header lines, which it begins with, each at most once and in order."""
    lines = dict[_Label, Quote]()
    left = iter(_LABELS)
    for quote in _quotes(entry, generation):
        label = next((label for label in left if quote.text.startswith(f"{label}: ")), None)
        if label is None:
            break
        lines[label] = quote
    return _Mail(entry, lines)


def _quotes(entry: SourceEntry, generation: Generation) -> Iterator[Quote]:
    for record in generation.passages(entry.rows[: len(_LABELS)]):
        yield from quotes_of(record.passage)
