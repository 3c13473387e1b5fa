"""Being discreet: one's notifications show no words, until one presses."""

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId, message_at
from bot.domain.notices import ENDS, MODERATOR_JOINED, Notice
from bot.services.context import Context
from bot.services.conversations import rooms
from bot.storage.store import Tables


async def choose(ctx: Context, user: UserId, *, discreet: bool) -> None:
    """One's own choice, for everything that is said in conversations from now on."""

    async def work(tables: Tables) -> None:
        person = await tables.people.meet(user, ctx.language)
        await tables.people.set_discreet(person, discreet=discreet)

    await ctx.store.transaction(work)


async def chosen(ctx: Context, user: UserId) -> bool:
    """Whether one is discreet now."""
    person = ctx.store.person(user)
    return await ctx.store.read(lambda tables: tables.people.is_discreet(person))


async def show(ctx: Context, user: UserId, token: str) -> Notice:
    """What stands behind "You have a message". Raises OutOfDate once it is erased."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> Notice:
        kept = await tables.discreet_notices.get(token, person)
        conversation = kept and await tables.conversations.get(kept.conversation_id)
        side = conversation.side_of(person) if conversation else None
        if not kept or not conversation or side is None:
            raise OutOfDate
        if kept.kind in ENDS:
            await tables.people.note_end_told(person, message_at(ctx.clock.now()))
        if kept.kind in MODERATOR_JOINED:
            await tables.read_here.show(token)  # from now on they know who reads along
        return await rooms.as_kept(tables, conversation, side, kept)

    return await ctx.store.transaction(work)
