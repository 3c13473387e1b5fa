"""Owns what of each event reaches the journals of people: only what that person may see.

A person's journal begins with their first snapshot; nobody else costs anything. What somebody may
see is decided when it happens, also where roles, overwrites and time-outs change it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.local_discord import sight
from bot.local_discord.errors import ForgottenError, Json
from bot.local_discord.journal import Journal

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.messages import Message
    from bot.local_discord.world import Guild, World

OF_CHANNELS = ("CHANNEL", "THREAD")
HIDDEN = ("GUILD_BAN_ADD",)
"""What only those hear who may ban."""


@dataclass(eq=False)
class Follower:
    """Somebody whose journal is kept, and the places that they saw last."""

    person: "User"
    journal: Journal = field(default_factory=Journal)
    places: "dict[int, tuple[Channel, Json]]" = field(default_factory=dict)


class Audience:
    """Everybody whose journal is kept."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._followers: dict[int, Follower] = {}
        self._silenced_until: datetime | None = None

    def journal(self, person: "User", *, begin: bool = False) -> Journal:
        """Give somebody's journal; raise ForgottenError when it was not begun."""
        if begin and person.id not in self._followers:
            made = self._followers[person.id] = Follower(person)
            made.places = self._seen_by(person)
        if person.id not in self._followers:
            raise ForgottenError(f"nothing is kept for {person.username} before a snapshot")
        return self._followers[person.id].journal

    def tell(self, person: "User", kind: str, data: Json) -> None:
        """Record something that concerns one person only."""
        if person.id in self._followers:
            self._followers[person.id].journal.record(kind, data)

    def tell_all(self, kind: str, data: Json) -> None:
        """Record something that everybody sees."""
        for one in self._followers.values():
            one.journal.record(kind, data)

    def of_message(self, message: "Message", kind: str, event: Json) -> None:
        """Record what happened to a message, for those who see it."""
        for one in self._followers.values():
            if not message.concerns(one.person):
                continue
            if "REACTION" in kind:
                one.journal.record(kind, sight.reacted(message, one.person, event))
            elif kind == "MESSAGE_DELETE":
                one.journal.record(kind, event)
            else:
                one.journal.record(kind, sight.message(message, one.person))

    def of_typing(self, channel: "Channel", who: "User", event: Json) -> None:
        """Record that somebody types, for all others there."""
        for one in self._followers.values():
            if one.person is not who and channel.seen_by(one.person):
                one.journal.record("TYPING_START", event)

    def of_guild(self, guild: "Guild", kind: str, event: Json) -> None:
        """Record what happened in a guild, for its members, and what they see since."""
        about = (event.get("user") or {}).get("id")
        for one in self._followers.values():
            came = kind == "GUILD_MEMBER_ADD" and about == str(one.person.id)
            went = kind == "GUILD_MEMBER_REMOVE" and about == str(one.person.id)
            if came:
                one.journal.record("GUILD_CREATE", sight.guild(guild))
            elif one.person.id in guild.members and not kind.startswith((*OF_CHANNELS, *HIDDEN)):
                one.journal.record(kind, {"guild_id": str(guild.id)} | event)
            self._compare(one, event.get("id") if kind.startswith(OF_CHANNELS) else None)
            if went:
                one.journal.record("GUILD_DELETE", {"id": str(guild.id)})
        if about == str(self._world.bot.id) and kind != "GUILD_MEMBER_UPDATE":
            self.tell_all("COMMANDS_UPDATE", {})

    def compare(self) -> None:
        """Record places that came into sight, went out of it, or let people do other things."""
        for one in self._followers.values():
            self._compare(one)

    def time_passed(self) -> None:
        """Compare once the time-out that ends first has ended."""
        if self._silenced_until is not None and self._world.clock.now() >= self._silenced_until:
            self.compare()

    def _compare(self, follower: Follower, changed: str | None = None) -> None:
        person, before = follower.person, follower.places
        follower.places = after = self._seen_by(person)
        for key, (channel, _) in before.items():
            if key not in after:
                follower.journal.record(_called(channel, "DELETE"), sight.gone(channel))
        for key, (channel, standing) in after.items():
            if key not in before:
                follower.journal.record(_called(channel, "CREATE"), sight.place(channel, person))
            elif str(key) == changed or before[key][1] != standing:
                follower.journal.record(_called(channel, "UPDATE"), sight.place(channel, person))

    def _seen_by(self, person: "User") -> "dict[int, tuple[Channel, Json]]":
        self._note_time_outs()
        seen = (one for one in self._world.channels.values() if one.seen_by(person))
        return {one.id: (one, sight.may(one, person)) for one in seen}

    def _note_time_outs(self) -> None:
        members = (
            guild.members.get(number)
            for guild in self._world.guilds.values()
            for number in self._followers
        )
        ends = (one.timed_out_until for one in members if one and one.timed_out_until)
        now = self._world.clock.now()
        self._silenced_until = min((end for end in ends if end > now), default=None)


def _called(channel: "Channel", happened: str) -> str:
    return f"{'THREAD' if channel.is_thread else 'CHANNEL'}_{happened}"
