"""Questions asked by commands and buttons, and sharing their private answers: who may, and what is then posted."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.rendering import notices
from relbot.discord.rendering.buttons import SHARE
from relbot.discord.server_settings import Policy


def request_from_interaction(
    interaction: discord.Interaction[Any], question: str, policy: Policy, *, private: bool
) -> AskRequest:
    """Return the question that somebody asks by a command, a menu entry or a button."""
    shareable = private and not interaction.context.dm_channel and may_share(interaction)
    person, channel, server = interaction.user.id, interaction.channel_id or 0, interaction.guild_id
    if policy.answers == "off":
        return AskRequest("", person, channel, private, server, notice=notices.SWITCHED_OFF)
    return AskRequest(
        question,
        person,
        channel,
        private,
        server,
        shareable,
        collections=policy.collections,
        may_choose=policy.offers_choices,
    )


def may_share(interaction: discord.Interaction[Any]) -> bool:
    """Return whether this user may write in the channel themselves."""
    if interaction.guild_id is None:
        return True
    permissions = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_send = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    return may_send and (interaction.is_guild_integration() or permissions.use_external_apps)


def without_share_button(answer: discord.Message) -> ui.LayoutView:
    """Return the same message without the share button, to be shown publicly."""
    view = ui.LayoutView.from_message(answer, timeout=None)
    for item in list(view.walk_children()):
        if isinstance(item, ui.ActionRow):
            for button in item.children:
                if isinstance(button, ui.Button) and button.custom_id == SHARE:
                    item.remove_item(button)
            if not item.children:
                (item.parent if isinstance(item.parent, ui.Container) else view).remove_item(item)
    view.stop()  # its buttons are dispatched by custom id, so discord.py need not store the view
    return view
