"""What `/gaps` and `/taught` show. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from relbot.discord.rendering.layout import SMALL_MARK, Item, button_row, layout, linkable, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.discord.teaching.buttons import ExportButton, LessonButton, PageButton
from relbot.humanize import quantity
from relbot.state.gap_groups import GapGroup
from relbot.state.taught import StoredLesson

_GROUPS_ON_PAGE, _LESSONS_ON_PAGE = 5, 5
"""Five groups are 3,500 characters at the most; five lessons with a text and a row of three buttons 25 components."""
_EXAMPLES = 3
_MAX_QUESTION, _MAX_EXAMPLE, _MAX_REASON, _MAX_WORDS = 160, 90, 100, 300
NO_GAPS = "Nothing that was asked in this server was left unanswered, as far as I have taken it down."
_NO_LESSONS = "Nobody has taught me an answer in this server yet; `/teach` does."
_NONE_OF_YOURS = "I answer nothing here with words of yours."


def gaps_layout(groups: Sequence[GapGroup], page: int) -> ui.LayoutView:
    """One page of what was left unanswered, most asked first, and buttons for the others and for a file of all."""
    if not groups:
        return notice(NO_GAPS)
    first = _first_of(page, _GROUPS_ON_PAGE, len(groups))
    asked = sum(group.count for group in groups)
    head = f"**{quantity(len(groups), 'open question')}**, asked {quantity(asked, 'time')}"
    shown = groups[first : first + _GROUPS_ON_PAGE]
    lines = [text(head), *(text(_gap_text(number, group)) for number, group in enumerate(shown, start=first + 1))]
    pages = _page_buttons("gaps", first // _GROUPS_ON_PAGE, _GROUPS_ON_PAGE, len(groups))
    return layout(*lines, *button_row([*pages, ExportButton()]))


def weekly_layout(groups: Sequence[GapGroup]) -> ui.LayoutView:
    """What was left unanswered most in a week; `groups` is not empty."""
    head = f"**Left unanswered this week**: {quantity(len(groups), 'question')}"
    lines = [text(_gap_text(number, group)) for number, group in enumerate(groups[:_GROUPS_ON_PAGE], start=1)]
    return layout(text(head), *lines, *button_row([PageButton("gaps", 0, "Show all")]))


def lessons_layout(lessons: Sequence[StoredLesson], page: int, *, only_own: bool) -> ui.LayoutView:
    """One page of taught answers, latest first, each with its buttons."""
    if not lessons:
        return notice(_NONE_OF_YOURS if only_own else _NO_LESSONS)
    first = _first_of(page, _LESSONS_ON_PAGE, len(lessons))
    parts: list[Item] = [text(f"**{quantity(len(lessons), 'taught answer')}**{' with your words' if only_own else ''}")]
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
        edit: list[Item] = [] if only_own else [LessonButton("edit", stored.id)]
        parts += button_row([*edit, LessonButton("withdraw", stored.id), *link])
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
    """The index of a page's first entry; of the last page's where there are not so many."""
    return min(page, (count - 1) // size) * size


def _page_buttons(what: str, page: int, size: int, count: int) -> list[Item]:
    before: list[Item] = [PageButton(what, page - 1, "Back")] if page else []
    after: list[Item] = [PageButton(what, page + 1, "More")] if (page + 1) * size < count else []
    return [*before, *after]
