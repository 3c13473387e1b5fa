"""The thread of an open ask: it begins with the post, and is over with the ask.

Part of the core, as all that lets an ask wait, or ends it, comes here. Whoever asked is never added
to it, and nothing in its name or in its first message tells of them.
"""

from dataclasses import replace
from itertools import pairwise

from bot.domain.aliases import initial
from bot.domain.asks import Ask, AskKind
from bot.domain.ids import AskId, PersonTag
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.open_asks import OpenThread, ThreadMessage, ThreadState, ThreadWriter
from bot.domain.timers import TimerKind
from bot.services.context import Context
from bot.storage.store import Tables


async def open_below_post(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Let an open ask have its thread, once its post stands; again where it waits once more."""
    if ask.kind is not AskKind.OPEN:
        return
    number = ask.asker_number
    alias = await draw_name(ctx, tables, ask, ask.asker, await tables.open_threads.names_of(number))
    if await tables.open_threads.want(ask.id, alias):
        channel = ctx.guilds.of(ask.guild_id).ask_channel
        await ctx.say(
            tables, Notice(NoticeKind.THREAD_BEGINS, ask.guild_id, channel, ask_id=ask.id)
        )


async def draw_name(
    ctx: Context, tables: Tables, ask: Ask, person: PersonTag, worn: frozenset[str]
) -> str:
    """A name for somebody in this thread: none that anybody wears in it, nor that they wear or see
    anywhere else."""
    seen = set(worn | await tables.open_threads.names_in(ask.id))
    around, before = await tables.rooms.names_around(person, ctx.clock.now())
    seen |= {*around, *before, *await tables.first_questions.names_about(ask.id)}
    names = ctx.aliases(ctx.guilds.language(ask.guild_id))
    shuffled = ctx.randomness.sample(names, len(names))
    letters = {initial(name) for name in seen}
    free = [name for name in shuffled if name not in seen]
    pairs = (f"{one} {two}" for one, two in pairwise(shuffled))
    free = free or [name for name in pairs if name not in seen]
    return min(free, key=lambda name: initial(name) in letters)


async def close(ctx: Context, tables: Tables, ask: AskId, *, said: bool = True) -> None:
    """Nothing more is written there through the bot; `said`: everybody reads so there, and Discord
    puts it away. Does nothing where there is none that is open."""
    thread = await tables.open_threads.get(ask)
    if thread is None or not await tables.open_threads.close(ask):
        return
    await tables.timers.call_off(TimerKind.ANSWERS_TOLD, ask)
    found = await tables.asks.get(ask)
    if found is None or thread.place is None or thread.state is not ThreadState.OPEN or not said:
        return
    over = Notice(NoticeKind.THREAD_OVER, found.guild_id, thread.place, ask_id=ask)
    await ctx.say(tables, over, replace(over, action=Action.DELETE))


async def lost(ctx: Context, tables: Tables, key: AskId, kind: NoticeKind) -> None:
    """Nothing can be written there any more, while its ask goes on: whoever asked is told why, as
    `kind` says it, once."""
    ask = await tables.asks.get(key)
    if ask is None or not await tables.open_threads.close(key):
        return
    await tables.timers.call_off(TimerKind.ANSWERS_TOLD, key)
    token = await tables.button_tokens.for_ask(ctx.randomness.token(), key, ask.asker)
    await ctx.say(tables, Notice(kind, ask.guild_id, ask.asker, ask_id=key, token=token))


async def take_out(ctx: Context, tables: Tables, thread: OpenThread, one: ThreadMessage) -> None:
    """Let the bot's message with somebody's words go from a thread, wherever that stands."""
    ask = await tables.asks.get(thread.ask_id)
    if ask is None or thread.place is None or one.message is None:
        return
    gone = Notice(
        NoticeKind.THREAD_ANSWER,
        ask.guild_id,
        thread.place,
        Action.DELETE,
        ask_id=ask.id,
        token=one.id,
    )
    await ctx.say(tables, gone)


async def withdraw_askers(ctx: Context, tables: Tables, ask: AskId) -> None:
    """What whoever asked wrote in the thread goes from it, as the ask itself does."""
    thread = await tables.open_threads.get(ask)
    for one in () if thread is None else await tables.thread_messages.of(ask):
        if one.writer is ThreadWriter.ASKER and thread is not None:
            await take_out(ctx, tables, thread, one)
