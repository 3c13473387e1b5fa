"""Who of a server's people may do what in the channels that were chosen, by role: what /setup says
of it stands in `setup_findings.py`."""

import discord

from bot.discord_app import permissions
from bot.domain.ids import ChannelId
from bot.domain.setting_up import WantedSetup


class SetupAccess:
    """Looks at one server as it is now, with what was chosen there so far."""

    def __init__(self, guild: discord.Guild, wanted: WantedSetup) -> None:
        self._guild = guild
        self._wanted = wanted

    def places(self) -> list[ChannelId]:
        """The channels for members."""
        places = dict.fromkeys((self._wanted.asks, self._wanted.panel))
        return [place for place in places if place is not None]

    def gated(self) -> list[ChannelId]:
        """Those that @everyone cannot see."""
        return [
            place
            for place in self.places()
            if self._guild.get_channel(place) and not self.everyone(place, "view_channel")
        ]

    def panel(self) -> ChannelId | None:
        """Where the panel stands; None while that is made."""
        wanted = self._wanted
        return wanted.asks if wanted.panel is None and not wanted.made else wanted.panel

    def moderators(self) -> discord.Role | None:
        """Their role; None where none was chosen, or it is gone."""
        key = self._wanted.role
        return None if key is None else self._guild.get_role(key)

    def everyone(self, channel: int, *names: str) -> bool:
        """Whether anybody may do all of it there."""
        return permissions.may(self._guild, channel, self._guild.default_role, *names)

    def roles(self, channel: int, *names: str) -> list[discord.Role]:
        """Roles of members with which one may."""
        return permissions.members_roles_that_may(
            self._guild, channel, names, besides=self._wanted.role
        )

    def seen_without(self, channel: int, name: str) -> bool:
        """Whether members see a channel, and none of those who do may do this there."""
        sees, both = ("view_channel",), ("view_channel", name)
        seen = self.everyone(channel, *sees) or self.roles(channel, *sees)
        return bool(seen) and not (self.everyone(channel, *both) or self.roles(channel, *both))
