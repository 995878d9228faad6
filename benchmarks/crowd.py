"""People who use the bot in every way it has, one thing after another, and look at each answer.

Each has a channel of their own, so that what is said there is said to them.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from discord_server import Channel, FakeDiscord, Message, NoResponse, Reply, SimulatedUser

MEETING = "Where does the Plimsoll Society meet?"
"""Its answer changes with every rebuild."""
QUESTIONS = {
    "When did Albania and North Korea sign a joint declaration of friendship?": "1961",
    "Who hosted Kim Il Sung in Tirana in 1956?": "Enver Hoxha hosted Premier Kim Il Sung",
    "What did Hoxha write in June 1977?": "1977",
    "Which visa does a dentist from Peru need?": "No answer.",
    MEETING: "The Plimsoll Society meets in",
}
FOLLOW_UP, INTERPRETED = "When was that?", "Understood as"
_PRESSED = 0.4
"""Share of the answers under which a button is pressed."""


@dataclass
class Tally:
    """What was done and what came of it."""

    done: Counter[str] = field(default_factory=Counter)
    waited: list[tuple[float, float]] = field(default_factory=list)
    """(moment, seconds until the answer) of every question."""
    faults: list[str] = field(default_factory=list)
    """Answers that are wrong, missing, or given twice."""


class Visitor:
    """Somebody who asks, and remembers the last answer to go on from it."""

    def __init__(
        self, discord: FakeDiscord, number: int, tally: Tally, towns: Callable[[], set[str]], pause: float
    ) -> None:
        self._discord, self._tally, self._towns, self._pause = discord, tally, towns, pause
        self._chance = random.Random(number)  # noqa: S311 - the same visit in every run
        self._person: SimulatedUser = discord.add_user(f"person{number}")
        self._channel: Channel = discord.add_guild(f"server{number}").channels[0]
        self._last: Message | None = None
        self._counted = 0
        """The id of the bot's latest message that was counted; one that comes late is counted with the next."""

    async def stay(self, until: float) -> None:
        """Ask until a moment of the monotonic clock, with pauses between."""
        ways = (self._slash, self._private, self._mention, self._direct, self._reply, self._menu, self._pages)
        while time.monotonic() < until:
            try:
                await self._chance.choice(ways)()
            except (NoResponse, TimeoutError) as error:
                self._tally.faults.append(f"lost: {error or 'no answer'}")
            await asyncio.sleep(self._pause * self._chance.random())

    async def _slash(self) -> None:
        question = self._question()
        reply = await self._timed("/ask", question, self._asks(question, private=False))
        self._last = reply.message
        await self._press(reply)

    async def _private(self) -> None:
        question = self._question()
        await self._press(await self._timed("/ask in private", question, self._asks(question, private=True)))

    async def _menu(self) -> None:
        question = self._question()
        said = await self._person.send_message(question, self._channel)
        uses = self._person.use_menu("Ask relbot about this", said)
        await self._press(await self._timed("message menu", question, uses))

    async def _mention(self) -> None:
        question = self._question()
        await self._written("mention", question, await self._person.send_message(f"@relbot {question}", self._channel))

    async def _direct(self) -> None:
        question = self._question()
        await self._written("direct message", question, await self._person.send_direct_message(question))

    async def _reply(self) -> None:
        if self._last is None or self._last.channel is not self._channel:
            return
        await self._written("reply", "", await self._person.reply_to(self._last, FOLLOW_UP))

    async def _pages(self) -> None:
        page = self._chance.choice(("sources", "about", "help", "timeline"))
        self._tally.done["other commands"] += 1
        reply = await self._person.slash(page, channel=self._channel)
        self._must_say_once(f"/{page}", reply.text)

    async def _asks(self, question: str, *, private: bool) -> Reply:
        return await self._person.slash("ask", question=question, private=private, channel=self._channel)

    async def _timed(self, way: str, question: str, asking: Awaitable[Reply]) -> Reply:
        towns = self._towns()
        reply = await asking
        self._noted(way, reply.answered_after or 0.0)
        self._look_at(question, reply.text, towns | self._towns())
        return reply

    async def _written(self, way: str, question: str, asked: Message) -> None:
        began, towns = time.monotonic(), self._towns()
        answer = await self._discord.answer_to(asked)
        self._noted(way, time.monotonic() - began)
        self._look_at(question, answer.text, towns | self._towns())
        self._last = answer

    def _noted(self, way: str, seconds: float) -> None:
        self._tally.done[way] += 1
        self._tally.waited.append((time.monotonic(), seconds))

    def _look_at(self, question: str, text: str, towns: set[str]) -> None:
        if QUESTIONS.get(question, "") not in text:
            self._tally.faults.append(f"wrong: {question!r} was answered {text!r}")
        if question == MEETING and not any(town in text for town in towns):
            self._tally.faults.append(f"stale: {towns} were published, and the answer was {text!r}")
        self._must_say_once(question or FOLLOW_UP, text)

    def _must_say_once(self, what: str, text: str) -> None:
        said = [
            message for channel in (self._channel, self._person.dm_channel) for message in channel.messages.values()
        ]
        new = [message.id for message in said if message.author is self._discord.bot and message.id > self._counted]
        self._counted = max([self._counted, *new])
        if len(new) != 1 or not text:
            self._tally.faults.append(f"{len(new)} messages to {what!r}, the first {text!r}")

    async def _press(self, reply: Reply) -> None:
        buttons = [button for button in reply.buttons if button.custom_id and not button.disabled]
        if not buttons or self._chance.random() > _PRESSED:
            return
        pressed = self._chance.choice(buttons)
        self._tally.done["buttons"] += 1
        told = await self._person.click(reply, pressed.custom_id or "")
        if pressed.custom_id == "show-all":
            await self._discord.wait_for(lambda: told.followups)
        self._must_say_once(f"the button {pressed.custom_id}", told.text)

    def _question(self) -> str:
        return self._chance.choice(list(QUESTIONS))
