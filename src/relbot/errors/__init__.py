"""The errors that users can act on, in one module per subject; those of Qdrant and Ray are defined in their packages.

Each error has its values as attributes, and its message is one sentence that says what is wrong and what to do. The
front ends print that message; nothing else catches errors broadly.
"""

from __future__ import annotations


class RelbotError(Exception):
    """Base class of the errors whose message is shown to users."""
