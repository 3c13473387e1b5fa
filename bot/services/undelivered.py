"""What follows when something could not be said: wait, try again, or tell who must know."""

from bot.domain.asks import Ask, AskState
from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import AskId
from bot.domain.notices import Action, Notice, NoticeKind, about_conversation, ask_in_channel
from bot.domain.waiting import Due, Waiting
from bot.services.context import Context
from bot.storage.outbox import Entry
from bot.storage.store import Tables


async def try_later(ctx: Context, entry: Entry) -> None:
    """Discord gave no clear answer: again with a growing pause, given up after some days."""
    settings, now = ctx.settings.delivery, ctx.clock.now()
    if now - entry.created_at > settings.undelivered_kept:
        await give_up(ctx, entry)
        return
    # the power is capped before it is used: a timedelta overflows after some 30 attempts
    pause = settings.retry_first_after * 2 ** min(entry.attempts, 10)
    until = now + min(pause, settings.retry_at_most_every)
    await ctx.store.transaction(lambda tables: tables.outbox.postpone(entry.id, until))


async def wait_for_open_dms(ctx: Context, entry: Entry) -> None:
    """The reader's direct messages are closed: keep it, ask at most hourly, tell the other side
    once. A listener who cannot even be told of the ask gives it back."""
    settings, now = ctx.settings.delivery, ctx.clock.now()
    if now - entry.created_at > settings.undelivered_kept:
        await give_up(ctx, entry)
        return

    async def work(tables: Tables) -> None:
        if entry.notice.kind is NoticeKind.YOU_ACCEPTED:
            await _give_back(ctx, tables, entry)
            return
        await tables.outbox.postpone(entry.id, now + settings.closed_dms_retried_every)
        if entry.notice.kind is NoticeKind.WORDS and entry.attempts == 0:
            await _tell_the_writer(ctx, tables, entry)

    await ctx.store.transaction(work)


async def give_up(ctx: Context, entry: Entry) -> None:
    """It can never be said: erase it, and tell who would wait for it in vain."""

    async def work(tables: Tables) -> None:
        await tables.outbox.remove(entry.id)
        match entry.notice.kind:
            case NoticeKind.ASK_IN_CHANNEL if entry.notice.action is Action.CREATE:
                await _close_unposted(ctx, tables, entry)
            case NoticeKind.YOU_ACCEPTED:
                await _give_back(ctx, tables, entry)
            case _:
                pass

    await ctx.store.transaction(work)


async def _close_unposted(ctx: Context, tables: Tables, entry: Entry) -> None:
    ask = await _ask(tables, entry.notice.ask_id)
    if ask is None or not await tables.asks.move(
        ask.id, AskState.WAITING, AskState.CLOSED, ctx.clock.now()
    ):
        return
    await ctx.say(
        tables,
        Notice(
            NoticeKind.ASK_NOT_POSTED,
            ask.guild_id,
            ask.asker,
            ask_id=ask.id,
            text=ask.text,
        ),
    )


async def _give_back(ctx: Context, tables: Tables, entry: Entry) -> None:
    """The listener cannot be reached: the ask waits again, and the asker is told."""
    conversation = await _conversation(tables, entry)
    ask = None if conversation is None else await _ask(tables, conversation.ask_id)
    if conversation is None or ask is None:
        return
    await tables.outbox.drop_for_conversation(conversation.id)
    if not await tables.conversations.end(conversation.id, ctx.clock.now()):
        return
    await tables.asks.move(ask.id, AskState.TAKEN, AskState.WAITING, ctx.clock.now())
    await tables.waiting.put(Due(Waiting.ASK_EXPIRES, ask.expires_at, ask.id))
    token = await tables.buttons.for_ask(ctx.randomness.token(), ask.id)
    channel = ctx.guilds.of(ask.guild_id).ask_channel
    await ctx.say(
        tables,
        ask_in_channel(NoticeKind.ASK_IN_CHANNEL, ask, channel, Action.EDIT, token),
        about_conversation(NoticeKind.LISTENER_LOST, conversation, Side.ASKER),
    )


async def _tell_the_writer(ctx: Context, tables: Tables, entry: Entry) -> None:
    conversation = await _conversation(tables, entry)
    if conversation is None or isinstance(entry.notice.to, int):
        return
    reader = conversation.side_of(entry.notice.to)
    if reader is not None and conversation.open:
        await ctx.say(
            tables,
            about_conversation(NoticeKind.NOT_DELIVERED_YET, conversation, other(reader)),
        )


async def _ask(tables: Tables, key: AskId | None) -> Ask | None:
    return None if key is None else await tables.asks.get(key)


async def _conversation(tables: Tables, entry: Entry) -> Conversation | None:
    key = entry.notice.conversation_id
    return None if key is None else await tables.conversations.get(key)
