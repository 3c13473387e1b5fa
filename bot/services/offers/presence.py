"""Signs of life: whoever shows none is told after the others. It only sorts; what ends somebody's
duty is `ignored_after` alone.

Any press about asks, and going on duty, is one.
"""

from bot.domain.ids import ListenerNumber
from bot.services.context import Context
from bot.storage.store import Tables


async def shows(tables: Tables, number: ListenerNumber) -> None:
    """A listener pressed something: what they left unanswered before counts no more."""
    await tables.listeners.answered_one(number)
    await tables.offers.weigh_all(number)


async def weigh_silence(ctx: Context) -> None:
    """Count the offers that stood long enough without any press, also of asks that others took
    meanwhile: on a busy server those who walked away would never be noticed otherwise."""
    before = ctx.clock.now() - ctx.settings.offers.silent_after

    async def work(tables: Tables) -> None:
        await tables.listeners.left_silent(await tables.offers.weigh_silent(before))

    if await ctx.store.read(lambda tables: tables.offers.any_silent(before)):
        await ctx.store.transaction(work)
