"""Users, servers, channels and messages as JSON, complete enough for a real client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from discord_server.api_errors import Json
from discord_server.entities import EVERYTHING, Channel, ChannelType, Guild, Message, Upload, User
from discord_server.snowflakes import EPOCH


def timestamp(snowflake: int) -> str:
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH) / 1000, UTC).isoformat()


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": None if user.kind == "bot" else user.name.capitalize(),
        "discriminator": "0000" if user.kind != "person" else "0",
        "avatar": None,
        "bot": user.kind != "person",
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member_json(guild: Guild, user: User | None = None) -> Json:
    """A member of a server; here all are alike, but that the bot has its role."""
    is_bot = user is not None and user is guild.bot
    return {
        "nick": None,
        "avatar": None,
        "roles": [str(guild.bot_role)] if is_bot else [str(role) for role in (user.roles if user else ())],
        "joined_at": timestamp(guild.id),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def channel_json(channel: Channel, bot_id: int) -> Json:
    """A channel; what the bot is forbidden in it is a permission overwrite for the bot."""
    payload: Json = {"id": str(channel.id), "type": int(channel.kind), "last_message_id": None, "flags": 0}
    if channel.guild is None:
        group = {"name": channel.name, "icon": None, "owner_id": str(channel.recipients[0].id)}
        payload |= {"recipients": [user_json(user) for user in channel.recipients]}
        return payload | (group if channel.kind == ChannelType.GROUP else {})
    payload |= {"guild_id": str(channel.guild.id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.kind == ChannelType.THREAD and channel.parent:
        since = timestamp(channel.id)
        closed = {"archived": channel.archived, "locked": channel.locked}
        state = closed | {"auto_archive_duration": 1440, "archive_timestamp": since}
        payload |= {
            "parent_id": str(channel.parent.id),
            "owner_id": str((channel.owner or channel.guild.owner).id),
            "applied_tags": [str(_tag_id(channel.parent, tag)) for tag in channel.tags],
            "thread_metadata": state | {"create_timestamp": since},
        }
        return payload | {"message_count": 0, "member_count": 2, "total_message_sent": 0}
    if channel.kind == ChannelType.FORUM:
        payload |= {"available_tags": [_tag_json(channel, tag) for tag in channel.tags], "default_forum_layout": 0}
    denied = str(int(EVERYTHING & ~channel.bot_permissions))
    overwrite = {"id": str(bot_id), "type": 1, "allow": "0", "deny": denied}
    position: Json = {"parent_id": None, "position": channel.guild.channels.index(channel)}
    return payload | position | {"permission_overwrites": [overwrite], "topic": None, "nsfw": False}


def _tag_json(forum: Channel, tag: str) -> Json:
    identity = {"id": str(_tag_id(forum, tag)), "name": tag}
    return identity | {"moderated": False, "emoji_id": None, "emoji_name": None}


def _tag_id(forum: Channel, tag: str) -> int:
    return forum.id + 1 + forum.tags.index(tag)


def role_json(role_id: int, name: str, position: int) -> Json:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(int(EVERYTHING)),
        "position": position,
        "flags": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "icon": None,
        "unicode_emoji": None,
    }


def guild_json(guild: Guild, bot: User) -> Json:
    """A server as in GUILD_CREATE."""
    roles = [role_json(guild.id, "@everyone", 0)]
    roles.append(role_json(guild.bot_role, bot.name, 1) | {"managed": True, "tags": {"bot_id": str(bot.id)}})
    roles += [role_json(role_id, name, 2) for role_id, name in guild.roles.items()]
    seen = [channel for channel in guild.channels if channel.kind != ChannelType.THREAD]
    threads = [channel for channel in guild.channels if channel.kind == ChannelType.THREAD]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "roles": roles,
        "channels": [channel_json(channel, bot.id) for channel in seen],
        "threads": [channel_json(thread, bot.id) for thread in threads],
        "members": [member_json(guild, bot) | {"user": user_json(bot)}],
        "member_count": 3,
        "joined_at": timestamp(guild.id),
        "unavailable": False,
        "large": False,
        "preferred_locale": "en-GB",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        **{key: [] for key in ("emojis", "stickers", "features", "voice_states", "presences", "stage_instances")},
    }


def message_json(message: Message, application_id: int, may_read: Callable[[Message], bool] = lambda _: True) -> Json:
    """A message; without content, embeds and components where the bot may not read it."""
    channel, readable = message.channel, may_read(message)
    payload: Json = {
        "id": str(message.id),
        "type": 0,
        "channel_id": str(channel.id),
        "author": user_json(message.author),
        "content": message.content if readable else "",
        "embeds": message.embeds if readable else [],
        "components": message.components if readable else [],
        "attachments": [attachment_json(message, name) for name in message.files] if readable else [],
        "timestamp": timestamp(message.id),
        "edited_timestamp": message.edited_at and message.edited_at.isoformat(),
        "tts": False,
        "pinned": False,
        "flags": message.flags,
        "mention_everyone": message.mention_everyone,
        "mention_roles": [str(role) for role in message.mentioned_roles],
        "mentions": [_mentioned(user, channel.guild) for user in message.mentions],
    }
    if message.author.kind == "webhook":
        payload["webhook_id"] = str(message.author.id)
    if message.interaction:
        # The response to an interaction counts as a webhook message, although the bot is its author.
        extra = {"type": 20 if message.interaction["type"] == 2 else 0, "interaction_metadata": message.interaction}
        payload |= extra | {"webhook_id": str(application_id), "application_id": str(application_id)}
    if message.forwarded:
        payload |= forward_json(message.forwarded) if readable else {}
    if message.reference:
        earlier = message.reference
        reference = {"type": 0, "message_id": str(earlier.id), "channel_id": str(earlier.channel.id)}
        payload |= {"type": 19, "message_reference": reference, "referenced_message": None}
        if not earlier.deleted:
            payload["referenced_message"] = message_json(earlier, application_id, may_read)
            payload["referenced_message"].pop("referenced_message", None)
    return payload


def attachment_json(message: Message, name: str) -> Json:
    address = f"https://cdn.discordapp.com/attachments/{message.channel.id}/{message.id}/{name}"
    return {"id": str(message.id), "filename": name, "size": 1000, "url": address, "proxy_url": address, "flags": 0}


def upload_json(upload: Upload) -> Json:
    addresses = {"url": upload.address, "proxy_url": upload.address}
    return {"id": str(upload.id), "filename": upload.name, "size": len(upload.data), "ephemeral": True} | addresses


def forward_json(original: Message) -> Json:
    """What a forward says: nothing of its own, and a snapshot of the message that it forwards."""
    kept = ("content", "embeds", "attachments", "components", "flags", "timestamp", "edited_timestamp", "type")
    whole = message_json(original, 0)
    reference = {"type": 1, "message_id": str(original.id), "channel_id": str(original.channel.id)}
    snapshot = {key: whole[key] for key in kept} | {"mentions": whole["mentions"], "mention_roles": []}
    return {"message_reference": reference, "message_snapshots": [{"message": snapshot}]}


def message_event(message: Message, application_id: int, may_read: Callable[[Message], bool]) -> Json:
    """A message as in MESSAGE_CREATE and MESSAGE_UPDATE: with its server and its author's membership."""
    payload = message_json(message, application_id, may_read)
    if message.channel.guild:
        payload["guild_id"] = str(message.channel.guild.id)
        if message.author.kind != "webhook":
            payload["member"] = member_json(message.channel.guild)
    return payload


def _mentioned(user: User, guild: Guild | None) -> Json:
    return user_json(user) | ({"member": member_json(guild)} if guild else {})


def application_json(bot: User, owner: User, team: tuple[User, ...]) -> Json:
    payload: Json = {
        "id": str(bot.id),
        "name": bot.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user_json(owner),
        "team": None,
    }
    if team:
        # The owner of a team's application is a placeholder user; the people are the team's members.
        members = [
            {
                "user": user_json(user),
                "team_id": str(bot.id + 1),
                "membership_state": 2,
                "role": "admin",
                "permissions": ["*"],
            }
            for user in team
        ]
        owner_id = str(team[0].id)
        payload["team"] = {
            "id": str(bot.id + 1),
            "name": "team",
            "icon": None,
            "owner_user_id": owner_id,
            "members": members,
        }
        payload["owner"] = user_json(User(bot.id + 1, f"team{bot.id + 1}"))
    return payload
