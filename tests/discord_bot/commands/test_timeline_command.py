"""What happened when, as a command and as a message that Discord takes whatever the sources hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discord_bot.rendering.test_answer_layout import accepted, citations, few
from discord_server import BotProcess, FakeDiscord
from relbot.answer import Citation
from relbot.answering.timeline import Event
from relbot.discord.commands.slash_commands import MAX_EVENTS, timeline_layout
from relbot.temporal.interval import years


@pytest.mark.asyncio(loop_scope="session")
async def test_the_timeline_of_a_span_shows_dates_in_order_and_opens_their_passages(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("timeline", span="1956..1961", word="Hoxha")
    assert reply.ephemeral
    assert reply.message not in bob.visible_messages(discord.default_channel)
    assert "> In 1961, Albania" not in reply.text, "it does not speak of Hoxha"
    assert reply.text.index("1956**") < reply.text.index("**6 June 1959**")
    assert "Albania–North Korea relations › History › Cold War" in reply.text
    assert "**On 6 June 1959, Hoxha" in (await alice.click(reply, "Open 2")).text


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, f", of which these are the first {MAX_EVENTS}; a narrower span or a word shows others"),
        ({"span": "@everyone"}, "is not a span of time that relbot understands; write it like 1956"),
        ({"span": "300 BC"}, "I found nothing dated"),
        ({"word": "umbrella"}, "I found nothing dated"),
    ],
)
async def test_a_timeline_says_what_it_leaves_out_or_why_it_is_empty(
    discord: FakeDiscord, bot: BotProcess, options: dict[str, Any], expected: str
) -> None:
    assert expected in (await discord.add_user("alice").slash("timeline", **options)).text


@few
@given(st.lists(citations(), min_size=1, max_size=MAX_EVENTS + 2))
def test_any_timeline_is_a_message_that_discord_takes(found: list[Citation]) -> None:
    texts = accepted(timeline_layout([Event(years(1961), "then", True, citation) for citation in found]))
    assert len(texts) == 1 + min(len(found), MAX_EVENTS)
