"""The fake Discord is itself tested: a plain discord.py bot, run as a process, meets each of its rules."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
import pytest_asyncio

from discord_server import (
    ActionUnavailable,
    BotExited,
    BotProcess,
    Channel,
    FakeDiscord,
    Intents,
    Message,
    NoResponse,
    Outage,
    Pings,
    would_ping,
)
from discord_server.api_errors import Json

PROBE_BOT = (sys.executable, str(Path(__file__).with_name("probe_bot.py")))

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild(channels=["general", "quiet"], threads=["aside"])
        yield discord


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord) -> AsyncIterator[BotProcess]:
    async with BotProcess(PROBE_BOT, discord.environment) as bot:
        await bot.wait_ready(discord)
        yield bot


@pytest_asyncio.fixture(loop_scope="module")
async def fresh_discord() -> AsyncIterator[FakeDiscord]:
    """One that no other test sees."""
    async with FakeDiscord() as discord:
        discord.add_guild()
        yield discord


async def test_a_command_is_deferred_and_then_answered(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("ask", question="When?")
    assert reply.text == "You asked: When?\nAnd that is all."
    assert [button.label for button in reply.buttons] == ["More"]
    assert reply.acknowledged_after is not None
    assert reply.answered_after is not None
    assert 0 < reply.acknowledged_after < reply.answered_after < 3
    assert not reply.ephemeral
    assert not reply.message.loading


async def test_an_ephemeral_answer_is_seen_by_one_person_only(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question="Why?", private=True)
    assert reply.ephemeral
    assert reply.message in alice.visible_messages(discord.default_channel)
    assert reply.message not in bob.visible_messages(discord.default_channel)
    with pytest.raises(ActionUnavailable, match="does not see"):
        await bob.click(reply, "More")


async def test_whether_an_answer_is_ephemeral_is_settled_when_deferring(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("switch")
    await discord.wait_for(lambda: reply.followups)
    assert (reply.text, reply.ephemeral) == ("meant to be private", False)
    assert (reply.followups[0].text, reply.followups[0].ephemeral) == ("really private", True)


async def test_a_late_acknowledgement_is_refused(
    discord: FakeDiscord, bot: BotProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.interactions, "acknowledge_timeout", 0.2)
    with pytest.raises(NoResponse, match="did not respond"):
        await discord.add_user("alice").slash("late")
    await discord.wait_for(lambda: any(request.code == 10062 for request in discord.refusals))


async def test_a_second_acknowledgement_is_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("twice")
    await discord.wait_for(lambda: any(request.code == 40060 for request in discord.refusals))
    assert reply.text == "once"


async def test_a_token_that_has_ended_is_refused(
    discord: FakeDiscord, bot: BotProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.interactions, "token_lifetime", 0.0)
    await discord.add_user("alice").slash("ask", question="When?", until="acknowledged")
    refused = await discord.wait_for(lambda: [request for request in discord.refusals if request.code == 50027])
    assert refused[0].status == 401


async def test_too_much_text_over_all_displays_is_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("long")
    assert reply.text.startswith("50035 Invalid Form Body")
    assert "In data.components" in reply.text


async def test_a_components_v2_message_with_content_is_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    body = {"content": "words", "flags": 1 << 15, "components": [{"type": 10, "content": "more words"}]}
    reply = await discord.add_user("alice").slash("post", body=json.dumps(body))
    assert reply.text.startswith("50035")
    assert "IS_COMPONENTS_V2" in reply.text


async def test_an_empty_message_is_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("post", body="{}")
    assert reply.text == "50006 Cannot send an empty message"


async def test_content_is_withheld_unless_the_bot_is_meant(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, quiet = discord.add_user("alice"), next(iter(discord.state.guilds.values())).channel("quiet")
    await alice.send_message("a secret", quiet)
    await alice.send_message("@everyone, a secret for all", quiet)
    asked = await alice.send_message("@relbot when?", quiet)
    answer = await discord.answer_to(asked)
    assert answer.text == f"heard {len(asked.content)} characters"
    await alice.reply_to(answer, "a reply without a ping", ping=False)
    again = await discord.answer_to(await alice.reply_to(answer, "and why?"))
    assert again.text == "heard 8 characters"
    received = await bot.wait_for(lambda: bot.stdout[-1] == printed("and why?", quiet) and bot.stdout[-5:])
    assert received == [printed(text, quiet) for text in ("", "", asked.content, "", "and why?")]


async def test_a_direct_message_is_read_without_a_mention(discord: FakeDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_user("alice").send_direct_message("Hello"))
    assert answer.text == "heard 5 characters"
    assert answer.channel.guild is None


async def test_a_mention_in_a_thread_is_answered_in_the_thread(discord: FakeDiscord, bot: BotProcess) -> None:
    aside = next(iter(discord.state.guilds.values())).channel("aside")
    answer = await discord.answer_to(await discord.add_user("alice").send_message("@relbot here?", aside))
    assert answer.channel is aside


@pytest.mark.parametrize("kind", ["bot", "webhook"])
async def test_other_bots_and_webhooks_can_speak_too(
    discord: FakeDiscord, bot: BotProcess, kind: Literal["bot", "webhook"]
) -> None:
    said = await discord.add_user("news", kind).send_message("@relbot?")
    assert (await discord.answer_to(said)).reference is said


async def test_a_menu_entry_shows_the_bot_a_message_it_could_not_read(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await bob.use_menu("Count its characters", await alice.send_message("a secret"))
    assert (reply.text, reply.ephemeral) == ("8 characters", True)


async def test_lost_permissions_are_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.default_channel
    channel.forbid("send_messages")
    reply = await alice.slash("post", body='{"content": "words"}')
    assert reply.text == "50013 Missing Permissions"
    channel.forbid("view_channel")
    reply = await alice.slash("post", body='{"content": "words"}')
    assert reply.text == "50001 Missing Access"
    channel.allow("send_messages", "view_channel")


async def test_the_bot_fetches_what_it_may_see_and_no_more(fresh_discord: FakeDiscord) -> None:
    alice, bob = fresh_discord.add_user("alice"), fresh_discord.add_user("bob")

    async def look(message: Message) -> str:
        return (await alice.slash("look", message_id=str(message.id))).text

    async with BotProcess(PROBE_BOT, fresh_discord.environment) as bot:
        await bot.wait_ready(fresh_discord)
        secret, asked = await alice.send_message("a secret"), await alice.send_message("@relbot?")
        assert await look(secret) == "general of ['owner']: ''"
        assert fresh_discord.typings == [fresh_discord.default_channel]
        fresh_discord.set_team(alice, bob)
        assert await look(asked) == f"general of ['alice', 'bob']: {asked.content!r}"
        hidden = await alice.slash("ask", question="?", private=True)
        assert await look(hidden.message) == "general of ['alice', 'bob']: '10008'"
        await alice.delete(asked)
        assert await look(asked) == "general of ['alice', 'bob']: '10008'"


async def test_a_user_installed_app_answers_where_the_bot_is_not(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    elsewhere = discord.add_guild("elsewhere", with_bot=False).channels[0]
    for channel in (elsewhere, discord.add_private_channel(alice, bob), alice.dm_channel):
        reply = await alice.slash("ask", question="Here?", channel=channel)
        assert reply.message.channel is channel
        more = await alice.click(reply, "More")
        assert more.text == "more of 7"
    refused = await alice.slash("post", body='{"content": "words"}', channel=elsewhere)
    assert refused.text == "50001 Missing Access"


async def test_a_person_can_do_only_what_discord_offers(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    for command, options in (("asks", {}), ("ask", {}), ("ask", {"question": 1}), ("ask", {"question": "a", "b": "c"})):
        with pytest.raises(ActionUnavailable):
            await alice.slash(command, **options)


async def test_a_rate_limit_is_waited_out(discord: FakeDiscord, bot: BotProcess) -> None:
    fault = discord.fail_next("PATCH", "/messages/@original", 429, times=2)
    reply = await discord.add_user("alice").slash("ask", question="When?")
    assert fault.times == 0
    assert reply.text.startswith("You asked: When?")


async def test_an_error_of_the_server_reaches_the_bot(discord: FakeDiscord, bot: BotProcess) -> None:
    discord.fail_next("POST", "/channels/.*/messages", 503)
    reply = await discord.add_user("alice").slash("post", body='{"content": "words"}')
    assert reply.text == "0 503: injected fault"


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(discord: FakeDiscord, bot: BotProcess) -> None:
    identified, alice = discord.gateway.identifies, discord.add_user("alice")
    resumed = discord.gateway.resumes
    discord.drop_connection()
    await discord.wait_for(lambda: not discord.gateway.connected_sessions)
    answer = await discord.answer_to(await alice.send_message("@relbot still there?"))
    assert answer.text.startswith("heard")
    assert (discord.gateway.resumes, discord.gateway.identifies) == (resumed + 1, identified)


async def test_a_bot_that_is_asked_to_reconnect_resumes(discord: FakeDiscord, bot: BotProcess) -> None:
    resumed = discord.gateway.resumes
    discord.request_reconnect()
    await discord.wait_for(lambda: discord.gateway.resumes == resumed + 1)
    discord.invalidate_session(resumable=True)
    await discord.wait_for(lambda: discord.gateway.resumes == resumed + 2)


async def test_an_invalid_session_is_begun_anew(discord: FakeDiscord, bot: BotProcess) -> None:
    identified = discord.gateway.identifies
    discord.invalidate_session()
    await discord.wait_for(lambda: discord.gateway.identifies == identified + 1)
    await discord.wait_ready()
    assert (await discord.add_user("alice").slash("ask", question="Again?")).text.startswith("You asked")


async def test_two_hundred_asks_at_once_are_all_answered(discord: FakeDiscord, bot: BotProcess) -> None:
    users = [discord.add_user(f"person{number}") for number in range(200)]
    replies = await asyncio.gather(*(user.slash("ask", question=user.account.name, within=30) for user in users))
    assert [reply.text.splitlines()[0] for reply in replies] == [f"You asked: {p.account.name}" for p in users]
    assert bot.rss_mb() <= bot.peak_mb() < 500


async def test_a_button_works_after_the_bot_was_restarted(fresh_discord: FakeDiscord) -> None:
    alice = fresh_discord.add_user("alice")
    async with BotProcess(PROBE_BOT, fresh_discord.environment) as bot:
        await bot.wait_ready(fresh_discord)
        reply = await alice.slash("ask", question="When?")
        assert await bot.terminate() != 0
    async with BotProcess(PROBE_BOT, fresh_discord.environment) as bot:
        await bot.wait_ready(fresh_discord)
        more = await alice.click(reply, "More")
    assert (more.text, more.ephemeral) == ("more of 7", True)
    assert len(fresh_discord.command_puts) == 2


async def test_two_shards_each_hear_their_own_server() -> None:
    async with FakeDiscord(shards=2, heartbeat_interval=0.2) as discord:
        guilds = [discord.add_guild(name) for name in ("even", "odd")]
        alice = discord.add_user("alice")
        async with BotProcess(PROBE_BOT, discord.environment) as bot:
            await bot.wait_ready(discord)
            assert {session.shard for session in discord.gateway.connected_sessions} == {0, 1}
            for guild in guilds:
                await discord.answer_to(await alice.send_message("@relbot?", guild.channels[0]))
                assert (await alice.slash("ask", question="?", channel=guild.channels[0])).message
            await discord.answer_to(await alice.send_direct_message("And here?"))
            received = {
                s.shard: {f["d"].get("guild_id") for f in s.sent if f["t"] == "MESSAGE_CREATE"}
                for s in discord.gateway.connected_sessions
            }
            assert received == {0: {str(guilds[0].id), None}, 1: {str(guilds[1].id)}}
            await alice.slash("block")
            await alice.slash("ask", question="Done?")
            assert max(discord.heartbeat_lateness) > 0.4


async def test_a_wrong_token_is_turned_away_at_both_doors(fresh_discord: FakeDiscord) -> None:
    async with BotProcess(PROBE_BOT, {**fresh_discord.environment, "DISCORD_TOKEN": "wrong"}) as bot:
        with pytest.raises(BotExited, match="Improper token"):
            await bot.wait_ready(fresh_discord)
    assert [request.status for request in fresh_discord.refusals] == [401]
    assert await closed_with(fresh_discord, {"token": "wrong", "intents": 1}) == 4004


async def test_a_privileged_intent_must_be_granted(fresh_discord: FakeDiscord) -> None:
    asked = {"token": fresh_discord.token, "intents": int(Intents.GUILDS | Intents.MESSAGE_CONTENT)}
    assert await closed_with(fresh_discord, asked) == 4014


async def test_whom_a_message_pings_follows_from_its_text_and_what_it_allows(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice = discord.add_user("alice")

    async def posted(body: Json) -> object:
        before = set(discord.messages(discord.default_channel))
        reply = await alice.slash("post", body=json.dumps(body))
        assert reply.text == "posted"
        return would_ping(next(m for m in discord.messages(discord.default_channel) if m not in before))

    words = f"@everyone {alice.mention}"
    assert not await posted({"content": words, "allowed_mentions": {"parse": []}})
    pings = await posted({"components": [{"type": 10, "content": words}], "flags": 1 << 15})
    assert pings == Pings(True, frozenset({alice.id}), frozenset())
    pings = await posted({"content": words, "allowed_mentions": {"parse": [], "users": [str(alice.id)]}})
    assert pings == Pings(False, frozenset({alice.id}), frozenset())


def printed(words: str, channel: Channel) -> str:
    """The line that the probe bot prints for a message it receives."""
    return json.dumps({"content": words, "guild": channel.guild and channel.guild.id})


async def closed_with(discord: FakeDiscord, identify: Json) -> int | None:
    """The code that the gateway closes with when somebody identifies so."""
    async with aiohttp.ClientSession() as session, session.ws_connect(discord.gateway_address) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {**identify, "properties": {}}})
        await socket.receive()
        return socket.close_code


async def test_the_next_connections_meet_what_is_prescribed(fresh_discord: FakeDiscord) -> None:
    discord = fresh_discord
    discord.fail_next_connections(
        Outage("handshake", "refuse", 502),
        Outage("hello", "close", 4008),
        Outage("hello", "garbage"),
        Outage("hello", "silence"),
    )
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(discord.gateway_address)
        assert refused.value.status == 502
        closed = await session.ws_connect(discord.gateway_address)
        assert ((await closed.receive()).type, closed.close_code) == (aiohttp.WSMsgType.CLOSE, 4008)
        garbage = await session.ws_connect(discord.gateway_address)
        with pytest.raises(json.JSONDecodeError):
            await garbage.receive_json()
        silent = await session.ws_connect(discord.gateway_address)
        with pytest.raises(TimeoutError):
            await silent.receive(timeout=0.2)
        assert (await (await session.ws_connect(discord.gateway_address)).receive_json())["op"] == 10


async def test_posts_in_a_channel_are_limited_and_those_in_another_are_not() -> None:
    async with FakeDiscord(rate_limited=True) as discord, aiohttp.ClientSession() as session:
        guild = discord.add_guild(channels=["general", "quiet"])
        headers = {"Authorization": f"Bot {discord.token}"}

        async def post(channel: Channel) -> aiohttp.ClientResponse:
            address = f"{discord.api}/channels/{channel.id}/messages"
            return await session.post(address, headers=headers, json={"content": "words"})

        responses = [await post(guild.channels[0]) for _ in range(6)]
        assert [response.status for response in responses] == [200] * 5 + [429]
        left = [response.headers["X-RateLimit-Remaining"] for response in responses]
        assert left == ["4", "3", "2", "1", "0", "0"]
        assert responses[-1].headers["Via"]
        assert 0 < (await responses[-1].json())["retry_after"] <= 5
        assert (await post(guild.channels[1])).status == 200


async def test_what_the_bot_is_forbidden_in_a_channel_is_told_to_it(discord: FakeDiscord, bot: BotProcess) -> None:
    session = discord.gateway.connected_sessions[0]
    channel = discord.default_channel
    channel.forbid("send_messages")
    update = session.sent[-1]
    channel.allow("send_messages")
    assert (update["t"], update["d"]["permission_overwrites"][0]["deny"]) == ("CHANNEL_UPDATE", "2048")
    assert session.sent[-1]["d"]["permission_overwrites"][0]["deny"] == "0"
