"""Prints votes and taught answers as a question file."""

from __future__ import annotations

from relbot.settings import Settings
from relbot.state import database, taught
from relbot.state.database import Database
from relbot.state.feedback import KEY_FILE, FeedbackFile
from relbot.state.labels import question_lines
from relbot.terminal.output import stdout


def print_questions(settings: Settings) -> None:
    """Print the lines. Raises StateError."""
    with Database(settings.state / database.FILE).transaction() as connection:
        lessons = [stored.lesson for stored in taught.current(connection)]
    votes = FeedbackFile(settings.feedback, settings.state / KEY_FILE).votes() if settings.feedback else ()
    out = stdout()
    for line in question_lines(votes, lessons):
        out.write(line)
