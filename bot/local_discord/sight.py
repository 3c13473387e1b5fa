"""Owns the JSON shapes of what exists as one person's own client gets them.

They are Discord's (payloads.py), with what differs from person to person: their own reactions,
what they may do in a place, names in their language.
"""

from typing import TYPE_CHECKING

from bot.local_discord import payloads
from bot.local_discord.errors import Json
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.messages import Message
    from bot.local_discord.world import Guild

P = Permissions
MAY = {"write": P.SEND_MESSAGES, "react": P.ADD_REACTIONS, "attach": P.ATTACH_FILES}
MAY |= {"embed": P.EMBED_LINKS, "run": P.USE_APPLICATION_COMMANDS}
MAY |= {"manage_messages": P.MANAGE_MESSAGES}
"""What a place tells that one may do there, in short."""
WORDED = ("name", "description")


def message(given: "Message", person: "User") -> Json:
    """Write a message with the nicknames of those in it, and with this person's reactions."""
    shape, home = payloads.message(given) | payloads.place(given), given.channel.guild
    shape["channel_type"] = given.channel.kind
    if given.reactions:
        shape["reactions"] = payloads.reactions(given, person)
    if home is None:
        return shape
    shape |= {"guild_id": str(home.id)} | _carried(home, given.author)
    shape["mentions"] = [payloads.user(one) | _carried(home, one) for one in given.pings]
    return shape


def user(account: "User") -> Json:
    """Write an account."""
    return payloads.user(account)


def _carried(home: "Guild", account: "User") -> Json:
    """Write what somebody carries in a guild, as it stands beside their account."""
    if account.id not in home.members:
        return {}
    shape = payloads.member(home, account)
    del shape["user"]
    return {"member": shape}


def reacted(given: "Message", person: "User", event: Json) -> Json:
    """Write that somebody reacted, with all reactions of the message as this person sees them."""
    return event | {"reactions": payloads.reactions(given, person)}


def may(channel: "Channel", person: "User") -> Json:
    """Write what somebody may do in a place."""
    bits = channel.allowed(person)
    allowed: Json = {name: bool(bits & bit) for name, bit in MAY.items()}
    if channel.guild is None:
        allowed["run"] = allowed["write"] = channel.world.share_a_guild(person)
    elif channel.closed_to(person):
        allowed["write"] = False
    return {"permissions": str(int(bits)), "may": allowed}


def place(channel: "Channel", person: "User") -> Json:
    """Write a channel, thread or DM, with what somebody may do there and whether they joined it."""
    newest = reversed(channel.messages.values())
    last = next((str(one.id) for one in newest if one.visible_to(person)), None)
    shape = payloads.channel(channel) | may(channel, person) | {"last_message_id": last}
    shape.pop("member", None)
    mine = person.id in channel.thread_members
    return shape | ({"member": payloads.thread_member(channel, person.id)} if mine else {})


def gone(channel: "Channel") -> Json:
    """Write which place went out of sight."""
    shape: Json = {"id": str(channel.id), "type": channel.kind}
    return shape | ({} if channel.guild is None else {"guild_id": str(channel.guild.id)})


def guild(given: "Guild") -> Json:
    """Write a guild with its members."""
    members = [payloads.member(given, one.user) for one in given.members.values()]
    return payloads.guild(given) | {"members": members}


def app(account: "User", *, online: bool) -> Json:
    """Write the bot with whether it is connected."""
    return {"user": payloads.user(account), "status": "online" if online else "offline"}


def command(given: Json, locale: str) -> Json:
    """Write a command, option or choice with its words in a language, down to the last choice."""
    shape: Json = {**given}
    for word in WORDED:
        if word in given:
            others = given.get(f"{word}_localizations") or {}
            shape[f"{word}_localized"] = others.get(locale, given[word])
    for key in ("options", "choices"):
        if given.get(key):
            shape[key] = [command(one, locale) for one in given[key]]
    return shape
