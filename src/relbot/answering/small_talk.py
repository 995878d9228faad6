"""The replies to small talk: a friendly sentence of the bot's own, with a question to ask that the corpus answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from relbot.query.small_talk.phrases import Kind

_ASK = " You could ask: “{example}”"
_REPLIES: Mapping[Kind, str] = MappingProxyType(
    {
        "source": "Everything I answer is quoted word for word from the sources, with a link to the place.",
        "ability": "I find the sentences of my sources that answer a question, and show where they stand." + _ASK,
        "help": "Ask me something about my sources in your own words, and I quote the sentences that answer." + _ASK,
        "maker": "I am relbot, a program that quotes documents; the people who run me chose the sources." + _ASK,
        "identity": "I am relbot, a bot that answers from its sources, word for word." + _ASK,
        "insult": "Sorry that I was no help. Try it in other words, or ask about something else in my sources." + _ASK,
        "apology": "No harm done." + _ASK,
        "thanks": "You are welcome!",
        "bye": "Bye! Come back when you want to look something up.",
        "praise": "Thank you! The credit goes to the sources.",
        "mood": "Fine, thank you, and ready to look things up." + _ASK,
        "joke": "I only know what my sources say, and they are rather serious." + _ASK,
        "test": "I am here." + _ASK,
        "greeting": "Hello!" + _ASK,
        "acknowledgement": "All right. Ask when you want to know more.",
        "nonsense": "I did not catch a question in that." + _ASK,
    }
)


def reply(kind: Kind, example: str | None) -> str:
    """Return the reply to a kind of small talk; `example` is a question that the corpus answers."""
    text = _REPLIES[kind]
    if example is None:
        return text.removesuffix(_ASK)
    return text.format(example=example)
