"""What a server chose in /setup."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, GuildId, RoleId


class Feature(StrEnum):
    """What a server may switch on. All of it is off until somebody who manages it chooses."""

    PARTNERS = "partners"
    """A listener may go with somebody's goal."""
    REFLECTION = "reflection"
    """Whoever asked may write down for themselves what they take with them."""
    COMMUNITY = "community"
    """/community shows how the server is doing, in numbers that point at nobody."""
    DELAY = "delay"
    """In a small server an ask goes out some minutes after it was posted, by chance."""


@dataclass(frozen=True, slots=True)
class GuildChoices:
    """Where asks are posted, who keeps people safe, and whether open asks may be chosen.

    `panel_channel`: where the panel stands; None: in the channel for asks.
    `features`: what is switched on. `language`: of what stands in its channels; empty: the bot's.
    """

    guild_id: GuildId
    ask_channel: ChannelId
    moderator_channel: ChannelId
    moderator_role: RoleId
    open_asks: bool
    panel_channel: ChannelId | None = None
    features: frozenset[Feature] = frozenset()
    language: str = ""

    @property
    def panel_stands_in(self) -> ChannelId:
        """The channel of the panel."""
        return self.ask_channel if self.panel_channel is None else self.panel_channel
