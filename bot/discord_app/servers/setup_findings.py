"""What /setup finds in a server: what keeps the bot or its people from it, and what to look at.

Who may do something is said by role and never as a number of people: the bot has no list of
members.
"""

from dataclasses import dataclass
from itertools import chain

import discord

from bot.discord_app import permissions
from bot.discord_app.rendering.words import Words
from bot.domain.guilds import GuildChoices
from bot.domain.names import Name
from bot.services.servers.setup import Size

ROLES_NAMED = 8
"""At most so many in one line; a server can have 250."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Lines to read. `seen` only tells; `faults` keep it from working; `look_at` is for a person
    who knows the server to judge."""

    seen: tuple[str, ...]
    faults: tuple[str, ...]
    look_at: tuple[str, ...]


class SetupFindings:
    """Looks at one server as it is now, with what was chosen there."""

    def __init__(self, words: Words, guild: discord.Guild, choices: GuildChoices) -> None:
        self._words = words
        self._guild = guild
        self._choices = choices

    def all(self, size: Size) -> Findings:
        """Everything that is to be said."""
        missing = permissions.missing(self._guild, self._choices)
        return Findings(
            tuple(self._who_sees()),
            (
                *self._no_ages(),
                *map(self.missing, missing),
                *self._nobody_sees(),
                *self._moderators(),
            ),
            (
                *self._others_read(),
                *self._others_write(),
                *self._no_commands(),
                *self._too_few(size),
            ),
        )

    def _no_ages(self) -> list[str]:
        return [] if self._choices.ages is not None else [self._words("setup.choose_ages")]

    def _who_sees(self) -> list[str]:
        """Channels for members that only some roles see, which is right where members have them."""
        seen = ((place, self._roles(place, "view_channel")) for place in self._gated())
        lines = [self._line("seen_by_roles", place, roles) for place, roles in seen if roles]
        return [*lines, *self._some_do_not_see()]

    def _some_do_not_see(self) -> list[str]:
        """Roles that are kept out of what @everyone sees: right for some, and told."""
        hidden = (
            (place, permissions.roles_kept_out(self._guild, place)) for place in self._places()
        )
        return [self._line("unseen_by_roles", place, roles) for place, roles in hidden if roles]

    def _nobody_sees(self) -> list[str]:
        return [
            self._line("members_cannot_see", place)
            for place in self._gated()
            if not self._roles(place, "view_channel")
        ]

    def _gated(self) -> list[int]:
        """The channels for members that @everyone cannot see."""
        return [
            place
            for place in self._places()
            if self._guild.get_channel(place) and not self._everyone(place, "view_channel")
        ]

    def _places(self) -> tuple[int, ...]:
        """The channels for members."""
        return tuple(dict.fromkeys((self._choices.ask_channel, self._choices.panel_stands_in)))

    def _moderators(self) -> list[str]:
        """Faults with the moderators' role, and a channel that is not theirs alone."""
        channel = self._choices.moderator_channel
        role = self._guild.get_role(self._choices.moderator_role)
        if role is None:
            faults = [self._words("setup.role_gone")]
        elif self._guild.get_channel(channel) and not permissions.may(
            self._guild, channel, role, "view_channel"
        ):
            faults = [self._line("moderators_cannot_see", channel, [role])]
        else:
            faults = []
        if self._everyone(channel, "view_channel"):
            faults.append(self._line("moderators_seen_by_all", channel))
        return faults

    def _others_read(self) -> list[str]:
        channel = self._choices.moderator_channel
        roles = self._roles(channel, "view_channel")
        if not roles or self._everyone(channel, "view_channel"):
            return []
        return [self._line("moderators_seen_by_roles", channel, roles)]

    def _others_write(self) -> list[str]:
        """A panel among other messages scrolls away."""
        channel = self._choices.panel_stands_in
        if self._everyone(channel, "send_messages"):
            return [self._line("panel_written_by_all", channel)]
        roles = self._roles(channel, "view_channel", "send_messages")
        return [self._line("panel_written_by_roles", channel, roles)] if roles else []

    def _no_commands(self) -> list[str]:
        """A channel for asks in which the members who see it cannot use /ask."""
        channel = self._choices.ask_channel
        sees = self._everyone(channel, "view_channel")
        may_use = self._everyone(channel, "use_application_commands")
        return [self._line("no_commands", channel)] if sees and not may_use else []

    def _too_few(self, size: Size) -> list[str]:
        lines = []
        if not size.listeners:
            lines.append(self._words("setup.no_listener"))
        if self._choices.open_asks and size.too_small_for_open_asks:
            lines.append(
                self._words(
                    "setup.too_small", members=size.members_below, listeners=size.listeners_below
                )
            )
        return lines

    def missing(self, fault: permissions.Missing) -> str:
        """What is missing, and where to change it."""
        return self._words(
            f"setup.missing.{fault.level}",
            permission=self._words(f"setup.permission.{fault.permission}"),
            channel=f"<#{fault.channel}>",
            role=self._own_role(),
        )

    def _line(self, key: str, channel: int, roles: list[discord.Role] | None = None) -> str:
        values: dict[str, str | Name] = {"channel": f"<#{channel}>", "role": self._own_role()}
        if roles:
            values["roles"] = self._named(roles)
        return self._words(f"setup.{key}", **values)

    def _named(self, roles: list[discord.Role]) -> str:
        mentions = [role.mention for role in roles[:ROLES_NAMED]]
        return ", ".join(chain(mentions, ["…"] if len(roles) > ROLES_NAMED else []))

    def _roles(self, channel: int, *names: str) -> list[discord.Role]:
        return permissions.members_roles_that_may(
            self._guild, channel, names, besides=self._choices.moderator_role
        )

    def _everyone(self, channel: int, permission: str) -> bool:
        return permissions.may(self._guild, channel, self._guild.default_role, permission)

    def _own_role(self) -> Name:
        role = self._guild.self_role
        return Name(role.name if role else self._guild.me.display_name)


def to_post_asks(words: Words, guild: discord.Guild, choices: GuildChoices) -> tuple[str, ...]:
    """What to change so that asks can be posted, a line each; nothing where they can be."""
    missing = permissions.in_channel(guild, choices.ask_channel, permissions.ASKS)
    return tuple(SetupFindings(words, guild, choices).missing(fault) for fault in missing)
