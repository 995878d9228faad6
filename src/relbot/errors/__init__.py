"""The errors that users can act on, a module for what each is about; those of one engine, or of Ray, are beside it.

Each carries its values, and its message is one sentence that says what is wrong and what to do. The front ends print
that message; nothing else catches broadly.
"""

from __future__ import annotations


class RelbotError(Exception):
    """Base class of the errors whose message is shown to users."""
