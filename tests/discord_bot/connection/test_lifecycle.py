"""How the bot starts, loses its connection, is refused, and leaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from discord_bot.houses import COMMAND, DECLARATION, FURTHER, LETTERS, UNDERSTOOD, House
from discord_server import BotProcess, SmallDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOW_TO_BEGIN = "relbot: There is no Discord token: make an application at https://discord.com/developers/applications"


async def test_a_dropped_connection_is_resumed_and_no_question_is_lost(discord: SmallDiscord, bot: BotProcess) -> None:
    identified, resumed = discord.gateway.identifies, discord.gateway.resumes
    discord.drop_connection()
    await discord.until(lambda: not discord.gateway.live)
    answer = await discord.answer_to(await discord.add_person("alice").says(f"@relbot {DECLARATION}"))
    assert "1961" in answer.text
    assert (discord.gateway.resumes, discord.gateway.identifies) == (resumed + 1, identified)


async def test_an_invalid_session_is_begun_anew(discord: SmallDiscord, bot: BotProcess) -> None:
    identified = discord.gateway.identifies
    discord.invalidate_session()
    await discord.until(lambda: discord.gateway.identifies == identified + 1)
    await discord.ready()
    assert "1961" in (await discord.add_person("alice").asks("ask", question=DECLARATION)).text


async def test_a_rate_limit_is_waited_out_and_no_token_gets_into_the_log(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    arranged = discord.fail_next("PATCH", "/messages/@original", 429, times=2)
    reply = await discord.add_person("alice").asks("ask", question=DECLARATION)
    assert arranged.times == 0
    assert "1961" in reply.text
    discord.fail_next("POST", "/channels/.*/messages", 429)
    await discord.answer_to(await discord.add_person("alice").says(f"@relbot {DECLARATION}"))
    written = "\n".join(bot.stderr)
    assert "rate limited" in written
    assert reply.interaction.token not in written
    assert discord.token not in written
    assert "declaration" not in written


async def test_buttons_and_replies_work_after_a_restart_and_commands_are_set_once(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    house, alice = furnished(), own_discord.add_person("alice")
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        reply = await alice.asks("ask", question=DECLARATION, private=True)
        public = await alice.asks("ask", question=LETTERS)
        assert await bot.terminate() == 0
    async with house.bot(own_discord, "--log-json", RELBOT_LOG_LEVEL="debug") as bot:
        await bot.wait_ready(own_discord)
        assert len(own_discord.command_puts) == 1
        assert "**In 1961, Albania" in (await alice.clicks(reply, "Open 1")).text
        up = next(b.custom_id or "" for b in reply.buttons if (b.custom_id or "").startswith("vote:up"))
        assert (await alice.clicks(reply, up)).text == "Thank you, noted."
        assert json.loads(house.feedback.read_text("utf-8"))["question"] == DECLARATION
        assert UNDERSTOOD in (await own_discord.answer_to(await alice.replies_to(public, FURTHER))).text
        shown = await alice.clicks(reply, "Show all")
        await own_discord.until(lambda: shown.followups)
        await alice.asks("ask", question="Who is Enver Hoxha?")
        assert await bot.terminate() == 0
        log = [json.loads(line) for line in bot.stderr]
    assert {"time", "level", "logger", "message"} <= log[0].keys()
    answered = next(line for line in log if line["message"].startswith(("Answered in", "Refused in")))
    assert answered["generation"] == (house.index / "CURRENT").read_text("utf-8").strip()
    assert [line["level"] for line in log if "Enver Hoxha" in line["message"]] == ["debug"]


async def test_commands_are_set_anew_on_demand(own_discord: SmallDiscord, furnished: Callable[..., House]) -> None:
    house = furnished()
    for options, times in (((), 1), ((), 1), (("--sync",), 2)):
        async with house.bot(own_discord, *options) as bot:
            await bot.wait_ready(own_discord)
            assert len(own_discord.command_puts) == times
            await bot.terminate()


async def test_answers_in_hand_are_finished_before_it_leaves(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    people = [own_discord.add_person(f"person{number}") for number in range(60)]
    async with furnished().bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        asks = [asyncio.create_task(person.asks("ask", question=DECLARATION)) for person in people]
        await own_discord.until(lambda: own_discord.requests[-1].path.endswith("/callback"))
        assert await bot.terminate() == 0
        replies = await asyncio.gather(*asks)
    said = [("1961" in reply.text, "I am just restarting" in reply.text) for reply in replies]
    assert all(answered != declined for answered, declined in said)
    assert any(answered for answered, _ in said)


async def test_a_rebuild_that_the_bot_leaves_behind_is_ended_and_harms_nothing(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    house = furnished()
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        before = house.generations()
        house.write("long.txt", "".join(f"The lamp number {n} of Dover was lit in 1899.\n\n" for n in range(20_000)))
        reply = await own_discord.owner.asks("reindex", until="acknowledged")
        await own_discord.until(lambda: "Rebuilding the index" in reply.text, within=60)
        [builder] = bot.children()
        assert await bot.terminate() == 0
        assert "**The index is not rebuilt**, and answers as before: the build was ended" in reply.text
        assert not builder.is_running()
    assert house.generations() == before
    (house.corpus / "long.txt").unlink()
    house.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
    house.build()
    assert not (house.index / ".building").exists()
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        assert "1899" in (await own_discord.owner.asks("ask", question="When was the Lamp of Dover lit?")).text


async def test_two_shards_each_hear_their_own_server(furnished: Callable[..., House]) -> None:
    async with SmallDiscord(shards=2) as discord:
        guilds = [discord.add_guild(name) for name in ("even", "odd")]
        alice = discord.add_person("alice")
        async with furnished().bot(discord) as bot:
            await bot.wait_ready(discord)
            assert {session.shard for session in discord.gateway.live} == {0, 1}
            for guild in guilds:
                assert "1961" in (await alice.asks("ask", question=DECLARATION, channel=guild.channels[0])).text
                said = await alice.says(f"@relbot {DECLARATION}", guild.channels[0])
                assert "1961" in (await discord.answer_to(said)).text


async def test_a_wrong_token_is_told_in_one_sentence(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    async with furnished().bot(own_discord, DISCORD_TOKEN="wrong") as bot:
        assert await bot.ended(within=20) == 2
    assert bot.stderr[-1].startswith("relbot: Discord does not accept the token in DISCORD_TOKEN; reset it")
    assert not [line for line in bot.stderr if "Traceback" in line or "wrong" in line]


async def test_without_a_token_a_newcomer_is_told_what_to_do(tmp_path: Path) -> None:
    assert await refused(tmp_path, {"DISCORD_TOKEN": ""}) == [HOW_TO_BEGIN]


async def test_without_an_index_it_is_told_how_to_build_one(tmp_path: Path) -> None:
    [sentence] = await refused(tmp_path, {"DISCORD_TOKEN": "token"}, length=None)
    assert sentence == "relbot: There is no index at index; run `relbot index` to build it."


async def test_without_a_network_it_is_told_in_one_sentence(furnished: Callable[..., House]) -> None:
    nowhere = {"RELBOT_DISCORD_API": "http://127.0.0.1:9/api/v10", "DISCORD_TOKEN": "token"}
    lines = await refused(furnished().folder, nowhere, length=None)
    assert lines[-1].startswith("relbot: Discord could not be reached (")
    assert not [line for line in lines if "Traceback" in line]


async def refused(folder: Path, environment: dict[str, str], length: int | None = len(HOW_TO_BEGIN)) -> list[str]:
    """What a bot that cannot start says."""
    async with BotProcess(COMMAND, environment, folder) as bot:
        assert await bot.ended(within=20) == 2
    return [line[:length] for line in bot.stderr]
