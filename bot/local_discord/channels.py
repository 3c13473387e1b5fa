"""Owns accounts and the places where people write: channels, threads and DMs with the bot."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.local_discord import payloads
from bot.local_discord.errors import Json, refusal
from bot.local_discord.permissions import DIRECT_MESSAGE, Overwrites, Permissions, permissions_of

if TYPE_CHECKING:
    from bot.local_discord.messages import Message
    from bot.local_discord.world import Guild, Target, World

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12


@dataclass(eq=False)
class User:
    """An account: the bot's, or the base of a person's."""

    id: int
    username: str
    global_name: str | None = None
    avatar: str | None = None
    is_bot: bool = False
    deleted: bool = False
    dms_open: bool = True


@dataclass(eq=False)
class Channel:
    """A text channel, a thread or a DM with the bot."""

    id: int
    world: "World"
    kind: int
    name: str = ""
    guild: "Guild | None" = None
    recipient: User | None = None
    parent: "Channel | None" = None
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    overwrites: Overwrites = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    by_nonce: "dict[str, Message]" = field(default_factory=dict)
    owner: User | None = None
    thread_members: set[int] = field(default_factory=set)
    archived: bool = False
    locked: bool = False
    archive_after: int = 1440
    """Minutes in which nothing happens in a thread until it is archived."""

    def __post_init__(self) -> None:
        """Say once what kind of place this is, and what it takes to manage it."""
        self.is_dm, self.is_private = self.kind == DM, self.kind == PRIVATE_THREAD
        self.is_thread = self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)
        threads, channels = Permissions.MANAGE_THREADS, Permissions.MANAGE_CHANNELS
        self.managed_with = threads if self.is_thread else channels
        self.stirred = self.world.clock.now()

    def stir(self) -> None:
        """Note that something happens here: an archived thread is open again."""
        self.archived, self.stirred = False, self.world.clock.now()

    def archive_if_quiet(self) -> None:
        """Archive a thread in which nothing happened for as long as it says."""
        left = self.stirred + timedelta(minutes=self.archive_after) - self.world.clock.now()
        if self.is_thread and not self.archived and left <= timedelta():
            self.archived = True
            self.announce("CHANNEL_UPDATE")

    def allowed(self, user: User) -> Permissions:
        """Compute what somebody may do here; in a deleted channel, nothing."""
        if self.id not in self.world.channels:
            return Permissions.NONE
        if self.guild is not None:
            return permissions_of(self.guild, user, self)
        ours = user in (self.recipient, self.world.bot)
        return DIRECT_MESSAGE if ours else Permissions.NONE

    def seen_by(self, user: User) -> bool:
        """Say whether somebody sees this place."""
        return bool(self.allowed(user) & Permissions.VIEW_CHANNEL)

    def closed_to(self, user: User) -> bool:
        """Say whether this is a locked thread that somebody cannot write in."""
        return self.locked and not self.allowed(user) & Permissions.MANAGE_THREADS

    def require(self, needs: Permissions) -> None:
        """Refuse what the bot may not do here, or a place that it does not see."""
        if not self.seen_by(self.world.bot):
            raise refusal(50001)
        if needs & ~self.allowed(self.world.bot):
            raise refusal(50013)

    def message(self, snowflake: int) -> "Message":
        """Find a message that REST can reach (never an ephemeral one), or refuse with 10008."""
        message = self.messages.get(snowflake)
        if message is None or message.ephemeral:
            raise refusal(10008)
        return message

    def set_overwrite(self, target: "Target | str", allow: int = 0, deny: int = 0) -> None:
        """Allow or deny bits to a role, a person or "bot"; the bot hears of the change."""
        if isinstance(target, str):
            target = self.world.bot
        self.overwrites[target.id] = (Permissions(allow), Permissions(deny))
        self.announce("CHANNEL_UPDATE")

    def announce(self, event: str, more: Json | None = None) -> None:
        """Tell of this channel or thread: the bot, if it may know, and who sees it."""
        if self.guild is not None:
            name = event.replace("CHANNEL", "THREAD") if self.is_thread else event
            self.guild.emit(name, payloads.channel(self) | (more or {}))

    def delete(self) -> None:
        """Remove this channel and its threads from the world."""
        for gone in [one for one in self.world.channels.values() if self in (one, one.parent)]:
            del self.world.channels[gone.id]
        if self.guild is not None and not self.is_thread:
            self.guild.channels.remove(self)
        self.announce("CHANNEL_DELETE")
