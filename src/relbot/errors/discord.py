"""Errors because of which the Discord bot cannot run."""

from __future__ import annotations

from relbot.errors import RelbotError


class DiscordError(RelbotError):
    """The bot cannot run."""


class TokenMissing(DiscordError):
    def __init__(self) -> None:
        super().__init__(
            "There is no Discord token: make an application at https://discord.com/developers/applications and put the"
            " token of its bot into .env as DISCORD_TOKEN=… (docs/discord.md goes through it step by step)."
        )


class TokenRefused(DiscordError):
    def __init__(self) -> None:
        super().__init__(
            "Discord does not accept the token in DISCORD_TOKEN; reset it on the Bot page of your application at"
            " https://discord.com/developers/applications and put the new one into .env."
        )


class MonitoringUnavailable(DiscordError):
    """The monitoring pages cannot be served."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Nothing can be served at {host}, port {port} ({why}); set RELBOT_METRICS_HOST to an address of this"
            " machine and RELBOT_METRICS_PORT to a free port, or leave both empty."
        )
        self.host, self.port, self.why = host, port, why


class DiscordUnreachable(DiscordError):
    def __init__(self, why: str) -> None:
        super().__init__(f"Discord could not be reached ({why}); check the network connection and start again.")
        self.why = why


_WHY_REFUSED = {
    4010: ("its shards are numbered wrongly", "start relbot again"),
    4011: (
        "it is in too many servers for its shards",
        "restart relbot, which then asks for their number again, or raise RELBOT_SHARD_COUNT",
    ),
    4012: ("it uses a version of the gateway that no longer exists", "update relbot and discord.py"),
    4013: ("it asks for intents that do not exist", "update relbot and discord.py"),
    4014: (
        "it asks for an intent that is not allowed",
        "switch it on under Privileged Gateway Intents on the Bot page of your application at"
        " https://discord.com/developers/applications, or set RELBOT_MESSAGE_CONTENT=off, and start again",
    ),
}
"""Reason and remedy by close code:
https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""


class GatewayRefused(DiscordError):
    """Discord has closed the connection with a code after which a client must not reconnect."""

    def __init__(self, code: int) -> None:
        why, remedy = _WHY_REFUSED[code]
        super().__init__(f"Discord has disconnected the bot for good, as {why} (close code {code}); {remedy}.")
        self.code = code


class GatewayElsewhere(DiscordError):
    """A test server returned the address of a gateway that is not on this machine."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The test server returned the gateway {address[:200]!r}, which is not an address on this machine, so the"
            " token is not sent there; correct the test server, or unset RELBOT_DISCORD_API and RELBOT_DISCORD_GATEWAY."
        )
        self.address = address
