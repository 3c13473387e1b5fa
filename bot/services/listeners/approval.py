"""Moderators approve listeners for those who are 13 to 17; without it nobody is asked for them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from bot.domain.ages import Age
from bot.domain.errors import NotAListener
from bot.domain.ids import GuildId, ListenerNumber, UserId
from bot.domain.offers import Offer
from bot.services.context import Context
from bot.services.offers import search
from bot.storage.store import Tables

Note: TypeAlias = Callable[[Tables], Awaitable[None]]
"""Keeps in the record that a moderator did this, in the same transaction."""


async def approved_in(ctx: Context, guild: GuildId) -> Sequence[UserId]:
    """The listeners of a server who may listen to those who are 13 to 17."""

    async def work(tables: Tables) -> Sequence[UserId]:
        people = await tables.listeners.approved_for_young(guild)
        return [await tables.people.user(person) for person in people]

    return await ctx.store.read(work)


async def approve_for_young(
    ctx: Context, number: ListenerNumber, note: Note, *, approved: bool
) -> None:
    """Approve a listener, or no longer: then their open offers of such asks are taken back, and
    what is open goes on. `note` keeps who did it. Raises NotAListener."""

    async def work(tables: Tables) -> None:
        if not await tables.listeners.approve_young(number, approved=approved):
            raise NotAListener
        await note(tables)
        if not approved:
            await search.withdraw_offers(ctx, tables, await _of_the_young(tables, number))

    await ctx.store.transaction(work)


async def _of_the_young(tables: Tables, number: ListenerNumber) -> list[Offer]:
    found = list[Offer]()
    for offer in await tables.offers.open_for_listener(number):
        ask = await tables.asks.get(offer.ask_id)
        if ask is not None and ask.age is not Age.ADULT:
            found.append(offer)
    return found
