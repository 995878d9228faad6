"""Reads JSON sources and the text in them."""

from __future__ import annotations

import json
from typing import Any

from relbot.corpus.decoding import decode


def read_object(data: bytes) -> dict[str, Any]:
    """Return the top-level object of a file, or an empty one if it is no object. Raises ValueError for invalid JSON."""
    try:
        found = json.loads(decode(data).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON (line {error.lineno}); write it again") from None
    except RecursionError:
        raise ValueError("its JSON is nested too deeply to be read") from None
    return found if isinstance(found, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, or none if the value is not a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words_of(value: object) -> str:
    """Return a string, or a list of strings joined, else "". Lone surrogates are replaced."""
    parts = value if isinstance(value, list) else [value]
    return "".join(part for part in parts if isinstance(part, str)).encode("utf-8", "replace").decode()
