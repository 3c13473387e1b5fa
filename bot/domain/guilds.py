"""What a server chose in /setup."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, RoleId


@dataclass(frozen=True, slots=True)
class GuildChoices:
    """Where asks are posted, who keeps people safe, and whether open asks may be chosen."""

    guild_id: GuildId
    ask_channel: ChannelId
    moderator_channel: ChannelId
    moderator_role: RoleId
    open_asks: bool
