"""An Answer as text for the terminal: the sentence, how sure, and the passages it stands in. Pure.

Only bold, dim and cyan are used, which people's own light and dark themes keep legible. Links are never broken over
lines, so that they can be copied whole; the terminal folds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relbot.answer import Answer, Citation
from relbot.humanize import confidence_in_words
from relbot.terminal.escape import printable

MEASURE = 80
"""Columns at most: longer lines are hard to read, however wide the window."""

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n\s*")


def answer_text(answer: Answer, console: Console, *, why: bool = False, ask_why: str | None = None) -> Text:
    """The whole of an answer or a refusal, wrapped for this console; `ask_why` names what shows more of a refusal."""
    blocks = [*(_answered(answer, console) if answer.answered else _refused(answer, console))]
    if why:
        blocks += _why(answer, console)
    elif ask_why and not answer.answered and (answer.closest or answer.signals):
        blocks.append(Text(f"{ask_why} shows what came closest.", "dim"))
    return Text("\n\n").join(blocks)


def _answered(answer: Answer, console: Console) -> Iterator[Text]:
    yield _lines(Text(printable(answer.text or ""), "bold"), console)
    confidence = _lines(Text(confidence_in_words(answer.confidence)), console)
    yield Text("\n").join([confidence, *_understood(answer, console)])
    for citation in answer.citations:
        yield _citation(citation, console)


def _refused(answer: Answer, console: Console) -> Iterator[Text]:
    refusal = Text.assemble(("No answer. ", "bold"), printable(answer.reason or "The corpus does not say."))
    yield Text("\n").join([_lines(refusal, console), *_understood(answer, console)])


def _understood(answer: Answer, console: Console) -> Iterator[Text]:
    if answer.interpreted_as:
        yield _lines(Text(f"Understood as: {printable(answer.interpreted_as)}", "dim"), console)
    if answer.suggestion:
        yield _lines(Text(f"Did you mean {printable(answer.suggestion)}?", "dim"), console)


def _citation(citation: Citation, console: Console) -> Text:
    number = f"{citation.number}  "
    margin = len(number)
    parts = [
        _lines(Text(_place(citation), "dim"), console, margin),
        _lines(_marked(citation, console), console, margin),
    ]
    if citation.link:
        parts.append(_link(citation.link, console, margin))
    return Text.assemble((number, "bold cyan"), Text("\n").join(parts)[margin:])


def _place(citation: Citation) -> str:
    return printable(" › ".join((citation.document.title, *citation.section)))


def _marked(citation: Citation, console: Console) -> Text:
    """The passage with the answering sentence bold; between »…« where there is no bold, as in a pipe."""
    start, end = citation.highlight.start - citation.start, citation.highlight.end - citation.start
    before, sentence, after = citation.quote[:start], citation.quote[start:end], citation.quote[end:]
    opening, closing = ("", "") if console.color_system else ("»", "«")
    marked = Text(opening + _paragraphs(sentence) + closing, "bold")
    return Text.assemble(_paragraphs(before), marked, _paragraphs(after))


def _paragraphs(text: str) -> str:
    return "\n\n".join(printable(paragraph) for paragraph in _PARAGRAPH_BREAK.split(text))


def _link(url: str, console: Console, margin: int) -> Text:
    """The whole address on one line; from the edge where the terminal has to fold it, so that it makes one block."""
    shown = printable(url)
    folds = console.is_terminal and margin + len(shown) > console.width
    opens = shown.startswith(("https://", "http://"))
    return Text.assemble("" if folds else " " * margin, (shown, Style(dim=True, link=shown if opens else None)))


def _why(answer: Answer, console: Console) -> Iterator[Text]:
    if answer.signals:
        rows = [Text("What spoke for it (+) and against it (−)", "bold")]
        for signal in answer.signals:
            effect = f"{signal.effect:+.1f}".replace("-", "−").rjust(5) + "  "
            words = _lines(Text(printable(signal.words)), console, len(effect))
            rows.append(Text.assemble((effect, "cyan"), words[len(effect) :]))
        yield Text("\n").join(rows)
    if answer.closest:
        heading = Text("What else came close" if answer.answered else "What came closest, without answering", "bold")
        yield Text("\n").join([heading, *(_near(citation, console) for citation in answer.closest)])
    if answer.timing:
        steps = " · ".join(f"{printable(step)} {spent:.1f}" for step, spent in answer.timing.items())
        yield _lines(Text(f"Milliseconds: {steps}", "dim"), console)


def _near(citation: Citation, console: Console) -> Text:
    sentence = Text.assemble(printable(citation.highlight.text), (f"  {_place(citation)}", "dim"))
    return Text.assemble(("·  ", "cyan"), _lines(sentence, console, 3)[3:])


def _lines(text: Text, console: Console, margin: int = 0) -> Text:
    """The text behind a margin, wrapped on a terminal; in a pipe a paragraph stays one line, for grep and head."""
    width = max(20, min(MEASURE, console.width) - margin)
    lines = text.wrap(console, width) if console.is_terminal else text.split("\n", allow_blank=True)
    for line in lines:
        line.rstrip()
    return Text("\n").join(Text(" " * margin if line.plain else "") + line for line in lines)
