"""Where a server wants so, moderators approve everybody who would like to be a listener.

Whoever waits is a listener in all but what they are told: they choose their settings meanwhile.
They look the same whether or not they are kept out by what was done to their number as an asker:
moderators know listeners by name, and nothing may tell them that both numbers are one person's.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.asks import OwnWords, written
from bot.domain.errors import TryAgain
from bot.domain.ids import GuildId, UserId
from bot.domain.listening import Listener
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.moderation_errors import ListenerLeft, ListenerLookedAt, OwnNumber
from bot.domain.notices import Notice, NoticeKind
from bot.services import membership
from bot.services.context import Context, Member
from bot.services.ports import Gone, Standing, Undelivered
from bot.storage.store import Tables

Note: TypeAlias = Callable[[Tables], Awaitable[None]]

A_WEEK = timedelta(days=7)

_BROUGHT_UP = "listeners_brought_up"
"""Under this name the database remembers when moderators were last told again."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who waits: who, since when, and the token that stands for them on buttons."""

    user: UserId
    since: datetime
    token: str


async def list_waiting(ctx: Context, guild: GuildId) -> Sequence[Newcomer]:
    """All who wait for the moderators of a server, whoever waits longest first."""

    async def work(tables: Tables) -> Sequence[Newcomer]:
        return [
            Newcomer(await tables.people.user(one.person), one.joined_at, one.waits_as or "")
            for one in await tables.newcomers.waiting(guild)
        ]

    return await ctx.store.read(work)


async def approve(ctx: Context, moderator: Member, token: str, note: Note) -> None:
    """Let somebody be a listener, who reads so; `note` keeps that they did. Raises
    ListenerLookedAt, OwnNumber, TryAgain; ListenerLeft for whoever has left the server."""
    await _must_be_here(ctx, moderator, token)

    async def work(tables: Tables) -> None:
        one = await _require(ctx, tables, moderator, token)
        await tables.newcomers.let_in(token)
        await _tell(ctx, tables, one, NoticeKind.LISTENER_APPROVED)
        await note(tables)

    await ctx.store.transaction(work)


async def not_now(ctx: Context, moderator: Member, token: str, words: str, note: Note) -> None:
    """Do not let somebody be a listener, who reads why. Raises ListenerLookedAt, OwnNumber,
    NoWords, TooManyWords."""
    why = written(words, "", WORDS_AT_MOST, 0)

    async def work(tables: Tables) -> None:
        one = await _require(ctx, tables, moderator, token)
        await _tell(ctx, tables, one, NoticeKind.LISTENER_NOT_NOW, why)
        await tables.listeners.remove(one.number)
        await tables.same_listener.forget_listener(one.number)
        await note(tables)

    await ctx.store.transaction(work)


async def bring_up_due(ctx: Context) -> None:
    """Once a week, tell moderators quietly that somebody has waited for a week or longer; and
    whoever has since the last time, how it stands. Called each minute."""
    now = ctx.clock.now()

    async def work(tables: Tables) -> None:
        last = await tables.meta.moment(_BROUGHT_UP)
        await tables.meta.put_moment(_BROUGHT_UP, now)
        long = await tables.newcomers.waiting_since(now - A_WEEK)
        for guild in sorted({one.guild_id for one in long}):
            channel = ctx.guilds.of(guild).moderator_channel
            await ctx.say(tables, Notice(NoticeKind.LISTENERS_WAIT, guild, channel))
        for one in long:
            if last is None or one.joined_at > last - A_WEEK:
                await _tell(ctx, tables, one, NoticeKind.LISTENER_WAITS_ON)

    last = await ctx.store.read(lambda tables: tables.meta.moment(_BROUGHT_UP))
    if last is None or not timedelta() <= now - last < A_WEEK:
        await ctx.store.transaction(work)


async def _tell(
    ctx: Context, tables: Tables, one: Listener, kind: NoticeKind, why: OwnWords | None = None
) -> None:
    """With the way to their page as a listener there."""
    user = await tables.people.user(one.person)
    await tables.known_servers.note(user, one.guild_id, ctx.clock.now())
    token = await tables.known_servers.token(user, one.guild_id, ctx.randomness.token())
    told = Notice(kind, one.guild_id, one.person, token=token, text=why)
    await ctx.say(tables, told, lane=f"listener {one.waits_as} {kind}")


async def _require(ctx: Context, tables: Tables, moderator: Member, token: str) -> Listener:
    one = await tables.newcomers.get(moderator.guild, token)
    if one is None:
        raise ListenerLookedAt
    if one.number == ctx.listener_number(moderator):
        raise OwnNumber
    return one


async def _must_be_here(ctx: Context, moderator: Member, token: str) -> None:
    """Whoever left the server is taken off the list, and told nothing."""

    async def look(tables: Tables) -> UserId:
        return await tables.people.user((await _require(ctx, tables, moderator, token)).person)

    user = await ctx.store.read(look)
    if not await _has_left(ctx, user, moderator.guild):
        return

    async def work(tables: Tables) -> None:
        await tables.listeners.remove((await _require(ctx, tables, moderator, token)).number)

    await ctx.store.transaction(work)
    raise ListenerLeft


async def _has_left(ctx: Context, user: UserId, guild: GuildId) -> bool:
    await membership.bot_must_be_there(ctx, guild)
    try:
        return await ctx.messenger.standing(guild, user) is Standing.GONE
    except Gone:
        return True
    except Undelivered as error:
        raise TryAgain from error
