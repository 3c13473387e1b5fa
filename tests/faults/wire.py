"""A Discord that keeps messages like the real one, and fails wherever a test wants it to.

It stores a nonce once inside its window, forgets it afterwards, and its history has no nonces.
"""

from collections.abc import Awaitable, Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import Notice
from bot.services.ports import Clock, Outgoing, SentMessage
from tests.fakes import RecordingMessenger

NONCES_ARE_KNOWN_FOR = timedelta(minutes=25)


class Moment(StrEnum):
    """When something may go wrong in a call."""

    BEFORE = "before"
    """Discord has not got it."""
    AFTER = "after"
    """Discord has it, the bot does not know."""
    LOOKING = "looking"
    """The bot asks what Discord has, and gets no answer."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as Discord keeps it. The nonce is not in any history."""

    channel: ChannelId
    message: MessageId
    reads: str
    nonce: str
    at: datetime


class Wire:
    """What stands in all channels, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.messages: list[Stored] = []

    def copy(self, clock: Clock) -> "Wire":
        """The same messages under another clock."""
        other = Wire(clock)
        other.messages = deepcopy(self.messages)
        return other

    def reads(self) -> dict[int, list[str]]:
        """What people read, channel by channel."""
        channels: dict[int, list[str]] = {}
        for stored in self.messages:
            channels.setdefault(stored.channel, []).append(stored.reads)
        return channels

    def create(self, outgoing: Outgoing) -> SentMessage:
        """Store it, once for each nonce inside the window."""
        now = self._clock.now()
        for stored in self.messages:
            if stored.nonce == outgoing.nonce and now - stored.at <= NONCES_ARE_KNOWN_FOR:
                return SentMessage(stored.channel, stored.message)
        message = MessageId(4_000_000 + len(self.messages))
        reads = as_read(outgoing.notice)
        self.messages.append(Stored(outgoing.channel, message, reads, outgoing.nonce, now))
        return SentMessage(outgoing.channel, message)

    def find(self, outgoing: Outgoing) -> list[SentMessage]:
        """The messages of the channel that read exactly like this since its first attempt."""
        since, reads = outgoing.first_attempt_at, as_read(outgoing.notice)
        assert since is not None
        return [
            SentMessage(stored.channel, stored.message)
            for stored in self.messages
            if (stored.channel, stored.reads) == (outgoing.channel, reads) and stored.at >= since
        ]

    def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Change what stands there."""
        self.messages = [
            Stored(s.channel, s.message, as_read(outgoing.notice), s.nonce, s.at)
            if s.message == message.message
            else s
            for s in self.messages
        ]


def as_read(notice: Notice) -> str:
    """What can be seen of a notice: nothing of tokens and ids."""
    words = "" if notice.text is None else f": {notice.text.words} / {notice.text.would_help}"
    return f"{notice.kind} {notice.alias or '-'}{words}"


class WireMessenger(RecordingMessenger):
    """The Messenger port on a Wire. `trouble` may raise, or never return, at any moment."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.wire = wire
        self.trouble: Callable[[Moment], Awaitable[None]] | None = None

    async def open_dm(self, user: UserId) -> ChannelId:
        """A channel of the person's own."""
        await self._may_fail(Moment.BEFORE)
        return ChannelId(user + 1_000_000)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Store it."""
        await self._may_fail(Moment.BEFORE)
        sent = self.wire.create(outgoing)
        await self._may_fail(Moment.AFTER)
        return sent

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Look it up."""
        await self._may_fail(Moment.LOOKING)
        return self.wire.find(outgoing)

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Change it."""
        await self._may_fail(Moment.BEFORE)
        self.wire.edit(outgoing, message)
        await self._may_fail(Moment.AFTER)

    async def _may_fail(self, moment: Moment) -> None:
        if self.trouble is not None:
            await self.trouble(moment)
