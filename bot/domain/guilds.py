"""What a server chose in /setup."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, RoleId


@dataclass(frozen=True, slots=True)
class GuildChoices:
    """Where asks are posted, who keeps people safe, and whether open asks may be chosen.

    `panel_channel`: where the panel stands; None: in the channel for asks.
    """

    guild_id: GuildId
    ask_channel: ChannelId
    moderator_channel: ChannelId
    moderator_role: RoleId
    open_asks: bool
    panel_channel: ChannelId | None = None

    @property
    def panel_stands_in(self) -> ChannelId:
        """The channel of the panel."""
        return self.ask_channel if self.panel_channel is None else self.panel_channel
