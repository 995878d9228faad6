"""The state of the connection to the gateway: which shards have a session, and how often one had to reconnect."""

from __future__ import annotations


class GatewayStatus:
    """The state of all shards of this process, which they keep up to date on the event loop."""

    def __init__(self) -> None:
        self.shards = 0
        """Shards that this process connects; 0 before Discord has told their number."""
        self.reconnects = 0
        """Sessions that were resumed, or begun anew after a break."""
        self._connected: set[int] = set()
        self._known: set[int] = set()

    @property
    def connected(self) -> int:
        """Shards whose session is confirmed."""
        return len(self._connected)

    @property
    def ready(self) -> bool:
        """Whether every shard is connected."""
        return 0 < self.shards == self.connected

    def established(self, shard_id: int) -> None:
        self._connected.add(shard_id)
        self.reconnects += shard_id in self._known
        self._known.add(shard_id)

    def lost(self, shard_id: int) -> None:
        self._connected.discard(shard_id)
