"""A plain discord.py bot that probes what the fake Discord allows and forbids; the tests run it as a process."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from typing import Any, Self

import discord
import yarl
from discord import app_commands, ui

discord.http.Route.BASE = os.environ["RELBOT_DISCORD_API"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["RELBOT_DISCORD_GATEWAY"])

Interaction = discord.Interaction[discord.Client]


class More(ui.DynamicItem[ui.Button[Any]], template=r"more:(?P<number>\d+)"):
    """A button that is rebuilt from its id alone."""

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label="More", custom_id=f"more:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_message(f"more of {self.number}", ephemeral=True)


class Layout(ui.LayoutView):
    def __init__(self, *texts: str, number: int = 7) -> None:
        super().__init__(timeout=None)
        for text in texts:
            self.add_item(ui.TextDisplay(text))
        row: ui.ActionRow[Any] = ui.ActionRow()
        row.add_item(More(number))
        self.add_item(row)


class ProbeBot(discord.AutoShardedClient):
    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents)
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        installs = app_commands.AppInstallationType(guild=True, user=True)
        self.tree = app_commands.CommandTree(self, allowed_contexts=everywhere, allowed_installs=installs)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(More)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The five seconds that are due between identifies are left out, for speed."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        received = {"content": message.content, "guild": message.guild and message.guild.id}
        print(json.dumps(received), flush=True)  # noqa: T201
        if message.guild is None or self.user in message.mentions:
            await message.reply(f"heard {len(message.content)} characters", mention_author=False)


bot = ProbeBot()


def print_error(error: discord.HTTPException) -> None:
    print(f"refused {error.code}: {error.text}", file=sys.stderr, flush=True)  # noqa: T201


@bot.tree.command()
async def ask(interaction: Interaction, question: str, private: bool = False) -> None:
    """Answer with a layout and a button."""
    await interaction.response.defer(thinking=True, ephemeral=private)
    await interaction.edit_original_response(view=Layout(f"You asked: {question}", "And that is all."))


@bot.tree.command()
async def late(interaction: Interaction) -> None:
    """Acknowledge after half a second."""
    await asyncio.sleep(0.5)
    try:
        await interaction.response.defer()
    except discord.HTTPException as error:
        print_error(error)


@bot.tree.command()
async def twice(interaction: Interaction) -> None:
    """Acknowledge twice."""
    await interaction.response.send_message("once")
    try:
        await discord.InteractionResponse(interaction).send_message("twice")
    except discord.HTTPException as error:
        print_error(error)


@bot.tree.command()
async def switch(interaction: Interaction) -> None:
    """Defer openly and then try to answer in private, and once more."""
    await interaction.response.defer(thinking=True)
    await interaction.followup.send("meant to be private", ephemeral=True)
    await interaction.followup.send("really private", ephemeral=True)


@bot.tree.command()
async def long(interaction: Interaction) -> None:
    """Answer with more than Discord takes."""
    try:
        await interaction.response.send_message(view=Layout("a" * 2000, "b" * 2001))
    except discord.HTTPException as error:
        await interaction.response.send_message(f"{error.code} {error.text}")


@bot.tree.command()
async def post(interaction: Interaction, body: str) -> None:
    """Post a message to the channel as it is given, and tell how that went."""
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=interaction.channel_id)
    try:
        await bot.http.request(route, json=json.loads(body))
    except discord.HTTPException as error:
        await interaction.response.send_message(f"{error.code} {error.text}")
    else:
        await interaction.response.send_message("posted")


@bot.tree.command()
async def look(interaction: Interaction, message_id: str) -> None:
    """Fetch a message, its channel and the application, typing meanwhile."""
    channel = await bot.fetch_channel(interaction.channel_id or 0)
    assert isinstance(channel, discord.TextChannel)
    info = await bot.application_info()
    owners = [member.name for member in info.team.members] if info.team else [info.owner.name]
    async with channel.typing():
        try:
            seen = (await channel.fetch_message(int(message_id))).content
        except discord.HTTPException as error:
            seen = str(error.code)
    await interaction.response.send_message(f"{channel.name} of {owners}: {seen!r}")


@bot.tree.command()
async def block(interaction: Interaction) -> None:
    """Hold up the event loop."""
    await interaction.response.send_message("blocking")
    time.sleep(0.8)  # noqa: ASYNC251


@bot.tree.context_menu(name="Count its characters")
async def count(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"{len(message.content)} characters", ephemeral=True)


if __name__ == "__main__":
    bot.run(os.environ["DISCORD_TOKEN"])
