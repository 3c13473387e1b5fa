"""An ask that waited as long as it may: closed, with honest and kind words to the asker."""

from bot.domain.notices import Action, Notice, NoticeKind, ask_in_channel
from bot.domain.timers import Due
from bot.services.context import Context
from bot.services.conversations import ending
from bot.storage.store import Tables


async def expire(ctx: Context, due: Due) -> None:
    """Close the ask, if it still waits. One that is taken stays as it is."""

    async def work(tables: Tables) -> None:
        if not await tables.waiting.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        if ask is None:
            return
        token = await tables.buttons.for_ask(ctx.randomness.token(), ask.id, ask.asker)
        told = Notice(NoticeKind.ASK_EXPIRED, ask.guild_id, ask.asker, ask_id=ask.id, token=token)
        if await ending.close(ctx, tables, ask, told):
            until = ctx.clock.now() + ctx.settings.retention.ask_text_after_expiring
            await tables.asks.keep_words(ask.id, until)
            channel = ctx.guilds.of(ask.guild_id).ask_channel
            over = ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT)
            await ctx.say(tables, over)

    await ctx.store.transaction(work)
