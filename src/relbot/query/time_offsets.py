"""Times that a question counts from what was told last: "And two years later?", "What happened after that?"."""

from __future__ import annotations

import re
from datetime import date

from relbot.query.timeframe import asked, asks_when
from relbot.temporal.date_mentions import read
from relbot.temporal.interval import Interval

_THEN = re.compile(
    r"\b(?:(?P<before>before(?:\s(?:that|then|it|this))?|earlier|previously)"
    r"|(?P<since>since(?:\s(?:that|then|this))?)"
    r"|(?P<after>after(?:\s?(?:that|then|it|this|wards))?|later(?:\son)?))$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:what\s(?:happened|was|came)\s?)?$", re.IGNORECASE)
_LEADS = re.compile(r"\b(?:in|on|during|of)\s$", re.IGNORECASE)


def counted(said: str, question: str, answer: str, today: date) -> str:
    """What was said, with a time that is counted from the last question or answer written out: "in 1963"; as it is
    where there is none.
    """
    if read(said):
        return said
    if told := _stepped(said, question, answer, today):
        return told
    if then := _THEN.search(said):
        bare = then[0].lower() in ("before", "after", "since", "later", "earlier")
        if bare and not _ALONE.fullmatch(said[: then.start()]):
            return said  # "What had he been before?" asks for no time
        known = _known(question, answer, today, last=then["before"] is None)
        manner = "before" if then["before"] else "since" if then["since"] else "after"
        return f"{said[: then.start()]}{manner} {_written(known)}" if known else said
    return said


def _stepped(said: str, question: str, answer: str, today: date) -> str | None:
    """The same for "two years later" and "that month"."""
    known = _known(question, answer, today, last=False)
    for mention in read(f"{said}.", known) if known else ():
        lead = _LEADS.search(said[: mention.start])
        preposition = "on" if mention.interval.precision == "day" else "in"
        before, after = said[: lead.start() if lead else mention.start], said[mention.end :]
        return f"{before}{preposition} {_written(mention.interval)}{after}"
    return None


def _written(interval: Interval) -> str:
    return f"the {interval}" if interval.precision in ("decade", "century") else str(interval)


def _known(question: str, answer: str, today: date, *, last: bool) -> Interval | None:
    """The time that the question was about, or else the first or last one of the answer."""
    frame = asked(question, today)
    dates = [mention.interval for mention in read(answer) if not mention.interval.is_open]
    if frame and not frame.interval.is_open and not (dates and asks_when(question)):
        return frame.interval
    return (dates[-1] if last else dates[0]) if dates else None
