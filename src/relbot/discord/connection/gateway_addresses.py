"""Which gateway to connect to, and which never: the token goes to Discord, or with a test server to this machine."""

from __future__ import annotations

from dataclasses import dataclass

from yarl import URL

from relbot.errors.discord import GatewayElsewhere
from relbot.settings import Settings, is_local_address


@dataclass(frozen=True, slots=True)
class GatewayAddresses:
    """The gateway that the settings name, if any, and whether every gateway must be on this machine."""

    chosen: URL | None = None
    local_only: bool = False

    @classmethod
    def from_settings(cls, settings: Settings) -> GatewayAddresses:
        """With a test server for the API or the gateway, no address that it returns may lead anywhere else."""
        chosen = URL(settings.discord_gateway) if settings.discord_gateway else None
        return cls(chosen, local_only=bool(settings.discord_api or settings.discord_gateway))

    def first(self, returned: str) -> URL:
        """Where to connect first, given what `/gateway/bot` returned. Raises GatewayElsewhere."""
        checked = self.checked(returned)
        return self.chosen or checked

    def checked(self, address: URL | str) -> URL:
        """An address that Discord or the test server returned. Raises GatewayElsewhere."""
        if self.local_only and not is_local_address(str(address)):
            raise GatewayElsewhere(str(address))
        return URL(address)
