"""Parses chat exports of DiscordChatExporter (JSON): what people wrote, with author, time and link of each message.

No other JSON is read: it is data rather than text that could be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from relbot.corpus.context import with_context
from relbot.corpus.formats import markdown
from relbot.corpus.formats.records.json_text import objects, read_object, words_of
from relbot.corpus.formats.records.question_detection import SENTENCE_BOUNDARY, is_question
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL, Element, Heading, Prose, Rendered, one_line

_SPEECH = frozenset(
    {"Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "ContextMenuCommand", "20", "21", "23"}
)
"""Types of messages that somebody wrote; others report that a member joined, a message was pinned and the like."""
_SITE = "https://discord.com/channels"
_EMOJI = re.compile(r"<a?(:\w{1,64}:)\d{1,25}>")
_MENTION = re.compile(r"<(@[!&]?|#)(\d{1,25})>")
_TIME = re.compile(r"<t:(-?\d{1,11})(?::\w)?>")
_HEADING_MARK = re.compile(r"^(?:-#|#{1,3}) +(?=\S)", re.MULTILINE)
_SPOILER = re.compile(r"\|\|(.{1,2000}?)\|\|", re.DOTALL)
_CODE = re.compile(r"(```.*?```|``[^`\n]+``|`[^`\n]+`)", re.DOTALL)
_RULE = re.compile(r"^[-=]{2,}[ \t]*$", re.MULTILINE)
"""A rule, which turns the line above into a heading in Markdown but not in Discord."""
_LITERAL = re.compile(r"<(?!https?://)|#")
"""A character that begins a tag or heading in Markdown but not in Discord."""


def parse(data: bytes) -> Rendered:
    """Render the messages of a channel. Raises ValueError if the file is not an export."""
    export = read_object(data)
    guild, channel = export.get("guild"), export.get("channel")
    if not isinstance(guild, dict) or not isinstance(channel, dict) or not isinstance(export.get("messages"), list):
        raise ValueError(
            "it is no chat export of DiscordChatExporter, the only JSON that is read; save what it says as .txt or .md"
        )
    name = f"#{words_of(channel.get('name'))}"
    server = str(guild.get("id", ""))
    address = f"{_SITE}/{server if _is_id(server) and server != '0' else '@me'}/{channel.get('id', '')}"
    messages = [message for message in objects(export["messages"]) if message.get("type", "Default") in _SPEECH]
    by_id = {str(message.get("id")): message for message in messages}
    builder = TextBuilder()
    is_asked = was_question = False
    for previous, message in zip([None, *messages], messages, strict=False):
        content = _content(message)
        builder.place(
            ", ".join(filter(None, (name, _author(message), _time(message.get("timestamp"))))),
            url=f"{address}/{message['id']}" if _is_id(str(message.get("id"))) else None,
        )
        if previous and is_asked and not was_question and _author(previous) != _author(message):
            builder.heading(CONTEXT_LEVEL, "")  # the previous question is answered
            is_asked = False
        was_question = is_question(content)
        is_asked = is_asked or was_question
        asked = by_id.get(_reference(message))
        is_apart = asked is not None and asked is not previous
        if asked is not None and is_apart:
            builder.elements.append(Heading(CONTEXT_LEVEL, one_line(_content(asked))))
        before = len(builder.elements)
        _append_message(builder, message)
        if was_question:
            _head_with_question(builder.elements, before, content)
        if is_apart:
            builder.heading(CONTEXT_LEVEL, "")
    title = ", ".join(filter(None, (name, words_of(guild.get("name")))))
    return replace(with_context(builder.rendered()), title=one_line(title), url=address)


def _head_with_question(elements: list[Element], index: int, content: str) -> None:
    """Make a message that ends in a question the heading of its answers, if it is one sentence and all that some
    elements hold from an index on.
    """
    last = elements[-1] if len(elements) == index + 1 else None
    if isinstance(last, Prose) and not SENTENCE_BOUNDARY.search(content):
        elements[index] = Heading(CONTEXT_LEVEL, one_line(content), last.start, last.end)


def _append_message(builder: TextBuilder, message: Mapping[str, Any]) -> None:
    forwarded = message.get("forwardedMessage")
    for part in (message, forwarded if isinstance(forwarded, dict) else {}):
        if content := _content(part):
            markdown.append(content, builder)
        for embed in objects(part.get("embeds")):
            for key in ("title", "description"):
                markdown.append(_HEADING_MARK.sub("", words_of(embed.get(key))), builder)
            for field in objects(embed.get("fields")):
                builder.prose(f"{words_of(field.get('name')).rstrip(':')}: {words_of(field.get('value'))}", "pair")


def _content(message: Mapping[str, Any]) -> str:
    """Return the words of a message in Markdown, with emojis, mentions and times of Discord spelled out."""
    names = {
        str(user.get("id")): words_of(user.get("nickname")) or words_of(user.get("name"))
        for user in objects(message.get("mentions"))
    }
    content = _EMOJI.sub(r"\1", words_of(message.get("content")))
    content = _MENTION.sub(lambda mark: f"{mark[1][0]}{names.get(mark[2], 'unknown')}", content)
    content = _TIME.sub(lambda mark: _time(int(mark[1])) or mark[0], content)
    return "".join(part if part.startswith("`") else _to_markdown(part) for part in _CODE.split(content))


def _to_markdown(content: str) -> str:
    content = _RULE.sub("", _HEADING_MARK.sub("", content))
    return _LITERAL.sub(r"\\\g<0>", _SPOILER.sub(r"\1", content))


def _author(message: Mapping[str, Any]) -> str:
    author = message.get("author")
    author = author if isinstance(author, dict) else {}
    return one_line(words_of(author.get("nickname")) or words_of(author.get("name")))


def _time(value: object) -> str:
    """Return a time to the minute, in the time zone in which it is written; Unix timestamps in UTC; "" if invalid."""
    try:
        time = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else datetime.fromisoformat(words_of(value))
    except (ValueError, OverflowError, OSError):
        return ""
    return time.strftime("%Y-%m-%d %H:%M")


def _reference(message: Mapping[str, Any]) -> str:
    reference = message.get("reference")
    return str(reference.get("messageId")) if isinstance(reference, dict) else ""


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal()
