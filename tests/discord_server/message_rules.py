"""What Discord demands of a message: lengths, emptiness, and that components v2 stand alone and stay.

https://docs.discord.com/developers/resources/message
"""

from __future__ import annotations

from collections.abc import Iterator

from discord_server.api_errors import ApiError, FieldError, Json, raise_if_any, too_long
from discord_server.component_rules import component_errors

EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15

MOST_CONTENT = 2000
MOST_EMBED_TEXT = 6000
EMBED_TEXTS = {"title": 256, "description": 4096}


def check_message(given: Json, before: Json | None = None, *prefix: str) -> None:
    """Refuse what is given (a new message, or an edit of what stood before) if Discord would. Raises ApiError."""
    after = (before or {}) | {key: value for key, value in given.items() if key in ("content", "embeds", "components")}
    was_v2 = bool(before and before["flags"] & COMPONENTS_V2)
    v2 = was_v2 or bool((given.get("flags") or 0) & COMPONENTS_V2)
    raise_if_any(_message_errors(given, after, was_v2, v2), *prefix)
    if not any(after.get(key) for key in ("embeds", "components", "poll")) and not (after.get("content") or "").strip():
        raise ApiError(50006)


def _message_errors(given: Json, after: Json, was_v2: bool, v2: bool) -> Iterator[FieldError]:
    if was_v2 and given.get("flags") is not None and not given["flags"] & COMPONENTS_V2:
        yield FieldError(
            ("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "IS_COMPONENTS_V2 cannot be removed once it is set."
        )
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if after.get(key) or given.get(key):
                words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                yield FieldError((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    yield from too_long(("content",), given.get("content"), MOST_CONTENT)
    yield from _embeds_errors(given.get("embeds") or [])
    yield from component_errors(given.get("components") or [], v2)


def _embeds_errors(embeds: list[Json]) -> Iterator[FieldError]:
    if len(embeds) > 10:
        yield FieldError(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for place, embed in enumerate(embeds):
        path = ("embeds", place)
        for key, most in EMBED_TEXTS.items():
            yield from too_long((*path, key), embed.get(key), most)
        yield from too_long((*path, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048)
        yield from too_long((*path, "author", "name"), (embed.get("author") or {}).get("name"), 256)
        fields = embed.get("fields") or []
        if len(fields) > 25:
            yield FieldError((*path, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for number, field in enumerate(fields):
            yield from too_long((*path, "fields", number, "name"), field.get("name"), 256, least=1)
            yield from too_long((*path, "fields", number, "value"), field.get("value"), 1024, least=1)
    if sum(len(text) for embed in embeds for text in texts_of_embed(embed)) > MOST_EMBED_TEXT:
        words = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        yield FieldError(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)


def texts_of_embed(embed: Json) -> Iterator[str]:
    """Everything of an embed that is read, in the order it is shown."""
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield field.get("name") or ""
        yield field.get("value") or ""
    yield (embed.get("footer") or {}).get("text") or ""
