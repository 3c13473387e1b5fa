"""Stand-ins for our own ports, and nothing else: a clock, chance, and a messenger that records."""

import random
import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import Notice
from bot.services.ports import Outgoing, SentMessage, Undelivered

T = TypeVar("T")

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class SeededRandomness:
    """The same chance each time, so that two runs of a story can be compared."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - it must be predictable, in tests only

    def token(self) -> str:
        """22 characters, as the real one."""
        return "".join(self._chance.choices(string.ascii_letters + string.digits, k=22))

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Different items in a repeatable order."""
        return self._chance.sample(list(items), count)


class RecordingMessenger:
    """Keeps what it was asked to say; fails where a test says so."""

    def __init__(self) -> None:
        self.created: list[Outgoing] = []
        self.edited: list[tuple[Outgoing, SentMessage]] = []
        self.failures: dict[int, list[Undelivered]] = {}
        self.history: list[SentMessage] = []
        self.may_post = True
        self.people = 120

    def fail(self, where: int, *errors: Undelivered) -> None:
        """Let the next calls for a channel or user raise these, one each."""
        self.failures.setdefault(where, []).extend(errors)

    def said(self, channel: int) -> list[Notice]:
        """What was said in a channel, oldest first. A person's channel has the user's number."""
        return [outgoing.notice for outgoing in self.created if outgoing.channel == channel]

    async def open_dm(self, user: UserId) -> ChannelId:
        """A channel with the same number as the user."""
        self._may(user)
        return ChannelId(user)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Record it, once for each nonce."""
        self._may(outgoing.channel)
        nonces = [earlier.nonce for earlier in self.created]
        if outgoing.nonce not in nonces:
            self.created.append(outgoing)
            nonces.append(outgoing.nonce)
        return SentMessage(outgoing.channel, MessageId(1000 + nonces.index(outgoing.nonce)))

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """What a test put into the history."""
        self._may(outgoing.channel)
        return self.history

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Record it."""
        self._may(outgoing.channel)
        self.edited.append((outgoing, message))

    async def can_post(self, channel: ChannelId) -> bool:
        """Whatever the test says."""
        del channel
        return self.may_post

    def members(self, guild_id: int) -> int:
        """Whatever the test says."""
        del guild_id
        return self.people

    def _may(self, where: int) -> None:
        if self.failures.get(where):
            raise self.failures[where].pop(0)
