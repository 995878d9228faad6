"""The question at the top of an answer's message, and how it is read back from there. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from discord import Message, ui

from relbot.answer import Answer
from relbot.discord.rendering.escape import unescape_markdown
from relbot.discord.rendering.layout import SMALL_MARK, Text, text
from relbot.discord.rendering.truncation import ELLIPSIS, truncate

MAX_NOTE = 300
"""The most characters of a question, and of each note about it."""

_QUESTION_ID, _INTERPRETED_ID = 1000, 1001
"""The component ids of the texts that hold the question, by which feedback, follow-ups and buttons find it again."""
_INTERPRETED_PREFIX = "Understood as: "


def question_text(question: str) -> Text:
    """Build the text of a question, which `question_in` can read back."""
    return text(SMALL_MARK + (truncate(question, MAX_NOTE) or ELLIPSIS), _QUESTION_ID)


def question_texts(answer: Answer) -> Iterator[Text]:
    """Yield the question as it was asked and, if that differs, as it was understood."""
    yield question_text(answer.question)
    if answer.interpreted_as:
        interpreted = truncate(answer.interpreted_as, MAX_NOTE)
        yield text(f"{SMALL_MARK}{_INTERPRETED_PREFIX}{interpreted}", _INTERPRETED_ID)


def question_in(message: Message, *, interpreted: bool = False) -> str:
    """Return the question that an answer's message shows; empty if it shows none.

    With `interpreted`, return the question as it was understood, if the message shows that too.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    shown = (interpreted and view.find_item(_INTERPRETED_ID)) or view.find_item(_QUESTION_ID)
    if not isinstance(shown, ui.TextDisplay):
        return ""
    return unescape_markdown(shown.content.removeprefix(SMALL_MARK).removeprefix(_INTERPRETED_PREFIX))
