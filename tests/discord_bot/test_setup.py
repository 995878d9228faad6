"""What those who manage a server decide with /setup: where the bot answers, how, and from which sources."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.workspace import DECLARATION, FOLLOW_UP, INTERPRETED, LETTERS, Workspace, create_workspace
from discord_server import ActionUnavailable, BotProcess, FakeDiscord, Message
from discord_server.entities import Channel, Guild, Intents

pytestmark = pytest.mark.asyncio(loop_scope="module")

PERMIT, VAULT = "How much does the parking permit cost?", "Who keeps the key of the vault?"
PARKING = "The parking permit costs 40 euros a year. It was introduced by Maria Quibble in 1987.\n"
SECRET = "The key of the vault is kept by Zorblatt Quimby. The vault was built in 1931.\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fake(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(granted=Intents.MESSAGE_CONTENT) as discord:
        yield discord


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    """The seed article in no folder, `rules/parking.txt` and `staff/vault.txt`."""
    workspace = create_workspace(tmp_path_factory.mktemp("setup") / "workspace", seed_index)
    workspace.write("rules/parking.txt", PARKING, "Parking")
    workspace.write("staff/vault.txt", SECRET, "Vault")
    workspace.build()
    return workspace


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def setup_bot(fake: FakeDiscord, collected: Workspace) -> AsyncIterator[BotProcess]:
    fake.add_guild("first")
    async with collected.bot(fake, RELBOT_MESSAGE_CONTENT="on") as bot:
        await bot.wait_ready(fake)
        yield bot


@pytest.fixture
def guild(fake: FakeDiscord, setup_bot: BotProcess) -> Guild:
    return fake.add_guild("server", channels=("help", "other"), forums=("questions",))


async def is_silent(fake: FakeDiscord, message: Message) -> bool:
    """Whether the message gets no answer, while one that was written after it in another server does."""
    elsewhere = fake.add_guild("elsewhere").channels[0]
    await fake.answer_to(await fake.add_user("zoe").send_message(f"@relbot {DECLARATION}", elsewhere))
    await asyncio.sleep(0.2)
    return not [m for m in message.channel.messages.values() if m.author is fake.bot and m.id > message.id]


async def test_only_those_who_may_manage_the_server_set_it_up(fake: FakeDiscord, guild: Guild) -> None:
    reply = await fake.add_user("alice").slash("setup", channel=guild.channels[0], answers="off")
    assert reply.text == "Only those who may manage this server can set me up."
    assert await fake.add_user("alice").complete("setup", "sources", "", channel=guild.channels[0]) == []
    with pytest.raises(ActionUnavailable):
        await fake.owner.slash("setup", channel=fake.owner.dm_channel)


async def test_it_shows_what_holds(fake: FakeDiscord, guild: Guild) -> None:
    general = guild.channels[0]
    reply = await fake.owner.slash("setup", channel=general)
    assert reply.ephemeral
    assert "everywhere else: on mention · as replies · from all sources" in reply.text
    chosen = await fake.owner.slash(
        "setup", channel=general, answers="when sure", replies="thread", sources="rules, /", expected_right=80
    )
    assert "everywhere else: when sure (expected right 80 %, answers " in chosen.text
    assert "of 10) · in threads · from \\/, rules" in chosen.text


async def test_names_of_folders_are_completed_and_checked(fake: FakeDiscord, guild: Guild) -> None:
    general = guild.channels[0]
    assert await fake.owner.complete("setup", "sources", "", channel=general) == [
        *("/", "rules", "staff"),
        *("all", "as the server"),
    ]
    assert await fake.owner.complete("setup", "sources", "rules, S", channel=general) == ["rules, staff"]
    told = await fake.owner.slash("setup", channel=general, sources="rules, vaults")
    assert told.text == "There is no folder vaults among my sources; there are \\/, rules, staff."


async def test_a_channel_overrides_its_server_and_can_go_back_to_it(fake: FakeDiscord, guild: Guild) -> None:
    help_, other, alice = *guild.channels[:2], fake.add_user("alice")
    await fake.owner.slash("setup", channel=other, answers="off")
    shown = await fake.owner.slash("setup", channel=other, about_channel=help_, answers="on mention")
    assert f"everywhere else: off\n- <#{other.id}>: off\n- <#{help_.id}>: on mention" in shown.text
    assert await is_silent(fake, await alice.send_message(f"@relbot {DECLARATION}", other))
    assert (await alice.slash("ask", channel=other, question=DECLARATION)).text == "I am switched off in this channel."
    assert "1961" in (await fake.answer_to(await alice.send_message(f"@relbot {DECLARATION}", help_))).text
    await fake.owner.slash("setup", channel=other, about_channel=help_, answers="as the server")
    assert await is_silent(fake, await alice.send_message(f"@relbot {DECLARATION}", help_))


async def test_a_channel_shows_nothing_of_other_collections(fake: FakeDiscord, guild: Guild) -> None:
    help_, other, alice = *guild.channels[:2], fake.add_user("alice")
    await fake.owner.slash("setup", channel=help_, about_channel=help_, sources="rules")
    found = await fake.answer_to(await alice.send_message(f"@relbot {VAULT}", other))
    assert "Zorblatt Quimby" in found.text
    refused = await fake.answer_to(await alice.send_message(f"@relbot {VAULT}", help_))
    in_private = await alice.slash("ask", channel=help_, question=VAULT, private=True)
    in_thread = guild.channels[0]
    thread = fake.state.open_thread(in_thread, fake.owner.account, "aside", fake.state.ids.next())
    below = await fake.answer_to(await alice.send_message(f"@relbot {VAULT}", thread))
    timeline = await alice.slash("timeline", channel=help_)
    sources = await alice.slash("sources", channel=help_)
    for text in (refused.text, in_private.text, below.text, timeline.text, sources.text):
        assert not {"Zorblatt", "Quimby", "1931", "Hoxha", "Vault ·"} & set(text.replace(",", " ").split())
    assert "1987" in timeline.text
    button = next(b.custom_id for b in found.buttons if b.custom_id and b.custom_id.startswith("open:"))
    for custom_id in (button, f"choose:1:{alice.id}:{button.split(':')[2]}"):
        forged = await alice.click_forged(refused, custom_id)
        assert "Zorblatt" not in forged.text
        assert "no longer" in forged.text
    assert "40 euros" in (await fake.answer_to(await alice.send_message(f"@relbot {PERMIT}", help_))).text


async def test_what_was_said_before_a_restriction_is_not_repeated(fake: FakeDiscord, guild: Guild) -> None:
    help_, alice = guild.channels[0], fake.add_user("alice")
    await fake.answer_to(await alice.send_message(f"@relbot {VAULT}", help_))
    await fake.owner.slash("setup", channel=help_, sources="rules")
    assert "Zorblatt" not in (await fake.answer_to(await alice.send_message("@relbot are you sure?", help_))).text


async def test_an_answer_opens_a_thread_where_the_talk_goes_on(fake: FakeDiscord, guild: Guild) -> None:
    help_, alice = guild.channels[0], fake.add_user("alice")
    await fake.owner.slash("setup", channel=help_, replies="thread")
    asked = await alice.send_message(f"@relbot {LETTERS}", help_)
    thread = await fake.wait_for(lambda: fake.state.channels.get(asked.id))
    assert thread.name == LETTERS
    await fake.wait_for(lambda: list(thread.messages.values()))
    followed = await fake.answer_to(await alice.send_message(f"@relbot {FOLLOW_UP}", thread))
    assert INTERPRETED in followed.text
    fake.fail_next("POST", "/messages/[0-9]+/threads", 400, code=160006)  # as many as a server may have
    assert "1961" in (await fake.answer_to(await alice.send_message(f"@relbot {DECLARATION}", help_))).text
    help_.forbid("create_public_threads")
    assert "1961" in (await fake.answer_to(await alice.send_message(f"@relbot {DECLARATION}", help_))).text


async def sure_channel(fake: FakeDiscord, guild: Guild, name: str = "help") -> Channel:
    channel = guild.channel(name)
    await fake.owner.slash(
        "setup", channel=guild.channels[0], about_channel=channel, answers="when sure", expected_right=80
    )
    return channel


async def test_when_sure_it_answers_questions_that_nobody_asks_it(fake: FakeDiscord, guild: Guild) -> None:
    channel, alice, bob = await sure_channel(fake, guild), fake.add_user("alice"), fake.add_user("bob")
    asked = await alice.send_message(f"hi all! {DECLARATION}", channel)
    assert "1961" in (await fake.answer_to(asked)).text
    for text in ("Which visa does a dentist from Peru need?", "I signed the joint declaration of friendship today."):
        assert await is_silent(fake, await alice.send_message(text, channel))
    assert await is_silent(fake, await bob.reply_to(asked, DECLARATION))
    assert await is_silent(fake, await alice.send_message(f"@bob {DECLARATION}", channel))
    assert await is_silent(fake, await alice.send_message(DECLARATION, guild.channel("other")))


async def test_a_forum_post_is_answered_until_a_person_does_or_it_is_solved(fake: FakeDiscord, guild: Guild) -> None:
    forum, alice, bob = await sure_channel(fake, guild, "questions"), fake.add_user("alice"), fake.add_user("bob")
    post = await alice.open_post(forum, DECLARATION, "I have looked everywhere.")
    assert "1961" in (await fake.answer_to(post)).text
    assert "1977" in (await fake.answer_to(await alice.send_message(LETTERS, post.channel))).text
    await bob.send_message("I can tell you.", post.channel)
    assert await is_silent(fake, await alice.send_message(DECLARATION, post.channel))
    solved = await alice.open_post(forum, DECLARATION, "Never mind.", tags=("Solved ✅",))
    assert await is_silent(fake, solved)
    locked = await alice.open_post(forum, "A question", DECLARATION)
    assert "1961" in (await fake.answer_to(locked)).text
    locked.channel.lock()
    assert await is_silent(fake, await alice.send_message(LETTERS, locked.channel))


async def test_an_edited_question_edits_its_answer_once(fake: FakeDiscord, guild: Guild) -> None:
    help_, alice = guild.channels[0], fake.add_user("alice")
    asked = await alice.send_message(f"@relbot {LETTERS}", help_)
    answer = await fake.answer_to(asked)
    await alice.edit(asked, "")  # the preview of a link
    await alice.edit(asked, f"@relbot {DECLARATION}")
    await fake.wait_for(lambda: "1961" in answer.text)
    await alice.edit(asked, f"@relbot {PERMIT}")
    assert await is_silent(fake, answer)
    assert "1961" in answer.text
    assert "Understood as" not in answer.text


async def test_a_deleted_question_takes_its_answers_with_it(fake: FakeDiscord, guild: Guild) -> None:
    help_, alice = guild.channels[0], fake.add_user("alice")
    answered = await alice.send_message(f"@relbot {LETTERS} {DECLARATION}", help_)
    await fake.wait_for(lambda: [message.author for message in fake.messages(help_)].count(fake.bot) == 2)
    at_once = await alice.send_message(f"@relbot {PERMIT}", help_)
    for question in (at_once, answered):
        await alice.delete(question)
    await fake.wait_for(lambda: [request.method for request in fake.requests].count("DELETE") == 3)
    assert not fake.messages(help_)


async def test_a_mention_that_is_added_later_counts(fake: FakeDiscord, guild: Guild) -> None:
    alice = fake.add_user("alice")
    asked = await alice.send_message(DECLARATION, guild.channels[0])
    await alice.edit(asked, f"@relbot {DECLARATION}")
    assert "1961" in (await fake.answer_to(asked)).text


async def test_a_state_file_that_cannot_be_used_is_told_and_gone_on_without(
    new_workspace: Callable[..., Workspace],
) -> None:
    workspace = new_workspace()
    (workspace.folder / "state").mkdir()
    with sqlite3.connect(workspace.folder / "state" / "relbot.sqlite") as connection:
        connection.execute("PRAGMA user_version = 999")
    async with FakeDiscord() as discord:
        discord.add_guild()
        async with workspace.bot(discord) as bot:
            await bot.wait_ready(discord)
            told = await discord.owner.slash("setup", answers="off")
            assert told.text.startswith("Nothing was changed. The state in ")
            assert "written by a newer relbot" in told.text
            asked = await discord.add_user("alice").send_message(f"@relbot {DECLARATION}")
            assert "1961" in (await discord.answer_to(asked)).text
            assert "written by a newer relbot" in "\n".join(bot.stderr)
