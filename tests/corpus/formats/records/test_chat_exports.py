from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.formats.shown import blocks, placed, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected


def message(number: int, content: str, author: str = "Ada", kind: str = "Default", **more: object) -> dict[str, Any]:
    written = {
        "id": str(number),
        "type": kind,
        "timestamp": f"2026-11-01T09:{number:02}:00.5+00:00",
        "content": content,
    }
    return {**written, "author": {"id": "2", "name": author.lower(), "nickname": author}, **more}


def export(*messages: dict[str, Any], guild: str = "1") -> bytes:
    channel = {"id": "10", "name": "install"}
    return json.dumps({"guild": {"id": guild, "name": "Otters"}, "channel": channel, "messages": messages}).encode()


def test_each_message_is_a_place_with_author_time_and_address() -> None:
    data = export(
        message(1, "The bot needs Python."),
        message(2, "joined", kind="GuildMemberJoin"),
        message(3, "It is free.", "Ben"),
    )
    document = parse("a.json", data)
    assert document.source.title == "#install, Otters"
    assert document.source.url == "https://discord.com/channels/1/10"
    assert placed("a.json", data) == [
        ("#install, Ada, 2026-11-01 09:01", "The bot needs Python."),
        ("#install, Ben, 2026-11-01 09:03", "It is free."),
    ]
    assert [place.url for place in document.places] == [f"https://discord.com/channels/1/10/{n}" for n in (1, 3)]


def test_a_question_is_the_section_of_the_answer_also_of_a_late_reply() -> None:
    data = export(
        message(1, "Which Python do I need?"),
        message(2, "You need Python 3.11.", "Ben"),
        message(3, "Thanks to all of you.", kind="Reply", reference={"messageId": "2"}),
        message(4, "Or newer than that.", "Cy", "Reply", reference={"messageId": "1"}),
    )
    found = sectioned("a.json", data)
    assert found[0] == ("Which Python do I need?", "You need Python 3.11.")
    assert found[-1] == ("Which Python do I need?", "Or newer than that.")


def test_a_question_needs_no_question_mark_and_what_is_told_before_one_stays_told() -> None:
    data = export(
        message(1, "whats the gate code again"),
        message(2, "It is 4471.", "Ben"),
        message(3, "The van is broken. can someone come"),
        message(4, "Yes.", "Cy"),
    )
    asked = "whats the gate code again"
    assert sectioned("a.json", data)[0] == (asked, "It is 4471.")
    assert asked not in blocks("a.json", data)
    assert "The van is broken." in " ".join(blocks("a.json", data))


def test_what_others_say_after_the_answer_is_not_of_the_question() -> None:
    data = export(
        message(1, "Which Python do I need?"),
        message(2, "You need Python 3.11.", "Ben"),
        message(3, "Get it from your system.", "Ben"),
        message(4, "The meeting is moved to Friday.", "Cy"),
    )
    asked = "Which Python do I need?"
    assert [section[:-1] for section in sectioned("a.json", data)] == [(asked,), (asked,), ()]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("It is **bold**, __under__, ~~gone~~ and ||secret||.", "It is bold, under, and secret."),
        ("Ask <@2> or <@!9> in <#7> <:otter:123> now.", "Ask @Ben or @unknown in #unknown now."),
        ("It starts <t:1700000000:f>.", "It starts 2023-11-14 22:13."),
        ("# News\nIt is out.", "News\nIt is out."),
        ("Use List<int> and `List<T>` #3", "Use List<int> and List<T> #3"),
        ("Above\n---\nbelow it.", "Above"),
        ("See <https://a.example/x> for it.", "See https://a.example/x for it."),
    ],
)
def test_a_message_is_shown_as_discord_shows_it(content: str, shown: str) -> None:
    mentions = [{"id": "2", "name": "ben", "nickname": "Ben"}]
    assert blocks("a.json", export(message(1, content, mentions=mentions)))[0] == shown


def test_embeds_and_forwarded_messages_are_read() -> None:
    embed = {"title": "Release", "description": "It is out now.", "fields": [{"name": "Version", "value": "1.2"}]}
    forwarded = {"content": "The old message of Ben.", "embeds": []}
    data = export(message(1, "", embeds=[embed], forwardedMessage=forwarded))
    assert blocks("a.json", data) == ["Release", "It is out now.", "Version: 1.2", "The old message of Ben."]


def test_a_direct_message_has_its_own_address() -> None:
    assert (
        parse("a.json", export(message(1, "It is here."), guild="0")).source.url
        == "https://discord.com/channels/@me/10"
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"name": "relbot"}', "it is no chat export of DiscordChatExporter"),
        (b"[]", "it is no chat export of DiscordChatExporter"),
        (b"", "it is empty"),
        (export(), "it holds no prose"),
        (export({"type": 1, "content": 2}, {"author": 1}), "it holds no prose"),
    ],
)
def test_other_json_is_left_out_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.json", data)
    assert error.value.why.startswith(why)
