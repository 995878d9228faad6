"""Decides whose answer is posted next in a channel.

Discord limits how often a bot posts in a channel (five times in five seconds, as its responses say). discord.py waits
in order of arrival, for as long as that takes, so that a few people who ask fast keep everybody else waiting. Here the
person who was answered least goes first, the last post of each window is reserved for such a person, nobody waits
twice, and anyone who would wait too long is turned away at once.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

import aiohttp

from relbot.discord.expiring_cache import ExpiringCache

MAX_WAITING = 5
"""The most people who may wait in a channel: two of Discord's windows."""
MAX_WAIT = 10.0
"""The most seconds that anyone waits for a turn: after that, the talk in a busy channel has moved on."""
_MEMORY = 30.0
"""Seconds for which an answer counts against the person who got it."""
_FAIR_SHARES = (0.75, 1.25)
"""Multiples of the average number of answers per person: up to the first, a person may use the last post of a window;
up to the second, the last but one. Chosen so that three people who ask every second get about the same, and a fourth is
answered at once (tests/discord_bot/dispatch/test_fairness.py)."""
_MARGIN = 0.05
"""Seconds added to a window. discord.py computes its end slightly later than observed here, counts a post at that end
to the old window, and holds back the next ones for another whole window."""
_NOTICE_ROOM = 3
"""Posts that must be left in the window before a notice is posted, so that answers come first."""
_CAPACITY, _TTL = 1000, 600.0
"""How many channels' lines are remembered, and for how many seconds after the last question."""
_POSTS = re.compile(r"/channels/(\d+)/messages$")


class ChannelCrowded(Exception):
    """More is asked in the channel than can be answered in time."""


@dataclass(slots=True, eq=False)
class _Waiting:
    user_id: int
    turn: asyncio.Future[None]


@dataclass(slots=True, eq=False)
class _Channel:
    limit: int | None = None
    """Posts in a window; None until Discord has said, and until then nobody waits."""
    remaining: int = 0
    resets_at: float = 0.0
    outgoing: int = 0
    """Turns whose post Discord has not counted yet."""
    counted: int = 0
    """Turns still held whose post Discord has counted."""
    waiting: list[_Waiting] = field(default_factory=list)
    """Those who wait, in order of arrival."""
    answered: deque[tuple[float, int]] = field(default_factory=deque)
    """The (time, user id) of each answer within the last `_MEMORY` seconds."""
    wake: asyncio.TimerHandle | None = None


class ChannelLines:
    """The lines of all channels. `observe` feeds them with what Discord says about its limit."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._channels: ExpiringCache[int, _Channel] = ExpiringCache(_CAPACITY, _TTL)

    def observe(self, channel_id: int, limit: int, remaining: int, reset_after: float) -> None:
        """Record the limit sent with a response to a post: posts in a window, posts left, seconds to its end."""
        channel = self._channel(channel_id)
        channel.limit, channel.remaining = limit, remaining
        channel.resets_at = self._clock() + reset_after + _MARGIN
        if channel.outgoing:
            channel.outgoing -= 1
            channel.counted += 1
        self._advance(channel)

    @asynccontextmanager
    async def turn(self, channel_id: int, user_id: int) -> AsyncIterator[None]:
        """Wait until this person's answer may be posted within the context. Raises ChannelCrowded."""
        channel = self._channel(channel_id)
        if channel.waiting or not self._may_post(channel, user_id):
            await self._wait(channel, user_id)
        else:
            self._grant(channel, user_id)
        try:
            yield
        finally:
            self._release(channel)

    def has_room(self, channel_id: int) -> bool:
        """Return whether a notice may be posted without taking the place of an answer."""
        channel = self._channel(channel_id)
        return channel.limit is None or (
            not channel.waiting and self._left(channel) >= min(_NOTICE_ROOM, channel.limit)
        )

    def _channel(self, channel_id: int) -> _Channel:
        channel = self._channels.get(channel_id)
        if channel is None:
            self._channels.put(channel_id, channel := _Channel())
        return channel

    def _left(self, channel: _Channel) -> int:
        """Return the posts left in the window, minus those that are on their way."""
        if channel.limit is not None and self._clock() >= channel.resets_at:
            channel.remaining = channel.limit
        return channel.remaining - channel.outgoing

    def _may_post(self, channel: _Channel, user_id: int) -> bool:
        if channel.limit is None:
            return True
        return self._left(channel) > min(self._kept_back(channel, user_id), channel.limit - 1)

    def _kept_back(self, channel: _Channel, user_id: int) -> int:
        """Return the posts of a window reserved for others: the more, the more answers a person got here recently."""
        counts = self._counts(channel)
        average = sum(counts.values()) / max(1, len(counts))
        return sum(counts[user_id] > share * average for share in _FAIR_SHARES)

    def _counts(self, channel: _Channel) -> Counter[int]:
        while channel.answered and channel.answered[0][0] < self._clock() - _MEMORY:
            channel.answered.popleft()
        return Counter(user_id for _, user_id in channel.answered)

    def _grant(self, channel: _Channel, user_id: int) -> None:
        channel.outgoing += 1
        channel.answered.append((self._clock(), user_id))

    def _release(self, channel: _Channel) -> None:
        if channel.counted:
            channel.counted -= 1
        else:
            channel.outgoing -= 1
        self._advance(channel)

    async def _wait(self, channel: _Channel, user_id: int) -> None:
        waiting = _Waiting(user_id, asyncio.get_running_loop().create_future())
        self._make_room(channel, user_id)
        channel.waiting.append(waiting)
        self._advance(channel)
        try:
            async with asyncio.timeout(MAX_WAIT):
                await asyncio.shield(waiting.turn)
        except (TimeoutError, asyncio.CancelledError) as error:
            if waiting in channel.waiting:
                channel.waiting.remove(waiting)
            elif not waiting.turn.exception():  # its turn came at the same moment
                self._release(channel)
            if isinstance(error, TimeoutError):
                raise ChannelCrowded from None
            raise

    def _make_room(self, channel: _Channel, user_id: int) -> None:
        """Turn away whoever had the most answers. Raises ChannelCrowded if that is the new person."""
        if any(waiting.user_id == user_id for waiting in channel.waiting):
            raise ChannelCrowded
        if len(channel.waiting) < MAX_WAITING:
            return
        counts = self._counts(channel)
        latest_first = channel.waiting[::-1]
        most = max(latest_first, key=lambda waiting: counts[waiting.user_id])
        if counts[most.user_id] <= counts[user_id]:
            raise ChannelCrowded
        channel.waiting.remove(most)
        most.turn.set_exception(ChannelCrowded())

    def _advance(self, channel: _Channel) -> None:
        """Give turns to those who wait, fewest answers first; run again when the window ends."""
        while channel.waiting:
            counts = self._counts(channel)
            first = min(channel.waiting, key=lambda waiting: counts[waiting.user_id])
            if not self._may_post(channel, first.user_id):
                break
            channel.waiting.remove(first)
            self._grant(channel, first.user_id)
            first.turn.set_result(None)
        if channel.waiting and channel.wake is None:
            delay = max(0.05, channel.resets_at - self._clock())
            channel.wake = asyncio.get_running_loop().call_later(delay, self._window_ended, channel)

    def _window_ended(self, channel: _Channel) -> None:
        channel.wake = None
        self._advance(channel)


def trace_of_posts(lines: ChannelLines) -> aiohttp.TraceConfig:
    """Return a trace for discord.py's HTTP client, which does not expose the limits that it observes.

    https://docs.discord.com/developers/topics/rate-limits#header-format
    """

    async def observe(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        found = _POSTS.search(params.url.path) if params.method == "POST" else None
        headers = params.response.headers
        try:
            if found:
                limit, remaining = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
                lines.observe(int(found[1]), limit, remaining, float(headers["X-RateLimit-Reset-After"]))
        except (KeyError, ValueError):  # no limit was sent, so nobody has to wait
            return

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(observe)
    return trace
