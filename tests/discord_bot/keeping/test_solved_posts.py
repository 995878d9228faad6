"""A solved forum post: the member's answer is offered to those who teach, once, kept word for word, or left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio

from discord_bot.conftest import assert_nobody_was_pinged
from discord_bot.workspace import DECLARATION, Workspace, create_workspace
from discord_server import BotProcess, FakeDiscord, Message, SimulatedUser
from discord_server.entities import Channel, Intents

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Where is the key to the boiler room?"
WORDS = "The key to the boiler room hangs behind the door of the porter's lodge. Bring it back by six!"
SOLVED = "Solved ✅"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(granted=Intents.MESSAGE_CONTENT) as discord:
        discord.add_guild(channels=("general",), forums=("questions", "silent", "rules"))
        yield discord
    assert_nobody_was_pinged(discord)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    return create_workspace(tmp_path_factory.mktemp("keeping") / "workspace", seed_index)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord, RELBOT_MESSAGE_CONTENT="on") as bot:
        await bot.wait_ready(discord)
        yield bot


def forum(discord: FakeDiscord, name: str) -> Channel:
    [guild] = discord.state.guilds.values()
    return guild.channel(name)


class Post(NamedTuple):
    channel: Channel
    answer: Message
    author: SimulatedUser
    """Who gave the answer."""


async def answered_post(discord: FakeDiscord, name: str = "questions", words: str = WORDS) -> Post:
    """A post of alice, with the answer that bob gave among what others said."""
    alice, bob, carol = (discord.add_user(user) for user in ("alice", "bob", "carol"))
    post = (await alice.open_post(forum(discord, name), QUESTION, "I looked in the kitchen.")).channel
    await carol.send_message("I have been looking for that as well, good luck.", post)
    answer = await bob.send_message(words, post)
    await carol.send_message("What a nice day we have today.", post)
    await alice.send_message("Thanks, found it behind the door of the lodge!", post)
    return Post(post, answer, bob)


async def offer_in(discord: FakeDiscord, post: Channel) -> Message:
    """The offer that the bot makes in a post."""
    return await discord.wait_for(lambda: next(iter(offers_in(discord, post)), None))


def offers_in(discord: FakeDiscord, post: Channel) -> list[Message]:
    return [message for message in post.messages.values() if "Keep this answer?" in message.text]


async def nothing_is_offered(discord: FakeDiscord, post: Channel) -> bool:
    """Whether nothing is, while a question that was asked later is answered."""
    asked = await discord.add_user("zoe").send_message(f"@relbot {DECLARATION}")
    await discord.answer_to(asked)
    await asyncio.sleep(0.3)
    return not offers_in(discord, post)


async def test_the_answer_of_a_solved_post_is_offered_kept_word_for_word_and_given(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser, workspace: Workspace
) -> None:
    post, answer, bob = await answered_post(discord)
    post.tag(SOLVED)
    offer = await offer_in(discord, post)
    assert offer.reference is answer
    assert QUESTION in offer.text
    assert "Bob’s words" in offer.text
    refused = await discord.add_user("alice").click(offer, "Keep it")
    assert "named by whoever runs me" in refused.text
    form = await moderator.click(offer, "Keep it")
    assert form.modal is not None
    assert form.modal["components"][0]["components"][0]["value"] == QUESTION
    assert WORDS.split(".")[0] in (await moderator.submit(form)).text.replace("\\", "")
    await discord.wait_for(lambda: offer.deleted)
    [file] = (workspace.corpus / "taught").rglob("*.md")
    assert WORDS in file.read_text("utf-8")
    given = await discord.add_user("dora").slash("ask", question=QUESTION)
    assert "answered by Bob on" in given.text
    assert "Withdrawn" in (await bob.use_menu("Withdraw this answer", answer)).text


async def test_it_is_offered_once(discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser) -> None:
    post, _, _ = await answered_post(discord)
    post.tag(SOLVED)
    offer = await offer_in(discord, post)
    await moderator.click(offer, "No", until="acknowledged")
    await discord.wait_for(lambda: offer.deleted)
    post.tags = ()
    post.tag("Bug")
    post.tag(SOLVED)
    assert [message for message in offers_in(discord, post) if not message.deleted] == []
    assert await nothing_is_offered(discord, post)


async def test_the_author_of_the_words_can_take_the_offer_away_and_nobody_else(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    post, _, bob = await answered_post(discord)
    post.tag(SOLVED)
    offer = await offer_in(discord, post)
    assert "named by whoever runs me" in (await discord.add_user("carol").click(offer, "No")).text
    await bob.click(offer, "No", until="acknowledged")
    await discord.wait_for(lambda: offer.deleted)


async def test_words_that_were_deleted_meanwhile_are_not_kept(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    post, answer, bob = await answered_post(discord)
    post.tag(SOLVED)
    offer = await offer_in(discord, post)
    await bob.delete(answer)
    assert (await moderator.click(offer, "Keep it")).text == "That message no longer exists."


async def test_nothing_is_offered_where_nobody_answered(discord: FakeDiscord, bot: BotProcess) -> None:
    post, _, _ = await answered_post(discord, words="Have you asked somebody who might know?")
    post.tag(SOLVED)
    assert await nothing_is_offered(discord, post)


async def test_nothing_is_offered_where_it_is_off_or_would_not_give_the_answer(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    silent, rules = forum(discord, "silent"), forum(discord, "rules")
    await moderator.slash("setup", about_channel=silent, answers="off")
    await moderator.slash("setup", about_channel=rules, sources="/")
    for name in ("silent", "rules"):
        post, _, _ = await answered_post(discord, name)
        post.tag(SOLVED)
        assert await nothing_is_offered(discord, post)


async def test_a_post_that_is_tagged_otherwise_or_closed_is_left_alone(discord: FakeDiscord, bot: BotProcess) -> None:
    post, _, _ = await answered_post(discord)
    post.tag("Bug")
    assert await nothing_is_offered(discord, post)
    post.locked = True
    post.tag(SOLVED)
    assert await nothing_is_offered(discord, post)
