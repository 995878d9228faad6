"""Renders an Answer as terminal text: its statements, the confidence, and the cited passages. Pure.

Only bold, dim and cyan are used, which are legible in light and dark themes. Links are never broken across lines, so
that they can be copied in full; the terminal folds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relbot.answer import Answer, Citation, Statement
from relbot.evaluation.bars import choices_of
from relbot.humanize import confidence_and_length, dated
from relbot.terminal.sanitize import sanitize

MAX_COLUMNS = 80
"""The longest line, in columns; longer ones are hard to read, however wide the window is."""

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n\s*")


def answer_text(answer: Answer, console: Console, *, why: bool = False, ask_why: str | None = None) -> Text:
    """Render an answer, a refusal or small talk, wrapped for this console.

    `why` adds how the answer was found, its signals, runners-up and timing. `ask_why` is the option or command that a
    refusal recommends to see them.
    """
    if answer.kind == "chat":
        return _wrap(Text(sanitize(answer.reason or "")), console)
    blocks = [*(_answered(answer, console) if answer.answered else _refused(answer, console))]
    if why:
        blocks += _explanation(answer, console)
    elif offered := choices_of(answer):
        blocks.append(_under("Or does one of these answer it?", offered, console))
    elif ask_why and not answer.answered and (answer.closest or answer.signals):
        blocks.append(Text(f"{ask_why} shows what came closest.", "dim"))
    return Text("\n\n").join(blocks)


def _answered(answer: Answer, console: Console) -> Iterator[Text]:
    several = len(answer.statements) > 1
    if several:
        yield _numbered(answer.statements, console)
    else:
        under = "".join(statement.under for statement in answer.statements)
        yield _wrap(_lead(under) + Text(sanitize(answer.text or ""), "bold"), console)
    confidence = _wrap(Text(confidence_and_length(answer)), console)
    note = [_wrap(Text(sanitize(answer.reason)), console)] if answer.reason else []
    yield Text("\n").join([confidence, *note, *_interpretation(answer, console)])
    for citation in answer.citations:
        yield _citation(citation, f"[{citation.number}]  " if several else f"{citation.number}  ", console)


def _numbered(statements: Sequence[Statement], console: Console) -> Text:
    """Render the statements as a numbered list, each with what it is listed under and the number of its citation."""
    width = len(f"{len(statements)}. ")
    items = []
    for number, statement in enumerate(statements, start=1):
        said = Text.assemble((sanitize(statement.text), "bold"), (f" [{statement.citation}]", "cyan"))
        item = _lead(statement.under) + said
        items.append(Text.assemble((f"{number}. ".rjust(width), "bold"), _wrap(item, console, width)[width:]))
    return Text("\n").join(items)


def _lead(under: str) -> Text:
    return Text(f"{sanitize(under)} › " if under else "", "dim")


def _refused(answer: Answer, console: Console) -> Iterator[Text]:
    refusal = Text.assemble(("No answer. ", "bold"), sanitize(answer.reason or "The corpus does not say."))
    yield Text("\n").join([_wrap(refusal, console), *_interpretation(answer, console)])


def _interpretation(answer: Answer, console: Console) -> Iterator[Text]:
    if answer.interpreted_as:
        yield _wrap(Text(f"Understood as: {sanitize(answer.interpreted_as)}", "dim"), console)
    if answer.suggestion and answer.suggestion not in (answer.interpreted_as or ""):
        yield _wrap(Text(f"Did you mean {sanitize(answer.suggestion)}?", "dim"), console)


def _citation(citation: Citation, number: str, console: Console) -> Text:
    indent = len(number)
    parts = [
        _wrap(Text(_title_and_section(citation), "dim"), console, indent),
        _wrap(_highlighted_passage(citation, console), console, indent),
    ]
    if citation.link:
        parts.append(_link(citation.link, console, indent))
    return Text.assemble((number, "bold cyan"), Text("\n").join(parts)[indent:])


def _title_and_section(citation: Citation) -> str:
    """Return the title, heading path, place and date of a citation, and the file's path if it has no address."""
    source, place = citation.document, citation.place
    has_address = source.url or citation.link or source.path in (place or "")
    known = (place, None if has_address else source.path)
    parts = [part for part in known if part and part not in citation.section]
    parts += [dated(source.date)] if source.date else []
    return sanitize(" · ".join([" › ".join((citation.document.title, *citation.section)), *parts]))


def _highlighted_passage(citation: Citation, console: Console) -> Text:
    """Render the passage with its highlights in bold, or between »…« if the console has no styles, as in a pipe."""
    opening, closing = ("", "") if console.color_system else ("»", "«")
    shown, quote, at = Text(), citation.quote, 0
    for highlight in citation.highlights:
        start, end = max(at, highlight.start - citation.start), highlight.end - citation.start
        if start < end:
            shown.append(_paragraphs(quote[at:start]))
            shown.append(opening + _paragraphs(quote[start:end]) + closing, "bold")
            at = end
    return shown.append(_paragraphs(quote[at:]))


def _paragraphs(text: str) -> str:
    return "\n\n".join(sanitize(paragraph) for paragraph in _PARAGRAPH_BREAK.split(text))


def _link(url: str, console: Console, indent: int) -> Text:
    """Render the full URL on one line; not indented if the terminal has to fold it, so that it forms one block."""
    shown = sanitize(url)
    folds = console.is_terminal and indent + len(shown) > console.width
    clickable = shown.startswith(("https://", "http://"))
    return Text.assemble("" if folds else " " * indent, (shown, Style(dim=True, link=shown if clickable else None)))


def _explanation(answer: Answer, console: Console) -> Iterator[Text]:
    if answer.answered and answer.found:
        yield Text("\n").join([Text("How it was found", "bold"), _wrap(Text(sanitize(answer.found)), console)])
    if answer.signals:
        rows = [Text("What spoke for it (+) and against it (−)", "bold")]
        for signal in answer.signals:
            effect = f"{signal.effect:+.1f}".replace("-", "−").rjust(5) + "  "
            words = _wrap(Text(sanitize(signal.words)), console, len(effect))
            rows.append(Text.assemble((effect, "cyan"), words[len(effect) :]))
        yield Text("\n").join(rows)
    if answer.closest:
        heading = "What else came close" if answer.answered else "What came closest, without answering"
        yield _under(heading, answer.closest, console)
    if answer.timing:
        steps = " · ".join(f"{sanitize(step)} {spent:.1f}" for step, spent in answer.timing.items())
        yield _wrap(Text(f"Milliseconds: {steps}", "dim"), console)


def _under(heading: str, citations: Sequence[Citation], console: Console) -> Text:
    return Text("\n").join([Text(heading, "bold"), *(_runner_up(citation, console) for citation in citations)])


def _runner_up(citation: Citation, console: Console) -> Text:
    sentence = Text.assemble(sanitize(citation.highlights[0].text), (f"  {_title_and_section(citation)}", "dim"))
    return Text.assemble(("·  ", "cyan"), _wrap(sentence, console, 3)[3:])


def _wrap(text: Text, console: Console, indent: int = 0) -> Text:
    """Indent the text, and wrap it on a terminal; in a pipe each paragraph stays on one line, for grep and head."""
    width = max(20, min(MAX_COLUMNS, console.width) - indent)
    lines = text.wrap(console, width) if console.is_terminal else text.split("\n", allow_blank=True)
    for line in lines:
        line.rstrip()
    return Text("\n").join(Text(" " * indent if line.plain else "") + line for line in lines)
