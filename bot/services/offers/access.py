"""Whose button it is: a listener's, for an ask that they may take; and how one shows to them."""

from dataclasses import dataclass

from bot.domain import listening
from bot.domain.asks import Ask, OwnWords
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.first_questions import FirstQuestion
from bot.domain.ids import UserId
from bot.domain.listening import Listener
from bot.domain.mornings import MorningWords
from bot.domain.notices import About
from bot.services import restrictions
from bot.services.context import Context
from bot.services.offers import enough, rules, search
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class ShownAsk:
    """An ask that waits, for one listener alone; `token` is what their buttons carry. `offered`:
    they are told of it, and can say "Not now"."""

    token: str
    about: About
    text: OwnWords | None = None
    place: int = 0
    more: bool = False
    offered: bool = False
    question: FirstQuestion | None = None
    """What they asked about it."""
    morning: MorningWords | None = None
    """What they wrote for the morning of whoever asked."""


async def require_ask(
    ctx: Context, tables: Tables, user: UserId, token: str, *, from_post: bool = False
) -> Ask:
    """The ask behind a button of the caller's own; `from_post`: or behind the one below its post,
    which anybody may press. Raises NoLongerAvailable."""
    meaning = await tables.button_tokens.meaning(token)
    if meaning is None or meaning.ask_id is None:
        raise NoLongerAvailable
    if meaning.person != ctx.store.person(user) and not (from_post and meaning.person is None):
        raise NoLongerAvailable
    ask = await tables.asks.get(meaning.ask_id)
    if ask is None:
        raise NoLongerAvailable
    return ask


async def require_takeable(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Ask, Listener]:
    """The ask behind a listener's own button, which they may take now. Raises NotAListener,
    NoLongerAvailable."""
    ask = await require_ask(ctx, tables, user, token)
    listener = await tables.listeners.get(ctx.store.listener_number(ask.guild_id, user))
    if listener is None:
        raise NotAListener
    if not await may_take(ctx, tables, ask, listener):
        raise NoLongerAvailable
    return ask, listener


async def may_take(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> bool:
    """Whether an ask is for this listener, now: not what went back from them to the others, nor
    their own, nor what they are left out of, nor of somebody whom they never meet, nor beyond
    their limits, nor while moderators keep them out."""
    if await tables.conversations.had(ask.id, listener.number):
        return False
    if not await search.is_visible_to(tables, ask, listener.number):
        return False
    if not await restrictions.without_restricted(ctx, tables, [listener]):
        return False
    if await enough.waits(ctx, tables, listener):
        return False
    if await tables.blocks.apart(ask.guild_id, ask.asker_number, [listener.number]):
        return False
    now, rest = ctx.clock.now(), ctx.settings.listeners.rest_after_heavy
    return listening.may_take(
        ask,
        listener,
        await tables.conversations.load(listener.number, now, rest),
        now,
        limits=rules.of_listening(ctx.settings),
        excluded=listener.number in await tables.asks.excluded(ask.id),
    )
