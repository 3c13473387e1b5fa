"""What is open of somebody who erases everything ends first, through the services that end it.

Others read the words of every ending. Those in a conversation read them after a random pause, each
of their own, as does the going of the words: at one moment they would show who listens, and who
asks, in which servers.
"""

from bot.domain.asks import AskState
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import NOBODY, PersonTag
from bot.domain.timers import Timer, TimerKind
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.conversations import lost_partner, one_copy
from bot.services.offers import first_questions, open_threads, search
from bot.storage.store import Tables


async def end_all_of(ctx: Context, tables: Tables, person: PersonTag) -> None:
    """Take back asks, let conversations end, stop listening everywhere. Goals and schedules go
    with their rows."""
    for key in await tables.overview.asks(person, None):
        ask = await tables.asks.get(key)
        if ask is not None and ask.state is AskState.WAITING:
            await closing.take_back(ctx, tables, ask)
    await _leave_threads(ctx, tables, person)
    for talk in await tables.personal_conversations.with_words_left(person):
        conversation = await tables.conversations.get(talk)
        if conversation is not None:
            await _end_later(ctx, tables, conversation, person)
    for listener in await tables.personal_listening.listening(person):
        offers = await tables.offers.open_for_listener(listener.number)
        await search.withdraw_offers(ctx, tables, offers)
        await first_questions.listener_goes(tables, listener.number)
        await tables.listeners.remove(listener.number)


async def _leave_threads(ctx: Context, tables: Tables, person: PersonTag) -> None:
    """What they wrote in threads without their name goes from there. Everybody reads there, so that
    it goes at once tells nobody who wrote it."""
    for key in await tables.personal_threads.standing(person):
        one = await tables.thread_messages.get(key)
        thread = None if one is None else await tables.open_threads.get(one.ask_id)
        if one is not None and thread is not None:
            await open_threads.take_out(ctx, tables, thread, one)
    for ask in await tables.personal_threads.of_asker(person):
        await open_threads.close(ctx, tables, ask)


async def _end_later(
    ctx: Context, tables: Tables, conversation: Conversation, person: PersonTag
) -> None:
    side = conversation.side_of(person)
    if conversation.open and side is not None:
        await lost_partner.went(ctx, tables, conversation, {side})
        await tables.timers.call_off(TimerKind.MEMBERS_LOOKED_AT, conversation.id)
    if await tables.timers.is_waiting(TimerKind.WORDS_WITHDRAWN, conversation.ask_id):
        return
    told = await tables.timers.until(TimerKind.DEPARTURE_TOLD, conversation.id)
    due = told or ctx.clock.now() + lost_partner.random_pause(ctx)
    await tables.timers.put(Timer(TimerKind.WORDS_WITHDRAWN, due, conversation.ask_id))


async def withdraw_words(ctx: Context, due: Timer) -> None:
    """Let the copies of their words go from the other side's messages, as far as those are
    known."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        for talk in await tables.personal_conversations.of_nobody(due.ask_id):
            conversation = await tables.conversations.get(talk)
            if conversation is not None:
                await _withdraw(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def _withdraw(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    for side in Side:
        if conversation.party(side).person == NOBODY:
            for piece in await tables.copies_by_writer.written_by(conversation.id, side):
                reads = conversation
                if piece.conversation_id != conversation.id:  # who joined, or whom they joined
                    found = await tables.conversations.get(piece.conversation_id)
                    assert found is not None, "a foreign key holds it"
                    reads = found
                await one_copy.take_away(ctx, tables, reads, piece)
