"""Generations with another manifest, as another relbot would have made them: only the change tells, not a checksum."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relbot.index.manifest import FILE, digest
from relbot.index.publish import CURRENT, current


def reseal(index: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the manifest of the generation that answers, and name the generation after it."""
    folder = current(index)
    values = json.loads((folder / FILE).read_bytes())
    change(values)
    data = json.dumps(values).encode()
    (folder / FILE).write_bytes(data)
    resealed = folder.rename(index / f"{folder.name.partition('-')[0]}-{digest(data)}")
    (index / CURRENT).write_text(resealed.name)
    return resealed
