"""What else waits, for a listener who comes too late: whatever the cause, they are shown the oldest
other ask that fits. Nobody is pinged for it.
"""

from dataclasses import replace

from bot.domain.ids import AskId, GuildId, UserId
from bot.domain.listening import Listener, understands
from bot.domain.notices import About, Notice
from bot.services import membership
from bot.services.context import Context
from bot.services.offers import access, presence
from bot.services.offers.access import ShownAsk
from bot.storage.store import Tables


async def oldest_other(
    ctx: Context, user: UserId, token: str, guild: GuildId | None
) -> ShownAsk | None:
    """For whoever pressed a button of an ask that they do not get; None where nothing else waits
    for them, or they are no listener there. `guild`: where they pressed, None in direct messages.
    """
    where = guild or await ctx.store.read(lambda tables: _home(tables, token))
    if where is None or (guild is None and not await membership.seems_here(ctx, user, where)):
        return None

    async def work(tables: Tables) -> ShownAsk | None:
        listener = await tables.listeners.get(ctx.store.listener_number(where, user))
        if listener is None:
            return None
        await presence.shows(tables, listener.number)
        meaning = await tables.button_tokens.meaning(token)
        return await _oldest(ctx, tables, listener, None if meaning is None else meaning.ask_id)

    return await ctx.store.transaction(work)


async def with_other(ctx: Context, tables: Tables, notice: Notice) -> Notice:
    """A notice that an offer is over, with the oldest other ask that fits its reader, where there
    is one: what it tells, and the token of its buttons."""
    if not isinstance(notice.to, bytes) or notice.guild_id is None:
        return notice
    user = await tables.people.user(notice.to)
    listener = await tables.listeners.get(ctx.store.listener_number(notice.guild_id, user))
    shown = listener and await _oldest(ctx, tables, listener, notice.ask_id)
    return notice if not shown else replace(notice, about=shown.about, other=shown.token)


async def _home(tables: Tables, token: str) -> GuildId | None:
    meaning = await tables.button_tokens.meaning(token)
    ask = meaning and meaning.ask_id and await tables.asks.get(meaning.ask_id)
    return ask.guild_id if ask else None


async def _oldest(
    ctx: Context, tables: Tables, listener: Listener, but: AskId | None
) -> ShownAsk | None:
    speaks = (await tables.preferences.interests(listener.number)).languages
    refused = await tables.offers.declined(listener.number)
    for ask in await tables.asks.waiting(listener.guild_id):
        if ask.id == but or ask.id in refused or not understands(ask, speaks):
            continue
        if await access.may_take(ctx, tables, ask, listener):
            random = ctx.randomness.token()
            token = await tables.button_tokens.for_ask(random, ask.id, listener.person)
            return ShownAsk(token, About(ask.kind, ask.wishes))
    return None
