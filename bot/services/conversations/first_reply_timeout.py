"""A listener who accepted and writes nothing: a nudge, and then the ask goes back to others.

Nobody is blamed. The listener's first words call both off (`tables.timers.listener_wrote`).
"""

from bot.domain.conversations import Side
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer
from bot.services import restrictions
from bot.services.context import Context
from bot.services.conversations import access, ending
from bot.storage.store import Tables


async def nudge(ctx: Context, due: Timer) -> None:
    """Remind the listener, kindly, that the other side waits for their words."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is not None:
            nudged = about_conversation(NoticeKind.LISTENER_NUDGED, conversation, Side.LISTENER)
            await ctx.say(tables, nudged)

    await ctx.store.transaction(work)


async def give_back(ctx: Context, due: Timer) -> None:
    """Let the ask wait again, first in line, for others than this listener."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is None:
            return
        await tables.outbox.drop_for_conversation(conversation.id)
        asker, guild = conversation.asker.person, conversation.guild_id
        if await restrictions.keeps_out(ctx, tables, asker, guild):
            await ending.end(ctx, tables, conversation)  # nothing of theirs waits any more
        elif await ending.end_and_reopen_ask(ctx, tables, conversation):
            for side, kind in (
                (Side.ASKER, NoticeKind.LISTENER_SILENT_ASKER),
                (Side.LISTENER, NoticeKind.LISTENER_SILENT_LISTENER),
            ):
                await ctx.say(tables, about_conversation(kind, conversation, side))

    await ctx.store.transaction(work)
