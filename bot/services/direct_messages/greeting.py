"""The hello in somebody's direct messages that shows whether they can be reached.

The one thing that is said while its reader waits, and not through the outbox: its answer decides
what happens. However often it is tried, it stands there once.
"""

from datetime import datetime

from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice
from bot.services.context import Context
from bot.services.direct_messages import opening
from bot.services.ports import Outgoing, SentMessage
from bot.storage.store import Tables


async def say_hello(
    ctx: Context, user: UserId, notice: Notice, nonce: str, tried_at: datetime | None
) -> SentMessage:
    """Say it, or find it where an earlier try may have left it: since `tried_at`, if there was one.
    The nonce alone is worth nothing after a few minutes. Raises a subclass of Undelivered."""
    channel = (await _known_channel(ctx, user)) or await opening.open_channel(
        ctx, user, own_press=True
    )
    hello = Outgoing(notice, nonce, channel, ctx.language, tried_at)
    return await _left_before(ctx, hello) or await ctx.messenger.create(hello)


async def _known_channel(ctx: Context, user: UserId) -> ChannelId | None:
    """Opening many channels is what Discord slows down; one that is known needs no opening."""
    person = ctx.store.person(user)
    return await ctx.store.read(lambda tables: tables.people.dm_channel(person))


async def _left_before(ctx: Context, hello: Outgoing) -> SentMessage | None:
    if hello.first_attempt_at is None:
        return None
    found = await ctx.messenger.find(hello)

    async def work(tables: Tables) -> SentMessage | None:
        for sent in found:
            if not await tables.messages.was_noted(sent.message):
                return sent
        return None

    return await ctx.store.read(work)
