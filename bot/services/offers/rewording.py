"""Listeners learn that the words of an ask have changed: whoever read the earlier ones."""

from bot.domain.asks import Ask
from bot.domain.ids import PersonTag
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.offers import access
from bot.storage.store import Tables


async def tell_readers(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Tell each who read it and could take it now; to all others it is no longer there."""
    for person, token in (await tables.button_tokens.who_read(ask.id)).items():
        if await _could_take(ctx, tables, ask, person):
            kind, guild = NoticeKind.OFFER_REWORDED, ask.guild_id
            await ctx.say(tables, Notice(kind, guild, person, ask_id=ask.id, token=token))


async def _could_take(ctx: Context, tables: Tables, ask: Ask, person: PersonTag) -> bool:
    number = ctx.store.listener_number(ask.guild_id, await tables.people.user(person))
    listener = await tables.listeners.get(number)
    return listener is not None and await access.may_take(ctx, tables, ask, listener)
