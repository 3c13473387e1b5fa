"""The ends of an ask that waits: taken back, closed without an answer, expired.

Beside them how it waits again after a conversation, as all these move an ask from one state to
another.
"""

from datetime import datetime

from bot.domain.asks import TAKEN_BACK_WITHIN, Ask, AskState
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.notices_about import ask_in_channel
from bot.domain.open_asks import ThreadWriter
from bot.domain.timers import Timer
from bot.services.asks import access
from bot.services.context import Context
from bot.services.offers import open_threads, search
from bot.storage.store import Tables


async def expire(ctx: Context, due: Timer) -> None:
    """Close the ask, if it still waits. One that is taken stays as it is."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        if ask is None:
            return
        token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
        kind = await _how_it_expires(tables, ask)
        told = Notice(kind, ask.guild_id, ask.asker, ask_id=ask.id, token=token)
        if await close_unanswered(ctx, tables, ask, told):
            until = ctx.clock.now() + ctx.settings.retention.ask_text_after_expiring
            await tables.asks.keep_words(ask.id, until)
            await _say_in_channel(ctx, tables, ask)

    await ctx.store.transaction(work)


async def _how_it_expires(tables: Tables, ask: Ask) -> NoticeKind:
    """Nobody was free for it; or somebody answered in its thread."""
    written = await tables.thread_messages.of(ask.id)
    answered = any(one.writer is not ThreadWriter.ASKER for one in written)
    return NoticeKind.OPEN_ASK_OVER if answered else NoticeKind.ASK_EXPIRED


async def search_again(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Let other listeners be asked, and say so where the ask stands."""
    await search.start_search(ctx, tables, ask)
    await search.announce_waiting_ask(ctx, tables, ask, Action.EDIT)


def waits_until(ctx: Context, ask: Ask) -> datetime:
    """How long an ask waits that a listener had already: as it would have, and some hours more."""
    return max(ask.expires_at, ctx.clock.now() + ctx.settings.asks.still_wanted_after)


async def take_back(ctx: Context, tables: Tables, ask: Ask) -> bool:
    """Take an ask back that waits, for its asker; False when it waits no more."""
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, ctx.clock.now()):
        return False
    await _forgive(ctx, tables, ask)
    await search.stop_search(ctx, tables, ask)
    await open_threads.withdraw_askers(ctx, tables, ask.id)
    await open_threads.close(ctx, tables, ask.id)
    await _say_in_channel(ctx, tables, ask)
    back = Notice(NoticeKind.ASK_TAKEN_BACK, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id)
    await ctx.say(tables, back)
    return True


async def close_unanswered(
    ctx: Context, tables: Tables, ask: Ask, told: Notice, lane: str | None = None
) -> bool:
    """Close an ask that waits, and let its asker be told why, in a lane of its own where one is
    named; False when it waits no more."""
    if not await _close_waiting(ctx, tables, ask):
        return False
    await ctx.say(tables, told, lane=lane)
    return True


async def take_down(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Close an ask that waits, for a reason that its asker knows, or reads elsewhere."""
    if await _close_waiting(ctx, tables, ask):
        await _say_in_channel(ctx, tables, ask)


async def _say_in_channel(ctx: Context, tables: Tables, ask: Ask) -> None:
    """That it is over, where it stood; nowhere in a server that the bot was taken out of."""
    channel = ctx.guilds.ask_channel(ask.guild_id)
    if channel is not None:
        over = ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT)
        await ctx.say(tables, over)


async def _close_waiting(ctx: Context, tables: Tables, ask: Ask) -> bool:
    now = ctx.clock.now()
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, now):
        return False
    await _forgive(ctx, tables, ask)
    await search.stop_search(ctx, tables, ask)
    await open_threads.close(ctx, tables, ask.id)
    over = Notice(NoticeKind.ASK_OVER, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id)
    await ctx.say(tables, over)
    return True


async def close_all_in(ctx: Context, tables: Tables, guild: GuildId, why: NoticeKind) -> None:
    """Close every ask that waits in a server, and give each asker their words back."""
    while asks := await tables.asks.waiting(guild):
        for ask in asks:
            told = Notice(why, ask.guild_id, ask.asker, ask_id=ask.id, text=ask.text)
            await close_unanswered(ctx, tables, ask, told)


async def _forgive(ctx: Context, tables: Tables, ask: Ask) -> None:
    if ctx.clock.now() - ask.posted_at <= TAKEN_BACK_WITHIN:
        await tables.asks.need_not_count(ask.id)


async def take_back_own(ctx: Context, user: UserId, token: str) -> None:
    """Take back one's own ask while it waits. Raises OutOfDate."""

    async def work(tables: Tables) -> None:
        ask = await access.require_own(ctx, tables, user, token)
        if not await take_back(ctx, tables, ask):
            raise OutOfDate

    await ctx.store.transaction(work)
