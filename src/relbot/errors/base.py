"""The base class of the errors that users can act on."""

from __future__ import annotations


class RelbotError(Exception):
    """Base class of the errors whose message is shown to users."""
