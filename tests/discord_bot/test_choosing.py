"""Where the bot is nearly sure: sentences to choose from, and what becomes of a choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from discord_bot.workspace import SEED, UNANSWERABLE, Workspace
from discord_server import BotProcess, FakeDiscord, Message, Reply
from relbot import Relbot
from relbot.discord.rendering.escape import unescape_markdown
from relbot.evaluation.bars import choices_of
from relbot.evaluation.questions import read_questions
from relbot.state.feedback import KEY_FILE, FeedbackFile
from relbot.state.labels import question_lines

QUESTIONS = [Path(__file__).parents[1] / "questions" / name for name in ("people.jsonl", "seed.jsonl")]
"""Which of them is in the band depends on the reader."""

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def unsure(workspace: Workspace) -> str:
    """A question that the bot is nearly sure the seed article answers."""

    def is_unsure(question: str) -> bool:
        offered = choices_of(engine.ask(question))
        return bool(offered) and all(citation.document.path == SEED.name for citation in offered)

    engine = Relbot.open(workspace.index)
    turns = [turns for file in QUESTIONS for turns in read_questions(file.read_text("utf-8").splitlines(), file.name)]
    return next(first.question for first, *_ in turns if is_unsure(first.question))


def offered(message: Message | Reply) -> list[str]:
    """The sentences to choose from."""
    lines = message.text.splitlines()
    return [unescape_markdown(line.removeprefix("> ")) for line in lines if line.startswith("> ")]


def choices(message: Message | Reply) -> list[str]:
    """The custom ids of the buttons that choose."""
    return [button.custom_id or "" for button in message.buttons if (button.custom_id or "").startswith("choose:")]


async def test_where_it_is_nearly_sure_it_offers_sentences_of_the_sources(
    discord: FakeDiscord, bot: BotProcess, unsure: str
) -> None:
    reply = await discord.add_user("alice").slash("ask", question=unsure)
    assert "**I am not sure.** Does one of these answer it?" in reply.text
    assert 1 <= len(offered(reply)) <= 3
    text = " ".join(SEED.read_text("utf-8").split())
    assert all(sentence in text for sentence in offered(reply))
    assert [button.label for button in reply.buttons] == ["This one"] * len(offered(reply))


async def test_where_it_is_far_from_sure_it_offers_none(discord: FakeDiscord, bot: BotProcess) -> None:
    reply = await discord.add_user("alice").slash("ask", question=UNANSWERABLE)
    assert "**No answer.**" in reply.text
    assert not choices(reply)


async def test_the_choice_of_whoever_asked_becomes_the_answer_for_all_and_a_label(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace, unsure: str
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    message = await discord.answer_to(await alice.send_message(f"@relbot {unsure}"))
    sentence = offered(message)[0]
    pressed = await alice.click(message, choices(message)[0])
    assert pressed.message is message
    assert f"**{sentence}**" in unescape_markdown(message.text)
    assert "Chosen by Alice from what came closest" in message.text
    assert not choices(message)
    assert "**Albania–North Korea relations" in (await bob.click(message, "Open 1")).text
    assert str(alice.id) not in workspace.feedback.read_text("utf-8")
    votes = FeedbackFile(workspace.feedback, workspace.feedback.with_name(KEY_FILE)).votes()
    [label] = [
        turn
        for turns in read_questions(question_lines(votes, []), "votes")
        for turn in turns
        if turn.question == unsure
    ]
    assert label.answers == (sentence,)


async def test_the_choice_of_another_is_theirs_and_leaves_the_sentences_to_whoever_asked(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace, unsure: str
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    asked = await alice.slash("ask", question=unsure)
    before = asked.text
    seen = await bob.click(asked, choices(asked)[0])
    assert seen.ephemeral
    assert offered(asked)[0] in unescape_markdown(seen.text)
    assert "Chosen by Bob" in seen.text
    assert "Show to everyone" in [button.label for button in seen.buttons]
    assert asked.text == before
    line = json.loads(workspace.feedback.read_text("utf-8").splitlines()[-1])
    assert (line["vote"], line["answers"]) == ("chosen", [offered(asked)[0]])


async def test_a_choice_in_private_stays_private_and_can_be_shown(
    discord: FakeDiscord, bot: BotProcess, unsure: str
) -> None:
    alice = discord.add_user("alice")
    asked = await alice.slash("ask", question=unsure, private=True)
    await alice.click(asked, choices(asked)[0])
    assert asked.ephemeral
    assert "Chosen by Alice" in asked.text
    assert "Show to everyone" in [button.label for button in asked.buttons]


async def test_a_sentence_that_is_not_there_any_more_is_no_answer(
    discord: FakeDiscord, bot: BotProcess, unsure: str
) -> None:
    asked = await discord.add_user("alice").slash("ask", question=unsure)
    bob = discord.add_user("bob")
    for reference in ("0123456789ab.0.5", f"{choices(asked)[0].split(':')[3].split('.')[0]}.5.99999"):
        gone = await bob.click_forged(asked, f"choose:1:1:{reference}")
        assert "no longer in it" in gone.text


async def test_where_it_answers_only_when_sure_it_offers_none(
    discord: FakeDiscord, bot: BotProcess, unsure: str
) -> None:
    guild = discord.add_guild("cautious")
    channel, alice = guild.channels[0], discord.add_user("alice")
    await discord.owner.slash("setup", channel=channel, answers="when sure")
    for reply in (
        await alice.slash("ask", question=unsure, channel=channel),
        await discord.answer_to(await alice.send_message(f"@relbot {unsure}", channel)),
    ):
        assert "**No answer.**" in reply.text
        assert not choices(reply)


async def test_a_choice_that_cannot_be_noted_is_the_answer_all_the_same(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace, unsure: str
) -> None:
    alice, kept = discord.add_user("alice"), workspace.feedback.with_name("kept.jsonl")
    asked = await alice.slash("ask", question=unsure)
    await discord.add_user("bob").click(asked, choices(asked)[0])
    workspace.feedback.rename(kept)
    workspace.feedback.mkdir()
    try:
        await alice.click(asked, choices(asked)[0])
        assert "Chosen by Alice" in asked.text
        assert any("A choice was not noted" in line for line in bot.stderr)
    finally:
        workspace.feedback.rmdir()
        kept.rename(workspace.feedback)
