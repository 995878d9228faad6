"""Reads the files that relbot ships within its packages: graphs, codebooks, and weights as JSON."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from relbot.errors.model import ModelUnreadable


def read_shipped(package: str, name: str) -> bytes:
    """Return the bytes of a file in a package. Raises ModelUnreadable."""
    try:
        return resources.files(package).joinpath(name).read_bytes()
    except OSError as error:
        raise ModelUnreadable(Path(name), str(error.strerror), "relbot") from None


def read_shipped_json(package: str, name: str) -> Any:
    """Return the parsed contents of a JSON file in a package. Raises ModelUnreadable."""
    return json.loads(read_shipped(package, name))
