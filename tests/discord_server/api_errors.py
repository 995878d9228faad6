"""JSON responses, and the errors that Discord answers with.

Codes, statuses and messages: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Json = dict[str, Any]

API_ERRORS = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    160004: (400, "A thread has already been created for this message"),
    160002: (403, "Cannot reply without permission to read message history"),
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """An error in one field of a request body."""

    path: tuple[str | int, ...]
    code: str
    message: str


class ApiError(Exception):
    """A request that Discord refuses, with the body of its response."""

    def __init__(self, code: int, errors: Json | None = None) -> None:
        self.status, self.message = API_ERRORS[code]
        super().__init__(f"{code}: {self.message}")
        self.code, self.errors = code, errors

    def body(self) -> Json:
        return {"message": self.message, "code": self.code} | ({"errors": self.errors} if self.errors else {})


def raise_if_any(errors_found: Iterable[FieldError], *prefix: str) -> None:
    """Raise one ApiError 50035 that nests every error under its path, as Discord does."""
    errors: Json = {}
    for error in errors_found:
        node = errors
        for step in (*prefix, *error.path):
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": error.code, "message": error.message})
    if errors:
        raise ApiError(50035, errors)


def length_errors(
    path: tuple[str | int, ...], value: str | None, max_length: int, min_length: int = 0
) -> Iterable[FieldError]:
    """Characters are Unicode code points, as Discord's API counts them; blank text counts as none."""
    length = len((value or "").strip()) and len(value or "")
    if length > max_length and not min_length:
        yield FieldError(path, "BASE_TYPE_MAX_LENGTH", f"Must be {max_length} or fewer in length.")
    elif not min_length <= length <= max_length:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {min_length} and {max_length} in length.")


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON response without a charset: discord.py reads `application/json; charset=utf-8` as text."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json")
