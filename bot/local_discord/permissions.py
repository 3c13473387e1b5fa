"""Owns the permission bits and the one computation that says who may do what where.

The order is Discord's (docs: topics/permissions#permission-overwrites): owner, base roles,
administrator, then the overwrites of @everyone, of roles, of the member; a time-out last.
"""

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.world import Guild


class Permissions(IntFlag):
    """The bits that this server looks at or hands out (docs: topics/permissions)."""

    NONE = 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40


P = Permissions
Overwrites = dict[int, tuple[P, P]]
"""Bits allowed and denied to a role or person."""
ALL = P((1 << 53) - 1)
READING = P.VIEW_CHANNEL | P.READ_MESSAGE_HISTORY
WRITING = READING | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES | P.ADD_REACTIONS
THREADS = P.CREATE_PUBLIC_THREADS | P.CREATE_PRIVATE_THREADS | P.SEND_MESSAGES_IN_THREADS
EVERYONE = WRITING | THREADS | P.USE_APPLICATION_COMMANDS | P.CHANGE_NICKNAME
BOT_DEFAULT = WRITING | THREADS | P.MANAGE_MESSAGES | P.MANAGE_THREADS
DIRECT_MESSAGE = WRITING | P.MENTION_EVERYONE | P.USE_EXTERNAL_EMOJIS
"""What an app may do in a DM; Discord sends it as app_permissions there."""


def permissions_of(guild: "Guild", user: "User", channel: "Channel | None" = None) -> Permissions:
    """Compute what somebody may do in a guild, or in one of its channels."""
    member = guild.members.get(user.id)
    if member is None:
        return P.NONE
    if guild.owner.id == user.id:
        return ALL
    bits = guild.everyone.permissions
    for role in member.roles:
        bits |= role.permissions
    if bits & P.ADMINISTRATOR:
        return ALL
    if channel is not None:
        layers = [[guild.id], [role.id for role in member.roles], [user.id]]
        bits = _with_overwrites(bits, (channel.parent or channel).overwrites, layers)
        bits = _in_channel(bits, channel, user)
    return bits & READING if guild.is_timed_out(user) else bits


def _with_overwrites(bits: Permissions, own: Overwrites, layers: list[list[int]]) -> Permissions:
    for ids in layers:
        found = [own[target] for target in ids if target in own]
        for _, deny in found:
            bits &= ~deny
        for allow, _ in found:
            bits |= allow
    return bits


def _in_channel(bits: Permissions, channel: "Channel", user: "User") -> Permissions:
    if channel.is_private and user.id not in channel.thread_members:
        bits = bits if bits & P.MANAGE_THREADS else P.NONE
    if channel.is_thread:  # in a thread its own bit decides who may write
        may_write = bool(bits & P.SEND_MESSAGES_IN_THREADS)
        bits = bits | P.SEND_MESSAGES if may_write else bits & ~P.SEND_MESSAGES
    if not bits & P.VIEW_CHANNEL:
        return P.NONE
    if not bits & P.SEND_MESSAGES:  # who cannot write cannot embed, attach or ping either
        bits &= ~(P.EMBED_LINKS | P.ATTACH_FILES | P.MENTION_EVERYONE)
    return bits
