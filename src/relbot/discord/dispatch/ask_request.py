"""A question as it arrives from Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskRequest:
    """What a user asked, by whichever command, message or menu entry."""

    text: str
    user_id: int
    channel_id: int
    private: bool = False
    """Whether the answer is for the user alone."""
    server_id: int | None = None
    shareable: bool = False
    """Whether a private answer may be shared with the channel afterwards."""
    replied_to: int | None = None
    """The id of the bot's message that this replies to."""
    replied_question: str | None = None
    """The question that the message replied to answers."""
    collections: frozenset[str] | None = None
    """What may be answered from; None for all sources."""
    may_choose: bool = True
    """Whether sentences are offered to choose from where none is sure."""
    stands_alone: bool = False
    """Whether its words were not chosen for this talk, as offered ones or somebody else's, so that it begins anew."""
    is_edit: bool = False
    """Whether it is asked again in other words, and its answer is to be edited."""
    notice: str | None = None
    """What to say in place of an answer where no question could be read, None for what is usual then."""
