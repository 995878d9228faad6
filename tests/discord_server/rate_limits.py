"""Discord's rate limits: for each channel or webhook by route, and for all requests of the bot together.

https://docs.discord.com/developers/topics/rate-limits. The limits by route are those that Discord's responses named in
2025; they are not documented, and a bot has to read them from the responses, as it has to here.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from discord_server.api_errors import answer

Headers = dict[str, str]

_PER_ROUTE = (
    ("POST", re.compile(r"/channels/(\d+)/messages$"), 5, 5.0),
    ("PATCH", re.compile(r"/channels/(\d+)/messages/\d+$"), 5, 5.0),
    ("POST", re.compile(r"/channels/(\d+)/typing$"), 5, 5.0),
    ("POST", re.compile(r"/webhooks/\d+/([^/]+)$"), 5, 2.0),
)
"""Method, path with the part that has a limit of its own, requests, seconds."""
_GLOBAL, _GLOBAL_WINDOW = 50, 1.0


@dataclass(slots=True)
class _Bucket:
    limit: int
    window: float
    used: int = 0
    resets_at: float = -math.inf

    def take(self, now: float) -> bool:
        """Count a request, and say whether it is within the limit. A window begins with its first request."""
        if now >= self.resets_at:
            self.used, self.resets_at = 0, now + self.window
        self.used += 1
        return self.used <= self.limit


class RateLimits:
    """Counts the requests of one bot."""

    def __init__(self, clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str, str], _Bucket] = {}
        self._global = _Bucket(_GLOBAL, _GLOBAL_WINDOW)

    def take(self, method: str, path: str) -> tuple[Headers, web.Response | None]:
        """Count a request: the headers of its response, and the refusal if it exceeds a limit."""
        now = self._clock()
        if not path.endswith("/callback") and not self._global.take(now):
            return {}, _refusal(self._global.resets_at - now, "global", {})
        for route, pattern, limit, window in _PER_ROUTE:
            if route == method and (found := pattern.search(path)):
                bucket = self._buckets.setdefault((method, pattern.pattern, found[1]), _Bucket(limit, window))
                allowed = bucket.take(now)
                headers = {
                    "X-RateLimit-Limit": str(limit),
                    "X-RateLimit-Remaining": str(max(0, limit - bucket.used)),
                    "X-RateLimit-Reset-After": f"{bucket.resets_at - now:.3f}",
                    "X-RateLimit-Reset": f"{time.time() + bucket.resets_at - now:.3f}",
                    "X-RateLimit-Bucket": f"{abs(hash((method, pattern.pattern))):x}"[:16],
                }
                return headers, None if allowed else _refusal(bucket.resets_at - now, "user", headers)
        return {}, None


def _refusal(after: float, scope: str, headers: Headers) -> web.Response:
    """429. `Via` tells that it comes from Discord, and not from the network in front of it."""
    is_global = {"X-RateLimit-Global": "true"} if scope == "global" else {}
    body = {"message": "You are being rate limited.", "retry_after": round(after, 3), "global": scope == "global"}
    more = {"Retry-After": str(math.ceil(after)), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
    return answer(body, 429, {**headers, **is_global, **more})
