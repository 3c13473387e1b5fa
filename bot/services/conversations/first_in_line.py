"""Going on with somebody else: after a conversation the same ask waits again, the first in line."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.asks import Ask
from bot.domain.conversations import Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.services import membership, restrictions
from bot.services.ages import admission
from bot.services.asks import closing, holding, limits
from bot.services.context import Context, Member
from bot.services.conversations import access
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class FirstInLine:
    """The ask waits until a moment; `alias`: the listener before, who is not asked; `held`: whether
    a moderator looks at it first."""

    expires_at: datetime
    alias: str
    guild: GuildId
    held: bool = False


async def ask_others(ctx: Context, user: UserId, token: str) -> FirstInLine:
    """Let the ask of a conversation that ended wait again. It keeps the time at which it was
    posted, which is what puts it before those that came later.

    The token is the asker's, of the notice that it ended. Raises BannedHere, AskAlreadyOpen,
    TryAgain, what `must_be_admitted` raises, and OutOfDate when the words are no longer kept, while
    the ask waits, and for somebody who is no longer in the server.
    """
    ended, _ = await ctx.store.read(lambda tables: _ended(ctx, tables, user, token))
    await membership.must_be_here(ctx, user, ended.guild_id)
    age = await admission.must_be_admitted(ctx, Member(user, ended.guild_id))

    async def work(tables: Tables) -> FirstInLine:
        ask, alias = await _ended(ctx, tables, user, token)
        await restrictions.must_be_free(ctx, tables, Member(user, ask.guild_id))
        await limits.must_be_free(ctx, tables, ask.asker_number, ask.guild_id, None)
        if not await tables.asks.wait_again(ask.id, closing.waits_until(ctx, ask)):
            raise OutOfDate
        await tables.asks.of_age(ask.id, age)
        again = await tables.asks.get(ask.id)
        assert again is not None, "it was just changed"
        held = await holding.go_out_again(ctx, tables, again)
        return FirstInLine(again.expires_at, alias, again.guild_id, held)

    return await ctx.store.transaction(work)


async def _ended(ctx: Context, tables: Tables, user: UserId, token: str) -> tuple[Ask, str]:
    conversation, _ = await access.require_ended(ctx, tables, user, token, only=Side.ASKER)
    ask = await tables.asks.get(conversation.ask_id)
    if ask is None or not ask.can_wait_again:
        raise OutOfDate
    if await tables.partners.goal_of(ask.id) is not None:
        raise OutOfDate  # from a goal one looks for somebody else there
    return ask, conversation.listener.alias
