"""One-sentence messages: why a request is turned away, what went wrong, what was done. Pure."""

from __future__ import annotations

from discord import ui

from relbot.discord.rendering.layout import GREY, RED, layout, text
from relbot.humanize import quantity

EMPTY_QUESTION = "There are no words here that I could look up; ask me something, such as “When did they meet?”"
MENTION_ME_NOT_MY_ROLE = (
    "Please mention me, not my role: Discord shows me the words of a message only if I am mentioned myself."
)
CANNOT_SEE_THAT_MESSAGE = (
    "Discord does not show me the words of that message; open its menu and choose Apps › Ask relbot about this, or"
    " mention me together with the question."
)
WORDS_ONLY = (
    "I read words only, not files, pictures, voice messages, polls or stickers; write your question to me as text."
)
PASSAGE_CHANGED = (
    "The source has changed since that answer, and this passage is no longer in it; ask again for what it says now."
)
BUSY = "I am busy with other questions at the moment; please try again in a little while."
SHUTTING_DOWN = "I am just restarting; please try again in a moment."
NOT_OWNER = "Only whoever runs this bot can rebuild its index."
SWITCHED_OFF = "I am switched off in this channel."
NOT_MANAGER = "Only those who may manage this server can set me up."
REBUILD_RUNNING = "The index is already being rebuilt; wait until that is done."
REBUILD_FOLLOWS = "It is now among the sources; when the running rebuild is done, another one includes it."
SHARING_FORBIDDEN = "You cannot write in this channel, so I cannot show it to everybody here."
ALREADY_SHARED = "Everybody here can already see that answer."
UNKNOWN_BUTTON = "I no longer know this button; ask again, and the new answer will have its own."
UNKNOWN_COMMAND = "I no longer know this command; `/help` says how to ask me."
VOTE_RECORDED = "Thank you, noted."
FEEDBACK_DISABLED = "Feedback is switched off here."
INDEX_UNREADABLE = "I cannot read my index at the moment; whoever runs me can find the reason in the log"
INTERNAL_ERROR = "Something went wrong; whoever runs me can find the reason in the log"


def notice(sentence: str, *, error: bool = False) -> ui.LayoutView:
    """Build a message of one sentence."""
    return layout(text(sentence), colour=RED if error else GREY)


def cooldown_notice(seconds: float) -> ui.LayoutView:
    """Say that a person asks too soon after the previous question, and how many seconds to wait."""
    whole = quantity(max(1, round(seconds)), "second")
    return notice(f"One question at a time, please; ask again in {whole}.")


def incident_notice(sentence: str, number: str) -> ui.LayoutView:
    """Say what went wrong in one sentence, with the incident number under which it is logged."""
    return notice(f"{sentence} (incident {number}).", error=True)
