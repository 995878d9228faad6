"""What was decided for servers and channels: inherited, kept over restarts, done without where it cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.discord.server_settings import Policy, ServerSettings
from relbot.errors.state import StateError
from relbot.state.channel_settings import ChannelSettings
from relbot.state.database import Database

SERVER, HELP, OTHER = 10, 1, 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "relbot.sqlite"


def test_where_nothing_was_decided_it_answers_on_mention_from_everything(file: Path) -> None:
    assert ServerSettings(file).of(SERVER, HELP) == Policy("mention", False, None, 95)
    assert ServerSettings(file, ["rules"]).of(None, None).collections == frozenset({"rules"})


async def test_a_channel_goes_before_its_server(file: Path) -> None:
    servers = ServerSettings(file, ["rules"])
    await servers.change(SERVER, 0, ChannelSettings("off", True, "all", 90))
    await servers.change(SERVER, HELP, ChannelSettings("sure", None, ("kitchen", ""), None))
    assert servers.of(SERVER, OTHER) == Policy("off", True, None, 90)
    assert servers.of(SERVER, HELP) == Policy("sure", True, frozenset({"kitchen", ""}), 90)
    assert servers.of(SERVER + 1, HELP) == Policy(collections=frozenset({"rules"}))


async def test_what_was_decided_outlives_a_restart(file: Path) -> None:
    servers = ServerSettings(file)
    await servers.change(SERVER, HELP, ChannelSettings("sure", False, ("a, b", "ü"), 98))
    await servers.change(SERVER, OTHER, ChannelSettings("off"))
    await servers.change(SERVER, OTHER, ChannelSettings())
    servers.close()
    again = ServerSettings(file)
    assert again.decided(SERVER, HELP) == ChannelSettings("sure", False, ("a, b", "ü"), 98)
    assert again.channels(SERVER) == [HELP]


async def test_where_the_channel_is_not_known_only_what_all_may_show_is_answered_from(file: Path) -> None:
    servers = ServerSettings(file)
    assert servers.of(SERVER, None) == Policy()
    await servers.change(SERVER, HELP, ChannelSettings(collections=("a", "b")))
    await servers.change(SERVER, OTHER, ChannelSettings(collections=("b", "c")))
    assert servers.of(SERVER, None).collections == frozenset({"b"})
    await servers.change(SERVER, 0, ChannelSettings("off", collections=("d",)))
    assert servers.of(SERVER, None) == Policy("off", collections=frozenset())


def garbage(file: Path) -> None:
    file.write_bytes(b"this is no database" * 300)


def newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 999")


def folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize("spoil", [garbage, newer, folder])
async def test_a_file_that_cannot_be_used_is_told_and_done_without(
    file: Path, spoil: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    spoil(file)
    servers = ServerSettings(file, ["rules"])
    assert len([record for record in caplog.records if "The state in" in record.getMessage()]) == 1
    assert servers.of(SERVER, HELP) == Policy(collections=frozenset({"rules"}))
    with pytest.raises(StateError, match="The state in"):
        await servers.change(SERVER, HELP, ChannelSettings("off"))


async def test_a_change_that_cannot_be_written_is_not_applied(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relbot.state.database._PATIENCE", 0.05)
    servers = ServerSettings(file)
    await servers.change(SERVER, HELP, ChannelSettings("sure"))
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="locked"):
            await servers.change(SERVER, HELP, ChannelSettings("off"))
    assert servers.of(SERVER, HELP).answers == "sure"


async def test_a_full_disk_is_told(file: Path) -> None:
    servers = ServerSettings(file)
    assert servers._database
    with servers._database.transaction() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    servers._database._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StateError, match="full"):
        await servers.change(SERVER, HELP, ChannelSettings(collections=tuple(str(n) * 100 for n in range(1000))))
    assert servers.of(SERVER, HELP) == Policy()


@given(
    answers=st.text(max_size=10) | st.none(),
    collections=st.sampled_from([None, '"all"', "[]", '["a"]', '"some"', "{}", "[1]", "nonsense", "[[]]"]),
    right=st.integers(-1000, 1000) | st.none(),
)
def test_rows_that_another_version_wrote_do_no_harm(
    tmp_path_factory: pytest.TempPathFactory, answers: str | None, collections: str | None, right: int | None
) -> None:
    file = tmp_path_factory.mktemp("rows") / "relbot.sqlite"
    database = Database(file)
    with database.transaction() as connection:
        row = (SERVER, HELP, answers, 1, collections, right)
        connection.execute("INSERT INTO channel_settings VALUES (?, ?, ?, ?, ?, ?)", row)
    database.close()
    policy = ServerSettings(file, ["rules"]).of(SERVER, HELP)
    assert policy.answers in ("off", "mention", "sure")
    assert policy.collections in (None, frozenset(), frozenset({"a"}), frozenset({"rules"}))
