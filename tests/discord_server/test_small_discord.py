"""The small Discord is itself tested: a plain discord.py bot, run as a process, meets each of its rules."""

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
    BotEnded,
    BotProcess,
    Channel,
    Intents,
    Message,
    NoAnswer,
    NotOffered,
    Pings,
    SmallDiscord,
    would_ping,
)
from discord_server.wire import Json

TINY_BOT = (sys.executable, str(Path(__file__).with_name("tiny_bot.py")))

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[SmallDiscord]:
    async with SmallDiscord() as discord:
        discord.add_guild(channels=["general", "quiet"], threads=["aside"])
        yield discord


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: SmallDiscord) -> AsyncIterator[BotProcess]:
    async with BotProcess(TINY_BOT, discord.environment) as bot:
        await bot.wait_ready(discord)
        yield bot


@pytest_asyncio.fixture(loop_scope="module")
async def own_discord() -> AsyncIterator[SmallDiscord]:
    """One that no other test sees."""
    async with SmallDiscord() as discord:
        discord.add_guild()
        yield discord


async def test_a_command_is_deferred_and_then_answered(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("ask", question="When?")
    assert reply.text == "You asked: When?\nAnd that is all."
    assert [button.label for button in reply.buttons] == ["More"]
    assert reply.acknowledged_after is not None
    assert reply.answered_after is not None
    assert 0 < reply.acknowledged_after < reply.answered_after < 3
    assert not reply.ephemeral
    assert not reply.message.loading


async def test_an_ephemeral_answer_is_seen_by_one_person_only(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    reply = await alice.asks("ask", question="Why?", private=True)
    assert reply.ephemeral
    assert reply.message in alice.sees(discord.first_channel)
    assert reply.message not in bob.sees(discord.first_channel)
    with pytest.raises(NotOffered, match="does not see"):
        await bob.clicks(reply, "More")


async def test_whether_an_answer_is_ephemeral_is_settled_when_deferring(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("switch")
    await discord.until(lambda: reply.followups)
    assert (reply.text, reply.ephemeral) == ("meant to be private", False)
    assert (reply.followups[0].text, reply.followups[0].ephemeral) == ("really private", True)


async def test_a_late_acknowledgement_is_refused(
    discord: SmallDiscord, bot: BotProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.interactions, "acknowledge_within", 0.2)
    with pytest.raises(NoAnswer, match="did not respond"):
        await discord.add_person("alice").asks("late")
    await discord.until(lambda: any(request.code == 10062 for request in discord.refusals))


async def test_a_second_acknowledgement_is_refused(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("twice")
    await discord.until(lambda: any(request.code == 40060 for request in discord.refusals))
    assert reply.text == "once"


async def test_a_token_ends(discord: SmallDiscord, bot: BotProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.interactions, "token_lives", 0.0)
    await discord.add_person("alice").asks("ask", question="When?", until="acknowledged")
    refused = await discord.until(lambda: [request for request in discord.refusals if request.code == 50027])
    assert refused[0].status == 401


async def test_too_much_text_over_all_displays_is_refused(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("long")
    assert reply.text.startswith("50035 Invalid Form Body")
    assert "In data.components" in reply.text


async def test_a_components_v2_message_with_content_is_refused(discord: SmallDiscord, bot: BotProcess) -> None:
    body = {"content": "words", "flags": 1 << 15, "components": [{"type": 10, "content": "more words"}]}
    reply = await discord.add_person("alice").asks("post", body=json.dumps(body))
    assert reply.text.startswith("50035")
    assert "IS_COMPONENTS_V2" in reply.text


async def test_an_empty_message_is_refused(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("post", body="{}")
    assert reply.text == "50006 Cannot send an empty message"


async def test_content_is_withheld_unless_the_bot_is_meant(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, quiet = discord.add_person("alice"), next(iter(discord.world.guilds.values())).channel("quiet")
    await alice.says("a secret", quiet)
    await alice.says("@everyone, a secret for all", quiet)
    asked = await alice.says("@relbot when?", quiet)
    answer = await discord.answer_to(asked)
    assert answer.text == f"heard {len(asked.content)} characters"
    await alice.replies_to(answer, "a reply without a ping", ping=False)
    again = await discord.answer_to(await alice.replies_to(answer, "and why?"))
    assert again.text == "heard 8 characters"
    heard = await bot.until(lambda: bot.stdout[-1] == told("and why?", quiet) and bot.stdout[-5:])
    assert heard == [told(words, quiet) for words in ("", "", asked.content, "", "and why?")]


async def test_a_direct_message_is_read_without_a_mention(discord: SmallDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_person("alice").writes_to_bot("Hello"))
    assert answer.text == "heard 5 characters"
    assert answer.channel.guild is None


async def test_a_mention_in_a_thread_is_answered_in_the_thread(discord: SmallDiscord, bot: BotProcess) -> None:
    aside = next(iter(discord.world.guilds.values())).channel("aside")
    answer = await discord.answer_to(await discord.add_person("alice").says("@relbot here?", aside))
    assert answer.channel is aside


@pytest.mark.parametrize("kind", ["bot", "webhook"])
async def test_other_bots_and_webhooks_can_speak_too(
    discord: SmallDiscord, bot: BotProcess, kind: Literal["bot", "webhook"]
) -> None:
    said = await discord.add_person("news", kind).says("@relbot?")
    assert (await discord.answer_to(said)).replies_to is said


async def test_a_menu_entry_shows_the_bot_a_message_it_could_not_read(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    reply = await bob.uses_menu("Count its characters", await alice.says("a secret"))
    assert (reply.text, reply.ephemeral) == ("8 characters", True)


async def test_lost_permissions_are_refused(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_person("alice"), discord.first_channel
    channel.forbid("send_messages")
    reply = await alice.asks("post", body='{"content": "words"}')
    assert reply.text == "50013 Missing Permissions"
    channel.forbid("view_channel")
    reply = await alice.asks("post", body='{"content": "words"}')
    assert reply.text == "50001 Missing Access"
    channel.allow("send_messages", "view_channel")


async def test_the_bot_fetches_what_it_may_see_and_no_more(own_discord: SmallDiscord) -> None:
    alice, bob = own_discord.add_person("alice"), own_discord.add_person("bob")

    async def look(message: Message) -> str:
        return (await alice.asks("look", message_id=str(message.id))).text

    async with BotProcess(TINY_BOT, own_discord.environment) as bot:
        await bot.wait_ready(own_discord)
        secret, asked = await alice.says("a secret"), await alice.says("@relbot?")
        assert await look(secret) == "general of ['owner']: ''"
        assert own_discord.typings == [own_discord.first_channel]
        own_discord.make_team(alice, bob)
        assert await look(asked) == f"general of ['alice', 'bob']: {asked.content!r}"
        hidden = await alice.asks("ask", question="?", private=True)
        assert await look(hidden.message) == "general of ['alice', 'bob']: '10008'"
        await alice.deletes(asked)
        assert await look(asked) == "general of ['alice', 'bob']: '10008'"


async def test_a_user_installed_app_answers_where_the_bot_is_not(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    elsewhere = discord.add_guild("elsewhere", with_bot=False).channels[0]
    for channel in (elsewhere, discord.add_private_channel(alice, bob), alice.direct_messages):
        reply = await alice.asks("ask", question="Here?", channel=channel)
        assert reply.message.channel is channel
        more = await alice.clicks(reply, "More")
        assert more.text == "more of 7"
    refused = await alice.asks("post", body='{"content": "words"}', channel=elsewhere)
    assert refused.text == "50001 Missing Access"


async def test_a_person_can_do_only_what_discord_offers(discord: SmallDiscord, bot: BotProcess) -> None:
    alice = discord.add_person("alice")
    for command, options in (("asks", {}), ("ask", {}), ("ask", {"question": 1}), ("ask", {"question": "a", "b": "c"})):
        with pytest.raises(NotOffered):
            await alice.asks(command, **options)


async def test_a_rate_limit_is_waited_out(discord: SmallDiscord, bot: BotProcess) -> None:
    arranged = discord.fail_next("PATCH", "/messages/@original", 429, times=2)
    reply = await discord.add_person("alice").asks("ask", question="When?")
    assert arranged.times == 0
    assert reply.text.startswith("You asked: When?")


async def test_an_error_of_the_server_reaches_the_bot(discord: SmallDiscord, bot: BotProcess) -> None:
    discord.fail_next("POST", "/channels/.*/messages", 503)
    reply = await discord.add_person("alice").asks("post", body='{"content": "words"}')
    assert reply.text == "0 503: arranged"


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(discord: SmallDiscord, bot: BotProcess) -> None:
    identified, alice = discord.gateway.identifies, discord.add_person("alice")
    resumed = discord.gateway.resumes
    discord.drop_connection()
    await discord.until(lambda: not discord.gateway.live)
    answer = await discord.answer_to(await alice.says("@relbot still there?"))
    assert answer.text.startswith("heard")
    assert (discord.gateway.resumes, discord.gateway.identifies) == (resumed + 1, identified)


async def test_a_bot_that_is_asked_to_reconnect_resumes(discord: SmallDiscord, bot: BotProcess) -> None:
    resumed = discord.gateway.resumes
    discord.ask_to_reconnect()
    await discord.until(lambda: discord.gateway.resumes == resumed + 1)
    discord.invalidate_session(resumable=True)
    await discord.until(lambda: discord.gateway.resumes == resumed + 2)


async def test_an_invalid_session_is_begun_anew(discord: SmallDiscord, bot: BotProcess) -> None:
    identified = discord.gateway.identifies
    discord.invalidate_session()
    await discord.until(lambda: discord.gateway.identifies == identified + 1)
    await discord.ready()
    assert (await discord.add_person("alice").asks("ask", question="Again?")).text.startswith("You asked")


async def test_two_hundred_asks_at_once_are_all_answered(discord: SmallDiscord, bot: BotProcess) -> None:
    people = [discord.add_person(f"person{number}") for number in range(200)]
    replies = await asyncio.gather(*(person.asks("ask", question=person.user.name, within=30) for person in people))
    assert [reply.text.splitlines()[0] for reply in replies] == [f"You asked: {p.user.name}" for p in people]
    assert bot.rss_mb() <= bot.peak_mb() < 500


async def test_a_button_works_after_the_bot_was_restarted(own_discord: SmallDiscord) -> None:
    alice = own_discord.add_person("alice")
    async with BotProcess(TINY_BOT, own_discord.environment) as bot:
        await bot.wait_ready(own_discord)
        reply = await alice.asks("ask", question="When?")
        assert await bot.terminate() != 0
    async with BotProcess(TINY_BOT, own_discord.environment) as bot:
        await bot.wait_ready(own_discord)
        more = await alice.clicks(reply, "More")
    assert (more.text, more.ephemeral) == ("more of 7", True)
    assert len(own_discord.command_puts) == 2


async def test_two_shards_each_hear_their_own_server() -> None:
    async with SmallDiscord(shards=2, heartbeat_interval=0.2) as discord:
        guilds = [discord.add_guild(name) for name in ("even", "odd")]
        alice = discord.add_person("alice")
        async with BotProcess(TINY_BOT, discord.environment) as bot:
            await bot.wait_ready(discord)
            assert {session.shard for session in discord.gateway.live} == {0, 1}
            for guild in guilds:
                await discord.answer_to(await alice.says("@relbot?", guild.channels[0]))
                assert (await alice.asks("ask", question="?", channel=guild.channels[0])).message
            await discord.answer_to(await alice.writes_to_bot("And here?"))
            told_of = {
                s.shard: {f["d"].get("guild_id") for f in s.sent if f["t"] == "MESSAGE_CREATE"}
                for s in discord.gateway.live
            }
            assert told_of == {0: {str(guilds[0].id), None}, 1: {str(guilds[1].id)}}
            await alice.asks("block")
            await alice.asks("ask", question="Done?")
            assert max(discord.heartbeat_lateness) > 0.4


async def test_a_wrong_token_is_turned_away_at_both_doors(own_discord: SmallDiscord) -> None:
    async with BotProcess(TINY_BOT, {**own_discord.environment, "DISCORD_TOKEN": "wrong"}) as bot:
        with pytest.raises(BotEnded, match="Improper token"):
            await bot.wait_ready(own_discord)
    assert [request.status for request in own_discord.refusals] == [401]
    assert await closed_with(own_discord, {"token": "wrong", "intents": 1}) == 4004


async def test_a_privileged_intent_must_be_granted(own_discord: SmallDiscord) -> None:
    asked = {"token": own_discord.token, "intents": int(Intents.GUILDS | Intents.MESSAGE_CONTENT)}
    assert await closed_with(own_discord, asked) == 4014


async def test_whom_a_message_pings_is_told_from_its_words_and_what_it_allows(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    alice = discord.add_person("alice")

    async def posted(body: Json) -> object:
        before = set(discord.messages(discord.first_channel))
        reply = await alice.asks("post", body=json.dumps(body))
        assert reply.text == "posted"
        return would_ping(next(m for m in discord.messages(discord.first_channel) if m not in before))

    words = f"@everyone {alice.mention}"
    assert not await posted({"content": words, "allowed_mentions": {"parse": []}})
    pings = await posted({"components": [{"type": 10, "content": words}], "flags": 1 << 15})
    assert pings == Pings(True, frozenset({alice.id}), frozenset())
    pings = await posted({"content": words, "allowed_mentions": {"parse": [], "users": [str(alice.id)]}})
    assert pings == Pings(False, frozenset({alice.id}), frozenset())


def told(words: str, channel: Channel) -> str:
    """What the tiny bot prints when it is told of a message."""
    return json.dumps({"content": words, "guild": channel.guild and channel.guild.id})


async def closed_with(discord: SmallDiscord, identify: Json) -> int | None:
    """The code that the gateway closes with when somebody identifies so."""
    async with aiohttp.ClientSession() as session, session.ws_connect(discord.gateway_address) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {**identify, "properties": {}}})
        await socket.receive()
        return socket.close_code
