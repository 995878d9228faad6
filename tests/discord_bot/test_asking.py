"""Every way to ask, over the shipped bot and the small Discord."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from discord_bot.houses import DECLARATION, FURTHER, HOSTILE, LETTERS, STATE_VISIT, UNDERSTOOD, UNKNOWN
from discord_server import BotProcess, Message, Reply, SmallDiscord
from relbot.discord.rendering.escape import clean, inert, length, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_is_answered_with_its_sentence_and_its_source(discord: SmallDiscord, bot: BotProcess) -> None:
    reply = await discord.add_person("alice").asks("ask", question=DECLARATION)
    assert "**In 1961, Albania and North Korea signed a joint declaration of friendship.**" in reply.text
    assert "Albania–North Korea relations › History › Cold War" in reply.text
    assert reply.message.is_v2
    assert not reply.ephemeral
    assert reply.acknowledged_after is not None
    assert reply.acknowledged_after < 1
    links = [button.url for button in reply.buttons if button.url]
    assert links[0].startswith("https://en.wikipedia.org/wiki/Albania%E2%80%93North_Korea_relations#:~:text=")
    assert labels(reply)[0] == "Open 1"


async def test_a_private_answer_is_seen_by_the_one_who_asked(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    reply = await alice.asks("ask", question=DECLARATION, private=True)
    assert reply.ephemeral
    assert reply.message not in bob.sees(discord.first_channel)


async def test_a_private_answer_can_be_shown_to_all_once(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    reply = await alice.asks("ask", question=DECLARATION, private=True)
    words = reply.text
    pressed = await alice.clicks(reply, "Show all")
    [shown] = await discord.until(lambda: pressed.followups)
    assert (shown.text, shown.ephemeral) == (words, False)
    assert shown in bob.sees(discord.first_channel)
    assert "Show all" not in labels(reply)
    assert "Show all" not in [button.label for button in shown.buttons]
    assert "1961" in (await bob.clicks(shown, "Open 1")).text


async def test_what_the_sources_do_not_say_is_refused_without_a_citation(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    reply = await discord.add_person("alice").asks("ask", question=UNKNOWN)
    assert "**No answer.**" in reply.text
    assert "›" not in reply.text
    assert not [button for button in reply.buttons if button.url]
    assert labels(reply)[0] == "Closest passages"


async def test_a_mention_is_answered_by_a_reply(discord: SmallDiscord, bot: BotProcess) -> None:
    asked = await discord.add_person("alice").says(f"@relbot {STATE_VISIT}")
    answer = await discord.answer_to(asked)
    assert answer.replies_to is asked
    assert "Enver Hoxha hosted Premier Kim Il Sung in Tirana" in answer.text
    assert discord.first_channel in discord.typings


async def test_a_mention_in_a_thread_is_answered_in_the_thread(discord: SmallDiscord, bot: BotProcess) -> None:
    aside = next(iter(discord.world.guilds.values())).channel("aside")
    asked = await discord.add_person("alice").says(f"@relbot {DECLARATION}", aside)
    answer = await discord.answer_to(asked)
    assert answer.channel is aside
    assert "1961" in answer.text


async def test_a_direct_message_needs_no_mention(discord: SmallDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_person("alice").writes_to_bot(DECLARATION))
    assert "1961" in answer.text


async def test_a_message_of_somebody_is_asked_about_through_its_menu(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    reply = await bob.uses_menu("Ask relbot about this", await alice.says(DECLARATION))
    assert "1961" in reply.text
    assert reply.ephemeral
    assert "Show all" in labels(reply)


async def test_a_menu_entry_on_a_message_without_words_says_so(discord: SmallDiscord, bot: BotProcess) -> None:
    alice = discord.add_person("alice")
    reply = await alice.uses_menu("Ask relbot about this", await alice.says(" "))
    assert "no words" in reply.text


async def test_a_bare_mention_is_told_how_to_ask(discord: SmallDiscord, bot: BotProcess) -> None:
    answer = await discord.answer_to(await discord.add_person("alice").says("@relbot"))
    assert "ask me something" in answer.text


async def test_a_reply_to_an_answer_is_a_further_question(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    answer = await discord.answer_to(await alice.says(f"@relbot {LETTERS}"))
    await discord.answer_to(await alice.says(f"@relbot {DECLARATION}"))
    for person in (alice, bob):
        asked = await person.replies_to(answer, FURTHER)
        again = await discord.answer_to(asked)
        assert again.replies_to is asked
        assert UNDERSTOOD in again.text


async def test_the_same_person_in_the_same_channel_goes_on_asking(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, elsewhere = discord.add_person("alice"), discord.add_guild("elsewhere").channels[0]
    await alice.asks("ask", question=LETTERS)
    assert UNDERSTOOD in (await discord.answer_to(await alice.says(f"@relbot {FURTHER}"))).text
    assert UNDERSTOOD not in (await alice.asks("ask", question=FURTHER, channel=elsewhere)).text
    assert UNDERSTOOD not in (await discord.add_person("bob").asks("ask", question=FURTHER)).text


async def test_what_was_asked_in_private_does_not_show_in_public(discord: SmallDiscord, bot: BotProcess) -> None:
    alice = discord.add_person("alice")
    await alice.asks("ask", question=LETTERS, private=True)
    assert UNDERSTOOD not in (await alice.asks("ask", question=FURTHER)).text
    assert UNDERSTOOD in (await alice.asks("ask", question=FURTHER, private=True)).text


@pytest.mark.parametrize("words", ["@everyone when did Kim visit Tirana?", "@here when?", "when did Kim visit Tirana?"])
async def test_what_is_not_meant_for_the_bot_is_left_alone(discord: SmallDiscord, bot: BotProcess, words: str) -> None:
    alice = discord.add_person("alice")
    ignored = await alice.says(words)
    await discord.answer_to(await alice.says(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


async def test_a_reply_without_a_ping_is_left_alone(discord: SmallDiscord, bot: BotProcess) -> None:
    alice = discord.add_person("alice")
    answer = await discord.answer_to(await alice.says(f"@relbot {DECLARATION}"))
    ignored = await alice.replies_to(answer, "and why?", ping=False)
    await discord.answer_to(await alice.says(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


@pytest.mark.parametrize("kind", ["bot", "webhook"])
async def test_bots_and_webhooks_are_not_answered(
    discord: SmallDiscord, bot: BotProcess, kind: Literal["bot", "webhook"]
) -> None:
    ignored = await discord.add_person("news", kind).says(f"@relbot {DECLARATION}")
    await discord.answer_to(await discord.add_person("alice").says(f"@relbot {DECLARATION}"))
    assert not replies_to(discord, ignored)


async def test_it_answers_where_only_the_person_installed_it(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    elsewhere = discord.add_guild("elsewhere", with_bot=False).channels[0]
    for channel in (elsewhere, discord.add_private_channel(alice, bob), alice.direct_messages):
        reply = await alice.asks("ask", question=DECLARATION, channel=channel)
        assert "1961" in reply.text
        assert "Cold War" in (await alice.clicks(reply, "Open 1")).text


@pytest.mark.parametrize("command", ["sources", "about", "help"])
async def test_it_tells_about_itself(discord: SmallDiscord, bot: BotProcess, command: str) -> None:
    expected = {"sources": "Albania–North Korea relations · ", "about": "word for word", "help": "`/ask`"}
    reply = await discord.add_person("alice").asks(command)
    assert expected[command] in reply.text
    assert reply.ephemeral


async def test_hostile_sources_and_questions_come_out_as_plain_characters(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    question = "What does the Quibble Charter of 1873 say? @everyone <@1> [x](http://evil.example) ``` \u200b\u202e||"
    reply = await discord.add_person("alice").asks("ask", question=question)
    assert inert(question).strip() in reply.text
    sentence = HOSTILE.split("\n", 1)[0]
    assert clean(sentence) in plain(reply.text)
    alive = re.sub(r"\\[^0-9A-Za-z\s]", "", reply.text)  # Discord shows what is behind a backslash as it is
    assert not re.findall(r"@everyone|@here|[<\[\]`|]|(?<!-)#|://|\u202e|\u200b:|:smile:", alive)
    opened = await discord.add_person("bob").clicks(reply, "Open 1")
    assert r"\# The Quibble Heading" in opened.text


async def test_a_passage_longer_than_a_message_is_shortened_at_a_sentence(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    reply = await discord.add_person("alice").asks("ask", question="When was the Zorblatt genome read?")
    assert "**The Zorblatt genome was read in 1987.**" in reply.text
    assert length(reply.text) <= 4000
    assert "…" in reply.text
    opened = await discord.add_person("bob").clicks(reply, "Open 1")
    shown = [[word for word in text.split() if word.startswith("ACGT")] for text in (reply.text, opened.text)]
    assert 0 < len(shown[0]) < len(shown[1])
    assert all(len(strand) > 960 and strand.endswith(".") for strand in [*shown[0], *shown[1]])


def labels(reply: Reply) -> list[str | None]:
    return [button.label for button in reply.buttons]


def replies_to(discord: SmallDiscord, message: Message) -> list[Message]:
    return [said for said in discord.messages(message.channel) if said.replies_to is message]
