"""Reads the JSON of a source."""

from __future__ import annotations

import json
from typing import Any

from relbot.corpus.decoding import decode


def read_object(data: bytes) -> dict[str, Any]:
    """The outermost object of a file, empty where it is something else. Raises ValueError where it is no JSON."""
    try:
        found = json.loads(decode(data).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON (line {error.lineno}); write it again") from None
    except RecursionError:
        raise ValueError("its JSON is nested too deeply to be read") from None
    return found if isinstance(found, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words_of(value: object) -> str:
    """A text, or the lines of one joined; "" of anything else. Surrogates that are alone are replaced."""
    parts = value if isinstance(value, list) else [value]
    return "".join(part for part in parts if isinstance(part, str)).encode("utf-8", "replace").decode()
