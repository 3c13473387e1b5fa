"""Marking what helped: the thread shows it, and whoever answered without their name is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.open_ask_errors import NoAnswerYet
from bot.domain.open_asks import ThreadMessage, ThreadState, ThreadWriter
from bot.services.context import Context
from bot.services.open_asks import access
from bot.services.open_asks.access import FoundThread
from bot.storage.store import Tables

SHOWN_AT_MOST = 15
"""The newest that can be chosen from: as many as fit beside their links, and a menu takes 25.

https://docs.discord.com/developers/components/reference#string-select"""


@dataclass(frozen=True, slots=True)
class ThreadAnswers:
    """What stands in a thread and is not marked yet, oldest first."""

    guild: GuildId
    place: ChannelId
    shown: Sequence[ThreadMessage]


async def list_answers(ctx: Context, user: UserId, token: str) -> ThreadAnswers:
    """What somebody may mark, for whoever asked, also once it is over. Raises OutOfDate,
    NoAnswerYet."""

    async def work(tables: Tables) -> ThreadAnswers:
        found = await access.require_askers(ctx, tables, user, token)
        if found.thread.place is None:
            raise NoAnswerYet
        shown = await _can_be_marked(tables, found)
        if not shown:
            raise NoAnswerYet
        return ThreadAnswers(found.ask.guild_id, found.thread.place, shown)

    return await ctx.store.read(work)


async def mark(ctx: Context, user: UserId, token: str, keys: Sequence[str]) -> int:
    """Mark them; how many are marked by it. Raises OutOfDate."""

    async def work(tables: Tables) -> int:
        found = await access.require_askers(ctx, tables, user, token)
        marked = 0
        for one in await _can_be_marked(tables, found):
            if one.id in keys and await tables.thread_messages.helped(one.id):
                await _say_so(ctx, tables, found, one)
                marked += 1
        return marked

    return await ctx.store.transaction(work)


async def _can_be_marked(tables: Tables, found: FoundThread) -> Sequence[ThreadMessage]:
    every = await tables.thread_messages.of(found.ask.id)
    answers = [
        one
        for one in every
        if one.writer is not ThreadWriter.ASKER and one.message is not None and not one.helped
    ]
    return answers[-SHOWN_AT_MOST:]


async def _say_so(ctx: Context, tables: Tables, found: FoundThread, one: ThreadMessage) -> None:
    ask, thread = found.ask, found.thread
    if thread.place is not None and thread.state is ThreadState.OPEN:
        kind = NoticeKind.THREAD_HELPED
        await ctx.say(tables, Notice(kind, ask.guild_id, thread.place, ask_id=ask.id, token=one.id))
    if one.person is not None:
        await ctx.say(tables, Notice(NoticeKind.YOU_HELPED, ask.guild_id, one.person))


async def must_be_askers(ctx: Context, user: UserId, token: str) -> GuildId:
    """The server of one's own open ask. Raises OutOfDate for everybody but whoever asked."""
    found = await ctx.store.read(lambda tables: access.require_askers(ctx, tables, user, token))
    return found.ask.guild_id


async def where_something_did(ctx: Context, user: UserId, token: str) -> GuildId:
    """The same, once they marked something. Raises OutOfDate, NoAnswerYet."""

    async def work(tables: Tables) -> GuildId:
        found = await access.require_askers(ctx, tables, user, token)
        if not any(one.helped for one in await tables.thread_messages.of(found.ask.id)):
            raise NoAnswerYet
        return found.ask.guild_id

    return await ctx.store.read(work)
