"""Discord's rules for a message: lengths, emptiness, and that components v2 stand alone and stay.

https://docs.discord.com/developers/resources/message
"""

from __future__ import annotations

from collections.abc import Iterator

from discord_server.api_errors import ApiError, FieldError, Json, length_errors, raise_if_any
from discord_server.component_rules import component_errors

EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15

MAX_CONTENT = 2000
MAX_EMBED_TEXT = 6000
EMBED_TEXTS = {"title": 256, "description": 4096}


def check_message(payload: Json, before: Json | None = None, *prefix: str) -> None:
    """Check a new message, or an edit of the message with the fields `before`. Raises ApiError."""
    after = (before or {}) | {
        key: value for key, value in payload.items() if key in ("content", "embeds", "components")
    }
    was_v2 = bool(before and before["flags"] & COMPONENTS_V2)
    v2 = was_v2 or bool((payload.get("flags") or 0) & COMPONENTS_V2)
    raise_if_any(_message_errors(payload, after, was_v2, v2), *prefix)
    if not any(after.get(key) for key in ("embeds", "components", "poll")) and not (after.get("content") or "").strip():
        if payload.get("uploaded"):
            return
        raise ApiError(50006)


def _message_errors(payload: Json, after: Json, was_v2: bool, v2: bool) -> Iterator[FieldError]:
    if was_v2 and payload.get("flags") is not None and not payload["flags"] & COMPONENTS_V2:
        yield FieldError(
            ("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "IS_COMPONENTS_V2 cannot be removed once it is set."
        )
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if after.get(key) or payload.get(key):
                message = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                yield FieldError((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    yield from length_errors(("content",), payload.get("content"), MAX_CONTENT)
    yield from _embeds_errors(payload.get("embeds") or [])
    yield from component_errors(payload.get("components") or [], v2)


def _embeds_errors(embeds: list[Json]) -> Iterator[FieldError]:
    if len(embeds) > 10:
        yield FieldError(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for index, embed in enumerate(embeds):
        path = ("embeds", index)
        for key, maximum in EMBED_TEXTS.items():
            yield from length_errors((*path, key), embed.get(key), maximum)
        yield from length_errors((*path, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048)
        yield from length_errors((*path, "author", "name"), (embed.get("author") or {}).get("name"), 256)
        fields = embed.get("fields") or []
        if len(fields) > 25:
            yield FieldError((*path, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for number, field in enumerate(fields):
            yield from length_errors((*path, "fields", number, "name"), field.get("name"), 256, min_length=1)
            yield from length_errors((*path, "fields", number, "value"), field.get("value"), 1024, min_length=1)
    if sum(len(text) for embed in embeds for text in texts_of_embed(embed)) > MAX_EMBED_TEXT:
        message = f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}"
        yield FieldError(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def texts_of_embed(embed: Json) -> Iterator[str]:
    """All visible text of an embed, in the order it is shown."""
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield field.get("name") or ""
        yield field.get("value") or ""
    yield (embed.get("footer") or {}).get("text") or ""
