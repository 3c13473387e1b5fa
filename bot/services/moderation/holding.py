"""Holding the conversations of a private number, and letting them go on."""

from collections.abc import Awaitable, Callable

from bot.domain.conversations import Conversation
from bot.domain.errors import OutOfDate
from bot.domain.ids import NumberId
from bot.domain.moderation_record import RecordedAct
from bot.services.context import Context, Member
from bot.services.conversations import freezing
from bot.services.moderation import record
from bot.storage.store import Tables

Move = Callable[[Context, Tables, Conversation], Awaitable[bool]]


async def hold(ctx: Context, moderator: Member, number: NumberId) -> None:
    """Hold whatever is open of this number's person here. Whether anything was, nobody learns.
    Raises OutOfDate."""
    await _each(ctx, moderator, number, RecordedAct.HELD, freezing.freeze)


async def let_go_on(ctx: Context, moderator: Member, number: NumberId) -> None:
    """Let what is held go on. Raises OutOfDate."""
    await _each(ctx, moderator, number, RecordedAct.WENT_ON, freezing.let_go_on)


async def _each(
    ctx: Context, moderator: Member, number: NumberId, what: RecordedAct, move: Move
) -> None:
    async def work(tables: Tables) -> None:
        if await tables.known_numbers.get(number, moderator.guild) is None:
            raise OutOfDate
        user = await tables.known_numbers.user(number)
        if user is not None:
            for talk in await tables.conversations.open_with(ctx.store.person(user)):
                if talk.guild_id == moderator.guild:
                    await move(ctx, tables, talk)
        await record.note(ctx, tables, moderator, what, number)

    await ctx.store.transaction(work)
