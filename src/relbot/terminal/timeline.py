"""Prints `relbot timeline`: dates in one column, right-aligned so that years line up, and sentences in the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relbot.answer import Citation
from relbot.answering.timeline import Event
from relbot.humanize import quantity
from relbot.temporal.interval import reference_day
from relbot.terminal.output import stderr, stdout, write_png
from relbot.terminal.render import MAX_COLUMNS
from relbot.terminal.sanitize import sanitize, to_json

_MAX_DATE_COLUMNS = 22
"""The widest date column, which fits "29 September 1956 –"; the sentence has at least two thirds of the line."""
_GAP = 2


def print_timeline(
    events: Sequence[Event], *, limit: int | None, png: Path | None, as_json: bool, filtered: bool
) -> None:
    """List the events, or draw them into the file `png`; report on stderr if there are none or `limit` hid some.

    `filtered` says whether a span or words were asked for. Raises PictureNotWritable.
    """
    shown = events[:limit]
    if png is not None:
        from relbot.drawing.timeline import picture

        write_png(picture(shown), png)
    if as_json:
        stdout().write(to_json([event.to_dict() for event in shown]))
    elif png is None and shown:
        out = stdout()
        out.write(timeline_text(shown, out))
    if not events:
        stderr().write(f"relbot: Nothing dated was found{' that fits' if filtered else ''}.")
    elif len(shown) < len(events):
        stderr().write(f"relbot: {quantity(len(events) - len(shown), 'more date')} left out; -n shows more.")


def timeline_text(events: Sequence[Event], console: Console) -> Text:
    """Render all events, wrapped for this console, with a blank line between years.

    In a pipe, a sentence stays on one line. The place is a hyperlink if the terminal supports it; else the URL follows.
    """
    width = min(MAX_COLUMNS, console.width)
    widest = max((len(event.marked_label) for event in events), default=0)
    date_width = min(widest, _MAX_DATE_COLUMNS, max(width // 3, len("September")))
    text, year = Text(), None
    for event in events:
        if year is not None:
            text.append("\n" if reference_day(event.interval).year == year else "\n\n")
        year = reference_day(event.interval).year
        text.append_text(_event(event, console, date_width, width - date_width - _GAP))
    return text


def _event(event: Event, console: Console, date_width: int, sentence_width: int) -> Text:
    dates = _wrap(Text(event.marked_label, "cyan"), console, date_width)
    sentence = Text(sanitize(event.sentence))
    sentence.highlight_words([sanitize(event.words)], "bold")
    lines = [*_wrap(sentence, console, sentence_width), *_place(event.citation, console, sentence_width)]
    pairs = zip_longest(dates, lines, fillvalue=Text())
    rows = [Text.assemble(" " * (date_width - date.cell_len), date, " " * _GAP, line) for date, line in pairs]
    for row in rows:
        row.rstrip()
    return Text("\n").join(rows)


def _place(citation: Citation, console: Console, width: int) -> list[Text]:
    place = sanitize(" › ".join((citation.document.title, *citation.section)))
    link = sanitize(citation.link or "")
    clickable = link.startswith(("https://", "http://")) and console.color_system is not None
    lines = _wrap(Text(place, Style(dim=True, link=link if clickable else None)), console, width)
    return lines if clickable or not link else [*lines, Text(link, "dim")]


def _wrap(text: Text, console: Console, width: int) -> list[Text]:
    """Wrap the text on a terminal; in a pipe, keep it on one line, for grep and head."""
    lines = list(text.wrap(console, max(width, 8))) if console.is_terminal else [text]
    for line in lines:
        line.rstrip()
    return lines
