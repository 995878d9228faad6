"""How the bot starts, loses its connection, is refused, and shuts down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from discord_bot.workspace import BOT_COMMAND, DECLARATION, FOLLOW_UP, INTERPRETED, LETTERS, Workspace
from discord_server import BotProcess, FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOW_TO_BEGIN = "relbot: There is no Discord token: make an application at https://discord.com/developers/applications"


async def test_a_dropped_connection_is_resumed_and_no_question_is_lost(discord: FakeDiscord, bot: BotProcess) -> None:
    identified, resumed = discord.gateway.identifies, discord.gateway.resumes
    discord.drop_connection()
    await discord.wait_for(lambda: not discord.gateway.connected_sessions)
    answer = await discord.answer_to(await discord.add_user("alice").send_message(f"@relbot {DECLARATION}"))
    assert "1961" in answer.text
    assert (discord.gateway.resumes, discord.gateway.identifies) == (resumed + 1, identified)


async def test_an_invalid_session_is_begun_anew(discord: FakeDiscord, bot: BotProcess) -> None:
    identified = discord.gateway.identifies
    discord.invalidate_session()
    await discord.wait_for(lambda: discord.gateway.identifies == identified + 1)
    await discord.wait_ready()
    assert "1961" in (await discord.add_user("alice").slash("ask", question=DECLARATION)).text


async def test_a_rate_limit_is_waited_out_and_no_token_gets_into_the_log(discord: FakeDiscord, bot: BotProcess) -> None:
    fault = discord.fail_next("PATCH", "/messages/@original", 429, times=2)
    reply = await discord.add_user("alice").slash("ask", question=DECLARATION)
    assert fault.times == 0
    assert "1961" in reply.text
    discord.fail_next("POST", "/channels/.*/messages", 429)
    await discord.answer_to(await discord.add_user("alice").send_message(f"@relbot {DECLARATION}"))
    written = "\n".join(bot.stderr)
    assert "rate limited" in written
    assert reply.interaction.token not in written
    assert discord.token not in written
    assert "declaration" not in written


async def test_buttons_and_replies_work_after_a_restart_and_commands_are_set_once(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, alice = new_workspace(), fresh_discord.add_user("alice")
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        reply = await alice.slash("ask", question=DECLARATION, private=True)
        public = await alice.slash("ask", question=LETTERS)
        assert await bot.terminate() == 0
    async with workspace.bot(fresh_discord, "--log-json", RELBOT_LOG_LEVEL="debug") as bot:
        await bot.wait_ready(fresh_discord)
        assert len(fresh_discord.command_puts) == 1
        assert "**In 1961, Albania" in (await alice.click(reply, "Open 1")).text
        up = next(b.custom_id or "" for b in reply.buttons if (b.custom_id or "").startswith("vote:up"))
        assert (await alice.click(reply, up)).text == "Thank you, noted."
        assert json.loads(workspace.feedback.read_text("utf-8"))["question"] == DECLARATION
        assert INTERPRETED in (await fresh_discord.answer_to(await alice.reply_to(public, FOLLOW_UP))).text
        shown = await alice.click(reply, "Show to everyone")
        await fresh_discord.wait_for(lambda: shown.followups)
        await alice.slash("ask", question="Who is Enver Hoxha?")
        assert await bot.terminate() == 0
        log = [json.loads(line) for line in bot.stderr]
    assert {"time", "level", "logger", "message"} <= log[0].keys()
    answered = next(line for line in log if line["message"].startswith(("Answered in", "Refused in")))
    assert answered["generation"] == (workspace.index / "CURRENT").read_text("utf-8").strip()
    assert [line["level"] for line in log if "Enver Hoxha" in line["message"]] == ["debug"]


async def test_commands_are_set_anew_on_demand(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace = new_workspace()
    for options, times in (((), 1), ((), 1), (("--sync",), 2)):
        async with workspace.bot(fresh_discord, *options) as bot:
            await bot.wait_ready(fresh_discord)
            assert len(fresh_discord.command_puts) == times
            await bot.terminate()


async def test_requests_in_flight_are_finished_before_it_exits(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    users = [fresh_discord.add_user(f"person{number}") for number in range(60)]
    async with new_workspace().bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        asks = [asyncio.create_task(user.slash("ask", question=DECLARATION)) for user in users]
        await fresh_discord.wait_for(lambda: fresh_discord.requests[-1].path.endswith("/callback"))
        assert await bot.terminate() == 0
        replies = await asyncio.gather(*asks)
    outcomes = [("1961" in reply.text, "I am just restarting" in reply.text) for reply in replies]
    assert all(answered != declined for answered, declined in outcomes)
    assert any(answered for answered, _ in outcomes)


async def test_a_question_that_takes_too_long_does_not_make_the_end_a_crash(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice = fresh_discord.add_user("alice")
    async with new_workspace().faulty_bot(fresh_discord, FAULTY_SHUTDOWN="0.2") as bot:
        await bot.wait_ready(fresh_discord)
        for _ in range(2):
            await alice.slash("ask", question="toil", until="acknowledged")
        assert await bot.terminate() == 0
        assert "Shutting down, with 2 requests in flight" in "\n".join(bot.stderr)


async def test_a_rebuild_is_terminated_with_the_bot_and_damages_nothing(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace = new_workspace()
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        before = workspace.generations()
        workspace.write(
            "long.txt", "".join(f"The lamp number {n} of Dover was lit in 1899.\n\n" for n in range(20_000))
        )
        reply = await fresh_discord.owner.slash("reindex", until="acknowledged")
        await fresh_discord.wait_for(lambda: "Rebuilding the index" in reply.text, within=60)
        [builder] = bot.children()
        assert await bot.terminate() == 0
        assert "**The index was not rebuilt**, and answers as before: the build was stopped" in reply.text
        assert not builder.is_running()
    assert workspace.generations() == before
    (workspace.corpus / "long.txt").unlink()
    workspace.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
    workspace.build()
    assert not (workspace.index / ".building").exists()
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        assert "1899" in (await fresh_discord.owner.slash("ask", question="When was the Lamp of Dover lit?")).text


async def test_two_shards_each_get_the_events_of_their_own_server(new_workspace: Callable[..., Workspace]) -> None:
    async with FakeDiscord(shards=2) as discord:
        guilds = [discord.add_guild(name) for name in ("even", "odd")]
        alice = discord.add_user("alice")
        async with new_workspace().bot(discord) as bot:
            await bot.wait_ready(discord)
            assert {session.shard for session in discord.gateway.connected_sessions} == {0, 1}
            for guild in guilds:
                assert "1961" in (await alice.slash("ask", question=DECLARATION, channel=guild.channels[0])).text
                asked = await alice.send_message(f"@relbot {DECLARATION}", guild.channels[0])
                assert "1961" in (await discord.answer_to(asked)).text


async def test_a_wrong_token_is_reported_in_one_sentence(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    async with new_workspace().bot(fresh_discord, DISCORD_TOKEN="wrong") as bot:
        assert await bot.ended(within=20) == 2
    assert bot.stderr[-1].startswith("relbot: Discord does not accept the token in DISCORD_TOKEN; reset it")
    assert not [line for line in bot.stderr if "Traceback" in line or "wrong" in line]


async def test_without_a_token_a_newcomer_is_told_what_to_do(tmp_path: Path) -> None:
    assert await refused(tmp_path, {"DISCORD_TOKEN": ""}) == [HOW_TO_BEGIN]


async def test_without_an_index_it_is_told_how_to_build_one(tmp_path: Path) -> None:
    [sentence] = await refused(tmp_path, {"DISCORD_TOKEN": "token"}, length=None)
    assert sentence == "relbot: There is no index at index; run `relbot index` to build it."


async def test_without_a_network_it_is_reported_in_one_sentence(new_workspace: Callable[..., Workspace]) -> None:
    nowhere = {"RELBOT_DISCORD_API": "http://127.0.0.1:9/api/v10", "DISCORD_TOKEN": "token"}
    lines = await refused(new_workspace().folder, nowhere, length=None)
    assert lines[-1].startswith("relbot: Discord could not be reached (")
    assert not [line for line in lines if "Traceback" in line]


async def refused(folder: Path, environment: dict[str, str], length: int | None = len(HOW_TO_BEGIN)) -> list[str]:
    """The stderr of a bot that cannot start, by line."""
    async with BotProcess(BOT_COMMAND, environment, folder) as bot:
        assert await bot.ended(within=20) == 2
    return [line[:length] for line in bot.stderr]
