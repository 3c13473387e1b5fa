"""What /setup finds in a server: what keeps the bot or its people from it, and what to look at.

Who may do something is said by role and never as a number of people: the bot has no list of
members.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import discord

from bot.discord_app import permissions
from bot.discord_app.rendering.words import Words
from bot.discord_app.servers.setup_access import SetupAccess
from bot.domain.guilds import GuildChoices
from bot.domain.lost_channels import ChannelUse, lost_of
from bot.domain.names import Name
from bot.domain.notices import Notice
from bot.domain.setting_up import WantedSetup
from bot.services.servers.setup import Size

HISTORY, IN_THREADS = "read_message_history", "send_messages_in_threads"
ROLES_NAMED = 8
"""At most so many in one line; a server can have 250."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Lines to read. `seen` only tells; `faults` keep it from working; `look_at` is for a person
    who knows the server to judge."""

    seen: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    look_at: tuple[str, ...] = ()


class SetupFindings:
    """Looks at one server as it is now, with what was chosen there so far. `told`: what Discord
    told with this press that the bot may do in a channel."""

    def __init__(
        self,
        words: Words,
        guild: discord.Guild,
        wanted: WantedSetup,
        told: Mapping[int, int] | None = None,
    ) -> None:
        self._words = words
        self._guild = guild
        self._wanted = wanted
        self._told = told or {}
        self._access = SetupAccess(guild, wanted)

    def all(self, size: Size) -> Findings:
        """Everything that is to be said."""
        chosen = self.of_channels()
        no_ages = () if self._wanted.ages is not None else (self._words("setup.choose_ages"),)
        return Findings(
            chosen.seen,
            (*no_ages, *self.of_role(), *chosen.faults),
            (*chosen.look_at, *self._too_few(size)),
        )

    def of_channels(self) -> Findings:
        """About the channels that were chosen, and who reads them."""
        missing = permissions.missing(self._guild, self._wanted, self._told)
        return Findings(
            tuple(chain(self._seen_by_some(), self._unseen_by_some())),
            (
                *dict.fromkeys(map(self.missing, missing)),  # one switch may help in two channels
                *self._by_an_old_invitation(missing),
                *self._not_text(),
                *self._nobody_sees(),
                *self._no_history(),
                *self._no_threads(),
                *self._written_by_all(),
                *self._moderators_see(),
                *self._everybody_reads(),
            ),
            (*self._others_read(), *self._others_write(), *self._no_commands()),
        )

    def for_threads(self) -> list[str]:
        """What is missing to let people answer open asks: an invitation of before lacks it for the
        bot, and a channel may keep members from it."""
        asks = self._wanted.asks
        if asks is None or not self._wanted.open_asks:
            return []
        needs, told = permissions.THREADS, self._told.get(asks)
        missing = permissions.in_channel(self._guild, asks, needs, told)
        own = *map(self.missing, missing), *self._by_an_old_invitation(missing)
        return [*own, *self._no_threads()]

    def of_role(self) -> list[str]:
        """The moderators' role was deleted."""
        role = self._wanted.role
        gone = role is not None and self._guild.get_role(role) is None
        return [self._words("setup.role_gone")] if gone else []

    def _seen_by_some(self) -> Iterator[str]:
        """Channels for members that only some roles see, which is right where members have them."""
        for place in self._access.gated():
            if roles := self._access.roles(place, "view_channel"):
                yield self._line("seen_by_roles", place, roles)

    def _unseen_by_some(self) -> Iterator[str]:
        """Roles that are kept out of what @everyone sees: right for some, and told."""
        for place in self._access.places():
            if roles := permissions.roles_kept_out(self._guild, place):
                yield self._line("unseen_by_roles", place, roles)

    def _by_an_old_invitation(self, missing: Iterable[permissions.Missing]) -> list[str]:
        """Where its role lacks several, one invitation is less to do than each switch."""
        off = {fault.permission for fault in missing if fault.level is permissions.Level.ROLE}
        return [self._words("setup.missing.invite_anew")] if len(off) > 1 else []

    def _not_text(self) -> Iterator[str]:
        """A channel may become one for announcements after it was chosen."""
        for place in dict.fromkeys((*self._access.places(), self._wanted.staff)):
            channel = None if place is None else self._guild.get_channel(place)
            if place and channel and channel.type is not discord.ChannelType.text:
                yield self._line("not_text", place)

    def _nobody_sees(self) -> list[str]:
        return [
            self._line("members_cannot_see", place)
            for place in self._access.gated()
            if not self._access.roles(place, "view_channel")
        ]

    def _no_history(self) -> Iterator[str]:
        """Who cannot read what stands there already finds no panel, and no ask."""
        for place in self._access.places():
            if self._access.seen_without(place, HISTORY):
                yield self._line("members_no_history", place, permission=HISTORY)

    def _no_threads(self) -> Iterator[str]:
        """Where asks may be open, members answer them in threads."""
        asks = self._wanted.asks
        if asks is None or not self._wanted.open_asks:
            return
        if self._access.seen_without(asks, IN_THREADS):
            yield self._line("members_no_threads", asks, permission=IN_THREADS)

    def _moderators_see(self) -> Iterator[str]:
        staff, role = self._wanted.staff, self._access.moderators()
        if staff is None or role is None or self._guild.get_channel(staff) is None:
            return
        if not permissions.may(self._guild, staff, role, "view_channel"):
            yield self._line("moderators_cannot_see", staff, [role])
        elif not permissions.may(self._guild, staff, role, HISTORY):
            yield self._line("moderators_no_history", staff, [role], HISTORY)

    def _everybody_reads(self) -> Iterator[str]:
        staff = self._wanted.staff
        if staff is not None and self._access.everyone(staff, "view_channel"):
            yield self._line("moderators_seen_by_all", staff)

    def _others_read(self) -> Iterator[str]:
        staff = self._wanted.staff
        if (
            staff is None
            or self._wanted.role is None
            or self._access.everyone(staff, "view_channel")
        ):
            return
        if roles := self._access.roles(staff, "view_channel"):
            yield self._line("moderators_seen_by_roles", staff, roles)

    def _written_by_all(self) -> Iterator[str]:
        """A panel among other messages scrolls away."""
        panel = self._access.panel()
        if panel is not None and self._access.everyone(panel, "view_channel", "send_messages"):
            yield self._line("panel_written_by_all", panel)

    def _others_write(self) -> Iterator[str]:
        panel = self._access.panel()
        if panel is None or self._access.everyone(panel, "send_messages"):
            return
        if roles := self._access.roles(panel, "view_channel", "send_messages"):
            yield self._line("panel_written_by_roles", panel, roles)

    def _no_commands(self) -> Iterator[str]:
        """A channel for asks in which the members who see it cannot use /ask."""
        asks, command = self._wanted.asks, "use_application_commands"
        if asks is None:
            return
        for_all = self._access.everyone(asks, "view_channel")
        if self._access.seen_without(asks, command) or (
            for_all and not self._access.everyone(asks, command)
        ):
            yield self._line("no_commands", asks)

    def _too_few(self, size: Size) -> Iterator[str]:
        if not size.listeners:
            yield self._words("setup.no_listener")
        if self._wanted.open_asks and size.too_small_for_open_asks:
            below = {"members": size.members_below, "listeners": size.listeners_below}
            yield self._words("setup.too_small", **below)

    def missing(self, fault: permissions.Missing) -> str:
        """What is missing, and where to change it."""
        return self._words(
            f"setup.missing.{fault.level}",
            permission=self._words(f"setup.permission.{fault.permission}"),
            channel=f"<#{fault.channel}>",
            role=own_role(self._guild),
        )

    def _line(
        self,
        key: str,
        channel: int,
        roles: list[discord.Role] | None = None,
        permission: str | None = None,
    ) -> str:
        values: dict[str, str | Name] = {
            "channel": f"<#{channel}>",
            "role": own_role(self._guild),
        }
        if roles:
            values["roles"] = self._named(roles)
        if permission:
            values["permission"] = self._words(f"setup.permission.{permission}")
        return self._words(f"setup.{key}", **values)

    def _named(self, roles: list[discord.Role]) -> str:
        named = [role.mention for role in roles[:ROLES_NAMED]]
        if more := len(roles) - len(named):
            named.append(self._words("setup.more_roles", count=more))
        return self._words.all_of(named)


def own_role(guild: discord.Guild) -> Name:
    """The role of the bot, by which people find it in the settings."""
    role = guild.self_role
    return Name(role.name if role else guild.me.display_name)


def to_mend(
    words: Words, guild: discord.Guild, choices: GuildChoices, notice: Notice
) -> tuple[str, ...]:
    """What to change so that a notice of TO_MEND is true no more, a line each."""
    lost = lost_of(notice)
    channel = choices.ask_channel if lost is None else lost.channel
    staff = lost is not None and lost.use is not ChannelUse.PANEL
    needs = permissions.MODERATORS if staff else permissions.ASKS
    findings = SetupFindings(words, guild, WantedSetup.of(choices))
    return tuple(map(findings.missing, permissions.in_channel(guild, channel, needs)))
