"""Holding the conversations of a private number, and letting them go on."""

from collections.abc import Awaitable, Callable

from bot.domain.conversations import Conversation
from bot.domain.errors import OutOfDate
from bot.domain.ids import NumberId
from bot.domain.moderation_errors import OwnNumber
from bot.domain.moderation_record import RecordedAct
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.conversations import freezing
from bot.services.moderation import record
from bot.storage.store import Tables

Move = Callable[[Context, Tables, Conversation], Awaitable[bool]]


async def hold(ctx: Context, moderator: Member, number: NumberId) -> None:
    """Hold whatever is open of this number's person here, but with the moderator: who would see by
    it whose number it is. Whether anything was, nobody learns. Raises OutOfDate, OwnNumber."""
    await _each(ctx, moderator, number, RecordedAct.HELD, freezing.freeze)


async def let_go_on(ctx: Context, moderator: Member, number: NumberId) -> None:
    """Let what is held go on, but with the moderator. Raises OutOfDate, OwnNumber."""
    await _each(ctx, moderator, number, RecordedAct.WENT_ON, freezing.let_go_on)


async def _each(
    ctx: Context, moderator: Member, number: NumberId, what: RecordedAct, move: Move
) -> None:
    async def work(tables: Tables) -> None:
        known = await tables.known_numbers.get(number, moderator.guild)
        if known is None:
            raise OutOfDate
        if known.number in restrictions.numbers_of(ctx, moderator):
            raise OwnNumber
        own = ctx.person(moderator)
        user = await tables.known_numbers.user(number)
        if user is not None:
            for talk in await tables.conversations.open_with(ctx.store.person(user)):
                if talk.guild_id == moderator.guild and talk.side_of(own) is None:
                    await move(ctx, tables, talk)
        await record.note(ctx, tables, moderator, what, number)

    await ctx.store.transaction(work)
