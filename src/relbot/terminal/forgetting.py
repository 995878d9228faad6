"""Deletes what is kept of one person, and brings the index up to date without their words."""

from __future__ import annotations

from relbot.errors import FeedbackNotWritten
from relbot.humanize import quantity
from relbot.settings import Settings
from relbot.state import database, taught
from relbot.state.database import Database
from relbot.state.feedback import KEY_FILE, FeedbackFile
from relbot.terminal.output import stderr, stdout


def forget_user(settings: Settings, user_id: int) -> None:
    """Delete votes and words of a user, and say how many. Raises RelbotError."""
    votes = 0
    if settings.feedback:
        try:
            votes = FeedbackFile(settings.feedback, settings.state / KEY_FILE).forget(user_id)
        except OSError as error:
            raise FeedbackNotWritten(settings.feedback, str(error.strerror)) from None
    with Database(settings.state / database.FILE).transaction() as connection:
        lessons = taught.by_author(connection, user_id)
        taught.withdraw(connection, settings.corpus, lessons)
    stdout().write(f"Deleted {quantity(votes, 'vote')} and {quantity(len(lessons), 'answer')}.")
    if lessons:
        from relbot.index.build import build
        from relbot.terminal.progress import DelayedProgressBar

        with DelayedProgressBar(stderr()) as progress:
            build(settings.corpus, settings.index, model=settings.model, progress=progress)
