"""Parts that do one thing wrongly, for `plants.py`."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import discord

from bot.discord_app.gateway.inbox import Inbox
from bot.discord_app.gateway.incoming_message import written
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.images import SentImage
from bot.services.conversations import incoming, passed_words
from bot.services.delivery import attempt
from bot.services.delivery.attempt import Begun
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.ports import Closed, Outgoing, SentMessage, Undelivered
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables
from tests.simulation.line import Line


class NonceForEachAttempt(Line):
    """A retry does not say that it is one."""

    _attempts = count(1)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Send it as if it were new."""
        nonce = f"{outgoing.nonce[:18]}{next(self._attempts):07}"
        return await super().create(replace(outgoing, nonce=nonce))


class NoHistory(Line):
    """What an earlier attempt left is not looked for."""

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Nothing is found."""
        del outgoing
        return ()


class OneChannelForAll(Line):
    """Whoever's channel is opened is kept in one place for all."""

    _user: UserId

    async def open_dm(self, user: UserId) -> ChannelId:
        """The channel of whoever came last."""
        self._user = user
        await asyncio.sleep(0.05)
        return await super().open_dm(self._user)


class NobodyReads(Line):
    """It is not looked who reads what moderators read."""

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Nobody does."""
        del channel, guild, user
        return False


class FirstImage(Line):
    """Which image of a message is wanted is not looked at."""

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """The first."""
        del is_it
        return await super().sent_image(message, lambda _: True)


class ForgetsWhatIsUnsure(OutboxLoop):
    """No clear answer counts as said."""

    async def _plan(self, entry: Entry, error: Undelivered) -> None:
        if isinstance(error, Closed):
            await super()._plan(entry, error)
        else:
            await self._ctx.store.transaction(lambda tables: tables.outbox.remove(entry.id))


class ForgetsTheClosed(OutboxLoop):
    """What somebody cannot be told now, they are never told."""

    async def _plan(self, entry: Entry, error: Undelivered) -> None:
        if isinstance(error, Closed):
            await self._ctx.store.transaction(lambda tables: tables.outbox.remove(entry.id))
        else:
            await super()._plan(entry, error)


class ErasesBeforeItIsSaid(OutboxLoop):
    """Once at most, instead of at least."""

    async def _say_or_plan(self, entry: Entry, begun: Begun | None) -> bool:
        begun = begun or await self._ctx.store.transaction(
            lambda tables: attempt.begin(self._ctx, tables, entry)
        )
        if begun is not None:
            gone = begun.entry.id
            await self._ctx.store.transaction(lambda tables: tables.outbox.remove(gone))
        return await super()._say_or_plan(entry, begun)


class ReadsNoHistory(Inbox):
    """What was written while nobody was connected is not looked for."""

    async def _read_new(self, channel: int) -> None:
        del channel


class TakesInAtOnce(Inbox):
    """What is told of is taken in before what came earlier and was missed."""

    async def wrote(self, message: discord.Message) -> None:
        """Without waiting for its turn."""
        await self._take_in(message)


class NotesThenTakesIn(Inbox):
    """That a message was read is stored apart from what becomes of it."""

    async def _take_in(self, message: discord.Message, *, found_late: bool = False) -> None:
        told = written(message)
        if told is None:
            return
        ctx, one = self._ctx, replace(told, found_late=found_late)

        async def note(tables: Tables) -> bool:
            await tables.people.wrote(one.author, one.channel, one.message)
            return await tables.messages.first_time(one.message, ctx.clock.now())

        async def take_in(tables: Tables) -> None:
            decided = passed_words.decide(one.text, one.stickers, ctx.details, one.images)
            writer = ctx.store.person(one.author)
            await incoming.take_in(ctx, tables, writer, one, decided)

        if await ctx.store.transaction(note):
            await ctx.store.transaction(take_in)
