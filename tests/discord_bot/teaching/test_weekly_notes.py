"""A server that wants it gets a note about its gaps every week, once, in the channel that it chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from discord_bot.workspace import Workspace
from discord_server import FakeDiscord
from discord_server.entities import Permission
from relbot.state import database, gaps, posted
from relbot.state.database import Database
from relbot.state.gaps import Refusal
from relbot.state.posted import WEEK, WeeklyNote

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOW = datetime.now(UTC)


async def test_the_note_comes_when_it_is_due_and_says_what_was_asked_that_week(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, channel = new_workspace(), fresh_discord.default_channel
    assert channel.guild is not None
    kept = Database(workspace.folder / "state" / database.FILE)
    with kept.transaction() as connection:
        for question, asked in (("Where is the sauna?", NOW), ("Where was the swimming pool?", NOW - 2 * WEEK)):
            vector = np.eye(384, dtype=np.float32)[len(question)]
            refusal = Refusal(question, "no reason", channel.guild.id, channel.id, "refused", "model", vector)
            gaps.record(connection, refusal, asked, timedelta(days=365))
        posted.subscribe(connection, WeeklyNote(channel.guild.id, channel.id), NOW - WEEK)
    moderator = fresh_discord.add_user("moderator")
    moderator.account.permissions = Permission.MANAGE_GUILD
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        [note] = await fresh_discord.wait_for(lambda: fresh_discord.messages(channel))
        assert "Where is the sauna?" in note.text
        assert "pool" not in note.text
        assert "2 open questions" in (await moderator.click(note, "Show all")).text
        assert "no more" in (await moderator.slash("gaps", weekly=False)).text
        with kept.transaction() as connection:
            assert not posted.take_due(connection, NOW + 2 * WEEK)
        assert "every week" in (await moderator.slash("gaps", weekly=True)).text
        with kept.transaction() as connection:
            assert posted.take_due(connection, NOW + 2 * WEEK)
            assert not posted.take_due(connection, NOW + 2 * WEEK)
    kept.close()
