"""A fake Discord to test a bot against; `server.py` says what it is."""

from discord_server.bot_process import BotExited, BotProcess
from discord_server.entities import Button, Channel, Guild, Intents, Message
from discord_server.interaction_events import ActionUnavailable
from discord_server.outages import Outage
from discord_server.pings import Pings, would_ping
from discord_server.server import FakeDiscord
from discord_server.users import NoResponse, Reply, SimulatedUser

__all__ = [
    "ActionUnavailable",
    "BotExited",
    "BotProcess",
    "Button",
    "Channel",
    "FakeDiscord",
    "Guild",
    "Intents",
    "Message",
    "NoResponse",
    "Outage",
    "Pings",
    "Reply",
    "SimulatedUser",
    "would_ping",
]
