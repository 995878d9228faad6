"""A text `.env` is read; anything else is refused at once, in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.environment import accessible_to_others
from relbot.errors.settings import EnvFileUnusable, SettingsError, TokenMisplaced
from relbot.settings import Settings
from token_traces import TOKEN, traces


def text(content: str) -> Callable[[Path], object]:
    return lambda file: file.write_text(content, "utf-8")


def huge(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(10**11)  # of holes, which take no room


def linked_to_itself(file: Path) -> None:
    file.symlink_to(file)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "it is a folder"),
    "a pipe that nobody writes to": (os.mkfifo, "it is not a regular file"),
    "a device without end": (lambda file: file.symlink_to("/dev/zero"), "it is not a regular file"),
    "a link that leads nowhere": (lambda file: file.symlink_to("nowhere"), "it cannot be read: No such file"),
    "a link to itself": (linked_to_itself, "it cannot be read: Too many levels of symbolic links"),
    "huge": (huge, "it has more than 16,384 bytes"),
    "a line that takes quadratic time": (text("A=b" + " " * 65_000 + "c"), "it has more than 16,384 bytes"),
    "binary": (lambda file: file.write_bytes(b"\x7fELF\xff\xfe" + bytes(99)), "it is not UTF-8 text"),
    "with a NUL": (text(f"DISCORD_TOKEN={TOKEN}\0"), "it is not text"),
    "UTF-16": (lambda file: file.write_text(f"DISCORD_TOKEN={TOKEN}", "utf-16"), "it is not UTF-8 text"),
    "a token without its name": (text(f"# mine\n{TOKEN} x\n"), "line 2 is not NAME=value"),
    "an open quote": (text(f'DISCORD_TOKEN="{TOKEN}\n'), "line 1 is not NAME=value"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_settings_is_told_in_one_sentence(what: str, tmp_path: Path) -> None:
    make, why = HOSTILE[what]
    file = tmp_path / ".env"
    make(file)
    started = time.perf_counter()
    with pytest.raises(EnvFileUnusable) as caught:
        Settings.load(file, {})
    assert time.perf_counter() - started < 1
    assert str(caught.value).startswith(f"The settings in {file} cannot be used ({why}")
    assert str(caught.value).endswith("repair the file, or move it away.")
    assert traces(_with_locals(caught.value)) == []


@pytest.mark.parametrize("command", [("status",), ("discord",), ("--debug", "discord")])
@pytest.mark.parametrize("what", ["a folder", "a pipe that nobody writes to", "with a NUL", "an open quote"])
def test_the_command_says_so_and_ends(what: str, command: tuple[str, ...], tmp_path: Path) -> None:
    make, why = HOSTILE[what]
    make(tmp_path / ".env")
    done = subprocess.run(
        [sys.executable, "-m", "relbot", *command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(f"relbot: The settings in .env cannot be used ({why}")
    assert traces(done.stderr) == []


def test_a_file_without_permission_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.touch(mode=0)
    if os.geteuid() == 0:  # to whom nothing is forbidden
        monkeypatch.setattr(Path, "open", _refused)
    with pytest.raises(EnvFileUnusable, match="it cannot be read: Permission denied"):
        Settings.load(file, {})


def test_a_long_line_that_is_taken_is_read_soon(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=b" + " " * 16_000 + "c")
    started = time.perf_counter()
    assert Settings.load(file, {}).index == Path("index")
    assert time.perf_counter() - started < 5


def test_one_value_is_not_put_into_another(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"DISCORD_TOKEN={TOKEN}\nRELBOT_MODEL=${{DISCORD_TOKEN}}\nRELBOT_INDEX=a$b\n")
    settings = Settings.load(file, {})
    assert (settings.model, settings.index) == ("${DISCORD_TOKEN}", Path("a$b"))


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("\ufeffexport RELBOT_INDEX='x y' # mine\n", "utf-8")
    (tmp_path / ".env").symlink_to("real")
    assert Settings.load(tmp_path / ".env", {}).index == Path("x y")


@pytest.mark.parametrize("name", ["RELBOT_COOLDOWN", "RELBOT_INDEX", "RELBOT_OWNER_IDS", "RELBOT_DISCORD_API"])
@pytest.mark.parametrize("value", [TOKEN, f"Bot {TOKEN}", f"http://127.0.0.1/{TOKEN}"])
def test_a_token_in_another_variable_is_not_repeated(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(TokenMisplaced) as caught:
        Settings.load(None)
    assert str(caught.value) == f"{name} holds what looks like a Discord token; move it to DISCORD_TOKEN."
    value = ""
    assert traces(_with_locals(caught.value)) == []


def test_what_is_wrong_elsewhere_does_not_show_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("RELBOT_QUEUE", "many")
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path / ".env")
    assert traces(_with_locals(caught.value)) == []


@pytest.mark.parametrize(
    "address", ["https://discord.example/api", "http://127.0.0.1.evil.example", "http://[", "x", "//"]
)
@pytest.mark.parametrize("name", ["RELBOT_DISCORD_API", "RELBOT_DISCORD_GATEWAY"])
def test_a_token_is_sent_to_no_stranger(name: str, address: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is .*, which is not an address on this machine; "):
        Settings.load(None, {name: address})
    assert Settings.load(None, {name: "http://localhost:1/api"}) != Settings()


def test_who_may_read_the_file_that_holds_a_token_is_known(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"DISCORD_TOKEN={TOKEN}\n")
    assert Settings.load(file, {}).token_file == file
    assert Settings.load(file, {"DISCORD_TOKEN": "another"}).token_file == file
    for mode, loose in ((0o600, False), (0o400, False), (0o700, False), (0o640, True), (0o604, True), (0o620, True)):
        file.chmod(mode)
        assert accessible_to_others(file) == loose
    file.write_text("DISCORD_TOKEN=\n")
    assert Settings.load(file, {"DISCORD_TOKEN": TOKEN}).token_file is None


def test_git_leaves_the_file_alone() -> None:
    root = Path(__file__).parent.parent
    assert ".env" in (root / ".gitignore").read_text("utf-8").splitlines()
    if (git := shutil.which("git")) and (root / ".git").exists():
        tracked = subprocess.run([git, "ls-files", ".env"], cwd=root, capture_output=True, text=True, check=False)
        assert tracked.stdout == ""


def _with_locals(error: BaseException) -> str:
    """All that a program which shows the variables of each frame could tell, those of the tests excepted."""
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    own = [frame for frame in formatted.stack if frame.filename != __file__]
    assert own, "nothing of relbot was looked at"
    context = _with_locals(error.__context__) if error.__context__ else ""
    return f"{error} {error.__dict__} {own} {[frame.locals for frame in own]} {context}"


def _refused(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")
