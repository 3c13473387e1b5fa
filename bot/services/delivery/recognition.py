"""Our own messages, by what Discord shows of them: known before anybody's reply to them is read.

Discord answers a request late, or never; but it tells of each message in the same order as of what
people write, with the nonce. What was sent while nobody was told is looked for in the history.
"""

from bot.domain.ids import ChannelId
from bot.services.context import Context
from bot.services.delivery import attempt, earlier_attempts
from bot.services.ports import Closed, Gone, Outgoing, Passing, Refused, SentMessage
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


async def echoed(ctx: Context, nonce: str, sent: SentMessage) -> None:
    """Discord tells of a message of ours. One whose answer came before is noted already."""
    answer = ctx.answers.to(nonce)
    if answer is not None:
        await answer.came(sent)
    elif await ctx.store.read(lambda tables: tables.doubts.with_nonce(nonce)) is not None:
        await _record(ctx, nonce, sent)


async def look_for_doubtful(ctx: Context, channel: ChannelId) -> None:
    """Look in somebody's direct messages for what was sent and never answered. Raises Unsure."""

    async def tried(tables: Tables) -> list[Entry]:
        person = await tables.people.of_channel(channel)
        return [] if person is None else await tables.doubts.tried_for(person)

    for entry in await ctx.store.read(tried):
        outgoing = Outgoing(
            entry.notice, entry.nonce, channel, ctx.language, entry.first_attempt_at
        )
        try:
            sent = await earlier_attempts.found(ctx, outgoing, entry.id)
        except earlier_attempts.NotLeft:
            continue
        except (Closed, Gone, Passing, Refused):
            return  # nothing there can be read, so nothing can be read that refers to it
        if sent is not None:
            await _record(ctx, entry.nonce, sent)


async def _record(ctx: Context, nonce: str, sent: SentMessage) -> None:
    async def work(tables: Tables) -> None:
        entry = await tables.doubts.with_nonce(nonce)
        if entry is not None and not await tables.messages.was_noted(sent.message):
            await attempt.record_outcome(ctx, tables, entry, sent)

    await ctx.store.transaction(work)
