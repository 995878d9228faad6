"""The errors of this engine that users can act on."""

from __future__ import annotations

from relbot.errors.index import IndexUnusable


class IndexAddressInvalid(IndexUnusable):
    """An address of Qdrant lacks something or has too much; it may hold a key, and is not told."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The address of the index {why}; write it as qdrant://host:6333/name (docs/qdrant.md).")
        self.why = why


class IndexUnreachable(IndexUnusable):
    """The server of an index is away, too slow, or answers with an error."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"The index at {address} cannot be reached ({why}); see that Qdrant runs there, and try again."
        )
        self.address, self.why = address, why


class IndexKeyRefused(IndexUnusable):
    """The server wants another API key."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Qdrant has refused access to the index at {address}; set RELBOT_QDRANT_KEY to a key that allows it."
        )
        self.address = address


class IndexReplaced(IndexUnusable):
    """The generation that was being read has been removed, since two others were published after it."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The index at {address} was replaced while it was read; ask again.")
        self.address = address
