"""Generations with another manifest, as another relbot would have made them: only the change tells, not a checksum."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.mutations import replace
from relbot.index.manifest import FILE, digest
from relbot.index.publish import CURRENT, current


def reseal(index: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the manifest of the generation that answers, and name the generation after it."""
    folder = current(index)
    values = json.loads((folder / FILE).read_bytes())
    change(values)
    data = json.dumps(values).encode()
    return sealed(index, data)


def sealed(index: Path, data: bytes) -> Path:
    """Give the generation that answers another manifest, and the name that vouches for it."""
    folder = current(index)
    replace(folder / FILE, data)
    renamed = folder.rename(index / f"{folder.name.partition('-')[0]}-{digest(data)}")
    replace(index / CURRENT, renamed.name.encode())
    return renamed
