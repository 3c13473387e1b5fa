"""Owns the JSON shapes of what exists, as Discord's API and gateway write them.

Only shapes: nothing here decides, checks or changes anything. What Discord sends and nothing here
varies stands in payloads.json.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.local_discord.errors import Json
from bot.local_discord.permissions import permissions_of
from bot.local_discord.snowflake import iso, moment

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.members import Role
    from bot.local_discord.messages import Message
    from bot.local_discord.world import Guild

_FIXED: dict[str, Json] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def fixed(name: str) -> Json:
    """Give what never varies in a shape, to be written on."""
    return dict(_FIXED[name])


def user(account: "User") -> Json:
    """Write an account."""
    shape = fixed("user") | {"id": str(account.id), "username": account.username}
    shape |= {"global_name": account.global_name, "avatar": account.avatar}
    return shape | (fixed("bot") if account.is_bot else {})


def myself(account: "User") -> Json:
    """Write the bot's own account, as GET /users/@me does."""
    return user(account) | fixed("myself")


def application(account: "User", owner: "User", guilds: int, flags: int) -> Json:
    """Write the bot's application; its id is the bot's, as for all apps made since 2016."""
    shape = fixed("application") | {"id": str(account.id), "name": account.username}
    shape |= {"flags": flags, "flags_new": str(flags), "owner": user(owner)}
    return shape | {"bot": user(account), "approximate_guild_count": guilds}


def member(guild: "Guild", account: "User", channel: "Channel | None" = None) -> Json:
    """Write a member; with a channel it carries the permissions there, as interactions do."""
    carried = guild.members[account.id]
    shape = fixed("member") | {"user": user(account), "nick": carried.nick}
    shape |= {"roles": [str(one.id) for one in carried.roles], "joined_at": iso(carried.joined_at)}
    shape |= {"communication_disabled_until": iso(carried.timed_out_until)}
    if channel is not None:
        shape["permissions"] = str(int(permissions_of(guild, account, channel)))
    return shape


def role(given: "Role") -> Json:
    """Write a role."""
    position = given.guild.roles.index(given) if given in given.guild.roles else 0
    shape = fixed("role") | {"id": str(given.id), "name": given.name, "position": position}
    shape |= {"permissions": str(int(given.permissions)), "managed": given.bot_id is not None}
    return shape | ({"tags": {"bot_id": str(given.bot_id)}} if given.bot_id else {})


def channel(given: "Channel") -> Json:
    """Write a channel, thread or DM."""
    last = next(reversed(given.messages), None)
    shape = fixed("channel") | {"id": str(given.id), "type": given.kind}
    shape["last_message_id"] = None if last is None else str(last)
    if given.guild is None:
        return shape | {"recipients": [user(given.recipient)] if given.recipient else []}
    shape |= {"guild_id": str(given.guild.id), "name": given.name}
    return shape | (_thread(given) if given.parent else _guild_channel(given, given.guild))


def _guild_channel(given: "Channel", home: "Guild") -> Json:
    roles, overwrites = {role.id for role in home.roles}, []
    for target, (allow, deny) in given.overwrites.items():
        shape = {"id": str(target), "type": 0 if target in roles else 1}
        overwrites.append(shape | {"allow": str(int(allow)), "deny": str(int(deny))})
    shape = fixed("guild_channel") | {"position": given.position, "topic": given.topic}
    return shape | {"permission_overwrites": overwrites, "nsfw": given.nsfw}


def _thread(given: "Channel") -> Json:
    written = sum(1 for message in given.messages.values() if message.kind != 21)
    shape = fixed("thread") | {"message_count": written, "total_message_sent": written}
    shape |= {"member_count": len(given.thread_members)}
    shape["parent_id"] = str(given.parent.id) if given.parent else None
    shape["owner_id"] = str(given.owner.id if given.owner else 0)
    metadata: Json = {"archived": given.archived, "locked": given.locked}
    metadata |= dict.fromkeys(("archive_timestamp", "create_timestamp"), iso(moment(given.id)))
    metadata["auto_archive_duration"] = given.archive_after
    shape |= {"thread_metadata": metadata}
    bot = given.world.bot.id
    return shape | ({"member": thread_member(given, bot)} if bot in given.thread_members else {})


def thread_member(thread: "Channel", account: int) -> Json:
    """Write that somebody is in a thread; since it began, for all that is known here."""
    shape: Json = {"id": str(thread.id), "user_id": str(account), "flags": 0}
    return shape | {"join_timestamp": iso(moment(thread.id))}


def partial_channel(given: "Channel", account: "User") -> Json:
    """Write a channel as interactions carry it, with what that person may do there."""
    bits = {"permissions": str(int(given.allowed(account)))}
    return channel(given) | ({} if given.guild is None else bits)


def guild(given: "Guild") -> Json:
    """Write a guild."""
    shape = fixed("guild") | {"id": str(given.id), "name": given.name}
    shape |= {"owner_id": str(given.owner.id), "preferred_locale": given.locale}
    system = given.system_channel
    shape |= {"system_channel_id": None if system is None else str(system.id)}
    return shape | {"roles": [role(one) for one in given.roles]}


def my_guild(given: "Guild") -> Json:
    """Write a guild as GET /users/@me/guilds does."""
    bits = given.everyone.permissions | given.bot_role.permissions
    shape = {"id": str(given.id), "name": given.name, "permissions": str(int(bits))}
    return fixed("my_guild") | shape


def guild_create(given: "Guild") -> Json:
    """Write a guild as GUILD_CREATE carries it to a bot without the members intent."""
    bot = given.world.bot
    shape = guild(given) | fixed("guild_create")
    shape |= {"joined_at": iso(given.members[bot.id].joined_at), "members": [member(given, bot)]}
    shape |= {"member_count": given.count(), "large": given.count() > 250}
    shape |= {"channels": [channel(one) for one in given.channels]}
    return shape | {"threads": [channel(one) for one in given.active_threads()]}


def message(given: "Message") -> Json:
    """Write a message as REST gives it, without its nonce."""
    shape = fixed("message") | {"id": str(given.id), "channel_id": str(given.channel.id)}
    shape |= {"type": given.kind, "flags": given.flags}
    shape |= {"author": user(given.author), "content": given.content, "embeds": given.embeds}
    shape |= {"components": given.shown_components, "attachments": given.attachments}
    shape |= {"timestamp": iso(moment(given.id)), "edited_timestamp": iso(given.edited)}
    shape |= {"mentions": [user(one) for one in given.pings], "mention_everyone": given.everyone}
    shape |= given.extra
    if given.reactions:
        shape["reactions"] = reactions(given, given.channel.world.bot)
    if given.reply_to is not None:
        quoted = None if given.reply_to.deleted else message(given.reply_to)
        inner = ("referenced_message", "reactions")
        shape["referenced_message"] = quoted and {k: v for k, v in quoted.items() if k not in inner}
    return shape


def reactions(given: "Message", account: "User") -> list[Json]:
    """Write the reactions of a message as somebody sees them, which tells their own apart."""
    return [_reaction(emoji, who, account) for emoji, who in given.reactions.items()]


def _reaction(emoji: str, who: "list[User]", account: "User") -> Json:
    shape = fixed("reaction") | {"emoji": {"id": None, "name": emoji}, "count": len(who)}
    shape["count_details"] = {"burst": 0, "normal": len(who)}
    return shape | {"me": account in who}


def place(given: "Message") -> Json:
    """Write where a message stands; an ephemeral one travels as if by DM."""
    home = given.channel.guild
    there = {} if home is None or given.ephemeral else {"guild_id": str(home.id)}
    return {"channel_id": str(given.channel.id)} | there


def message_event(given: "Message") -> Json:
    """Write a message as the gateway gives it: with its guild and its author there."""
    shape = message(given) | place(given) | {"channel_type": given.channel.kind}
    home = given.channel.guild
    if home is not None and not given.ephemeral and given.author.id in home.members:
        shape["member"] = member(home, given.author)
        del shape["member"]["user"]
    return shape


def typing(given: "Channel", account: "User", when: datetime) -> Json:
    """Write that somebody began to type."""
    shape: Json = {"channel_id": str(given.id), "user_id": str(account.id)}
    shape["timestamp"] = int(when.timestamp())
    if given.guild is None:
        return shape
    return shape | {"guild_id": str(given.guild.id), "member": member(given.guild, account)}


def reaction(given: "Message", account: "User", emoji: str, *, add: bool) -> Json:
    """Write that somebody added a reaction, or took it back."""
    shape = fixed("reaction_event") | place(given) | {"emoji": {"id": None, "name": emoji}}
    shape |= {"user_id": str(account.id), "message_id": str(given.id)}
    if add:
        shape["message_author_id"] = str(given.author.id)
        if given.channel.guild is not None:
            shape["member"] = member(given.channel.guild, account)
    return shape
