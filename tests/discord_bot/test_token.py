"""A marked token is searched for in all that the real commands print and write, whatever goes wrong in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from discord_bot.workspace import BOT_COMMAND, DECLARATION, Workspace
from discord_server import FakeDiscord
from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.connection import lifecycle
from relbot.discord.connection.client import RelbotClient, set_api_address
from relbot.discord.dispatch.service import Service
from relbot.discord.teaching.gaps import note_refusal
from relbot.discord.teaching.state_file import StateFile
from relbot.engine import Relbot
from relbot.errors.discord import DiscordError
from relbot.settings import Settings
from relbot.state import database
from token_traces import TOKEN, traces, written_to

asynchronous = pytest.mark.asyncio(loop_scope="session")

NOWHERE = {"RELBOT_DISCORD_API": "http://127.0.0.1:9/api/v10"}
MALFORMED = {
    "a line break": f"{TOKEN}\nRELBOT_QUEUE",
    "a quote": f"'{TOKEN}",
    "a space": f"Bot {TOKEN}",
    "another alphabet": f"{TOKEN}é…朝",
    "broken bytes": f"{TOKEN}\udcff",
    "cut short": TOKEN[:-20],
}
IN_A_FILE = ("a line break", "a quote", "another alphabet")
CRASH = """
import discord, os, sys
from relbot.cli import main

async def login(self, token):
    headers = {"Authorization": "Bot " + token}
    try:
        raise KeyError(headers)
    except KeyError as error:
        raise RuntimeError(f"sent {headers} from {dict(os.environ)}") from error

discord.Client.login = login
main()
"""
"""relbot with a library that fails and reveals all its values."""


@asynchronous
@pytest.mark.parametrize("options", [(), ("--log-json",)], ids=["plain", "json"])
async def test_a_long_run_at_debug_shows_it_nowhere(
    options: tuple[str, ...], new_workspace: Callable[..., Workspace]
) -> None:
    workspace = new_workspace()
    recorder = workspace.folder / "recorder"
    recorder.mkdir()
    (recorder / "sitecustomize.py").write_text(RECORDER, "utf-8")
    settings = {
        "RELBOT_LOG_LEVEL": "debug",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONPATH": os.pathsep.join([str(recorder), os.environ.get("PYTHONPATH", "")]),
        "SAME_TOKEN_BY_ANOTHER_NAME": TOKEN,
    }
    async with FakeDiscord(token=TOKEN) as discord:
        discord.add_guild()
        alice, owner = discord.add_user("alice"), discord.owner
        async with workspace.bot(discord, *options, **settings) as bot:
            await bot.wait_ready(discord)
            reply = await alice.slash("ask", question=DECLARATION)
            up = next(b.custom_id or "" for b in reply.buttons if (b.custom_id or "").startswith("vote:up"))
            await alice.click(reply, up)
            workspace.write("new.txt", "The Plimsoll Society meets in Leeds.")
            await owner.slash("reindex")
            discord.fail_next("PATCH", "/messages/@original", 429)
            await alice.slash("ask", question=DECLARATION)
            discord.drop_connection()
            await discord.wait_for(lambda: not discord.gateway.connected_sessions)
            await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
            assert traces("\n".join(os.fsdecode(word) for word in _command_line(bot.process.pid))) == []
            assert await bot.terminate() == 0
    builders = [json.loads(file.read_text("utf-8")) for file in recorder.glob("*.json")]
    assert len(builders) == 1
    assert "debug" in "".join(bot.stderr).lower()
    assert workspace.feedback.exists()
    assert traces("\n".join(bot.stdout + bot.stderr) + written_to(workspace.folder)) == []


RECORDER = """
import json, os, pathlib, sys
if "relbot.discord.commands.build_process" in sys.orig_argv:
    started = json.dumps([sys.orig_argv, dict(os.environ)])
    pathlib.Path(__file__).with_name(f"{os.getpid()}.json").write_text(started)
"""
"""Imported by every Python process at start: records the arguments and environment of a build."""


def _command_line(process: int) -> list[bytes]:
    return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")


@asynchronous
async def test_a_refused_token_is_not_repeated(new_workspace: Callable[..., Workspace]) -> None:
    workspace = new_workspace()
    async with FakeDiscord() as discord:
        for given in (TOKEN, TOKEN[:-20]):
            async with workspace.bot(discord, "--log-json", DISCORD_TOKEN=given, RELBOT_LOG_LEVEL="debug") as bot:
                assert await bot.ended(within=20) == 2
            assert bot.stderr[-1].startswith("relbot: Discord does not accept the token")
            assert traces("\n".join(bot.stdout + bot.stderr) + written_to(workspace.folder), given) == []


@pytest.mark.parametrize("how", MALFORMED)
def test_a_malformed_token_is_not_repeated(how: str, new_workspace: Callable[..., Workspace]) -> None:
    workspace, token = new_workspace(), MALFORMED[how]
    environment = {**NOWHERE, "DISCORD_TOKEN": token, "RELBOT_LOG_LEVEL": "debug"}
    if how in IN_A_FILE:
        quoted = environment.pop("DISCORD_TOKEN").replace("'", "\\'")
        (workspace.folder / ".env").write_text(f"DISCORD_TOKEN='{quoted}'\n", "utf-8")
    done = relbot(["--debug", "discord"], workspace.folder, environment)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(("relbot: Discord does not", "relbot: Discord could not"))
    assert traces(done.stdout + done.stderr + written_to(workspace.folder)) == []


def test_no_command_shows_it_in_whatever_fails(new_workspace: Callable[..., Workspace]) -> None:
    workspace = new_workspace()
    commands = (
        ["index"],
        ["ask", DECLARATION, "--json"],
        ["status", "--json", "--verify"],
        ["timeline"],
        ["discord"],
        ["discord", "--log-json"],
    )
    output = ""
    for command in commands:
        environment = {**NOWHERE, "DISCORD_TOKEN": TOKEN, "RELBOT_LOG_LEVEL": "debug"}
        done = relbot(["--debug", *command], workspace.folder, environment)
        output += done.stdout + done.stderr
    for trouble in ({"RELBOT_QUEUE": "many"}, {"RELBOT_INDEX": TOKEN}, {"RELBOT_MODEL": f"x/{TOKEN}/\x1b"}):
        done = relbot(["--debug", "status"], workspace.folder, {"DISCORD_TOKEN": TOKEN, **trouble})
        output += done.stdout + done.stderr
    output += relbot(["ask", "--index", TOKEN, "x"], workspace.folder, {}).stderr
    output += relbot(["--debug", TOKEN], workspace.folder, {}).stderr
    assert "RELBOT_INDEX holds what looks like a Discord token; move it to DISCORD_TOKEN." in output
    assert "Discord could not be reached" in output
    assert "Traceback" in output
    assert traces(output + written_to(workspace.folder)) == []


@pytest.mark.parametrize("debug", [(), ("--debug",)], ids=["plain", "debug"])
def test_a_library_that_reveals_all_its_values_reveals_no_token(
    debug: tuple[str, ...], new_workspace: Callable[..., Workspace]
) -> None:
    workspace = new_workspace()
    command = [sys.executable, "-c", CRASH, *debug, "discord"]
    done = run(command, workspace.folder, {"DISCORD_TOKEN": TOKEN, "RELBOT_LOG_LEVEL": "debug"})
    assert done.returncode == 2
    assert "relbot: Something went wrong inside relbot (RuntimeError: sent {'Authorization': 'Bot …'}" in done.stderr
    assert ("Traceback" in done.stderr) == bool(debug)
    assert traces(done.stdout + done.stderr + written_to(workspace.folder)) == []


@asynchronous
@pytest.mark.parametrize("reachable", [True, False])
async def test_the_frames_of_a_failed_login_hold_it_no_more(
    reachable: bool, fresh_discord: FakeDiscord, seed_index: Path, tmp_path: Path
) -> None:
    settings = Settings.load(None, {"DISCORD_TOKEN": TOKEN, "RELBOT_STATE": str(tmp_path)})
    set_api_address(fresh_discord.api if reachable else NOWHERE["RELBOT_DISCORD_API"])
    state = StateFile(tmp_path / database.FILE)
    service = Service(Relbot.open(seed_index), settings, partial(note_refusal, state, timedelta(0)))
    assert settings.discord_token
    async with RelbotClient(settings, service, IndexRebuild(settings), state) as client:
        with pytest.raises(DiscordError) as caught:
            await lifecycle._connect(client, settings.discord_token)
    await service.shut_down(0)
    frames, error = "", caught.value if caught else None
    chain: BaseException | None = error
    while chain:
        frames += "".join(traceback.TracebackException.from_exception(chain, capture_locals=True).format(chain=False))
        chain = chain.__cause__ or chain.__context__
    assert "static_login" in frames
    assert traces(frames) == []


def test_a_file_that_others_may_read_is_pointed_out_once_and_by_the_bot_alone(
    new_workspace: Callable[..., Workspace],
) -> None:
    workspace = new_workspace()
    file = workspace.folder / ".env"
    file.write_text(f"DISCORD_TOKEN={TOKEN}\n")
    warning = "Other people on this machine may read or change .env, which holds a token; run `chmod 600 .env`."
    file.chmod(0o644)
    assert relbot(["discord"], workspace.folder, NOWHERE).stderr.count(warning) == 1
    assert relbot(["status"], workspace.folder, NOWHERE).stderr == ""
    file.chmod(0o600)
    assert warning not in relbot(["discord"], workspace.folder, NOWHERE).stderr
    file.write_text("RELBOT_QUEUE=9\n")
    file.chmod(0o644)
    assert warning not in relbot(["discord"], workspace.folder, {**NOWHERE, "DISCORD_TOKEN": TOKEN}).stderr


def test_a_misspelt_setting_is_logged_once_in_the_format_of_the_log(new_workspace: Callable[..., Workspace]) -> None:
    environment = {**NOWHERE, "DISCORD_TOKEN": TOKEN, "RELBOT_QEUE": "9"}
    *lines, _ = relbot(["discord", "--log-json"], new_workspace().folder, environment).stderr.splitlines()
    told = [json.loads(line) for line in lines if "RELBOT_QEUE" in line]
    assert [(each["level"], each["message"]) for each in told] == [
        ("warning", "RELBOT_QEUE is no setting and changes nothing; did you mean RELBOT_QUEUE?")
    ]


def relbot(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return run([*BOT_COMMAND[:-1], *arguments], folder, environment)


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    rest = {name: value for name, value in os.environ.items() if not name.startswith(("RELBOT_", "DISCORD_"))}
    return subprocess.run(
        command,
        cwd=folder,
        env={**rest, **environment},
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=60,
        check=False,
    )
