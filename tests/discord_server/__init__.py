"""A small Discord to test a bot against; `server.py` says what it is."""

from discord_server.delivery import NotOffered
from discord_server.people import NoAnswer, Person, Reply
from discord_server.pings import Pings, would_ping
from discord_server.process import BotEnded, BotProcess
from discord_server.server import SmallDiscord
from discord_server.state import Button, Channel, Guild, Intents, Message

__all__ = [
    "BotEnded",
    "BotProcess",
    "Button",
    "Channel",
    "Guild",
    "Intents",
    "Message",
    "NoAnswer",
    "NotOffered",
    "Person",
    "Pings",
    "Reply",
    "SmallDiscord",
    "would_ping",
]
