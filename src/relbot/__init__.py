"""relbot answers questions about documents and cites where it read the answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relbot.engine import Relbot as Relbot

__all__ = ["Relbot"]
__version__ = "0.1.0"

# Since 1.29, ONNX Runtime sends usage data to Microsoft, and keeps an id of the machine in ~/.cache. It reads this
# variable when it is imported. https://github.com/microsoft/onnxruntime/pull/27379
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def __getattr__(name: str) -> Any:
    # Import lazily, so that `relbot --help` does not load the engine.
    if name == "Relbot":
        from relbot.engine import Relbot

        return Relbot
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
