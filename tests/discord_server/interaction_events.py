"""INTERACTION_CREATE events: the payloads of the commands, menu entries and buttons that users use.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from __future__ import annotations

from typing import Any

from discord_server.api_errors import Json
from discord_server.command_rules import SLASH, command_type
from discord_server.entities import (
    MAX_UPLOAD,
    NOTHING,
    Button,
    Channel,
    InteractionContext,
    Message,
    Permission,
    Upload,
    User,
)
from discord_server.interactions import Interaction
from discord_server.payloads import channel_json, member_json, message_json, upload_json, user_json

GUILD_INSTALL, USER_INSTALL = 0, 1
CHANNEL, ATTACHMENT = 7, 11
TYPES: dict[int, type | tuple[type, ...]] = {
    3: str,
    4: int,
    5: bool,
    CHANNEL: Channel,
    10: (int, float),
    ATTACHMENT: Upload,
}
"""The Python types of the supported option types: STRING, INTEGER, BOOLEAN, CHANNEL, NUMBER, ATTACHMENT."""


class ActionUnavailable(AssertionError):
    """Discord would not let a user do this: they are offered no such command, option or button."""


def installed_for(channel: Channel, user: User) -> dict[str, str]:
    """`authorizing_integration_owners`: who installed the app that is used in this channel, by type of installation."""
    if channel.guild and channel.guild.has_bot:
        return {str(GUILD_INSTALL): str(channel.guild.id)}
    if channel.context == InteractionContext.BOT_DM:
        return {str(GUILD_INSTALL): "0", str(USER_INSTALL): str(user.id)}
    return {str(USER_INSTALL): str(user.id)}


def find_command(commands: list[Json], kind: int, name: str, channel: Channel, user: User) -> Json:
    """The command of that type and name, if it is offered in that channel. Raises ActionUnavailable."""
    found = next((c for c in commands if command_type(c) == kind and c["name"] == name), None)
    if found is None:
        raise ActionUnavailable(
            f"There is no command {name!r} of type {kind}; there are {[c['name'] for c in commands]}."
        )
    contexts, installs = found.get("contexts"), found.get("integration_types") or [GUILD_INSTALL]
    if contexts is not None and channel.context not in contexts:
        raise ActionUnavailable(f"{name!r} is not offered in {channel.context.name}; its contexts are {contexts}.")
    if not set(map(int, installed_for(channel, user))) & set(installs):
        raise ActionUnavailable(f"{name!r} is not offered there: its installation types are {installs}.")
    return found


def slash_data(command: Json, options: dict[str, Any]) -> Json:
    """The data of a slash command with these option values, if it accepts them. Raises ActionUnavailable."""
    known = {option["name"]: option for option in command.get("options") or []}
    missing = [name for name, option in known.items() if option.get("required") and name not in options]
    if missing or options.keys() - known.keys():
        raise ActionUnavailable(f"/{command['name']} has the options {list(known)}, of which {missing} are missing.")
    for name, value in options.items():
        _check_option(known[name], value)
    uploads = {str(value.id): upload_json(value) for value in options.values() if isinstance(value, Upload)}
    channels = {
        str(value.id): channel_json(value, 0) | {"permissions": "0"}
        for value in options.values()
        if isinstance(value, Channel)
    }
    values = {name: str(value.id) if isinstance(value, Channel | Upload) else value for name, value in options.items()}
    filled = [{"name": name, "type": known[name]["type"], "value": value} for name, value in values.items()]
    named = {name: entities for name, entities in (("attachments", uploads), ("channels", channels)) if entities}
    data = {"id": command["id"], "name": command["name"], "type": SLASH, "options": filled}
    return data | ({"resolved": named} if named else {})


def completion_data(command: Json, option: str, typed: str) -> Json:
    """The data of a slash command of which one option is being typed."""
    focused = {"name": option, "type": 3, "value": typed, "focused": True}
    return {"id": command["id"], "name": command["name"], "type": SLASH, "options": [focused]}


def menu_data(command: Json, message: Message, application_id: int) -> Json:
    """The data of a menu entry used on a message; it holds the message's content, whatever the bot's intents."""
    resolved = {"messages": {str(message.id): message_json(message, application_id)}}
    target = {"target_id": str(message.id), "resolved": resolved}
    return {"id": command["id"], "name": command["name"], "type": command_type(command)} | target


def find_button(message: Message, name: str) -> Button:
    """The button with that label or custom id, if it can be clicked. Raises ActionUnavailable."""
    for button in message.buttons:
        if name in (button.label, button.custom_id):
            if button.disabled or button.url:
                raise ActionUnavailable(f"The button {name!r} is {'disabled' if button.disabled else 'a link'}.")
            return button
    raise ActionUnavailable(f"There is no button {name!r}; there are {[button.label for button in message.buttons]}.")


def button_data(button: Button) -> Json:
    return {"custom_id": button.custom_id, "component_type": 2}


def modal_data(modal: Json, values: dict[str, str]) -> Json:
    """The data of a form that a user submits, with these texts by label; the others keep what they show."""
    fields = [field for row in modal["components"] for field in row["components"]]
    filled = []
    for field in fields:
        text = values.get(field["label"], field.get("value") or "")
        if not (field.get("min_length") or 0) <= len(text) <= (field.get("max_length") or 4000):
            raise ActionUnavailable(f"The field {field['label']!r} does not take {len(text)} characters.")
        if field.get("required", True) and not text:
            raise ActionUnavailable(f"The field {field['label']!r} is required.")
        filled.append({"type": 1, "components": [{"type": 4, "custom_id": field["custom_id"], "value": text}]})
    return {"custom_id": modal["custom_id"], "components": filled}


def interaction_event(interaction: Interaction, data: Json, application_id: int) -> Json:
    channel, guild, user = interaction.channel, interaction.channel.guild, user_json(interaction.user)
    manages = Permission.MANAGE_GUILD if guild and interaction.user is guild.owner else NOTHING
    permissions = {"permissions": str(int(channel.user_permissions | interaction.user.permissions | manages))}
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel_json(channel, application_id) | permissions,
        "app_permissions": str(int(channel.bot_permissions)),
        "locale": "en-GB",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": interaction.owners,
        "context": int(channel.context),
        "attachment_size_limit": MAX_UPLOAD,
    }
    if interaction.source:
        payload["message"] = message_json(interaction.source, application_id)
    if guild is None:
        return payload | {"user": user}
    partial = {"id": str(guild.id), "locale": "en-GB", "features": []}
    member = member_json(guild, interaction.user) | permissions | {"user": user}
    return payload | {"guild_id": str(guild.id), "guild": partial, "guild_locale": "en-GB", "member": member}


def _check_option(option: Json, value: Any) -> None:
    expected = TYPES[option["type"]]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise ActionUnavailable(f"The option {option['name']!r} does not take {value!r}.")
    if isinstance(value, str):
        min_length, max_length = option.get("min_length") or 0, option.get("max_length") or 6000
        if not min_length <= len(value) <= max_length:
            raise ActionUnavailable(
                f"The option {option['name']!r} takes {min_length} to {max_length} characters, not {len(value)}."
            )
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise ActionUnavailable(f"The option {option['name']!r} takes one of {choices}, not {value!r}.")
