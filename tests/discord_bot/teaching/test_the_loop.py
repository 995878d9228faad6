"""Refused, listed as a gap, taught, answered, withdrawn: in Discord, with the index in a process of its own."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.conftest import assert_nobody_was_pinged
from discord_bot.workspace import DECLARATION, Workspace, create_workspace
from discord_server import BotProcess, FakeDiscord, SimulatedUser

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPEN, SAME_IN_OTHER_WORDS = "Where is the key to the boiler room?", "where's the key for the boiler room??"
FORMULA = "=HYPERLINK(1) where is the sauna?"
WORDS = "It hangs behind the door of the porter's lodge. Bring it back by six."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild(channels=["general", "help"])
        yield discord
    assert_nobody_was_pinged(discord)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    return create_workspace(tmp_path_factory.mktemp("loop") / "workspace", seed_index)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


async def test_what_is_refused_becomes_a_gap_that_only_managers_see(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    alice = discord.add_user("alice")
    for user, question in ((alice, OPEN), (alice, SAME_IN_OTHER_WORDS), (discord.add_user("bob"), FORMULA)):
        assert "No answer" in (await user.slash("ask", question=question)).text
    await alice.slash("ask", question="What is my salary?", private=True)
    await alice.slash("ask", question="thanks!")
    gaps = await moderator.slash("gaps")
    assert gaps.ephemeral
    assert "**2 open questions**, asked 3 times" in gaps.text
    assert OPEN.replace("?", "") in gaps.text
    assert "salary" not in gaps.text
    assert str(alice.id) not in gaps.text
    assert "Only those who may manage this server" in (await alice.slash("gaps")).text


async def test_gaps_are_sent_as_csv_in_which_no_question_is_a_formula(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    reply = await moderator.slash("gaps", csv=True)
    await discord.wait_for(lambda: reply.followups)
    [content] = reply.followups[0].contents.values()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["group"] for row in rows} == {"1", "2"}
    assert not [value for row in rows for value in row.values() if re.match(r"[=+@-]", value)]


async def test_more_gaps_than_discord_takes_in_a_file_are_cut_and_said_so(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("interaction_events", "rest"):
        monkeypatch.setattr(f"discord_server.{module}.MAX_UPLOAD", 300)
    reply = await moderator.slash("gaps", csv=True)
    assert "what was asked most, 1 of 3 questions" in reply.text
    await discord.wait_for(lambda: reply.followups)
    [content] = reply.followups[0].contents.values()
    assert len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))) == 1


async def test_a_taught_answer_is_given_at_once_with_its_author_and_date_and_the_gap_is_closed(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace, moderator: SimulatedUser
) -> None:
    bob = discord.add_user("bob")
    asked = await discord.add_user("alice").send_message(f"@relbot {OPEN}")
    said = await bob.reply_to(asked, WORDS)
    form = await moderator.use_menu("Make this the answer", said)
    assert form.modal is not None
    assert form.modal["components"][0]["components"][0]["value"] == OPEN
    taught = await moderator.submit(form)
    assert WORDS.split(".")[0] in taught.text
    for question in (OPEN, SAME_IN_OTHER_WORDS):
        answer = await discord.add_user("carol").slash("ask", question=question)
        assert "It hangs behind the door of the porter's lodge" in answer.text.replace("\\", "")
        assert "answered by Bob on" in answer.text
        assert any((button.url or "").endswith(str(said.id)) for button in answer.buttons)
        assert "Bring it back by six" in (await bob.click(answer, "Open 1")).text
    [file] = (workspace.corpus / "taught").rglob("*.md")
    assert WORDS in file.read_text("utf-8")
    assert "boiler" not in (await moderator.slash("gaps")).text


async def test_nobody_else_teaches(discord: FakeDiscord, bot: BotProcess, workspace: Workspace) -> None:
    alice = discord.add_user("alice")
    said = await alice.send_message("It is me who decides.")
    before = list((workspace.corpus / "taught").rglob("*.md"))
    assert "named by whoever runs me" in (await alice.slash("teach", question="Who decides?", answer="I do.")).text
    assert "named by whoever runs me" in (await alice.use_menu("Make this the answer", said)).text
    assert list((workspace.corpus / "taught").rglob("*.md")) == before


async def test_what_contradicts_a_document_comes_first_and_the_document_after_it(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    await moderator.slash("teach", question=DECLARATION, answer="They signed it in 1999, whatever the books say.")
    text = (await discord.add_user("alice").slash("ask", question=DECLARATION)).text
    assert text.index("They signed it in 1999") < text.index("In 1961, Albania and North Korea signed")


async def test_the_newest_version_wins_and_where_it_is_withdrawn_the_one_before_it(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    question = "Who runs the tombola?"
    for words in ("Ann runs it.", "Beth runs it."):
        await moderator.slash("teach", question=question, answer=words)
    assert "Beth" in (await discord.add_user("alice").slash("ask", question=question)).text
    listed = await moderator.slash("taught")
    assert "Beth runs it." in listed.text
    assert "Ann" not in listed.text
    form = await moderator.click(listed, "Edit")
    await moderator.submit(form, Answer="Cleo runs it.")
    assert "Cleo" in (await discord.add_user("alice").slash("ask", question=question)).text
    listed = await moderator.slash("taught")
    assert "Withdrawn" in (await moderator.click(listed, "Withdraw")).text
    assert "Cleo" not in (await discord.add_user("alice").slash("ask", question=question)).text


async def test_words_are_withdrawn_by_their_author_and_by_deleting_the_message(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser, workspace: Workspace
) -> None:
    dora, question = discord.add_user("dora"), "What is the wifi password of the attic?"
    for remove in ("menu", "delete", "forget"):
        said = await dora.send_message("The attic's password is cucumber.")
        form = await moderator.use_menu("Make this the answer", said)
        await moderator.submit(form, Question=question)
        assert "cucumber" in (await moderator.slash("ask", question=question)).text
        if remove == "menu":
            assert "Only the author" in (await discord.add_user("eve").use_menu("Withdraw this answer", said)).text
            assert "Withdrawn" in (await dora.use_menu("Withdraw this answer", said)).text
        elif remove == "delete":
            await dora.delete(said)
        else:
            assert "1 answer in your words" in (await dora.slash("forget-me")).text
        await asyncio.sleep(0.2)
        assert "cucumber" not in (await moderator.slash("ask", question=question)).text
    assert not [f for f in (workspace.corpus / "taught").rglob("*.md") if "cucumber" in f.read_text("utf-8")]


async def test_what_is_deleted_while_the_form_for_it_is_open_is_not_taught(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    dora, question = discord.add_user("dora"), "Who waters the ferns of the lobby?"
    said = await dora.send_message("Gregor waters the ferns of the lobby.")
    form = await moderator.use_menu("Make this the answer", said)
    await dora.delete(said)
    assert (await moderator.submit(form, Question=question)).text == "That message no longer exists."
    assert "Gregor" not in (await moderator.slash("ask", question=question)).text


async def test_what_holds_no_words_is_refused_and_said_why(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    picture = await discord.add_user("alice").send_message("", files=("map.png",))
    assert "only 1 file (map.png)" in (await moderator.use_menu("Make this the answer", picture)).text.replace("\\", "")
    by_bot = await discord.add_user("robot", "bot").send_message("I am a bot.")
    assert "a bot's" in (await moderator.use_menu("Make this the answer", by_bot)).text
    assert "not a question" in (await moderator.slash("teach", question="hello", answer="Hi.")).text


async def test_a_long_answer_with_markup_is_given_word_for_word(
    discord: FakeDiscord, bot: BotProcess, moderator: SimulatedUser
) -> None:
    words = "# First **turn** the <@1> `valve` left. @everyone must wait.\n- " + "Then count slowly to ten. " * 150
    assert 3900 < len(words) <= 4000
    question = "How is the boiler of the sauna lit?"
    taught = await moderator.slash("teach", question=question, answer=words)
    assert "turn" in taught.text
    answer = await discord.add_user("alice").slash("ask", question=question)
    assert "**turn** the" in answer.text.replace("\\", "") or "turn the" in answer.text
