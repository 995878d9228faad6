"""A forum whose posts are answered by a member and solved, one after another; each answer must be offered once."""

from __future__ import annotations

import asyncio

from discord_server import Channel, FakeDiscord, NoResponse
from soak_results import Results

QUESTION = "Where is the key to the boiler room?"
ANSWER = "The key to the boiler room hangs behind the door of the porter's lodge."


async def solve_posts(discord: FakeDiscord, forum: Channel, results: Results, pause: float) -> None:
    """Open and solve posts until cancelled; the member who answered dismisses each offer."""
    asker, answerer = discord.add_user("asker"), discord.add_user("answerer")
    while True:
        post = (await asker.open_post(forum, QUESTION, "I have looked everywhere.")).channel
        await answerer.send_message(ANSWER, post)
        post.tag("Solved ✅")
        try:
            offer = await discord.wait_for(
                lambda: next((m for m in post.messages.values() if "Keep this answer?" in m.text), None),  # noqa: B023
                within=30,
            )
            await answerer.click(offer, "No", until="acknowledged")
            await discord.wait_for(lambda: offer.deleted)  # noqa: B023 - awaited here
        except (NoResponse, TimeoutError) as error:
            results.failures.append(f"lost: an offer in a solved post ({error})")
        results.counts["solved posts"] += 1
        await asyncio.sleep(pause)
