"""Owns what exists: guilds with their roles, members and channels; and tells the gateway of it.

It does not own messages (messages.py) nor what a person does (people.py). Ids are ints here and
strings on the wire.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.local_discord import payloads
from bot.local_discord.audience import Audience
from bot.local_discord.channels import DM, TEXT, Channel, User
from bot.local_discord.errors import Json, refusal
from bot.local_discord.members import Member, Role
from bot.local_discord.permissions import BOT_DEFAULT, EVERYONE, Permissions, permissions_of
from bot.local_discord.snowflake import Clock, Snowflakes

Emit = Callable[..., None]
T = TypeVar("T")
INTENT_GUILDS, INTENT_MEMBERS, INTENT_BANS = 1 << 0, 1 << 1, 1 << 2


Target = Role | User
Allowances = dict[Target, tuple[int, int]]


@dataclass(eq=False, repr=False)
class Guild:
    """A guild, as Discord calls a server, with everything in it."""

    world: "World"
    id: int
    name: str
    owner: User
    member_count: int | None = None
    locale: str = "en-US"
    members: dict[int, Member] = field(default_factory=dict)
    banned: set[int] = field(default_factory=set)
    channels: list[Channel] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the two roles that there are from the beginning."""
        bot_id, role_id = self.world.bot.id, self.world.snowflakes.next()
        self.everyone = Role(self.id, self, "@everyone", EVERYONE)
        self.bot_role = Role(role_id, self, "Bot", BOT_DEFAULT, bot_id)
        self.roles: list[Role] = [self.everyone, self.bot_role]

    @property
    def has_bot(self) -> bool:
        """Say whether the bot is a member."""
        return self.world.bot.id in self.members

    @property
    def system_channel(self) -> Channel | None:
        """Give the channel of Discord's own notices: the first, as in a new guild."""
        return next(iter(self.channels), None)

    def count(self) -> int:
        """Count the members, or give the number that was set."""
        return len(self.members) if self.member_count is None else self.member_count

    def require(self, needs: Permissions) -> None:
        """Refuse what the bot may not do in this guild."""
        if needs & ~permissions_of(self, self.world.bot):
            raise refusal(50013)

    def active_threads(self) -> list[Channel]:
        """Give the threads that are not archived."""
        inside = [one for one in self.world.channels.values() if one.guild is self]
        for one in inside:
            one.archive_if_quiet()
        return [one for one in inside if one.is_thread and not one.archived]

    def is_timed_out(self, user: User) -> bool:
        """Say whether somebody is timed out at this moment."""
        until = self.members[user.id].timed_out_until
        return until is not None and until > self.world.clock.now()

    def emit(self, event: str, payload: Json, intent: int = INTENT_GUILDS) -> None:
        """Tell something about this guild: who is in it, also the bot."""
        self.world.audience.of_guild(self, event, payload)
        if self.has_bot:
            self.world.emit(event, {"guild_id": str(self.id), **payload}, intent, self)

    def role(self, snowflake: int) -> Role:
        """Find a role or refuse with 10011."""
        for role in self.roles:
            if role.id == snowflake:
                return role
        raise refusal(10011)

    def add_role(self, name: str, permissions: int = 0) -> Role:
        """Add a role with these bits."""
        role = Role(self.world.snowflakes.next(), self, name, Permissions(permissions))
        self.roles.append(role)
        self.emit("GUILD_ROLE_CREATE", {"role": payloads.role(role)})
        return role

    def delete_role(self, role: Role) -> None:
        """Remove a role from the guild and from everybody who has it."""
        self.roles.remove(role)
        for member in self.members.values():
            member.roles = [kept for kept in member.roles if kept is not role]
        self.emit("GUILD_ROLE_DELETE", {"role_id": str(role.id)})

    def set_permissions(self, role: Role, bits: int) -> None:
        """Change the bits of a role."""
        role.permissions = Permissions(bits)
        self.emit("GUILD_ROLE_UPDATE", {"role": payloads.role(role)})

    def set_bot_permissions(self, bits: int) -> None:
        """Change the bits of the bot's own role."""
        self.set_permissions(self.bot_role, bits)

    def add_channel(
        self, name: str, *, overwrites: Allowances | None = None, topic: str | None = None
    ) -> Channel:
        """Add a text channel; overwrites map a role or person to (allow, deny)."""
        channel = Channel(self.world.snowflakes.next(), self.world, TEXT, name, self, topic=topic)
        channel.position = len(self.channels)
        for target, (allow, deny) in (overwrites or {}).items():
            channel.overwrites[target.id] = (Permissions(allow), Permissions(deny))
        self.channels.append(channel)
        self.world.channels[channel.id] = channel
        channel.announce("CHANNEL_CREATE")
        return channel

    def join(self, user: User, nick: str | None = None, roles: list[Role] | None = None) -> Member:
        """Let somebody in; who is banned stays out."""
        if user.id in self.banned:
            raise refusal(50013)
        member = Member(user, self.world.clock.now(), nick, list(roles or []))
        self.members[user.id] = member
        came = payloads.member(self, user)
        if user is self.world.bot:
            self.world.emit("GUILD_CREATE", payloads.guild_create(self), INTENT_GUILDS, self)
            self.world.audience.of_guild(self, "GUILD_MEMBER_ADD", came)
        else:
            self.emit("GUILD_MEMBER_ADD", came, INTENT_MEMBERS)
        return member

    def leave(self, user: User) -> None:
        """Let somebody go; when it is the bot, this is a kick."""
        if user is self.world.bot:
            self.world.emit("GUILD_DELETE", {"id": str(self.id)}, INTENT_GUILDS, self)
        if self.members.pop(user.id, None):
            self.emit("GUILD_MEMBER_REMOVE", {"user": payloads.user(user)}, INTENT_MEMBERS)

    def ban(self, user: User) -> None:
        """Put somebody out and keep them out."""
        self.banned.add(user.id)
        self.emit("GUILD_BAN_ADD", {"user": payloads.user(user)}, INTENT_BANS)
        self.leave(user)

    def time_out(self, user: User, until: datetime | None) -> None:
        """Silence somebody until a moment; None lifts it."""
        self.members[user.id].timed_out_until = until
        self._changed(user)

    def set_roles(self, user: User, roles: list[Role]) -> None:
        """Give somebody exactly these roles."""
        self.members[user.id].roles = list(roles)
        self._changed(user)

    def set_nick(self, user: User, nick: str | None) -> None:
        """Give somebody a name of their own here, or take it away."""
        self.members[user.id].nick = nick
        self._changed(user)

    def _changed(self, user: User) -> None:
        self.world.touch()  # a bot hears of its own member whatever its intents are
        intent = 0 if user is self.world.bot else INTENT_MEMBERS
        self.emit("GUILD_MEMBER_UPDATE", payloads.member(self, user), intent)


class World:
    """Everything that exists, and how one hears of it.

    The bot by emit, people by their journals (audience), and whoever waits for anything by touch.
    """

    def __init__(self, clock: Clock, emit: Emit, people: Mapping[int, User]) -> None:
        self.clock, self.emit = clock, emit
        self.snowflakes = Snowflakes(clock)
        self.bot = User(self.snowflakes.aged(days=400), "lend-an-ear-local", is_bot=True)
        self.audience = Audience(self)
        self.guilds: dict[int, Guild] = {}
        self.people: Mapping[int, User] = people
        self.channels: dict[int, Channel] = {}
        self.operator: User | None = None
        self.nonce_window = 300.0
        self.application: Json = {}
        """What is set in the developer portal otherwise than by default."""
        self._dms: dict[int, Channel] = {}
        self._changed = asyncio.Event()

    @property
    def owner_of_bot(self) -> User:
        """Give the account that made the application: the operator, or else the first person."""
        alone = User(self.bot.id + 1, "operator")
        return self.operator or next(iter(self.people.values()), alone)

    def user(self, snowflake: int) -> User:
        """Find an account or refuse with 10013."""
        found = self.bot if snowflake == self.bot.id else self.people.get(snowflake)
        if found is None or found.deleted:
            raise refusal(10013)
        return found

    def dm_with(self, person: User) -> Channel:
        """Give the one DM channel of this person with the bot; made on first use."""
        if person.id not in self._dms:
            made = Channel(self.snowflakes.next(), self, DM, recipient=person)
            self.channels[made.id] = self._dms[person.id] = made
        return self._dms[person.id]

    def share_a_guild(self, user: User) -> bool:
        """Say whether somebody has a guild in common with the bot."""
        return any(user.id in guild.members and guild.has_bot for guild in self.guilds.values())

    def touch(self) -> None:
        """Wake everybody who waits for the world to change, or the time."""
        self.audience.time_passed()
        for one in [one for one in self.channels.values() if one.is_thread]:
            one.archive_if_quiet()
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], T], seconds: float) -> T:
        """Look now and after each change, for so many real seconds, until there is something."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not look():
                    await self._changed.wait()
        return look()
