"""Whose button it is: an asker's, for an ask of theirs.

Listeners have buttons for the same ask, and so has its post: none of those opens what is here.
"""

from bot.domain.asks import Ask, AskState
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.storage.store import Tables


async def find_own(ctx: Context, tables: Tables, user: UserId, token: str) -> Ask | None:
    """The caller's own ask behind one of their buttons for it; None for every other token."""
    person = ctx.store.person(user)
    meaning = await tables.button_tokens.meaning(token)
    if meaning is None or meaning.ask_id is None or meaning.person != person:
        return None
    ask = await tables.asks.get(meaning.ask_id)
    return ask if ask is not None and ask.asker == person else None


async def require_own(ctx: Context, tables: Tables, user: UserId, token: str) -> Ask:
    """As `find_own`. Raises OutOfDate for every other token."""
    ask = await find_own(ctx, tables, user, token)
    if ask is None:
        raise OutOfDate
    return ask


async def require_waiting(ctx: Context, tables: Tables, user: UserId, token: str) -> Ask:
    """As `require_own`, while it waits. Raises OutOfDate."""
    ask = await require_own(ctx, tables, user, token)
    if ask.state is not AskState.WAITING:
        raise OutOfDate
    return ask
