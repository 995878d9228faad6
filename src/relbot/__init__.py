"""relbot answers questions about documents and shows where it read the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relbot.engine import Relbot as Relbot

__all__ = ["Relbot"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Lazy, so that `relbot --help` does not pay for the engine.
    if name == "Relbot":
        from relbot.engine import Relbot

        return Relbot
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
