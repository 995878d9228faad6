"""Errors of the Qdrant engine that users can act on."""

from __future__ import annotations

from relbot.errors.index import IndexUnusable


class IndexAddressInvalid(IndexUnusable):
    """The address of a Qdrant index is malformed. It may contain a key, so the message does not repeat it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The address of the index {why}; write it as qdrant://host:6333/name (docs/qdrant.md).")
        self.why = why


class IndexUnreachable(IndexUnusable):
    """The server of an index cannot be reached, is too slow, or answers with an error."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"The index at {address} cannot be reached ({why}); see that Qdrant runs there, and try again."
        )
        self.address, self.why = address, why


class IndexKeyRefused(IndexUnusable):
    """The server has refused the API key."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Qdrant has refused access to the index at {address}; set RELBOT_QDRANT_KEY to a key that allows it."
        )
        self.address = address


class IndexReplaced(IndexUnusable):
    """The generation being read has been removed because two newer ones were published."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The index at {address} was replaced while it was read; ask again.")
        self.address = address
