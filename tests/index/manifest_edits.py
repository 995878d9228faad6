"""Edits the manifest of a generation and renames the generation to match, so that no checksum reveals the edit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.mutations import replace
from relbot.index.local.publish import CURRENT, current_folder
from relbot.index.manifest import FILE, digest


def edit_manifest(index: Path, edit: Callable[[dict[str, Any]], object]) -> Path:
    """Edit the manifest of the current generation, as JSON values. Returns the renamed generation's folder."""
    folder = current_folder(index)
    values = json.loads((folder / FILE).read_bytes())
    edit(values)
    data = json.dumps(values).encode()
    return replace_manifest(index, data)


def replace_manifest(index: Path, data: bytes) -> Path:
    """Replace the manifest of the current generation, and rename the generation by its hash."""
    folder = current_folder(index)
    replace(folder / FILE, data)
    renamed = folder.rename(index / f"{folder.name.partition('-')[0]}-{digest(data)}")
    replace(index / CURRENT, renamed.name.encode())
    return renamed
