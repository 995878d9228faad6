"""The statements of a list or an overview: numbered, folded if there are many, and page by page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from relbot.answer import Answer, Citation, Statement
from relbot.discord.rendering.buttons import SpanReference, open_button, statements_button
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import GREEN, Item, button_row, layout, location, text
from relbot.discord.rendering.question_text import question_texts
from relbot.discord.rendering.truncation import truncate

_MAX_UNFOLDED, _MAX_OVERVIEW = 5, 6
"""The most statements shown without a click: of a list, and of an overview, which is meant to be read as a whole."""
_PAGE = 10
"""The most statements of a page: each may have a passage of its own, whose section takes three of the 40 components."""
_PAGE_ROOM = 2200
"""Characters for the statements of a page: what ten places, the question and its interpretation leave."""
SHORT_LOCATION = 100
"""The most characters of a place if there are many of them."""
_MAX_LEAD = 120
"""The most characters of the lead before a statement."""


def unfolded(answer: Answer, room: int) -> list[str]:
    """Return the lines of the statements to show at first: as many as are unfolded and fit the room, at least one."""
    most = _MAX_OVERVIEW if answer.kind == "overview" else _MAX_UNFOLDED
    count = len(answer.statements) if len(answer.statements) <= most else _MAX_UNFOLDED
    return _lines(answer.statements[:count], 1, room)


def lead(under: str) -> str:
    """Return the heading or label that a statement stands under, as a lead to put before it."""
    return f"{truncate(under, _MAX_LEAD)} › " if under else ""


def citations_of(statements: Sequence[Statement], citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations that contain the statements, in order."""
    numbers = {statement.citation for statement in statements}
    return [citation for citation in citations if citation.number in numbers]


def page_layout(answer: Answer, first: int) -> ui.LayoutView:
    """Build a page of the statements from index `first` on, as many as fit, with their places and a button for more."""
    lines = _lines(answer.statements[first : first + _PAGE], first + 1, _PAGE_ROOM)
    following = first + len(lines)
    parts: list[Item] = [*question_texts(answer), text("\n".join(lines)), ui.Separator()]
    parts += _places(citations_of(answer.statements[first:following], answer.citations))
    left = len(answer.statements) - following
    more: list[Item] = [statements_button(following, f"Show {left} more")] if left else []
    return layout(*parts, *button_row(more), colour=GREEN)


def _places(citations: Sequence[Citation]) -> Iterator[Item]:
    for citation in citations:
        place = (
            f"**{citation.number}** · {location(citation.document, citation.section, citation.place, SHORT_LOCATION)}"
        )
        yield ui.Section(place, accessory=open_button(citation.number, SpanReference.from_citation(citation)))


def _lines(statements: Sequence[Statement], first_number: int, room: int) -> list[str]:
    """Return a line for each of the statements that fit the room; the first is cut if it does not fit by itself."""
    lines: list[str] = []
    for number, statement in enumerate(statements, start=first_number):
        before, after = f"{number}. {lead(statement.under)}", f" \\[{statement.citation}\\]"
        line = before + truncate(statement.text, room - len(before + after)) + after
        used = sum(utf16_length(line) + 1 for line in lines)
        if lines and used + utf16_length(line) > room:
            break
        lines.append(line)
    return lines
