"""What the bot needs in a server's channels: what is missing, where, and who can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import discord

from bot.domain.setting_up import WantedSetup

ASKS = ("view_channel", "send_messages", "embed_links", "read_message_history")
MODERATORS = ("view_channel", "send_messages", "embed_links")
THREADS = ("create_public_threads", "send_messages_in_threads")
"""Beside those of ASKS, where a server lets asks be open: an older invitation lacks them."""
ALL = tuple(dict.fromkeys((*ASKS, *MODERATORS, *THREADS)))
"""Everything that the bot is invited with; what anything else says of permissions comes from here.
What an answer to a press shows, a file in it as well, needs none of them."""

_NEEDED_FOR: Mapping[str, tuple[str, ...]] = {
    "view_channel": tuple(one for one in ALL if one != "view_channel"),
    "send_messages": ("embed_links",),
}
"""Who lacks one of these in a channel lacks the others there, too, whatever is set for them.
https://docs.discord.com/developers/topics/permissions#implicit-permissions"""


def bits(names: tuple[str, ...] = ALL) -> int:
    """The number by which Discord knows these permissions, as it stands in an invitation."""
    return discord.Permissions(**dict.fromkeys(names, True)).value


class Level(StrEnum):
    """Where a permission is missing, which is where it is mended."""

    ROLE = "role"
    CHANNEL = "channel"
    GONE = "gone"
    """The channel does not exist, or the bot has never been shown it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One permission that is missing at one level, in one channel."""

    level: Level
    channel: int
    permission: str = "view_channel"


def missing(guild: discord.Guild, wanted: WantedSetup, told: Mapping[int, int]) -> list[Missing]:
    """Everything that is missing for what was chosen so far; empty when the bot can work there.
    `told`: what Discord told that the bot may do in a channel, by its id."""
    asks = (*ASKS, *THREADS) if wanted.open_asks else ASKS
    needs = dict[int, tuple[str, ...]]()
    # the panel often stands in the channel for asks: one line for both
    for channel, names in ((wanted.panel, ASKS), (wanted.staff, MODERATORS), (wanted.asks, asks)):
        if channel is not None:
            needs[channel] = names
    return [
        fault
        for channel, names in needs.items()
        for fault in in_channel(guild, channel, names, told.get(channel))
    ]


def in_channel(
    guild: discord.Guild, channel_id: int, names: tuple[str, ...], told: int | None = None
) -> list[Missing]:
    """What the bot misses in one channel. Where Discord told what it may do there, that counts, and
    else what follows from the roles and overwrites that are known. What comes back by itself with
    another one is not named."""
    channel = guild.get_channel(channel_id)
    if channel is None:
        return [Missing(Level.GONE, channel_id)]
    denied = _denied(guild.me, channel)
    role = guild.me.guild_permissions
    here = channel.permissions_for(guild.me) if told is None else discord.Permissions(told)
    lacking = [name for name in names if not getattr(here, name)]
    follows = {one for name in lacking for one in _NEEDED_FOR.get(name, ())}
    faults = []
    for name in lacking:
        if not getattr(role, name):
            faults.append(Missing(Level.ROLE, channel_id, name))
        if getattr(denied, name) or (getattr(role, name) and name not in follows):
            faults.append(Missing(Level.CHANNEL, channel_id, name))
    return faults


def _denied(me: discord.Member, channel: discord.abc.GuildChannel) -> discord.Permissions:
    """What the channel takes from the bot, through itself or one of its roles."""
    denied = discord.Permissions.none()
    for target, overwrite in channel.overwrites.items():
        if target == me or target in me.roles:
            denied.value |= overwrite.pair()[1].value
    return denied


def may(guild: discord.Guild, channel_id: int | None, role: discord.Role, *names: str) -> bool:
    """Whether somebody with this role, and no other, may do all of it; False in no channel."""
    channel = None if channel_id is None else guild.get_channel(channel_id)
    if channel is None:
        return False
    here = channel.permissions_for(role)
    return all(getattr(here, name) for name in names)


def members_roles_that_may(
    guild: discord.Guild, channel_id: int, names: tuple[str, ...], *, besides: int | None
) -> list[discord.Role]:
    """Roles, highest first, that may do all of it in a channel; without @everyone, roles of bots,
    those who manage the server, and the role `besides`."""
    return [
        role
        for role in reversed(guild.roles)
        if not (role.is_default() or role.managed or role.id == besides)
        and not (role.permissions.administrator or role.permissions.manage_guild)
        and may(guild, channel_id, role, *names)
    ]


def roles_kept_out(guild: discord.Guild, channel_id: int) -> list[discord.Role]:
    """Roles, highest first, that cannot see a channel which @everyone sees; without those of bots.
    Somebody with another role that is allowed sees it all the same."""
    if not may(guild, channel_id, guild.default_role, "view_channel"):
        return []
    return [
        role
        for role in reversed(guild.roles)
        if not role.managed and not may(guild, channel_id, role, "view_channel")
    ]
