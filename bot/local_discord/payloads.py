"""Owns the JSON shapes of what exists, as Discord's API and gateway write them.

Only shapes: nothing here decides, checks or changes anything.
"""

from typing import TYPE_CHECKING, Any

from bot.local_discord.permissions import permissions_of
from bot.local_discord.snowflake import iso, moment

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.messages import Message
    from bot.local_discord.world import Guild, Role

Json = dict[str, Any]


def user(account: "User") -> Json:
    """Write an account."""
    shape: Json = {"id": str(account.id), "username": account.username, "flags": 0}
    shape |= {"discriminator": "0001" if account.is_bot else "0", "public_flags": 0}
    shape |= {"global_name": account.global_name, "avatar": account.avatar, "primary_guild": None}
    shape |= {"banner": None, "accent_color": None, "avatar_decoration_data": None}
    return shape | ({"bot": True} if account.is_bot else {})


def myself(account: "User") -> Json:
    """Write the bot's own account, as GET /users/@me does."""
    private = {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}
    return user(account) | private


def application(account: "User", guilds: int) -> Json:
    """Write the bot's application; its id is the bot's, as for all apps made since 2016."""
    owner = user(account) | {"id": str(account.id + 1), "username": "operator"}
    del owner["bot"]
    counts = "approximate_user_install_count", "approximate_user_authorization_count"
    empty = "interactions_endpoint_url", "role_connections_verification_url", "team", "icon"
    shape: Json = dict.fromkeys(empty) | dict.fromkeys(counts, 0)
    shape |= {"id": str(account.id), "name": account.username, "description": "", "type": None}
    shape |= {"bot": user(account), "bot_public": True, "bot_require_code_grant": False}
    shape |= {"verify_key": "0" * 64, "flags": 0, "flags_new": "0", "redirect_uris": []}
    shape |= {"owner": owner, "approximate_guild_count": guilds, "explicit_content_filter": 0}
    return shape | {"summary": "", "hook": True, "eligible_oauth2_scopes": ["bot"]}


def member(guild: "Guild", account: "User", channel: "Channel | None" = None) -> Json:
    """Write a member; with a channel it carries the permissions there, as interactions do."""
    carried = guild.members[account.id]
    roles = [str(role.id) for role in carried.roles]
    shape: Json = {"user": user(account), "nick": carried.nick, "roles": roles, "flags": 0}
    shape |= {"joined_at": iso(carried.joined_at), "pending": False, "mute": False, "deaf": False}
    shape |= {"avatar": None, "banner": None, "premium_since": None}
    shape["communication_disabled_until"] = iso(carried.timed_out_until)
    if channel is not None:
        shape["permissions"] = str(int(permissions_of(guild, account, channel)))
    return shape


def role(given: "Role") -> Json:
    """Write a role."""
    position = given.guild.roles.index(given) if given in given.guild.roles else 0
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    shape: Json = {"id": str(given.id), "name": given.name, "position": position, "color": 0}
    shape |= {"permissions": str(int(given.permissions)), "colors": colors, "hoist": False}
    shape |= {"managed": given.bot_id is not None, "mentionable": False, "flags": 0}
    shape |= {"icon": None, "unicode_emoji": None}
    return shape | ({"tags": {"bot_id": str(given.bot_id)}} if given.bot_id else {})


def channel(given: "Channel") -> Json:
    """Write a channel, thread or DM."""
    shape: Json = {"id": str(given.id), "type": given.kind, "flags": 0}
    shape["last_message_id"] = _last(given)
    if given.guild is None:
        people = [user(given.recipient)] if given.recipient else []
        return shape | {"recipients": people}
    shape |= {"guild_id": str(given.guild.id), "name": given.name, "rate_limit_per_user": 0}
    return shape | (_thread(given) if given.parent else _guild_channel(given))


def _guild_channel(given: "Channel") -> Json:
    overwrites = []
    for target, (allow, deny) in given.overwrites.items():
        kind = 0 if any(role.id == target for role in given.guild.roles) else 1  # type: ignore[union-attr]
        bits = {"allow": str(int(allow)), "deny": str(int(deny))}
        overwrites.append({"id": str(target), "type": kind, **bits})
    shape = {"position": given.position, "topic": given.topic, "parent_id": None, "nsfw": False}
    return shape | {"permission_overwrites": overwrites}


def _thread(given: "Channel") -> Json:
    parent, owner = given.parent, given.owner
    written = sum(1 for message in given.messages.values() if message.kind != 21)
    created = iso(moment(given.id))
    shape: Json = {"parent_id": str(parent.id) if parent else None, "message_count": written}
    shape |= {"owner_id": str(owner.id if owner else 0), "total_message_sent": written}
    shape["member_count"] = len(given.thread_members)
    shape["thread_metadata"] = {
        "archived": given.archived,
        "archive_timestamp": created,
        "auto_archive_duration": given.archive_after,
        "locked": given.locked,
        "create_timestamp": created,
    }
    return shape


def partial_channel(given: "Channel", account: "User") -> Json:
    """Write a channel as interactions carry it, with what that person may do there."""
    shape = channel(given)
    if given.guild is not None:
        shape["permissions"] = str(int(given.allowed(account)))
    return shape


def guild(given: "Guild") -> Json:
    """Write a guild."""
    nothing = "icon description home_header splash discovery_splash banner afk_channel_id"
    nothing += " system_channel_id widget_channel_id vanity_url_code rules_channel_id"
    nothing += " safety_alerts_channel_id public_updates_channel_id max_presences incidents_data"
    zero = "system_channel_flags verification_level default_message_notifications mfa_level"
    zero += " explicit_content_filter premium_tier premium_subscription_count nsfw_level"
    shape: Json = dict.fromkeys([*nothing.split(), "application_id"]) | dict.fromkeys(
        zero.split(), 0
    )
    shape |= {"id": str(given.id), "name": given.name, "owner_id": str(given.owner.id)}
    shape |= {"features": [], "emojis": [], "stickers": [], "region": "deprecated", "nsfw": False}
    shape |= {"afk_timeout": 300, "widget_enabled": False, "premium_progress_bar_enabled": False}
    shape |= {"max_members": 500_000, "max_video_channel_users": 25}
    shape |= {"max_stage_video_channel_users": 50, "preferred_locale": given.locale}
    return shape | {"roles": [role(one) for one in given.roles]}


def guild_create(given: "Guild") -> Json:
    """Write a guild as GUILD_CREATE carries it to a bot without the members intent."""
    bot = given.world.bot
    inside = [c for c in given.world.channels.values() if c.guild is given and c.is_thread]
    shape = guild(given) | {"joined_at": iso(given.members[bot.id].joined_at)}
    shape |= {"member_count": given.count(), "large": given.count() > 250}
    shape |= {"channels": [channel(one) for one in given.channels]}
    shape |= {"threads": [channel(one) for one in inside if not one.archived]}
    shape |= {"members": [member(given, bot)], "presences": [], "voice_states": []}
    return shape | {"stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": []}


def message(given: "Message") -> Json:
    """Write a message as REST gives it, without its nonce."""
    shape: Json = {"id": str(given.id), "channel_id": str(given.channel.id), "type": given.kind}
    shape |= {"author": user(given.author), "content": given.content, "embeds": given.embeds}
    shape |= {"components": given.components, "attachments": given.attachments}
    shape |= {"timestamp": iso(moment(given.id)), "edited_timestamp": iso(given.edited)}
    shape |= {"flags": given.flags, "pinned": False, "tts": False, "mention_roles": []}
    shape |= {"mentions": [user(one) for one in given.pings], "mention_everyone": given.everyone}
    shape |= given.extra | ({"reactions": _reactions(given)} if given.reactions else {})
    if given.reply_to is not None:
        shape["referenced_message"] = _referenced(given.reply_to)
    return shape


def _referenced(given: "Message") -> Json | None:
    if given.deleted:
        return None
    shape = message(given)
    shape.pop("referenced_message", None)
    shape.pop("reactions", None)
    return shape


def _reactions(given: "Message") -> list[Json]:
    return [
        {
            "emoji": {"id": None, "name": emoji},
            "count": len(who),
            "count_details": {"burst": 0, "normal": len(who)},
            "burst_colors": [],
            "me_burst": False,
            "me": any(account.is_bot for account in who),
        }
        for emoji, who in given.reactions.items()
    ]


def message_event(given: "Message") -> Json:
    """Write a message as the gateway gives it: with its guild and its author there."""
    shape = message(given)
    home = given.channel.guild
    if home is not None and given.viewer is None:  # an ephemeral one travels as if by DM
        shape["guild_id"] = str(home.id)
        if given.author.id in home.members:
            carried = member(home, given.author)
            del carried["user"]
            shape["member"] = carried
    return shape | {"channel_type": given.channel.kind}


def app_permissions(given: "Channel") -> str:
    """Write what the bot may do in a channel, as interactions carry it."""
    return str(int(given.allowed(given.world.bot)))


def _last(given: "Channel") -> str | None:
    return str(next(reversed(given.messages))) if given.messages else None
