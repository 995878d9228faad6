"""Simulated users who do everything the bot offers, one action after another, and check each answer.

Each has a channel of their own, so that every message by the bot there is for them.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from discord_server import Channel, FakeDiscord, Message, NoResponse, Reply, SimulatedUser
from soak_results import Results

CHANGING_QUESTION = "Where does the Plimsoll Society meet?"
"""A question whose answer changes with every rebuild."""
QUESTIONS = {
    "When did Albania and North Korea sign a joint declaration of friendship?": "1961",
    "Who hosted Kim Il Sung in Tirana in 1956?": "Enver Hoxha hosted Premier Kim Il Sung",
    "What did Hoxha write in June 1977?": "1977",
    "Which visa does a dentist from Peru need?": "No answer.",
    "Why did relations cool down?": "",
    CHANGING_QUESTION: "The Plimsoll Society meets in",
}
"""Questions with a part of the message that answers each. The one with an empty part is nearly answered, and its
message depends on the confidence of the reader."""
FOLLOW_UP = "When was that?"
_CLICK_PROBABILITY = 0.4
"""The share of the answers under which a button is clicked."""


class SoakUser:
    """A user who acts at random, and remembers the last answer in order to reply to it."""

    def __init__(
        self, discord: FakeDiscord, number: int, results: Results, towns: Callable[[], set[str]], pause: float
    ) -> None:
        self._discord, self._results, self._towns, self._pause = discord, results, towns, pause
        self._random = random.Random(number)  # noqa: S311 - the same actions in every run
        self._user: SimulatedUser = discord.add_user(f"person{number}")
        self._channel: Channel = discord.add_guild(f"server{number}").channels[0]
        self._last_answer: Message | None = None
        self._last_counted = 0
        """The id of the latest message by the bot that was counted; a late one is counted with the next."""

    async def run(self, until: float) -> None:
        """Act, with pauses, until a time on the monotonic clock."""
        actions = (
            self._ask,
            self._ask_privately,
            self._mention,
            self._direct_message,
            self._reply,
            self._menu,
            self._other_command,
        )
        while time.monotonic() < until:
            try:
                await self._random.choice(actions)()
            except (NoResponse, TimeoutError) as error:
                self._results.failures.append(f"lost: {error or 'no answer'}")
            await asyncio.sleep(self._pause * self._random.random())

    async def _ask(self) -> None:
        question = self._question()
        reply = await self._timed("/ask", question, self._slash_ask(question, private=False))
        self._last_answer = reply.message
        await self._maybe_click(reply)

    async def _ask_privately(self) -> None:
        question = self._question()
        await self._maybe_click(await self._timed("/ask in private", question, self._slash_ask(question, private=True)))

    async def _menu(self) -> None:
        question = self._question()
        message = await self._user.send_message(question, self._channel)
        reply = self._user.use_menu("Ask relbot about this", message)
        await self._maybe_click(await self._timed("message menu", question, reply))

    async def _mention(self) -> None:
        question = self._question()
        message = await self._user.send_message(f"@relbot {question}", self._channel)
        await self._answered_message("mention", question, message)

    async def _direct_message(self) -> None:
        question = self._question()
        await self._answered_message("direct message", question, await self._user.send_direct_message(question))

    async def _reply(self) -> None:
        if self._last_answer is None or self._last_answer.channel is not self._channel:
            return
        await self._answered_message("reply", "", await self._user.reply_to(self._last_answer, FOLLOW_UP))

    async def _other_command(self) -> None:
        command = self._random.choice(("sources", "about", "help", "timeline"))
        self._results.counts["other commands"] += 1
        reply = await self._user.slash(command, channel=self._channel)
        self._check_one_message(f"/{command}", reply.text)

    async def _slash_ask(self, question: str, *, private: bool) -> Reply:
        return await self._user.slash("ask", question=question, private=private, channel=self._channel)

    async def _timed(self, action: str, question: str, asking: Awaitable[Reply]) -> Reply:
        towns = self._towns()
        reply = await asking
        self._record(action, reply.answered_after or 0.0)
        self._check(question, reply.text, towns | self._towns())
        return reply

    async def _answered_message(self, action: str, question: str, message: Message) -> None:
        started, towns = time.monotonic(), self._towns()
        answer = await self._discord.answer_to(message)
        self._record(action, time.monotonic() - started)
        self._check(question, answer.text, towns | self._towns())
        self._last_answer = answer

    def _record(self, action: str, seconds: float) -> None:
        self._results.counts[action] += 1
        self._results.latencies.append((time.monotonic(), seconds))

    def _check(self, question: str, text: str, towns: set[str]) -> None:
        if QUESTIONS.get(question, "") not in text:
            self._results.failures.append(f"wrong: {question!r} was answered {text!r}")
        if question == CHANGING_QUESTION and not any(town in text for town in towns):
            self._results.failures.append(f"stale: {towns} were published, and the answer was {text!r}")
        self._check_one_message(question or FOLLOW_UP, text)

    def _check_one_message(self, request: str, text: str) -> None:
        messages = [
            message for channel in (self._channel, self._user.dm_channel) for message in channel.messages.values()
        ]
        bot = self._discord.bot
        new = [message.id for message in messages if message.author is bot and message.id > self._last_counted]
        self._last_counted = max([self._last_counted, *new])
        if len(new) != 1 or not text:
            self._results.failures.append(f"{len(new)} messages to {request!r}, the first {text!r}")

    async def _maybe_click(self, reply: Reply) -> None:
        buttons = [button for button in reply.buttons if button.custom_id and not button.disabled]
        if not buttons or self._random.random() > _CLICK_PROBABILITY:
            return
        button = self._random.choice(buttons)
        self._results.counts["buttons"] += 1
        response = await self._user.click(reply, button.custom_id or "")
        if (button.custom_id or "").startswith("choose:"):
            if "Chosen by" not in response.text:
                self._results.failures.append(f"wrong: what was chosen became {response.text!r}")
            return  # it replaces the sentences, without a new message
        if button.custom_id == "show-all":
            await self._discord.wait_for(lambda: response.followups)
        self._check_one_message(f"the button {button.custom_id}", response.text)

    def _question(self) -> str:
        return self._random.choice(list(QUESTIONS))
