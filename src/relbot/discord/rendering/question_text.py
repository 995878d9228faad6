"""The question at the top of an answer's message, and how it is read from there again. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from discord import Message, ui

from relbot.answer import Answer
from relbot.discord.rendering.escape import unescape_markdown
from relbot.discord.rendering.layout import SMALL_MARK, Text, text
from relbot.discord.rendering.truncation import ELLIPSIS, truncate

MAX_NOTE = 300
"""Characters of a question, and of each note about it."""

_QUESTION_ID, _INTERPRETED_ID = 1000, 1001
"""The component ids of the texts that hold the question, by which feedback, follow-ups and buttons find it again."""
_INTERPRETED_PREFIX = "Understood as: "


def question_text(question: str) -> Text:
    """A question, from where `question_in` reads it."""
    return text(SMALL_MARK + (truncate(question, MAX_NOTE) or ELLIPSIS), _QUESTION_ID)


def question_texts(answer: Answer) -> Iterator[Text]:
    """The question as it was put and, where that is not the same, as it was understood."""
    yield question_text(answer.question)
    if answer.interpreted_as:
        interpreted = truncate(answer.interpreted_as, MAX_NOTE)
        yield text(f"{SMALL_MARK}{_INTERPRETED_PREFIX}{interpreted}", _INTERPRETED_ID)


def question_in(message: Message, *, interpreted: bool = False) -> str:
    """The question that an answer's message shows; empty where it shows none.

    With `interpreted` the question as it was understood, where the message shows that too.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    shown = (interpreted and view.find_item(_INTERPRETED_ID)) or view.find_item(_QUESTION_ID)
    if not isinstance(shown, ui.TextDisplay):
        return ""
    return unescape_markdown(shown.content.removeprefix(SMALL_MARK).removeprefix(_INTERPRETED_PREFIX))
