"""What Discord's responses say about the rate limit of posts in a channel, for the lines of `channel_lines.py`.

https://docs.discord.com/developers/topics/rate-limits#header-format
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import aiohttp

from relbot.discord.dispatch.channel_lines import ChannelLines

_POSTS = re.compile(r"/channels/(\d+)/messages$")


def trace_of_posts(lines: ChannelLines) -> aiohttp.TraceConfig:
    """A trace for discord.py's HTTP client, which keeps its own account of the limits to itself."""

    async def observe(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        found = _POSTS.search(params.url.path) if params.method == "POST" else None
        headers = params.response.headers
        try:
            if found:
                limit, remaining = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
                lines.observe(int(found[1]), limit, remaining, float(headers["X-RateLimit-Reset-After"]))
        except (KeyError, ValueError):  # without a limit nobody has to wait
            return

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(observe)
    return trace
