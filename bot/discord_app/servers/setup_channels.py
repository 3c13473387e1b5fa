"""The channels that /setup makes: read by members and written by the bot alone, and one that only
the moderators and the bot see.

What is not said here is left to the server's roles: a channel shows to whoever its roles show it.
"""

import aiohttp
import discord

from bot.discord_app import permissions
from bot.discord_app.rendering.words import Words
from bot.domain.ids import ChannelId
from bot.domain.setting_up import TOO_MANY_CHANNELS, SetupPlace, WantedSetup

OURS = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)
OURS_IN_ASKS = discord.Permissions(permissions.bits())
"""With threads, also where asks may be open only later: what members must not do by themselves
would else be taken from the bot with them."""
KEPT_OUT = discord.Permissions(
    send_messages=True,
    create_public_threads=True,
    create_private_threads=True,
    send_messages_in_threads=True,
)
"""What members cannot do in a channel that the bot alone writes in."""
ANSWER = discord.Permissions(send_messages_in_threads=True)
"""What they can do below an open ask, under their own names; the bot begins its thread."""
READ = discord.Permissions(view_channel=True, read_message_history=True, send_messages=True)
SEE = discord.Permissions(view_channel=True)

TOO_MANY = 30013
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""


class NotMade(Exception):
    """A channel could not be made; `key` names the words that say why, and what to do."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def must_be_able(guild: discord.Guild | None, wanted: WantedSetup) -> discord.Guild:
    """The server in which they are made. Raises NotMade where it is not known yet, the bot may not
    make channels, or there is no room for them."""
    if guild is None or guild.unavailable:
        raise NotMade("setup.not_looked")
    if not guild.me.guild_permissions.manage_channels:
        raise NotMade("setup.cannot_make")
    if len(guild.channels) + len(wanted.to_make) > TOO_MANY_CHANNELS:
        raise NotMade("setup.no_room")
    return guild


async def make(
    guild: discord.Guild, words: Words, place: SetupPlace, moderators: discord.Role
) -> ChannelId:
    """Make one, or take the one that an earlier attempt made. Raises NotMade."""
    name, topic = words(f"setup.made.{place}.name"), words(f"setup.made.{place}.about")
    for known in guild.text_channels:
        if known.name == name and known.topic == topic:
            return ChannelId(known.id)
    try:
        made = await guild.create_text_channel(
            name, topic=topic, overwrites=_overwrites(guild, place, moderators)
        )
    except discord.HTTPException as error:
        if isinstance(error, discord.Forbidden):
            raise NotMade("setup.cannot_make") from error
        raise NotMade("setup.no_room" if error.code == TOO_MANY else "setup.not_made") from error
    except (aiohttp.ClientError, OSError) as error:
        raise NotMade("setup.not_made") from error
    return ChannelId(made.id)


def _overwrites(
    guild: discord.Guild, place: SetupPlace, moderators: discord.Role
) -> dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]:
    own = guild.me.guild_permissions
    if place is SetupPlace.ASKS:
        ours, out = _pair(own, allow=OURS_IN_ASKS), _pair(own, deny=KEPT_OUT & ~ANSWER)
        return {guild.default_role: out, guild.me: ours}
    ours = _pair(own, allow=OURS)
    if place is SetupPlace.PANEL:
        return {guild.default_role: _pair(own, deny=KEPT_OUT), guild.me: ours}
    members, team = _pair(own, deny=SEE), _pair(own, allow=READ)
    return {guild.default_role: members, moderators: team, guild.me: ours}


def _pair(
    own: discord.Permissions,
    allow: discord.Permissions | None = None,
    deny: discord.Permissions | None = None,
) -> discord.PermissionOverwrite:
    """Discord lets the bot give and take only what it has itself."""
    none = discord.Permissions.none()
    return discord.PermissionOverwrite.from_pair((allow or none) & own, (deny or none) & own)
