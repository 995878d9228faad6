"""Prints the bot's stored data, i.e. unanswered questions, and votes as a question file; and deletes a user's data."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from relbot.humanize import quantity
from relbot.settings import Settings
from relbot.state import database, gaps, taught
from relbot.state.database import Database
from relbot.state.feedback import KEY_FILE, FeedbackFile
from relbot.state.gap_groups import GapGroup, group, to_csv
from relbot.state.labels import question_lines
from relbot.terminal.output import stderr, stdout
from relbot.terminal.sanitize import sanitize

_MAX_LISTED = 30
"""The most groups that are listed; the others are counted."""
_EXAMPLES = 3


def print_gaps(settings: Settings, *, as_csv: bool) -> None:
    """Print the unanswered questions of all servers, in groups, most asked first. Raises StateError."""
    with Database(settings.state / database.FILE).transaction() as connection:
        found = gaps.read(connection)
    groups = group(found)
    out = stdout()
    if as_csv:
        out.write(to_csv(groups).rstrip())
        return
    if not groups:
        out.write("Nothing that was asked in a server was left unanswered.")
        return
    out.print(_table(groups[:_MAX_LISTED]))
    if len(groups) > _MAX_LISTED:
        out.write(f"and {quantity(len(groups) - _MAX_LISTED, 'more group')}; --csv prints them all.")


def print_questions(settings: Settings) -> None:
    """Print votes and taught answers as a question file; report on stderr if there are none. Raises StateError."""
    with Database(settings.state / database.FILE).transaction() as connection:
        lessons = [stored.lesson for stored in taught.current(connection)]
    votes = FeedbackFile(settings.feedback, settings.state / KEY_FILE).votes() if settings.feedback else ()
    out, lines = stdout(), [*question_lines(votes, lessons)]
    for line in lines:
        out.write(line)
    if not lines:
        stderr().write("relbot: Nobody has voted or taught an answer yet.")


def forget_user(settings: Settings, user_id: int) -> None:
    """Delete a user's votes and taught answers, print how many, and update the index. Raises RelbotError."""
    state, votes = Database(settings.state / database.FILE), 0
    if settings.feedback:
        votes = FeedbackFile(settings.feedback, settings.state / KEY_FILE).forget(user_id)
    with state.transaction() as connection:
        lessons = taught.by_author(connection, user_id)
        taught.withdraw(connection, settings.corpus, lessons)
    stdout().write(f"Deleted {quantity(votes, 'vote')} and {quantity(len(lessons), 'answer')}.")
    if lessons:
        from relbot.index.build import build
        from relbot.terminal.progress import DelayedProgressBar

        with DelayedProgressBar(stderr()) as progress:
            build(settings.corpus, settings.index, model=settings.model, progress=progress, own=[settings.state])


def _table(groups: list[GapGroup]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Asked", justify="right")
    table.add_column("Last", no_wrap=True)
    table.add_column("Question")
    for each in groups:
        first, *others = each.gaps
        words = Text(sanitize(first.question), "bold")
        for other in others[:_EXAMPLES]:
            words.append(f"\n{sanitize(other.question)}", "dim")
        if len(others) > _EXAMPLES:
            words.append(f"\nand {quantity(len(others) - _EXAMPLES, 'other wording')}", "dim")
        last = max(gap.last for gap in each.gaps)
        table.add_row(f"{each.count:,}", f"{last:%Y-%m-%d}", words)
    return table
