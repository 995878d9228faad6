"""Generations with another manifest, as another relbot would have made them: only the change tells, not a checksum."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.mutations import replace
from relbot.index.manifest import FILE, digest
from relbot.index.publish import CURRENT, current_folder


def edit_manifest(index: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the manifest of the generation that answers, and name the generation after it."""
    folder = current_folder(index)
    values = json.loads((folder / FILE).read_bytes())
    change(values)
    data = json.dumps(values).encode()
    return replace_manifest(index, data)


def replace_manifest(index: Path, data: bytes) -> Path:
    """Give the generation that answers another manifest, and the name that vouches for it."""
    folder = current_folder(index)
    replace(folder / FILE, data)
    renamed = folder.rename(index / f"{folder.name.partition('-')[0]}-{digest(data)}")
    replace(index / CURRENT, renamed.name.encode())
    return renamed
