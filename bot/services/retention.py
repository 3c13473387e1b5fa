"""Erasing what is no longer needed, on the days that the settings state."""

from bot.services.context import Context
from bot.storage.store import Tables


async def erase(ctx: Context) -> None:
    """Erase drafts, words, closed asks and people whose time is up, from the log file too."""
    now, keep = ctx.clock.now(), ctx.settings.retention

    async def work(tables: Tables) -> int:
        erased = await tables.drafts.erase_expired(now)
        erased += await tables.asks.erase_words(now - keep.ask_text_after_closing)
        closed = await tables.asks.erase(now - keep.closed_metadata)
        erased += closed + await tables.messages.forget(now - keep.closed_metadata)
        if erased:
            await tables.people.forget_strangers()
        return erased

    if await ctx.store.transaction(work):
        await ctx.store.checkpoint()
