"""What `relbot timeline` shows: dates in a column whose right edge lines up the years, sentences beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relbot.answer import Citation
from relbot.answering.timeline import Event
from relbot.humanize import quantity
from relbot.temporal.interval import anchor
from relbot.terminal.escape import as_json as to_json
from relbot.terminal.escape import printable
from relbot.terminal.png import save
from relbot.terminal.render import MEASURE
from relbot.terminal.streams import notices, results

_WIDEST = 22
"""Columns that a date takes at most: "29 September 1956 –" fits, and the sentence keeps two thirds of the line."""
_GAP = 2


def show(events: Sequence[Event], *, limit: int | None, png: Path | None, as_json: bool, narrowed: bool) -> None:
    """List or draw the events, or the first so many, and say where there are none or more.

    `narrowed` tells that a span or words were asked for. Raises PictureNotWritable.
    """
    shown = events[:limit]
    if png is not None:
        from relbot.drawing.timeline import picture

        save(picture(shown), png)
    if as_json:
        results().write(to_json([event.to_dict() for event in shown]))
    elif png is None and shown:
        out = results()
        out.write(timeline_text(shown, out))
    if not events:
        notices().write(f"relbot: Nothing dated was found{' that fits' if narrowed else ''}.")
    elif len(shown) < len(events):
        notices().write(f"relbot: {quantity(len(events) - len(shown), 'more date')} left out; -n shows more.")


def timeline_text(events: Sequence[Event], console: Console) -> Text:
    """All events, wrapped for this console, with a blank line between years.

    In a pipe a sentence stays one line. Where the terminal knows links the place is one; elsewhere it is written out.
    """
    measure = min(MEASURE, console.width)
    widest = max((len(event.marked_label) for event in events), default=0)
    column = min(widest, _WIDEST, max(measure // 3, len("September")))
    text, year = Text(), None
    for event in events:
        if year is not None:
            text.append("\n" if anchor(event.interval).year == year else "\n\n")
        year = anchor(event.interval).year
        text.append_text(_event(event, console, column, measure - column - _GAP))
    return text


def _event(event: Event, console: Console, column: int, room: int) -> Text:
    dates = _lines(Text(event.marked_label, "cyan"), console, column)
    sentence = Text(printable(event.sentence))
    sentence.highlight_words([printable(event.words)], "bold")
    told = [*_lines(sentence, console, room), *_place(event.citation, console, room)]
    rows = []
    for index in range(max(len(dates), len(told))):
        date = dates[index] if index < len(dates) else Text()
        said = told[index] if index < len(told) else Text()
        rows.append(Text.assemble(" " * (column - date.cell_len), date, " " * _GAP, said))
    for row in rows:
        row.rstrip()
    return Text("\n").join(rows)


def _place(citation: Citation, console: Console, room: int) -> list[Text]:
    place = printable(" › ".join((citation.document.title, *citation.section)))
    link = printable(citation.link or "")
    clickable = link.startswith(("https://", "http://")) and console.color_system is not None
    lines = _lines(Text(place, Style(dim=True, link=link if clickable else None)), console, room)
    return lines if clickable or not link else [*lines, Text(link, "dim")]


def _lines(text: Text, console: Console, width: int) -> list[Text]:
    """Wrapped on a terminal; in a pipe one line, for grep and head."""
    lines = list(text.wrap(console, max(width, 8))) if console.is_terminal else [text]
    for line in lines:
        line.rstrip()
    return lines
