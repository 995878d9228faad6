"""The buttons under an answer, clicked once, twice, too late, or where the bot has lost its permissions."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from discord_bot.workspace import DECLARATION, LONG_LIST, UNANSWERABLE, Workspace
from discord_server import ActionUnavailable, BotProcess, FakeDiscord, Message
from discord_server.entities import Permission

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_citation_opens_its_whole_passage_with_its_neighbours(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question=DECLARATION)
    opened = await bob.click(reply, "Open 1")
    assert opened.text.startswith("**Albania–North Korea relations › History › Cold War**")
    assert "During the Korean War, North Korea and the Korean People's Army" in opened.text
    assert "**In 1961, Albania and North Korea signed a joint declaration of friendship.**" in opened.text
    assert "-# Diplomatic relations between Albania and North Korea" in opened.text
    assert "-# According to Charles Armstrong" in opened.text
    assert opened.message in bob.visible_messages(discord.default_channel)
    assert opened.message not in alice.visible_messages(discord.default_channel)


async def test_the_closest_passages_of_a_refusal_are_shown_when_asked_for(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice = discord.add_user("alice")
    opened = await alice.click(await alice.slash("ask", question=UNANSWERABLE), "Closest passages")
    assert opened.text.startswith("**These came closest, but do not answer it:**")
    assert opened.text.count("\n> ") >= 3
    assert opened.ephemeral


async def test_a_long_list_is_shown_to_its_end_to_the_one_who_asks_for_it(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question=LONG_LIST)
    assert numbers_in(reply.text) == list(range(1, 6))
    [unfold] = [button.label or "" for button in reply.buttons if (button.label or "").startswith("Show all ")]
    total = int(unfold.removeprefix("Show all "))
    page = await bob.click(reply, unfold)
    shown = numbers_in(page.text)
    assert page.ephemeral
    assert statements_in(page.text)[:5] == statements_in(reply.text)
    while more := [button.label for button in page.buttons if (button.label or "").endswith(" more")]:
        assert more == [f"Show {total - len(shown)} more"]
        page = await bob.click(page, more[0] or "")
        shown += numbers_in(page.text)
    assert shown == list(range(1, total + 1))
    opening = next(button.label or "" for button in page.buttons if (button.label or "").startswith("Open "))
    assert "Albania–North Korea relations" in (await bob.click(page, opening)).text


async def test_a_list_whose_question_is_not_answered_any_more_is_refused(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    reply = await alice.slash("ask", question=UNANSWERABLE)
    assert "**No answer.**" in (await alice.click_forged(reply, "statements:0")).text
    short = await alice.slash("ask", question=DECLARATION)
    assert "1961" in (await alice.click_forged(short, "statements:900")).text


async def test_a_question_that_a_refusal_offers_is_asked_with_a_click(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    reply = await alice.slash("ask", question=UNANSWERABLE)
    assert "Did you mean one of these?" in reply.text
    offered = [button.label or "" for button in reply.buttons if (button.custom_id or "").startswith("ask:")]
    assert 1 <= len(offered) <= 3
    for question in offered:
        answer = await bob.click(reply, question)
        assert answer.text.startswith(f"-# {question}\n")
        assert "No answer" not in answer.text
        assert answer.ephemeral
    assert "Show to everyone" in [button.label for button in answer.buttons]


async def test_a_vote_is_written_down_with_question_passages_and_generation(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    alice = discord.add_user("alice")
    question = f"{DECLARATION} * _really_ *"
    reply = await alice.slash("ask", question=question)
    assert (await alice.click(reply, vote(reply.message, "up"))).text == "Thank you, noted."
    line = json.loads(workspace.feedback.read_text("utf-8").splitlines()[-1])
    assert line["vote"] == "up"
    assert line["question"] == question
    assert line["answers"][0].startswith("In 1961, Albania and North Korea signed")
    opens = [button.custom_id for button in reply.buttons if (button.label or "").startswith("Open")]
    assert [f"open:{n}:{p}" for n, p in enumerate(line["passages"], 1)] == [
        (custom_id or "").partition(".")[0] for custom_id in opens
    ]
    assert line["generation"] == (workspace.index / "CURRENT").read_text("utf-8").strip()
    assert str(alice.id) not in json.dumps(line)


async def test_a_second_click_on_a_vote_is_not_counted_again_and_a_changed_vote_is(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    alice = discord.add_user("alice")
    reply = await alice.slash("ask", question=DECLARATION)
    for direction in ("up", "up", "down"):
        await alice.click(reply, vote(reply.message, direction))
    lines = [json.loads(line) for line in workspace.feedback.read_text("utf-8").splitlines()]
    votes = [line["vote"] for line in lines if line["message"] == reply.message.id]
    assert votes == ["up", "down"]


async def test_two_clicks_at_once_show_a_private_answer_once(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    channel = discord.add_guild("once").channels[0]
    reply = await alice.slash("ask", question=DECLARATION, private=True, channel=channel)
    await asyncio.gather(*(alice.click(reply, "Show to everyone", until="acknowledged") for _ in range(2)))
    await discord.wait_for(lambda: len(discord.messages(channel)) > 1)
    await alice.slash("about", channel=channel)
    public = [message for message in discord.messages(channel) if not message.ephemeral]
    assert len(public) == 1
    with pytest.raises(ActionUnavailable):
        await alice.click(reply, "Show to everyone")


async def test_who_may_not_write_there_cannot_show_an_answer_to_all(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    channel = discord.add_guild("muted").channels[0]
    reply = await alice.slash("ask", question=DECLARATION, private=True, channel=channel)
    channel.user_permissions &= ~Permission.SEND_MESSAGES
    refused = await alice.click(reply, "Show to everyone")
    assert refused.text == "You cannot write in this channel, so I cannot show it to everybody here."
    assert refused.ephemeral
    assert not bob.visible_messages(channel)
    hidden = await alice.slash("ask", question=DECLARATION, private=True, channel=channel)
    assert "Show to everyone" not in [button.label for button in hidden.buttons]
    channel.user_permissions |= Permission.SEND_MESSAGES
    shown = await alice.click(reply, "Show to everyone")
    await discord.wait_for(lambda: shown.followups)
    assert len(bob.visible_messages(channel)) == 1


async def test_a_button_of_another_version_says_so(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    reply = await alice.slash("ask", question=DECLARATION)
    declined = await alice.click_forged(reply, "v0:open:1")
    assert declined.text == "I no longer know this button; ask again, and the new answer will have its own."
    assert declined.ephemeral


async def test_an_answer_in_direct_messages_has_nobody_to_be_shown_to(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    reply = await alice.slash("ask", question=DECLARATION, private=True, channel=alice.dm_channel)
    assert "Show to everyone" not in [button.label for button in reply.buttons]


async def test_a_question_deleted_meanwhile_is_answered_all_the_same(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("deleting").channels[0]
    await alice.delete(await alice.send_message(f"@relbot {DECLARATION}", channel))
    answer = await discord.wait_for(lambda: discord.messages(channel))
    assert "1961" in answer[0].text


async def test_where_it_may_not_write_it_says_nothing_and_goes_on(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("silent").channels[0]
    channel.forbid("send_messages")
    await alice.send_message(f"@relbot {DECLARATION}", channel)
    await bot.wait_for(lambda: "the bot may not write in its channel" in bot.stderr[-1])
    channel.allow("send_messages")
    channel.forbid("read_message_history")
    answer = await discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}", channel))
    assert answer.reference is None
    assert "1961" in answer.text


async def test_an_answer_whose_message_was_deleted_is_dropped(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("gone").channels[0]
    reply = await alice.slash("ask", question=DECLARATION, channel=channel, until="acknowledged")
    await alice.delete(reply.message)
    assert "1961" in (await alice.slash("ask", question=DECLARATION, channel=channel)).text


def statements_in(text: str) -> list[str]:
    """The lines of a numbered list, without their citations."""
    return [line.rpartition(" ")[0] for line in text.split("\n") if re.match(r"\d+\. ", line)]


def numbers_in(text: str) -> list[int]:
    return [int(line.partition(".")[0]) for line in statements_in(text)]


def vote(message: Message, direction: str) -> str:
    ids = [button.custom_id or "" for button in message.buttons]
    return next(custom_id for custom_id in ids if custom_id.startswith(f"vote:{direction}:"))
