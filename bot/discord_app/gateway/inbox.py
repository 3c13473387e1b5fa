"""What people do in their direct messages, in the order in which they did it.

Each channel is read from where it was left, after every start and every gap, before anything new
of that channel is taken in: an event that comes meanwhile waits its turn, and is found to be read
already. What was edited or deleted in between follows too.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import discord
import structlog

from bot.discord_app.gateway.incoming_message import written
from bot.discord_app.gateway.progress import Progress
from bot.discord_app.gateway.reading import AGAIN, FORMS_WAIT, PAUSE, is_no_answer
from bot.domain.ids import ChannelId, MessageId
from bot.services.context import Context
from bot.services.conversations import catch_up as catching_up
from bot.services.conversations import edits, relay
from bot.services.delivery import recognition
from bot.services.ports import SentMessage

AT_ONCE = 100
"""Messages in one look: https://docs.discord.com/developers/resources/message#get-channel-messages"""

Channel = discord.PartialMessageable


@dataclass(frozen=True, slots=True)
class _Page:
    """The newest messages of a channel, oldest first, and whether that is all of it."""

    messages: Sequence[discord.Message]
    whole: bool

    def reaches(self, message: MessageId) -> bool:
        """Whether everything since this message is here."""
        return self.whole or (bool(self.messages) and self.messages[0].id <= message)


class Inbox:
    """Belongs to one client. Channels are dropped from memory only with it."""

    def __init__(
        self, ctx: Context, channel_of: Callable[[int], Channel], progress: Progress | None = None
    ) -> None:
        self._ctx = ctx
        self._channel_of = channel_of
        self._progress = progress or Progress()
        self._lanes: dict[int, asyncio.Lock] = {}
        self._caught_up: set[int] = set()
        # could not be read when they were told of: whose they are need not be known yet
        self._owed: set[int] = set()
        # messages that were told of and wait for their turn: the first of a channel is read with it
        self._told: set[int] = set()
        self._reading: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("inbox")
        ctx.read_first.done_by(self.turn)

    @property
    def connected(self) -> bool:
        """Whether it is told of what people write."""
        return self._progress.connected

    def cut_off(self) -> None:
        """The connection is lost: what people write from now on is not known."""
        self._progress.cut_off()

    def behind(self) -> None:
        """There may be a gap: every channel has to be read before its next event."""
        self._progress.behind()
        self._caught_up.clear()

    def all_read(self) -> bool:
        """Whether everything is read that people in a conversation wrote, as far as it can be."""
        return self._progress.all_read()

    def catch_up(self) -> None:
        """Read every channel that is known, one after the other, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = asyncio.create_task(self._catch_up_all(), name="catching up")

    async def close(self) -> None:
        """Stop reading."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    @asynccontextmanager
    async def turn(self, channel: ChannelId) -> AsyncIterator[None]:
        """Somebody writes elsewhere: first whatever they wrote here until now, and nothing new
        meanwhile. That it cannot be read for long is no reason to keep their other words back."""
        lane, has_turn = self._lanes.setdefault(channel, asyncio.Lock()), False
        try:
            async with asyncio.timeout(FORMS_WAIT):
                has_turn = await lane.acquire()
                if channel not in self._caught_up:
                    await self._read(channel)
        except TimeoutError:
            self._log.warning("inbox.form_did_not_wait")
        try:
            yield
        finally:
            if has_turn:
                lane.release()

    async def wrote(self, message: discord.Message) -> None:
        """Somebody wrote."""
        self._told.add(message.id)
        try:
            await self._in_turn(message.channel.id, lambda: self._take_in(message))
        finally:
            self._told.discard(message.id)

    async def echoed(self, message: discord.Message) -> None:
        """Discord tells of a message of ours: what people reply to it comes after this."""
        sent = SentMessage(ChannelId(message.channel.id), MessageId(message.id))
        async with self._lanes.setdefault(message.channel.id, asyncio.Lock()):
            await recognition.echoed(self._ctx, str(message.nonce), sent)

    async def edited(self, message: discord.Message) -> None:
        """Somebody edited what they wrote."""
        await self._in_turn(message.channel.id, lambda: self._follow(message))

    async def deleted(self, channel: int, message: int) -> None:
        """Somebody deleted what they wrote."""
        await self._in_turn(channel, lambda: edits.deleted(self._ctx, MessageId(message)))

    async def _in_turn(self, channel: int, work: Callable[[], Awaitable[None]]) -> None:
        async with self._lanes.setdefault(channel, asyncio.Lock()):
            if channel in self._caught_up or await self._read(channel):
                try:
                    await work()
                except Exception:  # it could not be kept: it is read again, before what is newer
                    self._caught_up.discard(channel)
                    self._try_again_later(channel)
                    raise

    async def _catch_up_all(self) -> None:
        known = await catching_up.channels(self._ctx)
        # looked up anew each time, as a channel that was read may have to be read again meanwhile
        while waiting := [
            ChannelId(channel)
            for channel in dict.fromkeys((*known.all, *sorted(self._owed)))
            if channel not in self._caught_up
        ]:
            read = [await self._caught(channel, known.talking) for channel in waiting]
            await asyncio.sleep(0 if all(read) else AGAIN)
        self._progress.is_over()
        self._log.info("inbox.caught_up")

    async def _caught(self, channel: ChannelId, talking: Set[ChannelId]) -> bool:
        await self._ctx.requests.nothing_held_back()
        async with self._lanes.setdefault(channel, asyncio.Lock()):
            if channel in self._caught_up:
                return True
            done = await self._read(channel)
        if done:
            self._progress.goes_on()
        if talking <= self._caught_up and not self._owed:
            self._progress.is_over()
        await asyncio.sleep(PAUSE)
        return done

    async def _read(self, channel: int) -> bool:
        """Read what is new; False when Discord does not answer, or it cannot be kept: then it is
        read again later, and an event that waits for it is found there."""
        try:
            await self._read_new(channel)
        except Exception as error:  # noqa: BLE001 - one channel must not hold up all the others
            if isinstance(error, discord.HTTPException) and not is_no_answer(error):
                self._log.warning("inbox.no_history", code=error.code)
            else:
                self._could_not_read(channel, error)
                return False
        self._caught_up.add(channel)
        self._owed.discard(channel)
        return True

    def _could_not_read(self, channel: int, error: Exception) -> None:
        if is_no_answer(error):
            self._log.warning("inbox.unreadable", why=type(error).__name__)
        else:
            self._log.error("inbox.not_kept", exc_info=error)
        self._try_again_later(channel)

    def _try_again_later(self, channel: int) -> None:
        self._owed.add(channel)
        self._progress.is_owed()
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._after_a_pause(), name="catching up")

    async def _after_a_pause(self) -> None:
        await asyncio.sleep(AGAIN)
        await self._catch_up_all()

    async def _read_new(self, channel: int) -> None:
        await recognition.look_for_doubtful(self._ctx, ChannelId(channel))
        unread = await catching_up.unread(self._ctx, ChannelId(channel))
        page = await self._newest(channel)
        present = {message.id: message for message in page.messages}
        for known in sorted(unread.known - present.keys()):
            if page.reaches(known):
                await edits.deleted(self._ctx, known)
        for message in page.messages:
            if message.id in unread.known or message.edited_at is not None:
                await self._follow(message)
        for message in await self._since(channel, unread, page):
            await self._take_in(message, found_late=message.id not in self._told)

    async def _newest(self, channel: int) -> _Page:
        newest = [one async for one in self._channel_of(channel).history(limit=AT_ONCE)]
        return _Page(newest[::-1], len(newest) < AT_ONCE)

    async def _since(
        self, channel: int, unread: catching_up.Unread, page: _Page
    ) -> Sequence[discord.Message]:
        after = unread.after or MessageId(discord.utils.time_snowflake(unread.since))
        if page.reaches(after):
            return [message for message in page.messages if message.id > after]
        history = self._channel_of(channel).history(
            limit=None, after=discord.Object(after), oldest_first=True
        )
        return [message async for message in history]

    async def _take_in(self, message: discord.Message, *, found_late: bool = False) -> None:
        told = written(message)
        if told is not None:
            await relay.pass_on(self._ctx, replace(told, found_late=found_late))
        if found_late:
            self._progress.goes_on()

    async def _follow(self, message: discord.Message) -> None:
        told = written(message)
        if told is not None:
            await edits.edited(self._ctx, told)
