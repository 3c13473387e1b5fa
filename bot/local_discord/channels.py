"""Owns accounts and the places where people write: channels, threads and DMs with the bot."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.local_discord import payloads
from bot.local_discord.permissions import DIRECT_MESSAGE, Permissions, permissions_of

if TYPE_CHECKING:
    from bot.local_discord.messages import Message
    from bot.local_discord.people import Person
    from bot.local_discord.world import Guild, Target, World

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
INTENT_GUILDS = 1 << 0


@dataclass(eq=False)
class User:
    """An account: the bot's, or the base of a person's."""

    id: int
    username: str
    global_name: str | None = None
    avatar: str | None = None
    is_bot: bool = False
    deleted: bool = False

    @property
    def mention(self) -> str:
        """Give the text that mentions this account."""
        return f"<@{self.id}>"


@dataclass(eq=False)
class Channel:
    """A text channel, a thread or a DM with the bot."""

    id: int
    world: "World"
    kind: int
    name: str = ""
    guild: "Guild | None" = None
    recipient: "Person | None" = None
    parent: "Channel | None" = None
    topic: str | None = None
    position: int = 0
    overwrites: dict[int, tuple[Permissions, Permissions]] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    by_nonce: "dict[str, Message]" = field(default_factory=dict)
    owner: User | None = None
    thread_members: set[int] = field(default_factory=set)
    archived: bool = False
    locked: bool = False
    archive_after: int = 1440

    @property
    def is_dm(self) -> bool:
        """Say whether this is a DM."""
        return self.kind == DM

    @property
    def is_thread(self) -> bool:
        """Say whether this is a thread."""
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    @property
    def is_private_thread(self) -> bool:
        """Say whether only its members see this thread."""
        return self.kind == PRIVATE_THREAD

    def allowed(self, user: User) -> Permissions:
        """Compute what somebody may do here; in a deleted channel, nothing."""
        if self.id not in self.world.channels:
            return Permissions.NONE
        if self.guild is not None:
            return permissions_of(self.guild, user, self)
        ours = user is self.recipient or user is self.world.bot
        return DIRECT_MESSAGE if ours else Permissions.NONE

    def set_overwrite(self, target: "Target | str", allow: int = 0, deny: int = 0) -> None:
        """Allow or deny bits to a role, a person or "bot"; the bot hears of the change."""
        if isinstance(target, str):
            target = self.world.bot
        self.overwrites[target.id] = (Permissions(allow), Permissions(deny))
        self.announce("CHANNEL_UPDATE")

    def announce(self, event: str) -> None:
        """Tell the bot about this channel or thread, if it may know."""
        if self.guild is not None and self.guild.has_bot:
            name = event.replace("CHANNEL", "THREAD") if self.is_thread else event
            self.world.emit(name, payloads.channel(self), INTENT_GUILDS, self.guild)

    def delete(self) -> None:
        """Remove this channel and its threads from the world."""
        for thread in [c for c in self.world.channels.values() if c.parent is self]:
            del self.world.channels[thread.id]
        del self.world.channels[self.id]
        if self.guild is not None:
            self.guild.channels = [c for c in self.guild.channels if c.id in self.world.channels]
        self.announce("CHANNEL_DELETE")
