"""How people address the bot: by its role, among emoji and mentions, by a forward, a bare reply, several questions."""

from __future__ import annotations

import pytest

from discord_bot.workspace import DECLARATION, FOLLOW_UP, INTERPRETED, LETTERS, STATE_VISIT
from discord_server import BotProcess, FakeDiscord, Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMOJI = "<:wave:123456789012345678>"


async def test_a_mention_of_its_role_is_told_that_discord_hides_the_words(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    guild = discord.add_guild("roles")
    asked = await discord.add_user("alice").send_message(f"{guild.role_mention} {DECLARATION}", guild.channels[0])
    assert (await discord.answer_to(asked)).text.startswith("Please mention me, not my role")


async def test_where_its_role_and_itself_are_mentioned_it_answers(discord: FakeDiscord, bot: BotProcess) -> None:
    guild = discord.add_guild("roles")
    words = f"@relbot {guild.role_mention} {DECLARATION}"
    answer = await discord.answer_to(await discord.add_user("alice").send_message(words, guild.channels[0]))
    assert answer.text.startswith(f"-# {DECLARATION}\n")
    assert "1961" in answer.text


@pytest.mark.parametrize(
    "words",
    [
        f"{EMOJI} {DECLARATION}",
        f"{DECLARATION} <a:dance:123456789012345678>",
        f"<t:1700000000:R> {DECLARATION}",
        f"{DECLARATION} <#99999999999999999>",
        f"<@&99999999999999999> {DECLARATION} <id:guide>",
    ],
)
async def test_emoji_timestamps_and_unknown_mentions_are_no_part_of_a_question(
    discord: FakeDiscord, bot: BotProcess, words: str
) -> None:
    alice = discord.add_user("alice")
    written = await discord.answer_to(await alice.send_message(f"@relbot {words}"))
    for text in (written.text, (await alice.slash("ask", question=words)).text):
        assert text.startswith(f"-# {DECLARATION}\n")
        assert "1961" in text


async def test_who_and_what_is_mentioned_is_named(discord: FakeDiscord, bot: BotProcess) -> None:
    discord.add_user("hoxha")
    channel = discord.default_channel
    asked = await discord.add_user("alice").send_message(
        f"@relbot Did @hoxha write about <#{channel.id}> in June 1977?", channel
    )
    assert "Did Hoxha write about general in June 1977?" in (await discord.answer_to(asked)).text


async def test_a_forwarded_question_is_answered(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    question = await discord.add_user("bob").send_message(DECLARATION)
    answer = await discord.answer_to(await alice.forward(question, alice.dm_channel))
    assert "1961" in answer.text


async def test_a_bare_mention_in_reply_to_a_question_that_it_can_read_takes_that_question(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob, carol = (discord.add_user(name) for name in ("alice", "bob", "carol"))
    addressed = await alice.send_message(f"{DECLARATION} @relbot")
    await discord.answer_to(addressed)
    assert "1961" in (await discord.answer_to(await bob.reply_to(addressed, "@relbot"))).text
    channel = discord.add_guild("hidden").channels[0]
    hidden = await alice.send_message(DECLARATION, channel)
    told = await discord.answer_to(await carol.reply_to(hidden, "@relbot"))
    assert told.text.startswith("Discord does not show me the words of that message")


async def test_a_file_without_words_is_told_that_words_are_read(discord: FakeDiscord, bot: BotProcess) -> None:
    asked = await discord.add_user("alice").send_message(
        "@relbot", discord.add_guild("files").channels[0], files=("scan.png",)
    )
    assert (await discord.answer_to(asked)).text.startswith("I read words only")


async def test_the_questions_of_a_message_are_answered_one_by_one(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    asked = await alice.send_message(f"@relbot {DECLARATION} {STATE_VISIT}")
    answers = await discord.wait_for(lambda: answers_to(discord, asked, 2))
    assert ["1961" in answers[0].text, "hosted" in answers[1].text] == [True, True]
    reply = await alice.slash("ask", question=f"{LETTERS} {FOLLOW_UP}")
    assert "1977" in reply.text
    [second] = await discord.wait_for(lambda: reply.followups)
    assert INTERPRETED in second.text


async def test_of_many_questions_five_are_answered_and_the_rest_is_to_be_asked_again(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice = discord.add_user("alice")
    asked = await alice.send_direct_message("\n".join([DECLARATION, STATE_VISIT, LETTERS] * 3))
    last = (await discord.wait_for(lambda: answers_to(discord, asked, 6), within=20))[-1]
    assert last.text.startswith("I answer 5 questions of a message; please ask again")
    await discord.answer_to(await alice.send_direct_message(DECLARATION))
    assert len(answers_to(discord, asked, 6)) == 6


async def test_another_persons_follow_up_is_read_in_the_chain_that_it_replies_to(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    first = await discord.answer_to(await alice.send_message(f"@relbot {LETTERS}"))
    second = await discord.answer_to(await alice.reply_to(first, DECLARATION))
    by_alice = await discord.answer_to(await alice.reply_to(second, FOLLOW_UP))
    by_bob = await discord.answer_to(await bob.reply_to(second, FOLLOW_UP))
    assert by_bob.text == by_alice.text


@pytest.mark.parametrize("words", ["thanks!", "lol", "ok", "nice one 👍", EMOJI, "thx bot", "😂😂"])
async def test_small_talk_after_an_answer_is_not_answered(discord: FakeDiscord, bot: BotProcess, words: str) -> None:
    alice = discord.add_user("alice")
    answer = await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    said = [await alice.reply_to(answer, words), await alice.send_message(f"@relbot {words}")]
    await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    assert not [message for each in said for message in answers_to(discord, each)]


async def test_where_it_may_not_write_it_asks_discord_for_nothing(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("mute").channels[0]
    before = len(discord.refusals)
    channel.forbid("send_messages")
    await alice.send_message(f"@relbot {DECLARATION}", channel)
    await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    channel.allow("send_messages")
    channel.forbid("read_message_history")
    answer = await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}", channel))
    assert answer.reference is None
    assert len(discord.refusals) == before
    assert len(discord.messages(channel)) == 3


async def test_an_answer_that_comes_at_once_is_not_announced(discord: FakeDiscord, bot: BotProcess) -> None:
    before = len(discord.typings)
    await discord.answer_to(await discord.add_user("alice").send_message(f"@relbot {DECLARATION}"))
    assert len(discord.typings) == before


def answers_to(discord: FakeDiscord, message: Message, at_least: int = 1) -> list[Message]:
    """The replies to a message, none where there are fewer than `at_least`."""
    found = [reply for reply in discord.messages(message.channel) if reply.reference is message]
    return found if len(found) >= at_least else []
