"""Every way to ask, over the shipped bot and the fake Discord."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from discord_bot.workspace import (
    DECLARATION,
    FOLLOW_UP,
    HOSTILE_SOURCE,
    INTERPRETED,
    LETTERS,
    STATE_VISIT,
    UNANSWERABLE,
)
from discord_server import BotProcess, FakeDiscord, Message, Reply
from relbot.discord.rendering.escape import clean, escape_markdown, unescape_markdown, utf16_length

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_is_answered_with_its_sentence_and_its_source(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("ask", question=DECLARATION)
    assert "**In 1961, Albania and North Korea signed a joint declaration of friendship.**" in reply.text
    assert "Albania–North Korea relations › History › Cold War" in reply.text
    assert reply.message.is_v2
    assert not reply.ephemeral
    assert reply.acknowledged_after is not None
    assert reply.acknowledged_after < 1
    links = [button.url for button in reply.buttons if button.url]
    assert links[0].startswith("https://en.wikipedia.org/wiki/Albania%E2%80%93North_Korea_relations#:~:text=")
    assert labels(reply)[0] == "Open 1"


async def test_a_private_answer_is_seen_by_the_one_who_asked(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question=DECLARATION, private=True)
    assert reply.ephemeral
    assert reply.message not in bob.visible_messages(discord.default_channel)


async def test_a_private_answer_can_be_shown_to_all_once(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question=DECLARATION, private=True)
    words = reply.text
    pressed = await alice.click(reply, "Show to everyone")
    [shown] = await discord.wait_for(lambda: pressed.followups)
    assert (shown.text, shown.ephemeral) == (words, False)
    assert shown in bob.visible_messages(discord.default_channel)
    assert "Show to everyone" not in labels(reply)
    assert "Show to everyone" not in [button.label for button in shown.buttons]
    assert "1961" in (await bob.click(shown, "Open 1")).text


async def test_what_the_sources_do_not_say_is_refused_without_a_citation(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("ask", question=UNANSWERABLE)
    assert "**No answer.**" in reply.text
    assert "›" not in reply.text
    assert not [button for button in reply.buttons if button.url]
    assert labels(reply)[0] == "Closest passages"


async def test_small_talk_is_one_sentence_without_passages_or_votes(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("ask", question="thanks", private=True)
    assert "\n" not in reply.text
    assert "No answer" not in reply.text
    assert not reply.buttons


async def test_a_mention_is_answered_by_a_reply(discord: FakeDiscord, bot: BotProcess) -> None:
    asked = await discord.add_user("alice").send_message(f"@relbot {STATE_VISIT}")
    answer = await discord.answer_to(asked)
    assert answer.reference is asked
    assert "Enver Hoxha hosted Premier Kim Il Sung in Tirana" in answer.text


async def test_a_mention_in_a_thread_is_answered_in_the_thread(discord: FakeDiscord, bot: BotProcess) -> None:
    aside = next(iter(discord.state.guilds.values())).channel("aside")
    asked = await discord.add_user("alice").send_message(f"@relbot {DECLARATION}", aside)
    answer = await discord.answer_to(asked)
    assert answer.channel is aside
    assert "1961" in answer.text


async def test_a_direct_message_needs_no_mention(discord: FakeDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_user("alice").send_direct_message(DECLARATION))
    assert "1961" in answer.text


async def test_a_message_of_somebody_is_asked_about_through_its_menu(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await bob.use_menu("Ask relbot about this", await alice.send_message(DECLARATION))
    assert "1961" in reply.text
    assert reply.ephemeral
    assert "Show to everyone" in labels(reply)


async def test_a_menu_entry_on_a_message_without_words_says_so(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    reply = await alice.use_menu("Ask relbot about this", await alice.send_message(" "))
    assert "no words" in reply.text


async def test_a_bare_mention_is_told_how_to_ask(discord: FakeDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_user("alice").send_message("@relbot"))
    assert "ask me something" in answer.text


async def test_a_reply_to_an_answer_is_a_further_question(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    answer = await discord.answer_to(await alice.send_message(f"@relbot {LETTERS}"))
    await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    for user in (alice, bob):
        asked = await user.reply_to(answer, FOLLOW_UP)
        again = await discord.answer_to(asked)
        assert again.reference is asked
        assert INTERPRETED in again.text


async def test_the_same_person_in_the_same_channel_goes_on_asking(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, elsewhere = discord.add_user("alice"), discord.add_guild("elsewhere").channels[0]
    await alice.slash("ask", question=LETTERS)
    assert INTERPRETED in (await discord.answer_to(await alice.send_message(f"@relbot {FOLLOW_UP}"))).text
    assert INTERPRETED not in (await alice.slash("ask", question=FOLLOW_UP, channel=elsewhere)).text
    assert INTERPRETED not in (await discord.add_user("bob").slash("ask", question=FOLLOW_UP)).text


async def test_what_was_asked_in_private_does_not_show_in_public(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    await alice.slash("ask", question=LETTERS, private=True)
    assert INTERPRETED not in (await alice.slash("ask", question=FOLLOW_UP)).text
    assert INTERPRETED in (await alice.slash("ask", question=FOLLOW_UP, private=True)).text


async def test_words_of_somebody_else_and_offered_questions_follow_nothing_up(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    letters = await alice.slash("ask", question=LETTERS, private=True)
    assert INTERPRETED not in (await alice.click_forged(letters, "ask:0", label=FOLLOW_UP)).text
    await alice.slash("ask", question=LETTERS, private=True)
    assert INTERPRETED not in (await alice.use_menu("Ask relbot about this", await bob.send_message(FOLLOW_UP))).text


@pytest.mark.parametrize("words", ["@everyone when did Kim visit Tirana?", "@here when?", "when did Kim visit Tirana?"])
async def test_what_is_not_meant_for_the_bot_is_left_alone(discord: FakeDiscord, bot: BotProcess, words: str) -> None:
    alice = discord.add_user("alice")
    ignored = await alice.send_message(words)
    await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


async def test_a_reply_without_a_ping_is_left_alone(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    answer = await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    ignored = await alice.reply_to(answer, "and why?", ping=False)
    await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


@pytest.mark.parametrize("kind", ["bot", "webhook"])
async def test_bots_and_webhooks_are_not_answered(
    discord: FakeDiscord, bot: BotProcess, kind: Literal["bot", "webhook"]
) -> None:
    ignored = await discord.add_user("news", kind).send_message(f"@relbot {DECLARATION}")
    await discord.answer_to(await discord.add_user("alice").send_message(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


async def test_it_answers_where_only_the_person_installed_it(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    elsewhere = discord.add_guild("elsewhere", with_bot=False).channels[0]
    for channel in (elsewhere, discord.add_private_channel(alice, bob), alice.dm_channel):
        reply = await alice.slash("ask", question=DECLARATION, channel=channel)
        assert "1961" in reply.text
        assert "Cold War" in (await alice.click(reply, "Open 1")).text


@pytest.mark.parametrize("command", ["sources", "about", "help"])
async def test_it_describes_itself(discord: FakeDiscord, bot: BotProcess, command: str) -> None:
    expected = {"sources": "Albania–North Korea relations · ", "about": "word for word", "help": "`/ask`"}
    reply = await discord.add_user("alice").slash(command)
    assert expected[command] in reply.text
    assert reply.ephemeral


async def test_hostile_sources_and_questions_come_out_as_plain_characters(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    question = "What does the Quibble Charter of 1873 say? @everyone <@1> [x](http://evil.example) ``` \u200b\u202e||"
    reply = await discord.add_user("alice").slash("ask", question=question)
    assert escape_markdown(question.replace("<@1> ", "")).strip() in reply.text
    sentence = HOSTILE_SOURCE.split("\n", 1)[0]
    assert clean(sentence) in unescape_markdown(reply.text)
    alive = re.sub(r"\\[^0-9A-Za-z\s]", "", reply.text)  # Discord shows what is behind a backslash as it is
    assert not re.findall(r"@everyone|@here|[<\[\]`|]|(?<!-)#|://|\u202e|\u200b:|:smile:", alive)
    opened = await discord.add_user("bob").click(reply, "Open 1")
    assert r"\# The Quibble Heading" in opened.text


async def test_a_passage_longer_than_a_message_is_shortened_at_a_sentence(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    reply = await discord.add_user("alice").slash("ask", question="When was the Zorblatt genome read?")
    assert "**The Zorblatt genome was read in 1987.**" in reply.text
    assert utf16_length(reply.text) <= 4000
    assert "…" in reply.text
    opened = await discord.add_user("bob").click(reply, "Open 1")
    shown = [[word for word in text.split() if word.startswith("ACGT")] for text in (reply.text, opened.text)]
    assert 0 < len(shown[0]) < len(shown[1])
    assert all(len(strand) > 960 and strand.endswith(".") for strand in [*shown[0], *shown[1]])


def labels(reply: Reply) -> list[str | None]:
    return [button.label for button in reply.buttons]


def replies_to(discord: FakeDiscord, message: Message) -> list[Message]:
    return [reply for reply in discord.messages(message.channel) if reply.reference is message]
