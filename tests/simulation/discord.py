"""What stands at Discord, and what it tells: messages, nonces, who is where, a gateway with a
buffer for RESUME. It outlives every process of the bot.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId, message_at
from bot.domain.message_copies import NOWHERE
from bot.domain.notices import Notice, NoticeKind
from bot.services.ports import Clock, Outgoing, SentMessage, Standing

NONCES_ARE_KNOWN_FOR = timedelta(minutes=4)
"""Discord says "a few minutes", and the bot relies on two of them."""

BUFFER = 6
"""Events that are kept for a RESUME; after more of them the session is over."""


@dataclass(slots=True)
class Said:
    """A message of the bot. The nonce is in its echo, and in no history."""

    channel: ChannelId
    id: MessageId
    notice: Notice
    reads: str
    nonce: str
    at: datetime
    gone: bool = False
    was: list[tuple[Notice, str]] = field(default_factory=list)
    """What stood there before it was edited."""
    image: bytes | None = None


@dataclass(slots=True)
class Typed:
    """A message of a person in their direct messages."""

    channel: ChannelId
    id: MessageId
    author: UserId
    text: str
    edited_at: datetime | None = None
    gone: bool = False
    reply_to: MessageId | None = None
    signs: set[NoticeKind] = field(default_factory=set)
    images: dict[int, bytes] = field(default_factory=dict)
    """Those that are still there, by their numbers."""
    brought: tuple[bytes, ...] = ()
    """Those that came with it, whatever became of them."""


@dataclass(frozen=True, slots=True)
class Event:
    """What the gateway tells of: `what` is "wrote", "echoed", "edited" or "deleted"."""

    what: str
    message: Said | Typed


class SimulatedDiscord:
    """Messages of all channels, oldest first, and who hears of them."""

    def __init__(
        self,
        clock: Clock,
        guilds: Mapping[GuildId, tuple[ChannelId, ...]],
        members: Mapping[GuildId, Collection[UserId]],
        moderate: Mapping[GuildId, Collection[UserId]],
    ) -> None:
        self._clock = clock
        self._members, self.moderate = members, moderate
        self._in: dict[ChannelId, list[Said]] = {}
        self._owners: dict[ChannelId, UserId] = {}
        self._numbers = count(1)
        self.said: list[Said] = []
        self.typed: list[Typed] = []
        self.standings: dict[tuple[GuildId, UserId], Standing] = {}
        self.closed: set[UserId] = set()
        """Who takes no direct messages."""
        self.no_permission: set[ChannelId] = set()
        self.gone: set[ChannelId] = set()
        self.guild_of = {channel: guild for guild, them in guilds.items() for channel in them}
        self.hears: Callable[[Event], None] | None = None
        """Who is connected."""
        self.buffer: list[Event] | None = None
        """What a session that is cut off would hear at a RESUME; None where it is over."""
        self.opened: dict[UserId, ChannelId] = {}
        self.tells_again: Callable[[], bool] = lambda: False
        """Whether an event is told of once more."""

    def channel_of(self, user: UserId) -> ChannelId:
        """Somebody's direct messages."""
        if user not in self.opened:
            self.opened[user] = ChannelId(910_000_000_000_000_000 + user % 1_000_003)
            self._owners[self.opened[user]] = user
        return self.opened[user]

    def owner_of(self, channel: ChannelId) -> UserId | None:
        """Whose direct messages a channel is."""
        return self._owners.get(channel)

    def standing(self, guild: GuildId, user: UserId) -> Standing:
        """How somebody stands in a server now."""
        usual = Standing.HERE if user in self._members[guild] else Standing.GONE
        return self.standings.get((guild, user), usual)

    def write(
        self,
        author: UserId,
        text: str,
        reply_to: MessageId | None = None,
        images: tuple[bytes, ...] = (),
    ) -> Typed:
        """Somebody writes to the bot."""
        one = Typed(self.channel_of(author), self._new_id(), author, text, reply_to=reply_to)
        one.images = {int(self._new_id()): image for image in images}
        one.brought = images
        self.typed.append(one)
        self._tell(Event("wrote", one))
        return one

    def fill_in(self, author: UserId, text: str) -> Typed:
        """Somebody sends a form: no message, and as if it were none until the bot has it."""
        one = Typed(NOWHERE, self._new_id(), author, text, gone=True)
        self.typed.append(one)
        return one

    def change(self, one: Typed, text: str) -> None:
        """Somebody edits what they wrote."""
        one.text, one.edited_at = text, self._clock.now()
        self._tell(Event("edited", one))

    def take_away(self, one: Typed) -> None:
        """Somebody deletes what they wrote."""
        one.gone = True
        self._tell(Event("deleted", one))

    def create(self, outgoing: Outgoing, reads: str) -> SentMessage:
        """Store a message of the bot, once for each nonce inside the window."""
        now = self._clock.now()
        for one in reversed(self._in.get(outgoing.channel, ())):
            if now - one.at > NONCES_ARE_KNOWN_FOR:
                break
            if one.nonce == outgoing.nonce:
                return SentMessage(one.channel, one.id)
        new = Said(outgoing.channel, self._new_id(), outgoing.notice, reads, outgoing.nonce, now)
        new.image = None if outgoing.image is None else outgoing.image.image.data
        self.said.append(new)
        self._in.setdefault(new.channel, []).append(new)
        if outgoing.channel not in self.guild_of:
            self._tell(Event("echoed", new))
        return SentMessage(new.channel, new.id)

    def said_in(self, channel: ChannelId) -> list[Said]:
        """The bot's messages there, whatever became of them, oldest first."""
        return self._in.get(channel, [])

    def standing_in(self, channel: ChannelId) -> Iterator[Said]:
        """The bot's messages that are there, oldest first."""
        return (one for one in self._in.get(channel, ()) if not one.gone)

    def find_said(self, message: SentMessage) -> Said | None:
        """One of them."""
        return next(
            (one for one in self.standing_in(message.channel) if one.id == message.message), None
        )

    def find_typed(self, message: MessageId) -> Typed | None:
        """A person's message that is there."""
        return next((one for one in self.typed if one.id == message and not one.gone), None)

    def history(self, channel: ChannelId) -> list[Typed]:
        """What somebody wrote in their direct messages, oldest first."""
        return [one for one in self.typed if one.channel == channel and not one.gone]

    def _new_id(self) -> MessageId:
        return MessageId(message_at(self._clock.now()) + next(self._numbers))

    def _tell(self, event: Event) -> None:
        if self.hears is not None:
            self.hears(event)
            if self.tells_again():
                self.hears(event)
        elif self.buffer is not None:
            self.buffer.append(event)
            if len(self.buffer) > BUFFER:
                self.buffer = None
