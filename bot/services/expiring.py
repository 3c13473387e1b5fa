"""An ask that waited as long as it may: closed, with honest and kind words to the asker."""

from bot.domain.asks import AskState
from bot.domain.ids import AskId
from bot.domain.notices import Action, Notice, NoticeKind, ask_in_channel
from bot.services.context import Context
from bot.storage.store import Tables


async def expire_asks(ctx: Context) -> None:
    """Close every ask whose time is up."""
    due = await ctx.store.read(lambda tables: tables.asks.expired(ctx.clock.now()))
    for ask in due:
        await _expire(ctx, ask)


async def _expire(ctx: Context, key: AskId) -> None:
    async def work(tables: Tables) -> None:
        ask = await tables.asks.get(key)
        if ask is None or not await tables.asks.move(
            key, AskState.WAITING, AskState.CLOSED, ctx.clock.now()
        ):
            return
        channel = ctx.guilds.of(ask.guild_id).ask_channel
        await ctx.say(
            tables,
            ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT),
            Notice(NoticeKind.ASK_EXPIRED, ask.guild_id, ask.asker, ask_id=key),
        )

    await ctx.store.transaction(work)
