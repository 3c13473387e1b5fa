"""The Messenger of one process, over the simulated Discord: what it asks for may be lost on the way
there or back, and the process may die on either side of it.

It stands where discord.py stands in production, which is no part of the simulation.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.images import SentImage
from bot.domain.notices import NoticeKind
from bot.services.ports import (
    Closed,
    Gone,
    HistoryPage,
    NotPermitted,
    Outgoing,
    Passing,
    SentMessage,
    Standing,
    Unsure,
)
from tests.simulation.discord import SimulatedDiscord
from tests.simulation.process import Process
from tests.simulation.reading import Reads
from tests.simulation.weather import Fate, Weather

T = TypeVar("T")

A_LIMIT = 1.5
"""Seconds that a 429 asks for."""
_PEOPLE = 120


class Line:
    """Raises what the port says; see `services.ports.Messenger`."""

    def __init__(
        self,
        discord: SimulatedDiscord,
        weather: Weather,
        process: Process,
        reads: Reads,
        note: Callable[[str], None],
    ) -> None:
        self._discord, self._weather, self._process = discord, weather, process
        self._reads, self._note = reads, note

    def known_dm(self, user: UserId) -> ChannelId | None:
        """None: each is asked for."""
        del user
        return None

    async def open_dm(self, user: UserId) -> ChannelId:
        """A channel of the person's own."""
        return await self.ask("open_dm", lambda: self._discord.channel_of(user))

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Store it."""

        def store() -> SentMessage:
            self._must_be_open(outgoing.channel)
            return self._discord.create(outgoing, self._reads(outgoing))

        return await self.ask(f"create {outgoing.notice.kind}", store)

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """What reads exactly like it."""

        def look() -> Sequence[SentMessage]:
            self._must_be_there(outgoing.channel)
            since, reads = outgoing.first_attempt_at, self._reads(outgoing)
            return [
                SentMessage(one.channel, one.id)
                for one in self._discord.standing_in(outgoing.channel)
                if one.reads == reads and (since is None or one.at >= since)
            ]

        return await self.ask("find", look)

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Change it."""

        def change() -> None:
            self._must_be_open(message.channel)
            said = self._discord.find_said(message)
            if said is None:
                raise Gone
            said.was.append((said.notice, said.reads))
            said.notice, said.reads = outgoing.notice, self._reads(outgoing)

        await self.ask(f"edit {outgoing.notice.kind}", change)

    async def begin_thread(self, outgoing: Outgoing, post: SentMessage) -> ChannelId:
        """A thread with the number of its post."""
        del outgoing
        return await self.ask("begin_thread", lambda: ChannelId(post.message))

    async def put_away(self, thread: ChannelId) -> None:
        """Nothing is kept of threads."""
        del thread
        await self.ask("put_away", lambda: None)

    async def delete(self, message: SentMessage) -> None:
        """Take it away."""

        def take_away() -> None:
            self._must_be_there(message.channel)
            said = self._discord.find_said(message)
            if said is None:
                raise Gone
            said.gone = True

        await self.ask("delete", take_away)

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """All in one page."""
        return await self.ask(
            "written_by_us",
            lambda: HistoryPage(
                tuple(
                    SentMessage(channel, one.id)
                    for one in self._discord.standing_in(channel)
                    if (after is None and one.at >= since) or (after is not None and one.id > after)
                ),
                None,
            ),
        )

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Put a sign on what somebody typed."""

        def put() -> None:
            typed = self._discord.find_typed(message.message)
            if typed is None:
                raise Gone
            (typed.signs.add if shown else typed.signs.discard)(sign)

        await self.ask("sign", put)

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """Here, unless they left or never were."""
        return await self.ask("standing", lambda: self._discord.standing(guild, user))

    async def roles(self, guild: GuildId, user: UserId) -> frozenset[RoleId]:
        """None."""
        del guild, user
        return await self.ask("roles", frozenset)

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """Known from the gateway."""
        del history
        self._process.must_live("can_post")
        return channel not in self._discord.no_permission | self._discord.gone

    async def is_there(self, message: SentMessage) -> bool:
        """Whether nobody deleted it."""

        def look() -> bool:
            self._must_be_there(message.channel)
            return self._discord.find_said(message) is not None

        return await self.ask("is_there", look)

    async def text_of(self, message: SentMessage) -> str:
        """What it says."""

        def look() -> str:
            said = self._discord.find_said(message)
            if said is None:
                raise Gone
            return said.reads

        return await self.ask("text_of", look)

    async def words_of(self, message: SentMessage) -> str:
        """What somebody typed there."""

        def look() -> str:
            typed = self._discord.find_typed(message.message)
            if typed is None:
                raise Gone
            return typed.text

        return await self.ask("words_of", look)

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """The file that somebody's message has under that number."""

        def look() -> SentImage | None:
            typed = self._discord.find_typed(message.message)
            if typed is None:
                return None
            found = (data for number, data in typed.images.items() if is_it(number))
            return next((SentImage(data, hidden=False) for data in found), None)

        return await self.ask("sent_image", look)

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Who moderates sees the moderators' channel, while they are there."""
        del channel
        there = user in self._discord.moderate[guild]

        def look() -> bool:
            return there and self._discord.standing(guild, user) is not Standing.GONE

        return await self.ask("can_read", look)

    def members(self, guild_id: int) -> int:
        """Neither small nor large."""
        del guild_id
        return _PEOPLE

    async def ask(self, what: str, effect: Callable[[], T]) -> T:
        """One request: what it does at Discord, and what becomes of it on its way."""
        fate = self._weather.fate()
        self._note(f"request {what}: {fate}")
        await asyncio.sleep(self._weather.way(fate))
        if fate is Fate.LIMITED:
            await asyncio.sleep(A_LIMIT)
        self._process.must_live(f"before {what}")
        if fate is Fate.RESET:
            raise Unsure
        if fate is Fate.REFUSED_FOR_NOW:
            raise Passing
        result = effect()
        self._process.must_live(f"after {what}")
        await asyncio.sleep(self._weather.way(fate))
        if fate is Fate.LOST:
            raise Unsure
        return result

    def _must_be_open(self, channel: ChannelId) -> None:
        self._must_be_there(channel)
        if channel in self._discord.no_permission:
            raise NotPermitted
        if self._discord.owner_of(channel) in self._discord.closed:
            raise Closed

    def _must_be_there(self, channel: ChannelId) -> None:
        if channel in self._discord.gone:
            raise Gone
