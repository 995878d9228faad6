"""What `/gaps` and `/taught` show, and the form for teaching."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from relbot.discord.rendering.buttons import ActionButton
from relbot.discord.rendering.layout import SMALL_MARK, Item, button_row, layout, linkable, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.humanize import quantity
from relbot.state.gap_groups import GapGroup
from relbot.state.taught import StoredLesson

_GROUPS_ON_PAGE, _LESSONS_ON_PAGE = 5, 5
"""Entries on a page: five groups are 3,500 characters at most, and five lessons (each a text and a row of three
buttons) are 25 components."""
_EXAMPLES = 3
_MAX_QUESTION, _MAX_EXAMPLE, _MAX_REASON, _MAX_WORDS = 160, 90, 100, 300
MAX_QUESTION, MAX_WORDS = 500, 4000
"""The most characters of a question and an answer; Discord allows 4,000 in a field of a form."""
FORM_TIMEOUT = 900.0
"""Seconds allowed for filling in the form: as long as Discord lets it be answered."""
Submitted = Callable[[discord.Interaction[Any], str], Awaitable[None]]
NO_GAPS = "As far as I have noted, no question was left unanswered in this server."
_NO_LESSONS = "Nobody has taught me an answer in this server yet; use `/teach` for that."
_NONE_OF_YOURS = "I use none of your words as answers here."


def gaps_layout(groups: Sequence[GapGroup], page: int) -> ui.LayoutView:
    """Show a page of unanswered questions, most asked first, with buttons for the other pages and a file of all."""
    if not groups:
        return notice(NO_GAPS)
    first = _first_of(page, _GROUPS_ON_PAGE, len(groups))
    asked = sum(group.count for group in groups)
    head = f"**{quantity(len(groups), 'open question')}**, asked {quantity(asked, 'time')}"
    shown = groups[first : first + _GROUPS_ON_PAGE]
    lines = [text(head), *(text(_gap_text(number, group)) for number, group in enumerate(shown, start=first + 1))]
    pages = _page_buttons("gaps", first // _GROUPS_ON_PAGE, _GROUPS_ON_PAGE, len(groups))
    return layout(*lines, *button_row([*pages, ActionButton("gaps:csv", "CSV file")]))


def weekly_layout(groups: Sequence[GapGroup]) -> ui.LayoutView:
    """Show the questions left unanswered most often in a week; `groups` is not empty."""
    head = f"**Left unanswered this week**: {quantity(len(groups), 'question')}"
    lines = [text(_gap_text(number, group)) for number, group in enumerate(groups[:_GROUPS_ON_PAGE], start=1)]
    return layout(text(head), *lines, *button_row([ActionButton("gaps:page:0", "Show all")]))


def lessons_layout(lessons: Sequence[StoredLesson], page: int, *, only_own: bool) -> ui.LayoutView:
    """Show a page of taught answers, latest first, each with its buttons."""
    if not lessons:
        return notice(_NONE_OF_YOURS if only_own else _NO_LESSONS)
    first = _first_of(page, _LESSONS_ON_PAGE, len(lessons))
    parts: list[Item] = [text(f"**{quantity(len(lessons), 'taught answer')}**{' in your words' if only_own else ''}")]
    for stored in lessons[first : first + _LESSONS_ON_PAGE]:
        lesson = stored.lesson
        parts.append(
            text(
                f"**{truncate(lesson.question, _MAX_QUESTION)}**\n{truncate(lesson.words, _MAX_WORDS)}\n"
                f"{SMALL_MARK}answered by {truncate(lesson.author_name, 60)} on {lesson.answered.day}"
                f" {lesson.answered:%B %Y}"
            )
        )
        url = linkable(lesson.url)
        link: list[Item] = [ui.Button(label="Message", url=url)] if url else []
        edit: list[Item] = [] if only_own else [ActionButton(f"taught:edit:{stored.id}", "Edit")]
        parts += button_row([*edit, ActionButton(f"taught:withdraw:{stored.id}", "Withdraw"), *link])
    pages = _page_buttons("taught", first // _LESSONS_ON_PAGE, _LESSONS_ON_PAGE, len(lessons))
    return layout(*parts, *button_row(pages))


def _gap_text(number: int, group: GapGroup) -> str:
    first, *others = group.gaps
    newest = max(gap.last for gap in group.gaps)
    asked = f"{quantity(group.count, 'time')}, last <t:{int(newest.timestamp())}:R>"
    shown = f"**{number}. {truncate(first.question, _MAX_QUESTION)}**\n{SMALL_MARK}{asked}"
    if first.reason:
        shown += f" · {truncate(first.reason, _MAX_REASON)}"
    for gap in others[:_EXAMPLES]:
        shown += f"\n- {truncate(gap.question, _MAX_EXAMPLE)}"
    if len(others) > _EXAMPLES:
        shown += f"\n{SMALL_MARK}and {quantity(len(others) - _EXAMPLES, 'other wording')}"
    return shown


def _first_of(page: int, size: int, count: int) -> int:
    """Return the index of a page's first entry; past the end, that of the last page."""
    return min(page, (count - 1) // size) * size


def _page_buttons(what: str, page: int, size: int, count: int) -> list[Item]:
    before: list[Item] = [ActionButton(f"{what}:page:{page - 1}", "Back")] if page else []
    after: list[Item] = [ActionButton(f"{what}:page:{page + 1}", "More")] if (page + 1) * size < count else []
    return [*before, *after]


class TextForm(ui.Modal):
    """A form with one text field: for the question that a message answers, or the words of a new version."""

    def __init__(self, title: str, label: str, value: str, longest: int, submitted: Submitted) -> None:
        super().__init__(title=title, timeout=FORM_TIMEOUT)
        style = discord.TextStyle.paragraph if longest > MAX_QUESTION else discord.TextStyle.short
        self._text: ui.TextInput[Any] = ui.TextInput(
            label=label, style=style, default=value[:longest] or None, max_length=longest
        )
        self.add_item(self._text)
        self._submitted = submitted

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await self._submitted(interaction, self._text.value)
