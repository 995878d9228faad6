"""Whatever is written, clicked or sent: it is acknowledged in time, answered with what Discord takes, and survived."""

from __future__ import annotations

import copy
import os
import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discord_bot.conftest import assert_nobody_was_pinged
from discord_bot.workspace import DECLARATION, Workspace
from discord_server import BotProcess, FakeDiscord, Intents, Reply, SimulatedUser
from discord_server.api_errors import Json
from discord_server.interaction_events import (
    button_data,
    find_command,
    installed_for,
    interaction_event,
    menu_data,
    slash_data,
)
from discord_server.interactions import Interaction, InteractionType
from discord_server.payloads import message_event
from relbot.discord.commands.mentions import asks_nothing
from relbot.discord.commands.message_text import plain_text

pytestmark = pytest.mark.asyncio(loop_scope="module")

EXAMPLES = int(os.environ.get("RELBOT_FUZZ", 2000 if "RELBOT_THOROUGH" in os.environ else 15))
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="RELBOT_FUZZ" not in os.environ,
)

MAX_MESSAGE = 4000
"""Characters that people with Nitro can write."""
ODD_TEXTS = (
    *(
        "\u202etfel\u202c",
        "Z\u0351\u036b\u0343\u036a" * 20,
        "\u0645\u062a\u0649",
        "\u200b\u200d\ufeff\u2066",
        "🇦🇱👨\u200d👩",
        "ﷺ" * 50,
    ),
    *("\ud800", "\x00\x1b[31m", "\n\n", "\r\n", "\u2028", "a" * 1000, "https://evil.example/" + "a" * 600),
    *(
        "@everyone",
        "<@1>",
        "<@&2>",
        "<#3>",
        "<t:0:R>",
        "<:a:1>",
        "```",
        "||",
        "**",
        "> ",
        "# ",
        "-# ",
        "1. ",
        "[x](http://e.io)",
    ),
    *("'); DROP TABLE passage; --", "NEAR(", '"', "before 99999", "in -1", "½²", "?", " "),
    *("Hoxha", "Who", "When did", "it", "and then?", "Kim Il Sung", "1961"),
)
words = st.one_of(
    st.text(min_size=1), st.lists(st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=20)), min_size=1).map("".join)
)


def at_length(most: int) -> st.SearchStrategy[str]:
    """Any text, repeated, up to so many characters."""
    return st.tuples(words, st.integers(1, 40)).map(lambda drawn: (drawn[0] * drawn[1] or "?")[:most])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_pinged(discord)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot
        assert await bot.terminate() == 0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def alice(discord: FakeDiscord, bot: BotProcess) -> SimulatedUser:
    return discord.add_user("alice")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answer(alice: SimulatedUser) -> Reply:
    return await alice.slash("ask", question=DECLARATION, private=True)


def nothing_is_unhandled(bot: BotProcess) -> None:
    """Shows the log from the first exception on that nobody caught."""
    first = next((n for n, line in enumerate(bot.stderr) if "Traceback" in line or "Ignoring exception" in line), None)
    assert first is None, "\n".join(bot.stderr[max(0, first - 2) : first + 40])


def nothing_went_wrong(discord: FakeDiscord, bot: BotProcess) -> None:
    assert not discord.refusals
    nothing_is_unhandled(bot)
    assert not [line for line in bot.stderr if "Incident" in line]
    discord.trim_history()


@fuzzed
@given(text=at_length(500), private=st.booleans())
async def test_any_question_by_command_is_answered(
    discord: FakeDiscord, bot: BotProcess, alice: SimulatedUser, text: str, private: bool
) -> None:
    reply = await alice.slash("ask", question=text, private=private)
    assert reply.text
    nothing_went_wrong(discord, bot)


@fuzzed
@given(text=at_length(MAX_MESSAGE))
async def test_any_message_is_answered_where_it_asks_something(
    discord: FakeDiscord, bot: BotProcess, alice: SimulatedUser, text: str
) -> None:
    for direct in (True, False):
        asked = await (alice.send_direct_message(text) if direct else alice.send_message(f"@relbot {text}"))
        words = plain_text(text)
        if words and not asks_nothing(words, direct=direct):
            assert (await discord.answer_to(asked)).text
    assert (await alice.slash("about")).text
    nothing_went_wrong(discord, bot)


@fuzzed
@given(text=at_length(MAX_MESSAGE))
async def test_a_menu_entry_on_any_message_is_answered(
    discord: FakeDiscord, bot: BotProcess, alice: SimulatedUser, text: str
) -> None:
    assert (await alice.use_menu("Ask relbot about this", await alice.send_message(text))).text
    nothing_went_wrong(discord, bot)


@fuzzed
@given(span=at_length(100), word=at_length(100))
async def test_any_span_and_word_of_a_timeline_is_answered(
    discord: FakeDiscord, bot: BotProcess, alice: SimulatedUser, span: str, word: str
) -> None:
    assert (await alice.slash("timeline", span=span)).text
    assert (await alice.slash("timeline", word=word)).text
    nothing_went_wrong(discord, bot)


references = st.builds(
    "{}.{}.{}".format,
    st.sampled_from(("0" * 12, "f" * 12, "{known}")),
    *[st.one_of(st.integers(0, 3000), st.sampled_from(("9" * 9, "9" * 10, "9" * 5000, "٣")))] * 2,
)
custom_ids = st.one_of(
    st.text(min_size=1, max_size=100),
    st.builds("open:{}:{}".format, st.integers(-1, 10**12), references),
    st.lists(references, min_size=1, max_size=200).map(lambda chosen: "closest:" + ":".join(chosen)),
    st.builds("vote:{}:{}".format, st.sampled_from(("up", "down", "sideways")), st.text(max_size=90)),
    st.sampled_from(("show-all", "show-all:2", "open", "closest", "vote:up", "v2:open:1", "open:١:000000000000.1.2")),
    st.text(min_size=101, max_size=9000),
)


@fuzzed
@given(custom_id=custom_ids)
async def test_any_button_that_anybody_could_forge_is_survived(
    discord: FakeDiscord, bot: BotProcess, alice: SimulatedUser, answer: Reply, custom_id: str
) -> None:
    known = next(b.custom_id or "" for b in answer.buttons if (b.custom_id or "").startswith("open:")).split(":")[2][
        :12
    ]
    reply = await alice.click_forged(answer, custom_id.replace("{known}", known))
    if custom_id != "show-all":
        assert reply.text
    nothing_went_wrong(discord, bot)


ABSURD: tuple[Any, ...] = (
    *(None, "", "x", "\ud800", "0", "-1", str(1 << 64), "9" * 5000, 0, -1, 1 << 63, 1 << 70, 1.5, True),
    *([], {}, [None], {"id": None}, [[]]),
)


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[int, Any]]:
    """Which values of a payload to change, by number, and to what; KeyError removes the key."""
    return draw(
        st.lists(
            st.tuples(st.integers(0, 10_000), st.one_of(st.just(KeyError), st.sampled_from(ABSURD))),
            min_size=1,
            max_size=3,
        )
    )


def mutated(payload: Json, changes: list[tuple[int, Any]]) -> Json:
    """A copy of the payload with keys removed or set to absurd values, at any depth."""
    payload = copy.deepcopy(payload)
    for position, value in changes:
        slots = [(holder, key) for holder in objects_in(payload) for key in holder]
        holder, key = slots[position % len(slots)]
        if value is KeyError:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(value)
    return payload


def objects_in(value: Any) -> list[Json]:
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in objects_in(inner))] if value else []
    return [found for inner in value for found in objects_in(inner)] if isinstance(value, list) else []


def payloads(discord: FakeDiscord, alice: SimulatedUser, answer: Reply) -> list[tuple[str, Json]]:
    """A valid event of each kind that users cause, with ids of its own."""
    state, channel = discord.state, discord.default_channel
    message = discord.messages(channel)[-1]
    ask = find_command(discord.commands, 1, "ask", channel, alice.account)
    menu = find_command(discord.commands, 3, "Ask relbot about this", channel, alice.account)
    opens = next(button for button in answer.buttons if (button.custom_id or "").startswith("open:"))
    uses = (
        (InteractionType.COMMAND, slash_data(ask, {"question": DECLARATION, "private": True}), None),
        (InteractionType.COMMAND, menu_data(menu, message, discord.bot.id), None),
        (InteractionType.COMPONENT, button_data(opens), answer.message),
    )
    events = []
    for kind, data, source in uses:
        owners = installed_for(channel, alice.account)
        used = Interaction(state.ids.next(), secrets.token_urlsafe(32), kind, alice.account, channel, owners, source)
        discord.interactions.open(used)
        events.append(("INTERACTION_CREATE", interaction_event(used, data, discord.bot.id)))
    posted = message_event(answer.message, discord.bot.id, lambda _: True) | {"id": str(state.ids.next())}
    asked = {
        "author": posted["author"] | {"id": str(alice.id), "bot": False},
        "content": f"<@{discord.bot.id}> {DECLARATION}",
    }
    events.append(("MESSAGE_CREATE", {**posted, **asked, "type": 19, "webhook_id": None}))
    return events


@fuzzed
@given(which=st.integers(0, 3), changes=mutations())
async def test_any_damaged_payload_is_survived(
    discord: FakeDiscord,
    bot: BotProcess,
    alice: SimulatedUser,
    answer: Reply,
    which: int,
    changes: list[tuple[int, Any]],
) -> None:
    event, valid = payloads(discord, alice, answer)[which]
    discord.gateway.dispatch(event, None, Intents(0), lambda _: mutated(valid, changes))
    assert (await alice.slash("about")).text
    nothing_is_unhandled(bot)
    discord.trim_history()
